"""Who leads the work that a page of evidence speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.queries.places import open_within
from convergent.people.role_kinds import PRINCIPAL, SUPERINTENDENT, SUPERVISOR, TEAM_LEAD

LEADS = {
    PlaceKind.DISTRICT: SUPERINTENDENT,
    PlaceKind.NETWORK: SUPERVISOR,
    PlaceKind.SCHOOL: PRINCIPAL,
    PlaceKind.TEAM: TEAM_LEAD,
}


def who_leads(place: Place, *, grades: Sequence[str], day: date) -> list[RoleTerm]:
    """Of these grades' teams at a school; where nobody leads them, of the place."""
    running = RoleTerm.objects.on(day).select_related("person", "role__place")
    if place.kind == PlaceKind.SCHOOL and grades:
        of_teams = running.filter(role__place__parent=place, role__kind=TEAM_LEAD)
        found = [term for term in of_teams if _covers(term.role.place, grades)]
        if found:
            return found
    kind = LEADS.get(PlaceKind(place.kind), "")
    return list(running.filter(role__place=place, role__kind=kind))


def teams_without_lead(place: Place, *, grades: Sequence[str], day: date) -> list[Place]:
    """A school's teams of these grades that nobody leads."""
    if place.kind != PlaceKind.SCHOOL or not grades:
        return []
    teams = [team for team in open_within(place, PlaceKind.TEAM) if _covers(team, grades)]
    running = RoleTerm.objects.on(day).filter(role__place__in=teams, role__kind=TEAM_LEAD)
    led = set(running.values_list("role__place_id", flat=True))
    return [team for team in teams if team.pk not in led]


def _covers(team: Place, grades: Sequence[str]) -> bool:
    return bool(set(team.grades.split(",")) & set(grades))
