"""The page of one meeting: what was promised, what is looked at, what is decided and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convergent.people.days import day_text, moment_text
from convergent.people.models import Person
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import visible_clashes, visible_meeting_notes
from convergent.priorities.models import (
    Commitment,
    Decision,
    Meeting,
    MeetingItem,
    MeetingNotes,
    NotesClash,
    Seat,
)
from convergent.priorities.presenters.commitments import CommitmentLine, commitment_lines
from convergent.priorities.protocols import PROTOCOLS, Protocol, Word
from convergent.priorities.queries.commitments import ended_since, open_at
from convergent.priorities.queries.days import end_of
from convergent.priorities.queries.meetings import closed_meetings, day_of

PARTS: dict[str, Promise] = {
    Seat.Part.FACILITATES: gettext_lazy("facilitates"),
    Seat.Part.WRITES: gettext_lazy("writes"),
    Seat.Part.KEEPS_TIME: gettext_lazy("keeps the time"),
}
BESIDE: dict[str, Promise] = {
    NotesClash.Kind.CLOSED: gettext_lazy(
        "The meeting is closed. What you typed is kept beside its notes."
    ),
    NotesClash.Kind.FULL: gettext_lazy(
        "The notes are full. What you typed is kept beside them: shorten them, and keep it again."
    ),
}


@dataclass(frozen=True)
class ItemLine:
    item: MeetingItem
    from_when: str


@dataclass(frozen=True)
class StepLine:
    from_when: str
    minutes: int
    what: Word


@dataclass(frozen=True)
class DecisionLine:
    decision: Decision
    rests_on: tuple[MeetingItem, ...]
    look_again: str


@dataclass(frozen=True)
class PartLine:
    name: str
    part: str
    was_there: bool | None


@dataclass(frozen=True, kw_only=True)
class MeetingPage:
    meeting: Meeting
    when: str
    until: str
    lead: str
    seats: tuple[PartLine, ...]
    open: tuple[CommitmentLine, ...]
    ended: tuple[CommitmentLine, ...]
    items: tuple[ItemLine, ...]
    too_full: str
    protocol: Protocol | None
    steps: tuple[StepLine, ...]
    decisions: tuple[DecisionLine, ...]
    promised: tuple[CommitmentLine, ...]
    notes: MeetingNotes | None
    clashes: tuple[NotesClash, ...]
    readers: str


def meeting_page(meeting: Meeting, *, viewer: Viewer) -> MeetingPage:
    """`meeting` comes with its team and the team’s place."""
    items = list(meeting.items.select_related("priority"))
    before, promised = _commitments(meeting, viewer)
    protocol = PROTOCOLS.get(meeting.protocol)
    return MeetingPage(
        meeting=meeting,
        when=moment_text(meeting.starts_at, viewer),
        until=_clock(end_of(meeting)),
        lead=_lead(meeting, before, items),
        seats=tuple(_seats(meeting)),
        open=tuple(line for line in before if line.commitment.is_open),
        ended=tuple(line for line in before if not line.commitment.is_open),
        items=tuple(_timed(meeting, items)),
        too_full=_too_full(meeting, items),
        protocol=protocol,
        steps=tuple(_steps(protocol, meeting.starts_at)) if protocol else (),
        decisions=tuple(_decisions(meeting, viewer)),
        promised=promised,
        notes=visible_meeting_notes(viewer).filter(meeting=meeting).first(),
        clashes=tuple(_clashes(meeting, viewer)),
        readers=readers_of_meeting(meeting),
    )


def _commitments(
    meeting: Meeting, viewer: Viewer
) -> tuple[tuple[CommitmentLine, ...], tuple[CommitmentLine, ...]]:
    """What was promised before this meeting and is open or was ended since the last one; and what
    was promised in it. A closed meeting shows what came of its own alone."""
    own = list(meeting.commitments.select_related("person", "role__place", "priority"))
    others: list[Commitment] = []
    if meeting.is_open:
        last = closed_meetings(viewer, meeting.team).first()
        since = timezone.localtime(last.starts_at).date() if last else None
        waiting = open_at(meeting.team)
        others = [*waiting, *(ended_since(meeting.team, since) if last else [])]
    lines = commitment_lines([*own, *(one for one in others if one not in own)], viewer)
    made = {one.pk for one in own}
    return (
        tuple(line for line in lines if line.commitment.pk not in made),
        tuple(line for line in lines if line.commitment.pk in made),
    )


def _lead(meeting: Meeting, before: Sequence[CommitmentLine], items: Sequence[MeetingItem]) -> str:
    if meeting.state == Meeting.State.CALLED_OFF:
        return _("It was called off.")
    if not meeting.is_open:
        return _closed(meeting)
    waiting = sum(line.commitment.is_open for line in before)
    new = sum(item.kind == MeetingItem.Kind.EVIDENCE for item in items)
    said = [
        ngettext("One commitment is open.", "%(count)s commitments are open.", waiting)
        % {"count": waiting}
        if waiting
        else _("No commitment is open.")
    ]
    if new:
        said.append(
            ngettext(
                "One result is new since you met last.",
                "%(count)s results are new since you met last.",
                new,
            )
            % {"count": new}
        )
    return " ".join(said)


def _closed(meeting: Meeting) -> str:
    if meeting.minutes_sent_on is None:
        return _("It is closed. What you decided is on this page, and was not sent.")
    return _("It is closed, and its minutes are sent.")


def closing_lead(meeting: Meeting, viewer: Viewer, *, is_mailed: bool) -> str:
    """What becomes of the minutes if the meeting is closed now."""
    if is_mailed:
        return _("It goes by e-mail to everybody on the team. The notes stay here.")
    day = day_of(meeting)
    if day > viewer.today:
        return _(
            "The meeting is on %(day)s. If you close it before, no e-mail goes out: what you "
            "decided stays on its page."
        ) % {"day": day_text(day, viewer)}
    return _(
        "The team had minutes by e-mail today already. What you decided here stays on its page."
    )


def _seats(meeting: Meeting) -> Iterator[PartLine]:
    order = list(PARTS)
    seats = list(meeting.seats.select_related("person"))
    seats.sort(
        key=lambda one: (
            order.index(one.part) if one.part in order else len(order),
            one.person.family_key,
        )
    )
    for seat in seats:
        yield PartLine(seat.person.name, str(PARTS.get(seat.part, "")), seat.was_there)


def _timed(meeting: Meeting, items: Sequence[MeetingItem]) -> Iterator[ItemLine]:
    """Each with the time at which it begins, one after the other."""
    at = meeting.starts_at.astimezone(UTC)
    for item in items:
        yield ItemLine(item, _clock(at))
        at += timedelta(minutes=item.minutes)


def _too_full(meeting: Meeting, items: Sequence[MeetingItem]) -> str:
    planned = sum(item.minutes for item in items)
    if planned <= meeting.minutes:
        return ""
    return _(
        "This takes about %(planned)s minutes, and there are %(minutes)s. Take something off, or "
        "meet longer."
    ) % {"planned": planned, "minutes": meeting.minutes}


def _steps(protocol: Protocol, begins: datetime) -> Iterator[StepLine]:
    at = begins.astimezone(UTC)
    for step in protocol.steps:
        yield StepLine(_clock(at), step.minutes, step.what)
        at += timedelta(minutes=step.minutes)


def _clock(moment: datetime) -> str:
    return time_format(timezone.localtime(moment).time(), "TIME_FORMAT")


def _decisions(meeting: Meeting, viewer: Viewer) -> Iterator[DecisionLine]:
    for one in meeting.decisions.select_related("priority").prefetch_related("rests_on"):
        day = one.look_again_on
        said = _("We look again on %(day)s.") % {"day": day_text(day, viewer)} if day else ""
        yield DecisionLine(one, tuple(one.rests_on.all()), said)


def _clashes(meeting: Meeting, viewer: Viewer) -> Iterator[NotesClash]:
    found = visible_clashes(viewer).open().filter(meeting=meeting)
    yield from found.select_related("stored_by", "typed_by")


def readers_of_meeting(meeting: Meeting) -> str:
    """Who reads the notes, said before anything is typed."""
    place = meeting.team.parent
    return _(
        "Only the %(team)s and whoever leads %(place)s can read these notes; they are not sent. A "
        "court or a records request can ask for them by due process."
    ) % {"team": meeting.team.name, "place": place.name if place else meeting.team.name}


def wrote_last(notes: MeetingNotes | None, viewer: Viewer) -> Person | None:
    """Whoever else wrote last, if somebody did."""
    if notes is None or notes.written_by_id == viewer.person.pk:
        return None
    return notes.written_by
