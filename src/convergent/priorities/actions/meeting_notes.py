"""The notes of a meeting: many may write at once, and nothing that anybody typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.analysis.merging import Clash, Merged, merge
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import (
    visible_clashes,
    visible_meeting_notes,
    why_meeting,
)
from convergent.priorities.models import Meeting, MeetingNotes, NotesClash
from convergent.priorities.models.meeting_notes import MOST_CLASHES, NOTES_FIT

TIMES = 5


@dataclass(frozen=True)
class Kept:
    """The notes as they are stored now; whether somebody else’s words came between; how many lines
    both changed; and where what was typed is not in the notes, the row that holds it."""

    notes: MeetingNotes | None
    is_merged: bool = False
    clashes: int = 0
    beside: NotesClash | None = None


class _Typed(NamedTuple):
    text: str
    base: str


@dataclass(frozen=True)
class _Seen:
    """The notes, and the text beside them that this writer is typing on."""

    notes: MeetingNotes | None
    beside: NotesClash | None

    @property
    def text(self) -> str:
        return self.notes.text.rstrip("\n") if self.notes else ""

    @property
    def state(self) -> tuple[object, ...]:
        return self.notes and self.notes.version, self.beside and self.beside.pk


def write_notes(meeting: Meeting, *, text: str, base: str, by: Viewer) -> Kept:
    """The notes with what was typed since `base`, the text from which this writer began.

    What others wrote in between stays. After the meeting is closed the notes stay as they are;
    what somebody typed until then stands beside them, and so does what does not fit. The texts are
    merged while anybody may write, and once more where somebody did.
    """
    required(why_meeting(by, meeting))
    typed = _Typed(plain(text).rstrip("\n"), plain(base).rstrip("\n"))
    for _time in range(TIMES):
        seen = _look(meeting, typed, by)
        kept = _keep(meeting, typed, seen, _merged(typed, seen), by)
        if kept is not None:
            return kept
    raise BadInput(_("Others are writing at this moment. Keep the notes again."))


def plain(text: str) -> str:
    """With the line endings of one system: forms send those of another."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _look(meeting: Meeting, typed: _Typed, by: Viewer) -> _Seen:
    notes = visible_meeting_notes(by).filter(meeting=meeting).first()
    beside = visible_clashes(by).open().filter(meeting=meeting, typed_by=by.person)
    own = {one.typed: one for one in beside.exclude(kind=NotesClash.Kind.BOTH)}
    return _Seen(notes, own.get(typed.base) or own.get(typed.text))


def _merged(typed: _Typed, seen: _Seen) -> Merged:
    """What stands beside the notes was never in them: it all counts as typed now."""
    began = seen.beside.began if seen.beside else None
    return merge(typed.base if began is None else began, seen.text, typed.text)


@transaction.atomic
def _keep(meeting: Meeting, typed: _Typed, seen: _Seen, merged: Merged, by: Viewer) -> Kept | None:
    """None where something else is stored by now than what the text was merged with."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("team__parent")
        .get(pk=meeting.pk)
    )
    why = why_meeting(by, meeting)
    required(why)
    now = _look(meeting, typed, by)
    if now.state != seen.state:
        return None
    if not meeting.is_open:
        return _keep_beside(meeting, typed, now, NotesClash.Kind.CLOSED, by)
    if len(merged.text) > NOTES_FIT:
        return _keep_beside(meeting, typed, now, NotesClash.Kind.FULL, by)
    if now.beside is not None:
        _settle(now.beside, by)
    if merged.text == now.text:
        return Kept(now.notes)
    return _write(meeting, typed, now, merged, by, str(why))


def _write(
    meeting: Meeting, typed: _Typed, now: _Seen, merged: Merged, by: Viewer, why: str
) -> Kept:
    notes = now.notes or MeetingNotes(meeting=meeting, version=0)
    if now.notes is None or notes.written_by_id != by.person.pk:
        note_change("write meeting notes", notes, by=by.person.pk, why=why, meeting=meeting.pk)
    _note_clashes(meeting, notes, merged.clashes, by)
    notes.text, notes.written_at, notes.written_by = merged.text, clock.now(), by.person
    notes.version += 1
    notes.save()
    return Kept(notes, merged.text != typed.text, len(merged.clashes))


def _note_clashes(
    meeting: Meeting, notes: MeetingNotes, clashes: tuple[Clash, ...], by: Viewer
) -> None:
    """Each side by side, unless one had only taken the lines out: then nothing is twice."""
    twice = [clash for clash in clashes if clash.stored and clash.typed]
    for clash in twice[: _room(meeting, by)] if twice else ():
        NotesClash(
            meeting=meeting,
            stored="\n".join(clash.stored),
            stored_by_id=notes.written_by_id,
            typed="\n".join(clash.typed),
            typed_by=by.person,
            met_at=clock.now(),
        ).save()


def _room(meeting: Meeting, by: Viewer) -> int:
    """How many more people can be asked to look at."""
    return max(0, MOST_CLASHES - visible_clashes(by).open().filter(meeting=meeting).count())


def _keep_beside(meeting: Meeting, typed: _Typed, now: _Seen, kind: str, by: Viewer) -> Kept:
    """One row for each text that is typed on; a second page of the same writer has its own."""
    beside = now.beside
    if beside is None:
        if typed.text in {typed.base, now.text}:
            return Kept(now.notes)
        if not _room(meeting, by):
            raise BadInput(
                _("Much stands beside these notes already. Look at it first, then keep this again.")
            )
        beside = NotesClash(
            meeting=meeting, kind=kind, began=typed.base, stored="", typed_by=by.person
        )
    beside.typed, beside.met_at = typed.text, clock.now()
    beside.save()
    return Kept(now.notes, beside=beside)


@transaction.atomic
def settle(clash: NotesClash, *, by: Viewer) -> None:
    """Somebody has looked at both versions. They stay kept."""
    why = why_meeting(by, clash.meeting)
    required(why)
    if clash.settled_at is not None:
        return
    note_change("settle clash", clash.meeting, by=by.person.pk, why=str(why))
    _settle(clash, by)


def _settle(clash: NotesClash, by: Viewer) -> None:
    clash.settled_at, clash.settled_by = clock.now(), by.person
    clash.save(update_fields=["settled_at", "settled_by"])
