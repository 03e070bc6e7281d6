"""Measures follow what serves: asked for once, worked out by a worker, asked again when stale."""

import pytest

from convergent.facts.forgetting import forget
from convergent.facts.load import Options, load
from convergent.facts.measures.standing import is_measured
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.actions import ask, run
from convergent.jobs.models import Job, State
from convergent.learning.measuring import measure_what_nobody_asked_for, rules
from convergent.learning.pictures.drawing import picture_folder
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def publish(home, world, tmp_path):
    def publish_now(name="one", **said):
        load([Export(**said).write(tmp_path / name)], home=home, options=Options())
        return current_snapshot(home)

    return publish_now


def asked():
    return list(Job.objects.filter(kind="measure").order_by("asked_at"))


def test_published_snapshot_is_measured_by_a_worker(publish):
    snapshot = publish()
    (job,) = asked()
    assert not is_measured(snapshot, rules())
    assert run(job.pk).state == State.DONE
    assert is_measured(snapshot, rules())


def test_what_is_measured_is_not_asked_for_again(publish):
    publish()
    run(asked()[0].pk)
    publish()
    measure_what_nobody_asked_for()
    assert len(asked()) == 1


def test_worker_asks_where_nobody_could(publish):
    publish()
    Job.objects.filter(kind="measure").delete()
    measure_what_nobody_asked_for()
    measure_what_nobody_asked_for()
    assert len(asked()) == 1


def test_what_failed_is_not_tried_over_and_over(publish):
    publish()
    Job.objects.filter(kind="measure").update(
        state=State.FAILED, problem="No.", finished_at="2026-11-21T00:00Z"
    )
    measure_what_nobody_asked_for()
    assert len(asked()) == 1


def test_removed_student_makes_measures_stale(home, publish):
    publish()
    run(asked()[0].pk)
    forget(home, next(iter(Export().students)))
    measure_what_nobody_asked_for()
    assert [job.state for job in asked()] == [State.DONE, State.WAITING]


def test_what_failed_is_tried_again_after_a_removal(home, publish):
    publish()
    Job.objects.filter(kind="measure").update(
        state=State.FAILED, problem="No.", finished_at="2026-11-21T00:00Z"
    )
    forget(home, next(iter(Export().students)))
    measure_what_nobody_asked_for()
    assert [job.state for job in asked()] == [State.FAILED, State.WAITING]


def test_pictures_go_with_a_removal(home, publish):
    publish()
    picture = picture_folder(home) / "ab" / "cd.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>")
    forget(home, next(iter(Export().students)))
    assert not picture.exists()


def test_rows_of_a_killed_build_do_not_wait_for_the_next(home, publish):
    publish()
    left = home / "facts/measures/building"
    left.mkdir(parents=True)
    measure_what_nobody_asked_for()
    assert not left.exists()


def drawings():
    return list(Job.objects.filter(kind="draw").order_by("asked_at"))


def run_what_waits():
    """As a worker does: oldest first, until nothing waits."""
    while waiting := Job.objects.filter(state=State.WAITING).order_by("asked_at").first():
        run(waiting.pk)


def test_measured_snapshot_is_drawn_by_a_worker(publish):
    publish()
    run_what_waits()
    (drawing,) = drawings()
    assert (drawing.state, list(drawing.outcome)) == (State.DONE, ["pictures"])


def test_drawing_makes_way_for_other_work_and_goes_on_after_it(publish):
    publish()
    run(asked()[0].pk)
    ask("measure", key="another", by=None)
    first = run(drawings()[0].pk)
    assert (first.state, first.outcome) == (State.DONE, {"made_way": True})
    run_what_waits()
    assert [list(drawing.outcome) for drawing in drawings()] == [["made_way"], ["pictures"]]


def test_drawing_that_is_stopped_waits_for_the_next_worker(publish):
    publish()
    run_what_waits()
    drawing = ask("draw", key="again", by=None)
    run(drawing.pk, stopping=lambda: True)
    drawing.refresh_from_db()
    assert drawing.state == State.WAITING
