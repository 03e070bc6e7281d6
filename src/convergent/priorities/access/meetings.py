"""A meeting is its team's: whoever is on the team today, and whoever leads the team's place.

Others see nothing of it. Who leaves the team reads it no more, nor what she wrote there herself.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from convergent.people.access.directory import visible_places
from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import (
    PRINCIPAL,
    SUPERINTENDENT,
    SUPERVISOR,
    TEAM_LEAD,
    UNIT_HEAD,
)
from convergent.people.viewer import Viewer, asked_once
from convergent.priorities.models import Meeting, MeetingNotes, NotesClash
from convergent.priorities.models.meeting_notes import ClashQuerySet, NotesQuerySet


def _led(viewer: Viewer) -> Iterator[tuple[str, PlaceKind, Reason]]:
    """The path and kind of each place whose teams the viewer answers for."""
    for role, kind, reason in (
        (SUPERINTENDENT, PlaceKind.DISTRICT, Reason.SUPERINTENDENT),
        (SUPERVISOR, PlaceKind.NETWORK, Reason.SUPERVISES),
        (PRINCIPAL, PlaceKind.SCHOOL, Reason.LEADS_SCHOOL),
        (UNIT_HEAD, PlaceKind.UNIT, Reason.LEADS_UNIT),
    ):
        for path in viewer.paths_as(role):
            yield path, kind, reason


def teams_met_by(viewer: Viewer) -> QuerySet[Place]:
    """Teams whose meetings the viewer sees, prepares and writes."""
    rule = Q(pk__in=[term.role.place_id for term in viewer.terms])
    for path, kind, _reason in _led(viewer):
        rule |= Q(parent__path=path, parent__kind=kind)
    return visible_places(viewer).filter(rule, kind=PlaceKind.TEAM)


def teams_led_by(viewer: Viewer) -> QuerySet[Place]:
    """Those of them whose people the viewer answers for, or that she leads."""
    rule = Q(path__in=viewer.paths_as(TEAM_LEAD))
    for path, kind, _reason in _led(viewer):
        rule |= Q(parent__path=path, parent__kind=kind)
    return visible_places(viewer).filter(rule, kind=PlaceKind.TEAM)


ids_of_teams_met = asked_once(teams_met_by)


def why_meet(viewer: Viewer, team: Place) -> Reason | None:
    """To see, prepare, write and close the meetings of the team."""
    if team.kind != PlaceKind.TEAM:
        return None
    if team.pk in {term.role.place_id for term in viewer.terms}:
        return Reason.ON_TEAM
    return next(
        (
            reason
            for path, kind, reason in _led(viewer)
            if team.path == f"{path}{team.pk.hex}/" and _is_of(kind, team)
        ),
        None,
    )


def _is_of(kind: PlaceKind, team: Place) -> bool:
    return team.parent is not None and team.parent.kind == kind


def visible_meetings(viewer: Viewer) -> QuerySet[Meeting]:
    return Meeting.objects.filter(team__in=ids_of_teams_met(viewer))


def why_meeting(viewer: Viewer, meeting: Meeting) -> Reason | None:
    return why_meet(viewer, meeting.team)


def visible_meeting_notes(viewer: Viewer) -> NotesQuerySet:
    return MeetingNotes.objects.readable_by_rule(Q(meeting__team__in=ids_of_teams_met(viewer)))


def visible_clashes(viewer: Viewer) -> ClashQuerySet:
    return NotesClash.objects.readable_by_rule(Q(meeting__team__in=ids_of_teams_met(viewer)))
