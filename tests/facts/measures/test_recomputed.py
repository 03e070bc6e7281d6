"""The aggregates of the simulated district, held against an independent recomputation."""

from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest
from tests.facts.measures.simulated_district import Recomputed

from convergent.demo.simulate import simulate
from convergent.facts.load import Options, load
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import AGGREGATES, GROWTH, measures_folder
from convergent.facts.measures.rules import Rules
from convergent.facts.snapshot import current_snapshot

TODAY = date(2026, 11, 19)
SLICES = [
    {"place": place, "subject": subject, "year": year, "group": group, "grade": grade}
    for place in ("harbor-city", "network-02", "school-0006")
    for subject in ("Reading", "Mathematics")
    for year in (2024, 2026)
    for group, grade in (
        *(("all", ""), ("all", "05"), ("english_learner", ""), ("not_disability", "")),
    )
]


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("district")
    simulate(folder, students=2000, seed=3, today=TODAY)
    return folder


@pytest.fixture(scope="module")
def folder(exports, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    assert load([exports], home=home, options=Options(as_of=TODAY)).snapshot
    snapshot = current_snapshot(home)
    build(snapshot, home, rules=Rules(minimum_cohort=50), today=TODAY)
    return measures_folder(snapshot)


@pytest.fixture(scope="module")
def recomputed(exports):
    return Recomputed(exports)


@pytest.fixture(scope="module")
def rows(folder):
    return {
        (
            r["measure"],
            r["place_id"],
            r["subject"],
            r["school_year"],
            r["student_group"],
            r["grade"],
        ): r
        for r in pq.read_table(folder / AGGREGATES).to_pylist()
    }


def row_of(rows, measure, slice_):
    keys = ("place", "subject", "year", "group", "grade")
    return rows[measure, *(slice_[key] for key in keys)]


def of_slice(slice_):
    return {key: value for key, value in slice_.items() if key != "place"}


@pytest.mark.parametrize("slice_", SLICES, ids=lambda one: "-".join(map(str, one.values())))
def test_mean_and_share_are_those_of_the_exports(rows, recomputed, slice_):
    scores = recomputed.scores(slice_["place"], **of_slice(slice_))
    shares = recomputed.at_standard(slice_["place"], **of_slice(slice_))
    mean = row_of(rows, "mean_score", slice_)
    share = row_of(rows, "share_at_level", slice_)
    assert (mean["students"], share["students"]) == (len(scores), len(shares))
    error = scores.std(ddof=1) / np.sqrt(len(scores))
    assert mean["value"] == pytest.approx(scores.mean())
    assert mean["standard_error"] == pytest.approx(error)
    assert share["value"] == pytest.approx(shares.mean())


@pytest.mark.parametrize("subject", ["Reading", "Mathematics"])
def test_gap_is_the_difference_of_the_two_means(rows, recomputed, subject):
    first, second = (
        recomputed.scores("network-01", subject=subject, year=2026, group=group, grade="05")
        for group in ("economic_disadvantage", "not_economic_disadvantage")
    )
    pair = "economic_disadvantage - not_economic_disadvantage"
    found = rows["gap_in_means", "network-01", subject, 2026, pair, "05"]
    assert found["value"] == pytest.approx(first.mean() - second.mean())
    error = np.hypot(first.std(ddof=1) / len(first) ** 0.5, second.std(ddof=1) / len(second) ** 0.5)
    assert found["standard_error"] == pytest.approx(error)
    assert found["students"] == min(len(first), len(second))


def test_gap_of_all_grades_is_the_mean_of_the_grades_by_their_precision(rows):
    pair = "economic_disadvantage - not_economic_disadvantage"
    told = ("gap_in_means", "network-01", "Reading", 2026, pair)
    grades = sorted(grade for *other, grade in rows if tuple(other) == told and grade)
    gaps, weights = [], []
    for grade in grades:
        first, second = (
            rows["mean_score", "network-01", "Reading", 2026, group, grade]["students"]
            for group in pair.split(" - ")
        )
        gaps.append(rows[*told, grade]["value"])
        weights.append(first * second / (first + second))
    found = rows[*told, ""]
    assert len(grades) > 3
    assert found["value"] == pytest.approx(np.average(gaps, weights=weights))


def test_median_growth_is_that_of_the_students(folder, rows, recomputed):
    grown = pq.read_table(folder / GROWTH).to_pylist()
    found = {(r["student"], r["subject"], r["school_year"]): r["growth"] for r in grown}
    for place in ("harbor-city", "network-03", "school-0002"):
        named = recomputed.rows(place, subject="Reading", year=2026)
        all_growth = (found[row["student_id"], "Reading", 2026] for row in named)
        growth = np.sort([one for one in all_growth if one is not None])
        row = rows["median_growth", place, "Reading", 2026, "all", ""]
        mean = rows["mean_growth", place, "Reading", 2026, "all", ""]
        assert (row["value"], row["students"]) == (np.median(growth), len(growth))
        assert mean["value"] == pytest.approx(growth.mean())


def test_chronic_absence_is_that_of_the_truths(rows, recomputed):
    for school in recomputed.truths["schools"]:
        row = rows["chronic_absence", school["school"], "", 2027, "all", ""]
        chronic = school["attendance"]["chronically_absent"]
        assert round(row["value"] * row["students"]) == chronic


def test_everybody_enrolled_took_the_test(rows):
    row = rows["participation", "harbor-city", "Reading", 2026, "all", ""]
    assert (row["value"], row["enrolled"], row["tested"], row["arrived_late"]) == (
        1.0,
        row["students"],
        row["students"],
        0,
    )
