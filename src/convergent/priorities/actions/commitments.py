"""Commitments: made, done in one tap, carried over, passed on, or let go with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Place, RoleTerm
from convergent.people.viewer import Viewer
from convergent.priorities.access.commitments import why_commitment
from convergent.priorities.access.partnership import why_partner
from convergent.priorities.actions.meetings import locked
from convergent.priorities.days import refuse_far
from convergent.priorities.models import Commitment, Decision, Meeting, Priority

State = Commitment.State


@dataclass(frozen=True, kw_only=True)
class Promised:
    """Who does what, by when; the term says in which role."""

    what: str
    term: RoleTerm
    due_on: date
    priority: Priority | None = None


@transaction.atomic
def commit_to(
    meeting: Meeting, promised: Promised, *, decision: Decision | None = None, by: Viewer
) -> Commitment:
    """One commitment more of this meeting; from now on it is in that person's Today."""
    meeting, why = locked(meeting, by)
    made = _made(promised, meeting.team, by)
    made.meeting, made.decision = meeting, decision
    return _kept(made, by=by, why=why, meeting=meeting.pk)


@transaction.atomic
def promise_each_other(school: Place, promised: Promised, *, by: Viewer) -> Commitment:
    """What supervisor or principal of the school promises the other: no meeting is needed."""
    why = why_partner(by, school)
    required(why)
    made = _made(promised, school, by)
    if why_partner(Viewer(promised.term.person, by.today, (promised.term,)), school) is None:
        raise BadInput(_("Choose somebody who leads or supervises the school."))
    return _kept(made, by=by, why=str(why))


def _made(promised: Promised, team: Place, by: Viewer) -> Commitment:
    _refuse(promised, team, by)
    return Commitment(
        team=team,
        priority=promised.priority,
        what=promised.what.strip(),
        person=promised.term.person,
        role=promised.term.role,
        made_on=by.today,
        first_due_on=promised.due_on,
        due_on=promised.due_on,
    )


def _kept(made: Commitment, *, by: Viewer, why: str, **detail: object) -> Commitment:
    note_change(
        "commit",
        made,
        by=by.person.pk,
        about=made.person_id,
        why=why,
        due_on=made.due_on,
        **detail,
    )
    made.save()
    return made


@transaction.atomic
def finish(commitment: Commitment, *, by: Viewer) -> Commitment:
    """It is done. Saying so twice changes nothing."""
    stored, why = _locked(commitment, by)
    if stored.state == State.DONE:
        return stored
    _refuse_ended(stored)
    return _end(stored, State.DONE, action="finish commitment", why=why, by=by)


@transaction.atomic
def let_go(
    commitment: Commitment, *, reason: str, version: int | None = None, by: Viewer
) -> Commitment:
    """Nobody is to do it any more, for a reason that stays."""
    stored, why = _locked(commitment, by, version)
    _refuse_ended(stored)
    if not reason.strip():
        raise BadInput(_("Say why it is let go."))
    stored.why = reason.strip()
    return _end(stored, State.LET_GO, action="let commitment go", why=why, by=by)


@transaction.atomic
def take_up_again(commitment: Commitment, *, by: Viewer) -> Commitment:
    """It was not done after all."""
    stored, why = _locked(commitment, by)
    if stored.is_open:
        return stored
    note_change(
        "take commitment up again", stored, by=by.person.pk, about=stored.person_id, why=why
    )
    stored.state, stored.ended_on, stored.ended_by, stored.why = State.OPEN, None, None, ""
    stored.version += 1
    stored.save()
    return stored


@transaction.atomic
def carry_over(
    commitment: Commitment,
    *,
    due_on: date,
    term: RoleTerm | None = None,
    version: int | None = None,
    by: Viewer,
) -> Commitment:
    """By another day, or in other hands. By when it was promised at first stays known."""
    stored, why = _locked(commitment, by, version)
    _refuse_ended(stored)
    if due_on < by.today or due_on < stored.first_due_on:
        raise BadInput(_("Choose a day from today on, and not before the day promised at first."))
    refuse_far(due_on, today=by.today)
    _refuse_stranger(term, stored.team)
    note_change(
        "carry commitment over",
        stored,
        by=by.person.pk,
        about=term.person_id if term else stored.person_id,
        why=why,
        before=stored.due_on,
        after=due_on,
    )
    if due_on != stored.due_on:
        stored.times_carried += 1
    stored.due_on = due_on
    if term is not None:
        stored.person, stored.role = term.person, term.role
    stored.version += 1
    stored.save()
    return stored


def _end(
    commitment: Commitment, state: Commitment.State, *, action: str, why: str, by: Viewer
) -> Commitment:
    note_change(action, commitment, by=by.person.pk, about=commitment.person_id, why=why)
    commitment.state, commitment.ended_on, commitment.ended_by = state, by.today, by.person
    commitment.version += 1
    commitment.save()
    return commitment


def _locked(
    commitment: Commitment, by: Viewer, version: int | None = None
) -> tuple[Commitment, str]:
    stored = Commitment.objects.select_for_update(of=("self",)).select_related("team__parent")
    fresh = stored.get(pk=commitment.pk)
    why = why_commitment(by, fresh)
    required(why)
    refuse_older(fresh.version, version)
    return fresh, str(why)


def _refuse_ended(commitment: Commitment) -> None:
    if not commitment.is_open:
        raise BadInput(_("Somebody has ended this already."))


def _refuse(promised: Promised, team: Place, by: Viewer) -> None:
    if not promised.what.strip():
        raise BadInput(_("Say what will be done."))
    if promised.due_on < by.today:
        raise BadInput(_("Choose a day from today on."))
    refuse_far(promised.due_on, today=by.today)
    _refuse_stranger(promised.term, team)


def _refuse_stranger(term: RoleTerm | None, team: Place) -> None:
    if term is not None and term.role.place.district_pk != team.district_pk:
        raise BadInput(_("Choose somebody who works in this district."))
