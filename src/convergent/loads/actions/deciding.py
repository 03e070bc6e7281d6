"""What a person decides: approve or refuse a load that waits, go back, remove a student.

A decision has its turn among the loads before it is noted: nobody waits for a load with Records in
hand. It is noted when it is sure that it can be carried out, and before it is; what a kill prevents
then is carried out by the next worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.audit.chain import append
from convergent.audit.models import Kind
from convergent.audit.vocabulary import declared
from convergent.errors import BadInput
from convergent.facts import held
from convergent.facts.forgetting import Removed, forget
from convergent.facts.history import roll_back
from convergent.facts.progress import Cancelled, never
from convergent.facts.snapshot import Snapshot, all_snapshots, current_snapshot
from convergent.facts.switching import Note, note_nothing, switch_for
from convergent.loads.access import why_load
from convergent.loads.actions.loading import note_replaced, note_switch
from convergent.loads.models import Decision, Load, Status
from convergent.loads.queries import can_be_undone, load_that_serves, loads_behind, occasion_of
from convergent.people.access.require import required
from convergent.people.viewer import Viewer

Waiting = Callable[[], bool]


def at_once() -> bool:
    """A page does not wait for its turn; a command does."""
    return True


def approve_load(load: Load, *, reason: str, by: Viewer | None) -> Snapshot:
    """Publishes a load that waits. Raises BadInput where it is too late for that."""
    _may_decide(load, by)
    _refuse_without(reason)

    def note(_before: Snapshot | None, _after: Snapshot) -> None:
        _note_waiting(load, "approve load", Decision.APPROVED, reason=reason, by=by)

    with _unless_busy():
        return _approve(load, cancelled=_waiting(by), note=note)


def refuse_load(load: Load, *, reason: str, by: Viewer | None) -> None:
    """What serves stays. Raises BadInput where nothing waits any more."""
    _may_decide(load, by)
    _refuse_without(reason)

    def note(_before: Snapshot | None, _after: Snapshot) -> None:
        _note_waiting(load, "refuse load", Decision.REFUSED, reason=reason, by=by)

    with _unless_busy():
        held.refuse(settings.HOME, load.held, cancelled=_waiting(by), note=note)


def undo_load(load: Load, *, reason: str, by: Viewer | None) -> Snapshot:
    """What served before it serves again. Raises BadInput where that is no longer possible."""
    _may_decide(load, by)
    _refuse_without(reason)
    _refuse_unless_undoable(load)

    def note(_before: Snapshot | None, _after: Snapshot) -> None:
        _refuse_unless_undoable(load)
        _note(load, "undo load", Decision.UNDONE, reason=reason, by=by)

    with _unless_busy():
        return roll_back(settings.HOME, load.before, cancelled=_waiting(by), note=note)[1]


def serve_snapshot(name: str = "", *, reason: str) -> tuple[Snapshot, Snapshot]:
    """For the command: another snapshot serves. Says which did, and which does.

    The loads that came after it are undone, and those that it comes of are so no longer. Raises
    BadInput where a load was published since the command was given.
    """
    _refuse_without(reason)
    given = current_snapshot(settings.HOME)

    def note(before: Snapshot | None, after: Snapshot) -> None:
        _note_serving(before.id if before else "", after.id, reason=reason)

    return roll_back(settings.HOME, name, expected=given.id if given else "", note=note)


def forget_student(student: str, *, reason: str) -> Removed:
    """For the command: the audit says that somebody is removed and why, never who. Raises BadInput
    where nothing speaks of such a student.
    """

    _refuse_without(reason)

    def note(snapshots: int) -> None:
        _note_facts("forget student", "", reason=reason, snapshots=snapshots)

    return forget(settings.HOME, student, note=note)


def carry_out_decisions() -> None:
    """For a process that died between a decision and what it decided."""
    waiting = [one.id for one in held.held_loads(settings.HOME)]
    kept = [*waiting, *(one.id for one in all_snapshots(settings.HOME))]
    decided = Load.objects.filter(status=Status.HELD)
    for load in decided.filter(held__in=kept, decision=Decision.APPROVED):
        if switch_for(settings.HOME, occasion_of(load)) is None:
            with suppress(Cancelled, held.HeldGone):
                _approve(load, cancelled=at_once, note=note_nothing)
    for load in decided.filter(held__in=waiting, decision=Decision.REFUSED):
        with suppress(Cancelled, held.HeldGone):
            held.refuse(settings.HOME, load.held, cancelled=at_once)
    _carry_out_undoing()


def _carry_out_undoing() -> None:
    serving = load_that_serves(settings.HOME)
    if serving is not None and serving.decision == Decision.UNDONE:
        behind = loads_behind(serving.snapshot, settings.HOME)
        undone = list(takewhile(lambda load: load.decision == Decision.UNDONE, behind))
        with suppress(Cancelled, BadInput):
            roll_back(
                settings.HOME, undone[-1].before, expected=serving.snapshot, cancelled=at_once
            )
    elif serving is not None and serving.decision == Decision.APPROVED:
        _note_approved(serving)


def load_held_as(name: str) -> Load | None:
    return Load.objects.filter(held=name).order_by("asked_at").last()


def _approve(load: Load, *, cancelled: Waiting, note: Note) -> Snapshot:
    snapshot = held.approve(
        settings.HOME, load.held, occasion=occasion_of(load), cancelled=cancelled, note=note
    )
    _note_approved(load)
    note_replaced()
    return snapshot


def _note_approved(load: Load) -> None:
    """What the switch to it was; nothing where that is noted."""
    noted = load.before, load.snapshot
    note_switch(load)
    if (load.before, load.snapshot) != noted:
        load.save(update_fields=["before", "snapshot"])


def _may_decide(load: Load, by: Viewer | None) -> str:
    """Why; raises NotThere where this is nobody to decide it."""
    why = why_load(by, load) if by else None
    required(why if by else "")
    return str(why or "")


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise BadInput(_("A reason is missing."), _("Say why; it stays in the audit."))


def _refuse_unless_undoable(load: Load) -> None:
    if not can_be_undone(load, settings.HOME):
        raise BadInput(
            _("This load does not serve any more, or what served before it is gone."),
            _("Look at what serves now."),
        )


@transaction.atomic
def _note_waiting(
    load: Load, action: str, decision: Decision, *, reason: str, by: Viewer | None
) -> None:
    """Raises HeldGone where it was decided on before, and that is not carried out yet."""
    if not Load.objects.select_for_update().get(pk=load.pk).waits:
        raise held.HeldGone("It was decided on.", "Look at what became of it.")
    _note(load, action, decision, reason=reason, by=by)


@transaction.atomic
def _note(load: Load, action: str, decision: Decision, *, reason: str, by: Viewer | None) -> None:
    note_change(
        action,
        load,
        by=by.person.pk if by else None,
        why=_may_decide(load, by),
        reason=reason,
        held=load.held,
        snapshot=load.snapshot,
    )
    load.decision, load.decided_at, load.reason = decision, clock.now(), reason
    load.decided_by = by.person if by else None
    load.save(update_fields=["decision", "decided_at", "reason", "decided_by"])


@transaction.atomic
def _note_serving(before: str, after: str, *, reason: str) -> None:
    """Going back or on: what is undone by it, what no longer is, and the switch itself."""
    was, then = loads_behind(before, settings.HOME), loads_behind(after, settings.HOME)
    for load in was:
        if load not in then and load.decision != Decision.UNDONE:
            _note(load, "undo load", Decision.UNDONE, reason=reason, by=None)
    for load in then:
        if load.decision == Decision.UNDONE:
            _note_serves_again(load, reason)
    _note_facts("serve snapshot", after, before=before, reason=reason)


def _note_serves_again(load: Load, reason: str) -> None:
    """As it was before it was undone: one that had waited was approved."""
    was_held = load.status == Status.HELD
    load.decision = Decision.APPROVED if was_held else Decision.NONE
    load.decided_at = clock.now() if was_held else None
    load.reason = reason if was_held else ""
    load.decided_by = None
    load.save(update_fields=["decision", "decided_at", "reason", "decided_by"])


@transaction.atomic
def _note_facts(action: str, name: str, **detail: object) -> None:
    append(
        kind=Kind.CHANGE,
        action=declared(action),
        by=None,
        about=None,
        why="",
        thing="facts.snapshot",
        thing_id=name,
        detail=detail,
    )


def _waiting(by: Viewer | None) -> Waiting:
    return at_once if by else never


@contextmanager
def _unless_busy() -> Iterator[None]:
    try:
        yield
    except Cancelled:
        raise BadInput(
            _("A load is running now."), _("Wait until it has ended, then try again.")
        ) from None
    except held.HeldGone:
        raise BadInput(
            _("This load can no longer be decided on: another one was published or replaced it."),
            _("Load the exports again, to see what they would change now."),
        ) from None
