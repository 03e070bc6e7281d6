"""A meeting from its agenda to its minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import why_meet, why_meeting
from convergent.priorities.days import refuse_far
from convergent.priorities.models import Decision, Meeting, MeetingItem, Priority, Seat
from convergent.priorities.models.meetings import ITEM_FITS
from convergent.priorities.protocols import PROTOCOLS
from convergent.priorities.queries.meetings import (
    NextMeeting,
    closed_meetings,
    members_of,
    next_meetings,
    parts_in_turn,
    priorities_of,
    to_look_at_again,
)
from convergent.priorities.queries.news import Since, news_since
from convergent.records.written import rows_written

USUAL_MINUTES = 45
LATELY = timedelta(days=90)
Kind = MeetingItem.Kind


@transaction.atomic
def prepare_meeting(
    team: Place, *, starts_at: datetime | None = None, minutes: int = 0, by: Viewer
) -> Meeting:
    """The team's next meeting with its agenda built: the one that is prepared already, else the
    next of its rhythm; or, with `starts_at`, one beside it. Two who ask at once get the same."""
    why = why_meet(by, team)
    required(why)
    Place.objects.select_for_update().get(pk=team.pk)
    due = _due(team, starts_at, by)
    if due.meeting is not None:
        return due.meeting
    last = closed_meetings(by, team).prefetch_related("seats").first()
    meeting = Meeting(
        team=team,
        rhythm=due.rhythm,
        day=due.day,
        starts_at=due.starts_at,
        minutes=minutes or (due.rhythm.minutes if due.rhythm else USUAL_MINUTES),
        snapshot=by.snapshot.id if by.snapshot else "",
    )
    note_change(
        "prepare meeting", meeting, by=by.person.pk, why=str(why), starts_at=meeting.starts_at
    )
    meeting.save()
    _seat(meeting, last, by)
    items = MeetingItem.objects.bulk_create(_agenda(meeting, last, by))
    rows_written.send(MeetingItem, rows=items)
    return meeting


def _due(team: Place, starts_at: datetime | None, by: Viewer) -> NextMeeting:
    if starts_at is not None:
        refuse_far(starts_at.date(), today=by.today)
        return NextMeeting(team, starts_at, None)
    due = next_meetings(by, [team]).get(team.pk)
    if due is None:
        raise BadInput(_("Say first when the team meets."))
    return due


def _seat(meeting: Meeting, last: Meeting | None, by: Viewer) -> None:
    members = members_of(meeting.team, day=by.today)
    parts = parts_in_turn(members, last)
    Seat.objects.bulk_create(
        Seat(meeting=meeting, person=one, part=parts.get(one.pk, "")) for one in members
    )


def _agenda(meeting: Meeting, last: Meeting | None, by: Viewer) -> list[MeetingItem]:
    """What to look at again, the team's priorities, and what is new since it met last."""
    day = timezone.localtime(meeting.starts_at).date()
    since = timezone.localtime(last.starts_at).date() if last else day - LATELY
    items = [
        MeetingItem(
            kind=Kind.OWN,
            title=_fitting(_("Did it help? %(decision)s") % {"decision": one.text}),
            priority_id=one.priority_id,
        )
        for one in to_look_at_again(meeting.team, day=day, since=since)
    ]
    items += [
        MeetingItem(kind=Kind.PRIORITY, title=one.statement, priority=one)
        for one in priorities_of(by, meeting.team)
    ]
    asked = Since(by, meeting.team, last.starts_at if last else None, last.snapshot if last else "")
    items += [
        MeetingItem(
            kind=Kind.EVIDENCE,
            title=_fitting(one.sentence),
            source=one.source[:200],
            address=one.address,
        )
        for one in news_since(asked)
    ]
    for position, item in enumerate(items):
        item.meeting, item.position = meeting, position
    return items


def _fitting(text: str) -> str:
    """As much as a title takes, whole words."""
    return Truncator(text).chars(ITEM_FITS)


@transaction.atomic
def change_meeting(
    meeting: Meeting,
    *,
    starts_at: datetime,
    minutes: int,
    protocol: str,
    question: str,
    parts: dict[UUID, str],
    version: int | None = None,
    by: Viewer,
) -> Meeting:
    """Another time, another order of looking at things, other hands."""
    meeting, why = locked(meeting, by)
    refuse_older(meeting.version, version)
    if protocol and protocol not in PROTOCOLS:
        raise BadInput(_("Choose a protocol from the library."))
    refuse_far(starts_at.date(), today=by.today)
    note_change(
        "change meeting", meeting, by=by.person.pk, why=why, starts_at=starts_at, protocol=protocol
    )
    meeting.starts_at, meeting.minutes = starts_at, minutes
    meeting.protocol, meeting.question = protocol, question.strip()
    meeting.version += 1
    meeting.save()
    for seat in meeting.seats.all():
        seat.part = parts.get(seat.person_id, "")
        seat.save(update_fields=["part"])
    return meeting


@transaction.atomic
def add_item(meeting: Meeting, *, title: str, minutes: int = 10, by: Viewer) -> MeetingItem:
    return _add(meeting, MeetingItem(kind=Kind.OWN, title=title.strip(), minutes=minutes), by)


@transaction.atomic
def bring_evidence(meeting: Meeting, item: MeetingItem, *, by: Viewer) -> MeetingItem:
    """Evidence that somebody has found, in the words of its page; the same is brought once."""
    known = MeetingItem.objects.filter(meeting=meeting, address=item.address, title=item.title)
    return known.first() or _add(meeting, item, by)


def _add(meeting: Meeting, item: MeetingItem, by: Viewer) -> MeetingItem:
    meeting, why = locked(meeting, by)
    if not item.title:
        raise BadInput(_("Write something first."))
    last = meeting.items.order_by("position").last()
    item.meeting, item.position = meeting, last.position + 1 if last else 0
    note_change("add to agenda", meeting, by=by.person.pk, why=why, item=item.pk)
    item.save()
    return item


@transaction.atomic
def take_item_off(item: MeetingItem, *, by: Viewer) -> None:
    """It is not on the agenda any more, unless a decision rests on it."""
    meeting, why = locked(item.meeting, by)
    if item.decisions.exists():
        raise BadInput(_("A decision of this meeting rests on it."))
    note_change("take off agenda", meeting, by=by.person.pk, why=why, item=item.pk)
    item.delete()


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided, on what evidence, and when the team looks whether it helped."""

    text: str
    rests_on: tuple[MeetingItem, ...] = ()
    priority: Priority | None = None
    look_again_on: date | None = None


@transaction.atomic
def decide(meeting: Meeting, decided: Decided, *, by: Viewer) -> Decision:
    meeting, why = locked(meeting, by)
    if not decided.text.strip():
        raise BadInput(_("Say what was decided."))
    if any(item.meeting_id != meeting.pk for item in decided.rests_on):
        raise BadInput(_("Choose from what this meeting looked at."))
    refuse_far(decided.look_again_on, today=by.today)
    decision = Decision(
        meeting=meeting,
        text=decided.text.strip(),
        priority=decided.priority,
        look_again_on=decided.look_again_on,
        by=by.person,
        made_at=clock.now(),
    )
    note_change("decide", decision, by=by.person.pk, why=why, meeting=meeting.pk)
    decision.save()
    decision.rests_on.set(decided.rests_on)
    return decision


@transaction.atomic
def call_off(meeting: Meeting, *, by: Viewer) -> Meeting:
    """It is not held, unless something was decided in it already, which would be lost."""
    meeting, why = locked(meeting, by)
    if meeting.decisions.exists() or meeting.commitments.exists():
        raise BadInput(_("Something was decided in it already. Close it instead."))
    note_change("call off meeting", meeting, by=by.person.pk, why=why)
    meeting.state = Meeting.State.CALLED_OFF
    meeting.version += 1
    meeting.save()
    return meeting


def locked(meeting: Meeting, by: Viewer) -> tuple[Meeting, str]:
    """The meeting as it is stored now, which the viewer may write and which is not closed."""
    stored = Meeting.objects.select_for_update(of=("self",)).select_related("team__parent")
    fresh = stored.get(pk=meeting.pk)
    why = why_meeting(by, fresh)
    required(why)
    if not fresh.is_open:
        raise BadInput(_("This meeting is closed. Bring it to the next one."))
    return fresh, str(why)
