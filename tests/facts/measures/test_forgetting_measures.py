"""A removed student is in nothing that was worked out, nor in later loads of results."""

from datetime import date

import pytest

from convergent.facts.forgetting import forget
from convergent.facts.load import Options, load
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import built_measures, measures_home
from convergent.facts.measures.rules import Rules
from convergent.facts.snapshot import current_snapshot

TODAY = date(2026, 11, 19)
WHO = "s0000200"


@pytest.fixture
def built(simulated, home):
    load([simulated], home=home, options=Options(as_of=TODAY))
    build(current_snapshot(home), home, rules=Rules(minimum_cohort=20), today=TODAY)
    return home


def files_with(home, text):
    files = [path for path in (home / "facts").rglob("*") if path.is_file()]
    return [path.name for path in files if text.encode() in path.read_bytes()]


def results_of(home, student):
    import pyarrow.parquet as pq

    table = current_snapshot(home).table("assessment_results")
    return [row for row in pq.read_table(table).to_pylist() if row["student_id"] == student]


def test_removed_students_results_and_growth_are_gone(built):
    snapshot = current_snapshot(built)
    assert results_of(built, WHO)
    assert list((measures_home(built) / "kept").glob("*.npz"))
    forget(built, WHO)
    assert (results_of(built, WHO), built_measures(snapshot)) == ([], None)
    assert [path.name for path in measures_home(built).iterdir()] == ["build.lock"]
    build(current_snapshot(built), built, rules=Rules(minimum_cohort=20), today=TODAY)
    assert files_with(built, WHO) == []


def test_later_load_of_results_leaves_the_student_out(built, simulated):
    forget(built, WHO)
    load([simulated / "results.csv"], home=built, options=Options(as_of=TODAY))
    assert results_of(built, WHO) == []
