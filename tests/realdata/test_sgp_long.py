"""Results in the long form of the SGP package load by themselves, and are measured."""

import csv
import gzip
import statistics
from datetime import date

import pytest

from convergent.facts import announce
from convergent.facts.load import Options, load
from convergent.facts.measures.build import build
from convergent.facts.measures.query import Asked, similar_schools, values_at
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.values import Place
from convergent.facts.scope import mint_scope
from convergent.facts.snapshot import current_snapshot

TODAY = date(2026, 11, 22)
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
DISTRICTS = ("470", "1040", "2690")
pytestmark = [pytest.mark.slow, pytest.mark.without_records]


@pytest.fixture(autouse=True, scope="module")
def nobody_listening():
    """Applications that are installed in this process listen too; facts stand without them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announce, "_listeners", [])
        yield


@pytest.fixture(scope="module")
def file(real_data):
    return real_data / "growth/sgpData_LONG.csv.gz"


@pytest.fixture(scope="module")
def loaded(file, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return home, load([file], home=home, options=Options(as_of=TODAY))


@pytest.fixture(scope="module")
def snapshot(loaded):
    home, _ = loaded
    build(current_snapshot(home), home, rules=Rules(), today=TODAY)
    return current_snapshot(home)


@pytest.fixture(scope="module")
def rows(file):
    """Of reading in 2025, those with a score that count at their school."""
    with gzip.open(file, "rt", newline="") as opened:
        return [
            row
            for row in csv.DictReader(opened)
            if (row["CONTENT_AREA"], row["YEAR"]) == ("READING", "2024_2025")
            and row["SCALE_SCORE"]
            and row["DISTRICT_ENROLLMENT_STATUS"] == "Enrolled District: Yes"
        ]


def test_every_row_is_loaded_and_schools_come_along(loaded):
    _, result = loaded
    assert (result.status, result.errors) == ("published", ())
    assert result.tables["assessment_results"].loaded == 368_301
    assert result.tables["orgs"].loaded == 124


@pytest.mark.parametrize("district", DISTRICTS)
def test_districts_figures_are_those_of_the_file(snapshot, rows, district):
    asked = Asked(subjects=["Reading"], school_years=[2025])
    found = values_at(snapshot, ANYBODY, [Place("district", district)], asked)
    values = {one.measure: one for one in found}
    scores = [float(r["SCALE_SCORE"]) for r in rows if r["DISTRICT_NUMBER"] == district]
    levels = [r["ACHIEVEMENT_LEVEL"] for r in rows if r["DISTRICT_NUMBER"] == district]
    proficient = sum(level in ("Proficient", "Advanced") for level in levels)
    assert values["mean_score"].students == len(scores)
    assert values["mean_score"].value == pytest.approx(statistics.fmean(scores))
    assert values["share_at_level"].value == pytest.approx(proficient / len(levels))
    assert 35 <= values["median_growth"].value <= 65


def test_school_counts_who_was_enrolled_there(snapshot, rows):
    counted = [
        float(row["SCALE_SCORE"])
        for row in rows
        if row["SCHOOL_NUMBER"] == "1851"
        and row["SCHOOL_ENROLLMENT_STATUS"] == "Enrolled School: Yes"
    ]
    asked = Asked(measures=["mean_score"], subjects=["Reading"], school_years=[2025])
    (found,) = values_at(snapshot, ANYBODY, [Place("school", "1851", "1851")], asked)
    assert (found.students, found.value) == (len(counted), pytest.approx(statistics.fmean(counted)))


def test_groups_are_those_that_the_file_says(snapshot, rows):
    asked = Asked(
        measures=["mean_score"],
        subjects=["Reading"],
        school_years=[2025],
        student_groups=["english_learner", "hispanic_or_latino"],
    )
    found = values_at(snapshot, ANYBODY, [Place("district", "470")], asked)
    students = {one.student_group: one.students for one in found}
    of_470 = [row for row in rows if row["DISTRICT_NUMBER"] == "470"]
    assert students == {
        "english_learner": sum(row["ELL_STATUS"] == "ELL: Yes" for row in of_470),
        "hispanic_or_latino": sum(row["ETHNICITY"] == "Hispanic" for row in of_470),
    }


def test_schools_have_others_of_similar_need(snapshot):
    assert len(similar_schools(snapshot, "1851")) == 10
