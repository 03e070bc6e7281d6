"""What a person decides about a load: once, audited with the reason, and never by waiting."""

import fcntl
import time
from pathlib import Path

import pytest
from django.db import connection

from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotThere
from convergent.facts import announce
from convergent.facts.held import held_loads
from convergent.facts.load import Options, load
from convergent.facts.progress import never
from convergent.facts.snapshot import current_snapshot, one_load_at_a_time
from convergent.jobs.due import ask_for_what_is_due
from convergent.jobs.models import Job
from convergent.loads.actions.deciding import (
    approve_load,
    carry_out_decisions,
    refuse_load,
    undo_load,
)
from convergent.loads.actions.loading import (
    Wanted,
    ask_for_load,
    note_cancelled,
    note_outcome,
)
from convergent.loads.models import Decision, Load
from convergent.loads.queries import occasion_of
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db


def cut_off():
    """Half of the students are gone."""
    return Export(students=dict(list(Export().students.items())[:20]))


@pytest.fixture
def waiting(loaded):
    loaded(Export())
    held = loaded(cut_off())
    assert (held.status, held.waits) == ("held", True)
    return held


def test_approved_load_is_published_and_audited_with_its_reason(world, home, waiting):
    before = current_snapshot(home)

    snapshot = approve_load(waiting, reason="Birch closed", by=world.viewer("superintendent"))

    assert current_snapshot(home) == snapshot != before
    load = Load.objects.get(pk=waiting.pk)
    assert (load.decision, load.decided_by, load.reason) == (
        Decision.APPROVED,
        world.superintendent,
        "Birch closed",
    )
    assert (load.before, load.snapshot) == (before.id, snapshot.id)
    row = AuditRow.objects.get(action="approve load")
    assert (row.by, row.why, row.detail["reason"]) == (
        world.superintendent.pk,
        "superintendent",
        "Birch closed",
    )


def test_approved_load_is_followed(world, waiting):
    snapshot = approve_load(waiting, reason="Yes", by=world.viewer("steward"))
    asked = Job.objects.filter(kind="follow").order_by("asked_at").last()
    assert (asked.state, asked.arguments) == ("waiting", {"snapshot": snapshot.id})


def test_refused_load_leaves_what_serves(world, home, waiting):
    before = current_snapshot(home)
    refuse_load(waiting, reason="Cut off", by=world.viewer("steward"))
    assert (current_snapshot(home), held_loads(home)) == (before, [])
    assert AuditRow.objects.get(action="refuse load").detail["reason"] == "Cut off"


@pytest.mark.asvs("2.3.1")
def test_load_is_decided_on_once(world, home, waiting):
    again = Load.objects.get(pk=waiting.pk)
    refuse_load(waiting, reason="Cut off", by=world.viewer("steward"))
    with pytest.raises(BadInput, match="no longer be decided"):
        approve_load(again, reason="Late", by=world.viewer("superintendent"))
    assert AuditRow.objects.filter(action="approve load").count() == 0
    assert Load.objects.get(pk=waiting.pk).decision == Decision.REFUSED


def test_load_that_another_publication_overtook_is_marked_as_replaced(loaded, waiting):
    other = Export()
    other.names["s01"] = "Another"
    loaded(other)
    assert Load.objects.get(pk=waiting.pk).decision == Decision.REPLACED


def test_decision_does_not_wait_for_a_load_that_runs(world, home, waiting):
    with (
        one_load_at_a_time(home, cancelled=never),
        pytest.raises(BadInput, match="A load is running now"),
    ):
        approve_load(waiting, reason="Yes", by=world.viewer("steward"))
    assert Load.objects.get(pk=waiting.pk).waits
    assert AuditRow.objects.filter(action="approve load").count() == 0


@pytest.mark.parametrize("name", ["foreign_steward", "principal", "teacher"])
@pytest.mark.parametrize("act", [approve_load, refuse_load])
def test_nobody_else_decides(world, home, waiting, act, name):
    before = current_snapshot(home)
    with pytest.raises(NotThere):
        act(waiting, reason="Mine", by=world.viewer(name))
    assert (current_snapshot(home), len(held_loads(home))) == (before, 1)


def test_undone_load_brings_the_identical_content_back(world, home, loaded):
    loaded(Export())
    before = current_snapshot(home).manifest.content_hash
    other = Export()
    other.names["s01"] = "Another"
    second = loaded(other)
    assert current_snapshot(home).manifest.content_hash != before

    undo_load(second, reason="Wrong file", by=world.viewer("steward"))

    assert current_snapshot(home).manifest.content_hash == before
    assert Load.objects.get(pk=second.pk).decision == Decision.UNDONE
    assert AuditRow.objects.get(action="undo load").detail["reason"] == "Wrong file"


def test_load_that_serves_no_more_is_not_undone(world, home, loaded):
    loaded(Export())
    second = loaded(Export(names={"s01": "Another"}))
    loaded(Export(names={"s01": "A third"}))
    serving = current_snapshot(home)
    with pytest.raises(BadInput, match="does not serve any more"):
        undo_load(second, reason="Wrong file", by=world.viewer("steward"))
    assert current_snapshot(home) == serving


def test_first_load_has_nothing_to_go_back_to(world, home, loaded):
    first = loaded(Export())
    with pytest.raises(BadInput, match="what served before it is gone"):
        undo_load(first, reason="Wrong file", by=world.viewer("steward"))


def connection_is_free():
    """Whether nobody holds Records for a change."""
    return not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [approve_load, refuse_load])
def test_command_that_waits_for_a_load_holds_no_transaction(home, waiting, act, monkeypatch):
    """Else nobody could write anything as long as the load goes on."""
    free = []

    def look(_seconds):
        free.append(connection_is_free())
        lock.close()

    lock = (home / "facts" / "load.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    monkeypatch.setattr(time, "sleep", look)
    act(waiting, reason="Birch closed", by=None)
    assert free == [True]


class Killed(BaseException):
    """What a kill is to a process: nothing after it is done."""


def killed_before_the_switch(act, monkeypatch):
    """Links and folders stay as they are from here on."""

    def killed(*_arguments, **_named):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "symlink_to", killed)
        patch.setattr(Path, "unlink", killed)
        with pytest.raises(Killed):
            act()


def test_nothing_is_published_without_a_decision_that_is_noted(home, waiting, monkeypatch):
    """What a kill prevents after the decision is carried out by the next worker."""
    before = current_snapshot(home)
    killed_before_the_switch(
        lambda: approve_load(waiting, reason="Birch closed", by=None), monkeypatch
    )
    assert current_snapshot(home) == before
    assert Load.objects.get(pk=waiting.pk).decision == Decision.APPROVED
    assert AuditRow.objects.filter(action="approve load").count() == 1

    carry_out_decisions()

    load = Load.objects.get(pk=waiting.pk)
    assert (load.before, load.snapshot) == (before.id, current_snapshot(home).id)
    assert current_snapshot(home) != before
    assert (held_loads(home), AuditRow.objects.filter(action="approve load").count()) == ([], 1)


def test_worker_carries_out_what_was_cut_off(home, waiting, monkeypatch):
    before = current_snapshot(home)
    killed_before_the_switch(lambda: approve_load(waiting, reason="Yes", by=None), monkeypatch)
    ask_for_what_is_due()
    serving = current_snapshot(home).id
    assert serving == Load.objects.get(pk=waiting.pk).snapshot != before.id


def test_undoing_that_was_killed_is_carried_out(home, loaded, monkeypatch):
    first = loaded(Export())
    second = loaded(Export(names={"s01": "Another"}))
    killed_before_the_switch(lambda: undo_load(second, reason="Wrong file", by=None), monkeypatch)
    assert current_snapshot(home).id == second.snapshot
    carry_out_decisions()
    assert current_snapshot(home).id == first.snapshot
    carry_out_decisions()
    assert current_snapshot(home).id == first.snapshot


def test_refusal_that_was_killed_is_carried_out(home, waiting, monkeypatch):
    killed_before_the_switch(lambda: refuse_load(waiting, reason="Cut off", by=None), monkeypatch)
    assert len(held_loads(home)) == 1
    carry_out_decisions()
    assert held_loads(home) == []


def test_decision_that_is_not_carried_out_yet_is_not_turned_round(home, waiting, monkeypatch):
    killed_before_the_switch(lambda: approve_load(waiting, reason="Yes", by=None), monkeypatch)
    with pytest.raises(BadInput, match="no longer be decided"):
        refuse_load(Load.objects.get(pk=waiting.pk), reason="No", by=None)
    assert AuditRow.objects.filter(action="refuse load").count() == 0


def test_old_load_is_not_undone_when_its_content_serves_again(home, loaded):
    loaded(Export())
    second = loaded(Export(names={"s01": "Another"}))
    loaded(Export())
    again = loaded(Export(names={"s01": "Another"}))
    second.refresh_from_db()
    assert current_snapshot(home).id == second.snapshot
    with pytest.raises(BadInput, match="does not serve any more"):
        undo_load(second, reason="Wrong file", by=None)
    undo_load(again, reason="Wrong file", by=None)


def test_load_that_was_killed_after_its_switch_is_told_and_can_be_undone(
    world, home, loaded, tmp_path, monkeypatch
):
    """Begun again, it finds that what it brings serves already: it was that very load."""
    first = loaded(Export())
    folder = Export(names={"s01": "Another"}).write(tmp_path / "killed")
    asked = ask_for_load([folder], wanted=Wanted(), by=world.viewer("steward"))
    options = Options(occasion=occasion_of(asked))

    def killed(_snapshot):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(announce, "_listeners", [killed])
        with pytest.raises(Killed):
            load([folder], home=home, options=options)

    result = load([folder], home=home, options=options)
    note_outcome(asked, result)

    told = [(one.table, one.changed) for one in result.differences]
    assert (asked.status, asked.before, told) == ("published", first.snapshot, [("users", 1)])
    undo_load(asked, reason="Wrong file", by=None)
    assert current_snapshot(home).id == first.snapshot


def test_load_that_is_cancelled_after_its_switch_is_told_as_published(home, loaded, tmp_path):
    loaded(Export())
    folder = Export(names={"s01": "Another"}).write(tmp_path / "cancelled")
    asked = ask_for_load([folder], wanted=Wanted(), by=None)
    result = load([folder], home=home, options=Options(occasion=occasion_of(asked)))
    note_cancelled(asked)
    assert (asked.status, asked.snapshot) == ("published", result.snapshot)
