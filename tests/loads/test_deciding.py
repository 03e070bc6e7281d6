"""What a person decides about a load: once, audited with the reason, and never by waiting."""

import pytest

from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotThere
from convergent.facts.held import held_loads
from convergent.facts.progress import never
from convergent.facts.snapshot import current_snapshot, one_load_at_a_time
from convergent.jobs.models import Job
from convergent.loads.actions.deciding import approve_load, refuse_load, undo_load
from convergent.loads.models import Decision, Load
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
