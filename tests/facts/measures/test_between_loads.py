"""One load after another: what is told anew, what stands as it was, what the difference tells."""

import shutil
from datetime import date

import pytest
from tests.facts.measures.small_district import TODAY, SmallDistrict

from convergent.facts.measures.build import build
from convergent.facts.measures.disclosure import TOO_FEW_CHANGED
from convergent.facts.measures.newly_told import newly_told
from convergent.facts.measures.query import Asked, distributions, values_at
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.values import Place
from convergent.facts.scope import mint_scope
from convergent.facts.values import SMALLEST_GROUP, Suppressed

pytestmark = pytest.mark.without_records
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
SCHOOLS = ("east", "west", "hill")
PLACES = [Place("district", "d"), *(Place("school", one, one) for one in SCHOOLS)]


class Kept:
    """A ledger in a folder."""

    def __init__(self, folder):
        self.folder, self.files, self.names = folder, [], []

    def standing(self):
        return self.files

    def fixed(self):
        return ()

    def record(self, told, snapshot):
        folder = self.folder / f"{len(self.files)}"
        folder.mkdir(parents=True)
        for one in newly_told(told, snapshot, folder):
            self.files.append(one.file)
            self.names.append((snapshot.id, [unit["school_year"] for unit in one.units]))


@pytest.fixture
def district(tmp_path):
    found = SmallDistrict(tmp_path)
    found.add("orgs", {"sourced_id": "hill", "name": "Hill", "type": "school", "parent_id": "d"})
    found.ledger, found.folder = Kept(tmp_path / "ledger"), tmp_path
    return found


def enrol(district, school, count, *, begin=0, year=2026, score=400, **flags):
    for number in range(begin, begin + count):
        name = f"{school} {number}"
        if year == 2026:
            district.student(name, school, begins=date(2024, 8, 17), **flags)
        said = {"school_year": year, "administered_on": date(year, 4, 21)}
        district.result(name, score=score + number % 50, **said)


def load(district, name):
    snapshot = district.snapshot(name)
    build(snapshot, district.home, rules=Rules(), today=TODAY, ledger=district.ledger)
    return snapshot


def told(snapshot, **asked):
    asked = Asked(measures=["mean_score"], student_groups=None, **asked)
    return {
        (one.place.id, one.student_group, one.school_year): (
            one.value if isinstance(one.value, Suppressed) else (one.students, round(one.value, 6))
        )
        for one in values_at(snapshot, ANYBODY, PLACES, asked)
    }


def with_three_schools(district):
    for school, count in (("east", 40), ("west", 60), ("hill", 50)):
        enrol(district, school, count)


def test_same_rows_are_told_once(district):
    with_three_schools(district)
    first = told(load(district, "one"))
    district.add("orgs", {"sourced_id": "new", "name": "New", "type": "school", "parent_id": "d"})
    assert told(load(district, "two")) == first
    assert district.ledger.names == [("one", [2026])]


def test_few_late_results_leave_what_stands(district):
    with_three_schools(district)
    first = load(district, "one")
    before = told(first)
    enrol(district, "east", 3, begin=40, score=900)
    assert told(load(district, "two")) == before
    assert told(first) == before
    assert district.ledger.names == [("one", [2026])]


def test_corrected_score_is_a_difference_of_one(district):
    """As many students as before, and one of them is another."""
    with_three_schools(district)
    before = told(load(district, "one"))
    district.tables["assessment_results"][0]["score"] = 999
    assert told(load(district, "two")) == before


def test_many_late_results_are_told_anew(district):
    with_three_schools(district)
    load(district, "one")
    for school, count in (("east", 40), ("west", 60), ("hill", 50)):
        enrol(district, school, 15, begin=count)
    after = told(load(district, "two"))
    assert {key[0]: one[0] for key, one in after.items()} == {
        "d": 195,
        "east": 55,
        "west": 75,
        "hill": 65,
    }
    assert [name for name, _ in district.ledger.names] == ["one", "two"]


def test_next_year_is_told_while_last_years_stands(district):
    with_three_schools(district)
    load(district, "one")
    enrol(district, "east", 3, begin=40, score=900)
    for school in SCHOOLS:
        enrol(district, school, 30, year=2025)
    after = told(load(district, "two"))
    assert after["east", "all", 2026][0] == 40
    assert after["east", "all", 2025][0] == 30
    assert district.ledger.names == [("one", [2026]), ("two", [2025])]


def test_what_stands_is_in_the_strips_too(district):
    with_three_schools(district)
    load(district, "one")
    enrol(district, "east", 3, begin=40, score=900)
    strips = distributions(
        load(district, "two"),
        ANYBODY,
        kind="school",
        by="student_group",
        asked=Asked(measures=["mean_score"]),
        without="west",
    )
    assert strips == {"all": [419.5, 424.5]}


def test_measures_that_are_gone_are_told_as_they_were(district):
    """A removal forgets all that was worked out; the ledger still knows what is out."""
    with_three_schools(district)
    before = told(load(district, "one"))
    shutil.rmtree(district.home / "facts" / "measures")
    enrol(district, "east", 2, begin=40)
    assert told(load(district, "two")) == before


def wide(district, count, begin=0, *, but=()):
    """Twenty-two schools, so that less than one in twenty values is changed by few."""
    for at in range(22):
        school = f"w{at:02}"
        if not begin:
            said = {"sourced_id": school, "name": school, "type": "school", "parent_id": "d"}
            district.add("orgs", said)
        enrol(district, school, 3 if school in but else count, begin=begin)


def test_value_that_few_changed_is_withheld_where_the_rest_is_told_anew(district):
    wide(district, 12)
    load(district, "one")
    wide(district, 10, begin=12, but=("w07",))
    snapshot = load(district, "two")
    places = [Place("school", f"w{at:02}", f"w{at:02}") for at in range(22)]
    found = values_at(snapshot, ANYBODY, places, Asked(measures=["mean_score"]))
    withheld = {one.place.id: one.value for one in found if isinstance(one.value, Suppressed)}
    assert withheld["w07"] == Suppressed(TOO_FEW_CHANGED)
    assert 2 <= len(withheld) <= 4  # alone, the district less all others would tell it
    counts = {one.students - 12 for one in found if isinstance(one.students, int)}
    assert min(counts) >= SMALLEST_GROUP
