"""Measures are built whole, once for what they rest on, and go with their snapshot."""

import shutil
from datetime import date

import pytest

from convergent.facts.history import prune
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import built_measures, measures_folder, measures_home
from convergent.facts.measures.pruning import prune_measures
from convergent.facts.measures.query import Asked, menu, origin_of, values_at
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.standing import is_measured
from convergent.facts.measures.values import Place
from convergent.facts.progress import Cancelled
from convergent.facts.scope import mint_scope

TODAY = date(2026, 11, 22)
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
DISTRICT = Place("district", "d")


@pytest.fixture
def two_years(district):
    """Sixty students who grew from 5th to 6th grade."""
    for number in range(60):
        name = f"s{number}"
        district.student(name)
        district.result(name, score=400 + number, school_year=2025, grade="05")
        district.tables["assessment_results"][-1]["administered_on"] = date(2025, 4, 21)
        district.result(name, score=430 + (number * 7) % 60)
    return district


def measured(district):
    return {path.parent.name for path in measures_home(district.home).glob("*/manifest.json")}


def kept(district):
    return sorted(path.name for path in (measures_home(district.home) / "kept").glob("*.npz"))


def kept_at(district):
    return (measures_home(district.home) / "kept" / kept(district)[0]).stat().st_mtime_ns


def test_measures_are_not_worked_out_twice_for_the_same(two_years):
    snapshot = two_years.built(minimum_cohort=20)
    first = two_years.manifest
    assert build(snapshot, two_years.home, rules=Rules(minimum_cohort=20), today=TODAY) == first
    assert is_measured(snapshot, Rules(minimum_cohort=20))
    assert not is_measured(snapshot, Rules())


def test_other_rules_are_worked_out_anew(two_years):
    snapshot = two_years.built(minimum_cohort=20)
    asked = Asked(measures=["median_growth"])
    assert len(values_at(snapshot, ANYBODY, [DISTRICT], asked)) == 1
    build(snapshot, two_years.home, rules=Rules(minimum_cohort=100), today=TODAY)
    assert values_at(snapshot, ANYBODY, [DISTRICT], asked) == []
    assert "100" in " ".join(built_measures(snapshot).notices)


def test_growth_is_kept_and_the_kept_one_says_the_same(two_years):
    snapshot = two_years.built(minimum_cohort=20)
    first = two_years.rows("median_growth", minimum_cohort=20)
    assert len(kept(two_years)) == 1
    before = kept_at(two_years)
    (measures_folder(snapshot) / "manifest.json").unlink()
    again = two_years.rows("median_growth", minimum_cohort=20)
    assert again == first
    assert before == kept_at(two_years)


def test_cancelled_build_leaves_what_was_there(two_years):
    snapshot = two_years.built(minimum_cohort=20)
    steps = []

    def cancelled():
        return len(steps) > 3

    with pytest.raises(Cancelled):
        build(
            snapshot,
            two_years.home,
            rules=Rules(),
            today=TODAY,
            progress=lambda *step: steps.append(step),
            cancelled=cancelled,
        )
    assert built_measures(snapshot) == two_years.manifest
    assert sorted(path.name for path in measures_home(two_years.home).iterdir()) == [
        "build.lock",
        "kept",
        "one",
    ]


def test_progress_never_goes_back(two_years):
    shares = []
    build(
        two_years.snapshot(),
        two_years.home,
        rules=Rules(minimum_cohort=20),
        today=TODAY,
        progress=lambda _, done, total: shares.append(done / total),
    )
    assert shares == sorted(shares)
    assert shares[-1] < 1


def test_measures_go_with_their_snapshot_and_growth_with_the_last_that_rests_on_it(two_years):
    two_years.built(minimum_cohort=20)
    two_years.result("s0", score=999, subject="Mathematics")
    for name in ("two", "three"):
        snapshot = two_years.snapshot(name)
        build(snapshot, two_years.home, rules=Rules(minimum_cohort=20), today=TODAY)
    assert len(kept(two_years)) == 1
    prune(two_years.home, keep=1)
    assert not (measures_home(two_years.home) / "one").exists()
    build(snapshot, two_years.home, rules=Rules(minimum_cohort=100), today=TODAY)
    prune_measures(two_years.home)
    assert (measured(two_years), len(kept(two_years))) == ({"two", "three"}, 2)
    shutil.rmtree(snapshot.folder.parent / "two")
    prune_measures(two_years.home)
    assert (measured(two_years), len(kept(two_years))) == ({"three"}, 1)


def test_menu_and_origin_say_what_values_rest_on(two_years):
    snapshot = two_years.built(minimum_cohort=20)
    assert menu(snapshot).school_years == (2026, 2025)
    assert menu(snapshot).subjects == (("Spring", "Reading"),)
    asked = {"place": "east", "assessment": "Spring", "school_year": 2026}
    origin = origin_of(snapshot, subject="Reading", **asked)
    assert (origin.results, origin.first_test, origin.files) == (
        60,
        date(2026, 4, 21),
        ("results.csv",),
    )
    assert origin_of(snapshot, subject="Art", **asked) is None
    assert origin_of(snapshot, subject="Reading", **{**asked, "place": "another"}) is None


def test_nothing_is_told_before_it_is_worked_out(two_years):
    snapshot = two_years.snapshot()
    assert (built_measures(snapshot), menu(snapshot).subjects) == (None, ())
    assert values_at(snapshot, ANYBODY, [DISTRICT], Asked()) == []


def test_change_is_from_the_year_before(two_years):
    last_year = {"school_year": 2025, "administered_on": date(2025, 4, 21)}
    for number in range(60):
        two_years.result(f"older{number}", score=400 + number, grade="06", **last_year)
    snapshot = two_years.built(minimum_cohort=20)
    asked = Asked(measures=["mean_score"], grades=["06"])
    (before, after) = values_at(snapshot, ANYBODY, [DISTRICT], asked)
    assert before.change is None
    assert after.change.amount == pytest.approx(after.value - before.value)
    assert after.change.is_told_apart


def test_score_of_the_grade_below_in_the_year_before_is_no_change(two_years):
    snapshot = two_years.built(minimum_cohort=20)
    found = values_at(snapshot, ANYBODY, [DISTRICT], Asked(measures=["mean_score"]))
    assert [one.change for one in found] == [None, None]
