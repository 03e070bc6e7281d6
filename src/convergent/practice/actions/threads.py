"""What the two of a pair write, change, take away; what the teacher shares; who has read it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change, note_reading
from convergent.errors import BadInput, NotThere
from convergent.people.access.reasons import Reason
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Person
from convergent.people.viewer import Viewer
from convergent.practice.access.coaching import own_cycles
from convergent.practice.access.openings import is_held
from convergent.practice.access.threads import (
    own_pieces,
    shares_by,
    why_change_piece,
    why_share,
    why_shared,
    why_thread,
    why_write,
)
from convergent.practice.actions.telling import write_of_something_new
from convergent.practice.models import (
    CoachingCycle,
    CoachingPiece,
    Evaluation,
    SharedPiece,
)
from convergent.priorities.access.priorities import visible_priorities

OF_THE_TEACHER = (CoachingPiece.Stage.GOAL, CoachingPiece.Stage.KEPT)


@dataclass(frozen=True, kw_only=True)
class Written:
    """One text, for the two of them."""

    stage: str
    text: str
    link: str = ""
    priority: str = ""


@transaction.atomic
def write_piece(cycle: CoachingCycle, written: Written, *, by: Viewer) -> CoachingPiece:
    why = why_write(by, cycle)
    required(why)
    _refuse(cycle, written, by)
    piece = CoachingPiece(cycle=cycle, by=by.person, written_at=clock.now())
    note_change("write coaching", piece, by=by.person.pk, about=cycle.teacher_id, why=str(why))
    return _filled(piece, written, by)


@transaction.atomic
def change_piece(
    piece: CoachingPiece, written: Written, *, version: int | None = None, by: Viewer
) -> CoachingPiece:
    """Its author writes it anew. What it said before is kept nowhere."""
    stored = _locked(piece, by)
    why = why_change_piece(by, stored)
    required(why)
    refuse_older(stored.version, version)
    _refuse(stored.cycle, written, by)
    refuse_held(stored.cycle)
    note_change(
        "write coaching", stored, by=by.person.pk, about=stored.cycle.teacher_id, why=str(why)
    )
    stored.version += 1
    return _filled(stored, written, by)


@transaction.atomic
def take_piece_away(piece: CoachingPiece, *, by: Viewer) -> None:
    """Its author deletes it, with whatever it was shared; a hold forbids that."""
    stored = _locked(piece, by)
    why = why_change_piece(by, stored)
    required(why)
    refuse_held(stored.cycle)
    note_change(
        "take coaching away", stored, by=by.person.pk, about=stored.cycle.teacher_id, why=str(why)
    )
    stored.delete()


def _refuse(cycle: CoachingCycle, written: Written, by: Viewer) -> None:
    if not written.text.strip():
        raise BadInput(_("Write something first."))
    if written.stage not in CoachingPiece.Stage:
        raise BadInput(_("Choose what it is."))
    if written.stage in OF_THE_TEACHER and cycle.teacher_id != by.person.pk:
        raise BadInput(_("The goal, and what is kept of it, are the teacher’s to write."))
    if written.link and urlsplit(written.link).scheme not in {"http", "https"}:
        raise BadInput(_("Write the link as it stands in the browser, with https in front."))
    if written.priority and not visible_priorities(by).filter(pk=written.priority).exists():
        raise BadInput(_("Choose one of the priorities of your school."))


def refuse_held(cycle: CoachingCycle) -> None:
    if is_held(cycle.teacher_id):
        raise BadInput(_("This is kept as it is for a procedure. The page of openings says why."))


def _filled(piece: CoachingPiece, written: Written, by: Viewer) -> CoachingPiece:
    piece.stage, piece.text = written.stage, written.text.strip()
    piece.link = written.link.strip()
    piece.priority = written.priority if written.stage == CoachingPiece.Stage.GOAL else ""
    piece.save()
    own_cycles(by).filter(pk=piece.cycle_id).update(touched_on=by.today)
    return piece


def _locked(piece: CoachingPiece, by: Viewer) -> CoachingPiece:
    found = own_pieces(by).select_for_update(of=("self",)).select_related("cycle__place")
    stored = found.filter(pk=piece.pk).first()
    if stored is None:
        raise NotThere
    return stored


# ---- Sharing


@transaction.atomic
def share_piece(piece: CoachingPiece, person: Person, *, by: Viewer) -> SharedPiece:
    """The teacher lets one person read one piece, until she takes it back."""
    why = why_share(by, piece)
    required(why)
    _refuse_reader(piece, person, by)
    found = shares_by(by).filter(piece=piece, person=person).first()
    if found is not None:
        return found
    share = SharedPiece(piece=piece, person=person, shared_on=by.today)
    note_change("share piece", share, by=by.person.pk, about=by.person.pk, why=str(why))
    share.save()
    write_of_something_new(person, of=share.pk)
    return share


def _refuse_reader(piece: CoachingPiece, person: Person, by: Viewer) -> None:
    if person.district_id != by.district_id or person.pk in {by.person.pk, piece.cycle.coach_id}:
        raise BadInput(_("Choose somebody else who works in this district."))
    held = Evaluation.objects.in_the_year_to(by.today)
    if held.filter(evaluator=person, evaluated=by.person).exists():
        said = _(
            "%(name)s evaluates you, or did within a year. What is coaching does not go there; "
            "tell it yourself."
        )
        raise BadInput(said % {"name": person.name})


@transaction.atomic
def take_share_back(share: SharedPiece, *, by: Viewer) -> None:
    """From now on that person reads it no more."""
    stored = shares_by(by).filter(pk=share.pk).first()
    if stored is None:
        raise NotThere
    own = by.person.pk
    why = str(Reason.OWN)
    note_change("take share back", stored, by=own, about=own, why=why, person=stored.person_id)
    stored.delete()


# ---- Reading


@transaction.atomic
def note_reading_of_thread(cycle: CoachingCycle, *, by: Viewer) -> None:
    """Before anything of it is shown: the teacher sees who read, when, and why she could."""
    why = why_thread(by, cycle)
    required(why)
    note_reading("read coaching", cycle, by=by.person.pk, about=cycle.teacher_id, why=str(why))


@transaction.atomic
def note_reading_of_share(share: SharedPiece, *, by: Viewer) -> None:
    why = why_shared(by, share)
    required(why)
    teacher = share.piece.cycle.teacher_id
    note_reading("read shared piece", share, by=by.person.pk, about=teacher, why=str(why))


@transaction.atomic
def note_search(*, by: Viewer) -> None:
    """One line for each thread that is looked through."""
    for cycle in own_cycles(by).filter(began_on__isnull=False).select_related("place"):
        why = str(why_thread(by, cycle))
        note_reading("search coaching", cycle, by=by.person.pk, about=cycle.teacher_id, why=why)
