"""An earlier snapshot serves again: the loads that came after are undone, with the reason."""

import fcntl
import time

import pytest

from convergent.audit.models import AuditRow
from convergent.errors import BadInput
from convergent.facts.held import held_loads
from convergent.facts.load import load
from convergent.facts.snapshot import current_snapshot
from convergent.loads.actions.deciding import (
    approve_load,
    refuse_load,
    serve_snapshot,
    undo_load,
)
from convergent.loads.models import Load
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(loaded):
    """Half of the students are gone."""
    loaded(Export())
    return loaded(Export(students=dict(list(Export().students.items())[:20])))


def decisions():
    return list(Load.objects.order_by("asked_at").values_list("decision", flat=True))


@pytest.mark.parametrize("act", [approve_load, refuse_load])
def test_nothing_is_decided_without_a_reason(home, waiting, act):
    before = current_snapshot(home)
    with pytest.raises(BadInput, match="A reason is missing"):
        act(waiting, reason=" ", by=None)
    assert (current_snapshot(home), len(held_loads(home))) == (before, 1)


def test_going_back_by_the_command_undoes_the_loads_that_came_after(home, loaded):
    first = loaded(Export())
    loaded(Export(names={"s01": "Second"}))
    third = loaded(Export(names={"s01": "Third"}))

    serve_snapshot(first.snapshot, reason="Both were wrong")

    assert current_snapshot(home).id == first.snapshot
    assert decisions() == ["", "undone", "undone"]
    assert AuditRow.objects.filter(action="undo load").count() == 2

    serve_snapshot(third.snapshot, reason="They were right")

    assert (current_snapshot(home).id, decisions()) == (third.snapshot, ["", "", ""])


def test_load_that_was_approved_stays_approved_when_it_serves_again(world, waiting):
    snapshot = approve_load(waiting, reason="Yes", by=world.viewer("steward"))
    undo_load(Load.objects.get(pk=waiting.pk), reason="No", by=world.viewer("steward"))
    serve_snapshot(snapshot.id, reason="It was right")
    assert decisions() == ["", "approved"]


def test_going_back_without_a_reason_changes_nothing(home, loaded):
    loaded(Export())
    loaded(Export(names={"s01": "Second"}))
    serving = current_snapshot(home)
    with pytest.raises(BadInput, match="A reason is missing"):
        serve_snapshot(reason="")
    assert (current_snapshot(home), decisions()) == (serving, ["", ""])


def test_going_back_gives_way_to_what_was_published_meanwhile(home, loaded, monkeypatch, tmp_path):
    """While the command waits for its turn, a load is published."""
    loaded(Export())
    loaded(Export(names={"s01": "Second"}))
    newer = Export(names={"s01": "Third"}).write(tmp_path / "third")
    lock = (home / "facts" / "load.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)

    def publish(_seconds):
        monkeypatch.undo()
        lock.close()
        load([newer], home=home)

    monkeypatch.setattr(time, "sleep", publish)
    with pytest.raises(BadInput, match="Meanwhile another snapshot came to serve"):
        serve_snapshot(reason="The second was wrong")
    assert decisions() == ["", ""]
