"""From a spring's exports to those of August: classes end, students move, and nothing is lost."""

import csv

import pyarrow.parquet as pq
import pytest

from convergent.facts.snapshot import current_snapshot
from convergent.jobs.actions import run
from convergent.jobs.models import Job
from convergent.loads.actions.deciding import approve_load
from convergent.people.models import RoleTerm
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db(transaction=True)
HEADING = ("student_id", "assessment", "subject", "grade", "date", "score", "level")


class Spring(Export):
    """With what two springs' tests told."""

    def write(self, folder):
        super().write(folder)
        with (folder / "results.csv").open("w", newline="") as file:
            csv.writer(file).writerows([HEADING, *self._results()])
        return folder

    def _results(self):
        for one in self.students:
            yield (one, "Spring", "reading", "05", "2025-04-20", "410", "2")
            yield (one, "Spring", "reading", "06", "2026-04-20", "430", "3")


class August(Export):
    """Other classes; no results, for nobody was tested since."""

    def _classes(self):
        for school in ("ash", "birch"):
            yield (f"c27-{school}", "active", "Reading 7", school)

    def _enrollments(self):
        for one, school in self.students.items():
            yield (f"e27-{one}", "active", f"c27-{school}", school, one, "student")


@pytest.fixture
def summer(world, home, loaded):
    """Two have left, one is new, and one goes to the other school; somebody approves that."""
    loaded(Spring())
    _follow()
    students = {**Export().students, "s01": "birch", "s41": "ash"}
    del students["s39"], students["s40"]
    held = loaded(August(students=students))
    assert (held.status, held.waits) == ("held", True)
    approve_load(held, reason="A new year", by=world.viewer("superintendent"))
    _follow()
    return home


def _follow():
    for job in Job.objects.filter(kind="follow", state="waiting"):
        run(job.pk)


def _rows(home, table):
    return pq.read_table(current_snapshot(home).table(table)).to_pylist()


def test_ended_classes_end_no_job(summer):
    (term,) = RoleTerm.objects.filter(person__sourced_id="t1")
    assert (term.ends_on, term.role.place.sourced_id) == (None, "ash")


def test_student_who_moves_has_one_history(summer):
    mine = [row for row in _rows(summer, "assessment_results") if row["student_id"] == "s01"]
    assert sorted((row["administered_on"].year, float(row["score"])) for row in mine) == [
        (2025, 410.0),
        (2026, 430.0),
    ]
    schools = {row["sourced_id"]: row["school_id"] for row in _of("s01", summer)}
    assert schools == {"e-s01": "ash", "e27-s01": "birch"}
    assert [row["sourced_id"] for row in _rows(summer, "users")].count("s01") == 1


def _of(student, home):
    return [row for row in _rows(home, "enrollments") if row["user_id"] == student]


def test_results_of_who_left_stay_and_who_is_new_has_none(summer):
    told = {row["student_id"] for row in _rows(summer, "assessment_results")}
    assert {"s39", "s40"} <= told
    assert "s41" not in told
    assert len(_of("s41", summer)) == 1
