"""Who supports whom, as roles alone tell it: supervisors and their schools, coaches and theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import PRINCIPAL, SUPERVISOR


@dataclass(frozen=True)
class NetworkLine:
    """A network with its supervisors and schools on one day."""

    network: Place
    supervisors: tuple[RoleTerm, ...]
    schools: tuple[Place, ...]
    new_principals: int


def network_lines(district: Place, *, day: date, year_began: date) -> list[NetworkLine]:
    networks = Place.objects.filter(district=district, kind=PlaceKind.NETWORK)
    schools = Place.objects.filter(district=district, kind=PlaceKind.SCHOOL, closed_on=None)
    supervisors = _running(networks, SUPERVISOR, day)
    principals = _running(schools, PRINCIPAL, day)
    return [
        NetworkLine(
            network,
            tuple(term for term in supervisors if term.role.place_id == network.pk),
            tuple(school for school in schools if school.parent_id == network.pk),
            sum(
                term.role.place.parent_id == network.pk and term.starts_on >= year_began
                for term in principals
            ),
        )
        for network in networks
    ]


def _running(places: QuerySet[Place], kind: str, day: date) -> list[RoleTerm]:
    return list(
        RoleTerm.objects.on(day)
        .filter(role__place__in=places, role__kind=kind)
        .select_related("role__place", "person")
    )
