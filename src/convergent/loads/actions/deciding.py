"""What a person decides: approve or refuse a load that waits, go back, remove a student.

The switch of the facts comes last in each transaction, so that a refusal leaves no row behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
from convergent.facts.snapshot import Snapshot
from convergent.loads.access import why_load
from convergent.loads.actions.loading import id_of_predecessor, note_replaced
from convergent.loads.models import Decision, Load
from convergent.loads.queries import can_be_undone
from convergent.people.access.require import required
from convergent.people.viewer import Viewer

Waiting = Callable[[], bool]


def at_once() -> bool:
    """A page does not wait for its turn; a command does."""
    return True


def approve_load(load: Load, *, reason: str, by: Viewer | None) -> Snapshot:
    """Publishes a load that waits. Raises BadInput where it is too late for that."""
    with transaction.atomic(), _unless_busy():
        _note(load, "approve load", Decision.APPROVED, reason=reason, by=by)
        snapshot = held.approve(settings.HOME, load.held, cancelled=_waiting(by))
        load.snapshot, load.before = snapshot.id, id_of_predecessor()
        load.save()
        note_replaced()
    return snapshot


def refuse_load(load: Load, *, reason: str, by: Viewer | None) -> None:
    """What serves stays. Raises BadInput where nothing waits any more."""
    with transaction.atomic(), _unless_busy():
        _note(load, "refuse load", Decision.REFUSED, reason=reason, by=by)
        load.save()
        held.refuse(settings.HOME, load.held, cancelled=_waiting(by))


def undo_load(load: Load, *, reason: str, by: Viewer | None) -> Snapshot:
    """What served before serves again. Raises BadInput where that is no longer possible."""
    if not can_be_undone(load, settings.HOME):
        raise BadInput(
            _("This load does not serve any more, or what served before it is gone."),
            _("Look at what serves now."),
        )
    with transaction.atomic(), _unless_busy():
        _note(load, "undo load", Decision.UNDONE, reason=reason, by=by)
        load.save()
        snapshots = roll_back(settings.HOME, load.before, cancelled=_waiting(by))
    return snapshots[1]


def serve_snapshot(name: str = "") -> tuple[Snapshot, Snapshot]:
    """For the command: an earlier snapshot serves again. Says which did, and which does."""
    with transaction.atomic(), _unless_busy():
        before, serving = roll_back(settings.HOME, name)
        _note_facts("serve snapshot", serving.id, before=before.id)
    return before, serving


def forget_student(student: str, *, reason: str) -> Removed:
    """For the command: the audit says that somebody was removed and why, never who."""
    with transaction.atomic():
        removed = forget(settings.HOME, student)
        _note_facts("forget student", "", reason=reason, snapshots=removed.snapshots)
    return removed


def load_held_as(name: str) -> Load | None:
    return Load.objects.filter(held=name).order_by("asked_at").last()


def _note(load: Load, action: str, decision: Decision, *, reason: str, by: Viewer | None) -> None:
    why = why_load(by, load) if by else None
    required(why if by else "")
    note_change(
        action,
        load,
        by=by.person.pk if by else None,
        why=str(why or ""),
        reason=reason,
        held=load.held,
        snapshot=load.snapshot,
    )
    load.decision, load.decided_at, load.reason = decision, clock.now(), reason
    load.decided_by = by.person if by else None


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
