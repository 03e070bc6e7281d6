"""What stands in pictures, and how many people are behind a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from convergent.asking.questions import STAFF_AT_LEAST
from convergent.evidence.access import verdicts_that_are_out, visible_verdicts
from convergent.evidence.models import Claim, ClaimVerdict, OnRecord
from convergent.evidence.vantage import LED_BY, OF_SCHOOL_STAFF, TAUGHT_BY, Column
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.viewer import Viewer

FEWEST_SCHOOLS = 5


def claims_at(place: Place, viewer: Viewer) -> list[Claim]:
    """What the place and those above it hold now; those above come first."""
    parts = place.path.split("/")
    above = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts))]
    held = Claim.objects.on(viewer.today).filter(place__path__in=above)
    found = held.select_related("place", "priority", "look_fors")
    return sorted(
        found, key=lambda one: (len(one.place.path), one.starts_on, one.code, str(one.pk))
    )


def verdicts_at(
    place: Place, year: int, viewer: Viewer, claims: Sequence[Claim]
) -> dict[UUID, ClaimVerdict]:
    """By claim; one that is not there is not the viewer's to see yet, or not judged."""
    found = visible_verdicts(viewer).filter(place=place, school_year=year, claim__in=claims)
    return {one.claim_id: one for one in found}


def unread_at(place: Place, year: int, claims: Sequence[Claim]) -> set[UUID]:
    """Claims with a verdict, whoever may see it: so that a page can say that one is to come."""
    judged = ClaimVerdict.objects.filter(place=place, school_year=year, claim__in=claims)
    return set(judged.values_list("claim_id", flat=True))


def spread_over_schools(
    place: Place, year: int, viewer: Viewer, claims: Sequence[Claim]
) -> Mapping[UUID, Counter[str]]:
    """Of each claim how many schools within have which verdict, where these are five: no school
    is named, or made out."""
    rows = (
        verdicts_that_are_out(viewer)
        .filter(
            claim__in=claims,
            school_year=year,
            place__kind=PlaceKind.SCHOOL,
            place__path__startswith=place.path,
        )
        .order_by()
        .values_list("claim_id", "verdict")
        .annotate(Count("pk"))
    )
    found: dict[UUID, Counter[str]] = {one.pk: Counter() for one in claims}
    for claim, verdict, count in rows:
        found[claim][verdict] = count
    return {claim: told for claim, told in found.items() if told.total() >= FEWEST_SCHOOLS}


@dataclass(frozen=True)
class Behind:
    """How many people are behind the columns of a place. `merged` says where each column is shown;
    None: not at all, for there are too few."""

    people: Mapping[Column, int]
    merged: Mapping[Column, Column | None]

    def shown(self, column: Column) -> Column | None:
        return self.merged.get(column, column)


def behind_at(place: Place, viewer: Viewer) -> Behind:
    """Of a school: teachers and leaders by themselves where each are eight, or all of them have
    agreed to be on record; else together as staff, if these are eight."""
    above = {} if _are_many_above(viewer) else {Column.ABOVE: None}
    if place.kind != PlaceKind.SCHOOL:
        return Behind({}, above)
    teachers, leaders = _people_at(place, viewer)
    agreed = set(OnRecord.objects.filter(place=place).values_list("person_id", flat=True))
    people = {
        Column.TEACHERS: len(teachers),
        Column.LEADERS: len(leaders),
        Column.STAFF: len(teachers | leaders),
    }
    if _may_stand(teachers, agreed) and _may_stand(leaders, agreed):
        return Behind(people, above)
    together = Column.STAFF if _may_stand(teachers | leaders, agreed) else None
    merged = dict.fromkeys((*OF_SCHOOL_STAFF, Column.STAFF), together)
    return Behind(people, {**merged, **above})


def _people_at(place: Place, viewer: Viewer) -> tuple[set[UUID], set[UUID]]:
    """Teachers, and whoever leads; who does both is one of those who lead."""
    held = RoleTerm.objects.on(viewer.today).filter(role__place__path__startswith=place.path)
    rows = held.order_by().values_list("person_id", "role__kind")
    leaders = {person for person, kind in rows if kind in LED_BY}
    return {person for person, kind in rows if kind in TAUGHT_BY} - leaders, leaders


def _are_many_above(viewer: Viewer) -> bool:
    """Whether eight people at least work above the schools of the district."""
    kinds = (PlaceKind.DISTRICT, PlaceKind.NETWORK, PlaceKind.UNIT)
    held = RoleTerm.objects.on(viewer.today).filter(
        person__district=viewer.district_id, role__place__kind__in=kinds
    )
    return held.order_by().values("person").distinct().count() >= STAFF_AT_LEAST


def _may_stand(people: set[UUID], agreed: set[UUID]) -> bool:
    return len(people) >= STAFF_AT_LEAST or people <= agreed
