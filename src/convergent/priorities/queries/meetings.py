"""The meetings of a team: the next, the last, who is there, what could be on the agenda."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from convergent.people.models import Person, Place, RoleTerm
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import teams_met_by, visible_meetings
from convergent.priorities.access.priorities import visible_priorities
from convergent.priorities.models import (
    Decision,
    Meeting,
    MeetingRhythm,
    Priority,
    Seat,
)
from convergent.priorities.queries.days import days_of, moment_of

SHOWN = 12
PARTS = (Seat.Part.FACILITATES, Seat.Part.WRITES, Seat.Part.KEEPS_TIME)


@dataclass(frozen=True)
class NextMeeting:
    """When a team meets next; without a `meeting` nobody has prepared it yet."""

    team: Place
    starts_at: datetime
    day: date | None
    rhythm: MeetingRhythm | None = None
    meeting: Meeting | None = None


def rhythm_of(team: Place) -> MeetingRhythm | None:
    return MeetingRhythm.objects.filter(team=team, ended_on=None).select_related("team").first()


def teams_facilitated_by(viewer: Viewer) -> QuerySet[Place]:
    """Teams that the viewer is on, and whose newest meeting she facilitates."""
    newest = Meeting.objects.filter(team=OuterRef("pk")).order_by("-starts_at").values("pk")[:1]
    held = Seat.objects.filter(person=viewer.person, part=Seat.Part.FACILITATES)
    on_team = teams_met_by(viewer).annotate(newest_meeting=Subquery(newest))
    return on_team.filter(newest_meeting__in=held.values("meeting"))


def next_meetings(viewer: Viewer, teams: Iterable[Place]) -> dict[UUID, NextMeeting]:
    """The next meeting of each team that has one, in two queries: one that is prepared and not
    closed yet, however long ago it was to be; else the next day of the rhythm."""
    ids = [team.pk for team in teams]
    known = list(_known(viewer, ids))
    found: dict[UUID, NextMeeting] = {}
    for rhythm in MeetingRhythm.objects.filter(team__in=ids, ended_on=None).select_related("team"):
        taken = {one.day for one in known if one.rhythm_id == rhythm.pk}
        if due := next_of(rhythm, taken=taken, today=viewer.today):
            found[rhythm.team_id] = due
    prepared = [one for one in known if one.is_open]
    for one in sorted(prepared, key=lambda one: one.starts_at, reverse=True):
        found[one.team_id] = NextMeeting(one.team, one.starts_at, one.day, one.rhythm, one)
    return found


def _known(viewer: Viewer, teams: list[UUID]) -> QuerySet[Meeting]:
    """What is prepared, and what is done with of today and later."""
    open_or_later = Q(state=Meeting.State.PREPARED) | Q(day__gte=viewer.today)
    found = visible_meetings(viewer).filter(open_or_later, team__in=teams)
    return found.select_related("team", "rhythm")


def next_of(rhythm: MeetingRhythm, *, taken: set[date | None], today: date) -> NextMeeting | None:
    """The first day, today or later, that was not closed or called off already."""
    day = next((day for day in days_of(rhythm, since=today) if day not in taken), None)
    if day is None:
        return None
    starts_at = moment_of(rhythm, day, timezone.get_current_timezone())
    return NextMeeting(rhythm.team, starts_at, day, rhythm)


def closed_meetings(viewer: Viewer, team: Place) -> QuerySet[Meeting]:
    """Newest first."""
    closed = visible_meetings(viewer).filter(team=team, state=Meeting.State.CLOSED)
    return closed.order_by("-starts_at")


def day_of(meeting: Meeting) -> date:
    """By the calendar of the district."""
    return timezone.localdate(meeting.starts_at)


def has_had_minutes(team: Place, *, day: date) -> bool:
    """By e-mail, on that day."""
    return Meeting.objects.filter(team=team, minutes_sent_on=day).exists()


def members_of(team: Place, *, day: date) -> list[Person]:
    """Each once, also who is there in two roles."""
    running = RoleTerm.objects.on(day).filter(role__place=team).select_related("person")
    found = running.order_by("person__family_key", "person__given_key", "person")
    return list(dict.fromkeys(term.person for term in found))


def team_to_bring_to(viewer: Viewer, place: Place) -> Place | None:
    """Where evidence of the place is talked about: the place itself where it is a team; else a
    team of the place that the viewer is on; else one that meets and that she answers for."""
    own = [term.role.place_id for term in viewer.terms]
    near = teams_met_by(viewer).filter(Q(pk=place.pk) | Q(parent=place), closed_on=None)
    meets = MeetingRhythm.objects.filter(team=OuterRef("pk"), ended_on=None)
    found = near.filter(Q(pk=place.pk) | Q(pk__in=own) | Exists(meets))
    return min(found, key=lambda team: (team != place, team.pk not in own, team.name), default=None)


def priorities_of(viewer: Viewer, team: Place) -> list[Priority]:
    """What the team works on; a team without a priority of its own works on its place's."""
    running = visible_priorities(viewer).on(viewer.today).select_related("place")
    own = list(running.filter(Q(team=team) | Q(place=team)))
    return own or list(running.filter(place=team.parent_id))


def to_look_at_again(team: Place, *, day: date, since: date) -> QuerySet[Decision]:
    """Decisions of which the team said it would look by then whether they helped."""
    due = Decision.objects.filter(meeting__team=team, look_again_on__range=(since, day))
    return due.filter(meeting__state=Meeting.State.CLOSED).order_by("look_again_on")


def parts_in_turn(members: list[Person], last: Meeting | None) -> dict[UUID, str]:
    """Who facilitates, writes and keeps the time: each part goes to the next by name after
    whoever had it last, and nobody has two while somebody has none."""
    had = {seat.part: seat.person_id for seat in last.seats.all()} if last else {}
    parts: dict[UUID, str] = {}
    for part in PARTS[: len(members)]:
        order = [one.pk for one in members]
        first = order.index(had[part]) + 1 if had.get(part) in order else 0
        turn = [*order[first:], *order[:first]]
        parts[next(one for one in turn if one not in parts)] = part
    return parts
