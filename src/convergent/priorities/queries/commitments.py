"""Commitments of a team, whose they are now, and how many were kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from convergent import clock
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import ids_of_teams_met
from convergent.priorities.models import Commitment, Decision, Priority
from convergent.priorities.models.commitments import HELD_BY_MANY

LOOKED_BACK = timedelta(days=180)


@dataclass(frozen=True)
class FollowThrough:
    """Of what a team's people promised to do by a day that has passed: all, done, done by then.
    What was let go counts as promised."""

    promised: int
    done: int
    in_time: int


def open_at(team: Place) -> list[Commitment]:
    """By the day on which they are due."""
    found = Commitment.objects.still_open().filter(team=team)
    return list(found.select_related("person", "role__place", "priority", "meeting"))


def ended_since(team: Place, day: date | None) -> list[Commitment]:
    """Done or let go since that day, newest first."""
    found = Commitment.objects.exclude(state=Commitment.State.OPEN).filter(team=team)
    if day is not None:
        found = found.filter(ended_on__gte=day)
    return list(found.select_related("person", "role__place").order_by("-ended_on", "what"))


def keepers_of(commitments: Sequence[Commitment], *, day: date) -> dict[UUID, tuple[Person, ...]]:
    """Whose each is on that day, in one query: whoever promised it, else her successors; nobody
    where the role is vacant or one that many hold."""
    running = RoleTerm.objects.on(day).filter(role__in={one.role_id for one in commitments})
    holders: dict[UUID, dict[UUID, Person]] = defaultdict(dict)
    for term in running.select_related("person").order_by("person__family_key", "person"):
        holders[term.role_id][term.person_id] = term.person
    return {one.pk: _keepers(one, holders[one.role_id]) for one in commitments}


def _keepers(commitment: Commitment, holders: dict[UUID, Person]) -> tuple[Person, ...]:
    if commitment.person_id in holders:
        return (holders[commitment.person_id],)
    if commitment.role.kind in HELD_BY_MANY:
        return ()
    return tuple(holders.values())


def follow_through(team: Place, *, day: date) -> FollowThrough:
    return follow_through_of([team], day=day)[team.pk]


def follow_through_of(teams: Iterable[Place], *, day: date) -> dict[UUID, FollowThrough]:
    """Of each team, over the last half year, in one query."""
    done = Q(state=Commitment.State.DONE)
    fell_due = Commitment.objects.filter(
        team__in=[team.pk for team in teams], first_due_on__range=(day - LOOKED_BACK, day)
    )
    counted = (
        fell_due.order_by()
        .values("team")
        .annotate(
            promised=Count("pk"),
            done=Count("pk", filter=done),
            in_time=Count("pk", filter=done & Q(ended_on__lte=F("first_due_on"))),
        )
    )
    found = {
        row["team"]: FollowThrough(row["promised"], row["done"], row["in_time"]) for row in counted
    }
    return {team.pk: found.get(team.pk, FollowThrough(0, 0, 0)) for team in teams}


@dataclass(frozen=True)
class KeptFor:
    """Of what was promised for a priority, or for one that is aligned to it, and fell due in the
    last half year: all, done, and by how many people at least. `is_all_seen` by the viewer, as
    commitments of teams whose meetings are hers to see."""

    promised: int = 0
    done: int = 0
    people: int = 0
    is_all_seen: bool = False


def kept_for(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, KeptFor]:
    """Of each priority, in two queries for all of them."""
    found = {one.pk: KeptFor(is_all_seen=True) for one in priorities}
    for held_by in ("priority", "priority__aligned_to"):
        for pk, more in _kept_by(held_by, list(found), viewer):
            found[pk] = together(found[pk], more)
    return found


def _kept_by(
    held_by: str, priorities: list[UUID], viewer: Viewer
) -> Iterator[tuple[UUID, KeptFor]]:
    since = viewer.today - LOOKED_BACK
    fell_due = Commitment.objects.filter(
        **{f"{held_by}__in": priorities}, first_due_on__range=(since, viewer.today)
    )
    counted = (
        fell_due.order_by()
        .values(held_by)
        .annotate(
            promised=Count("pk"),
            done=Count("pk", filter=Q(state=Commitment.State.DONE)),
            people=Count("person", distinct=True),
            seen=Count("pk", filter=Q(team__in=ids_of_teams_met(viewer))),
        )
    )
    for row in counted:
        is_all_seen = row["seen"] == row["promised"]
        yield row[held_by], KeptFor(row["promised"], row["done"], row["people"], is_all_seen)


def last_decided(priorities: Sequence[Priority]) -> dict[UUID, date]:
    """Of each priority for which a team decided something in the last half year, or for one that
    is aligned to it, the last day of that."""
    since = clock.now() - LOOKED_BACK
    last: dict[UUID, date] = {}
    for held_by in ("priority", "priority__aligned_to"):
        found = Decision.objects.filter(**{f"{held_by}__in": priorities}, made_at__gte=since)
        for pk, made in found.order_by().values_list(held_by).annotate(Max("made_at")):
            on = timezone.localtime(made).date()
            last[pk] = max(on, last.get(pk, on))
    return last


def together(one: KeptFor, other: KeptFor) -> KeptFor:
    """Who promised for both is one person, so the people are those of the larger part."""
    return KeptFor(
        one.promised + other.promised,
        one.done + other.done,
        max(one.people, other.people),
        one.is_all_seen and other.is_all_seen,
    )
