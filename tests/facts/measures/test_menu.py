"""What everybody may read, as a whole: the attacker has all of it, and two accounts share it."""

from datetime import date
from itertools import product

import numpy as np
import pytest
from tests.facts.measures.menu_attack import Menu

from convergent.facts.measures.folders import AGGREGATES, measures_folder
from convergent.facts.measures.query import Asked, values_at
from convergent.facts.measures.values import Place
from convergent.facts.scope import mint_scope
from convergent.facts.values import SMALLEST_GROUP

pytestmark = pytest.mark.without_records
STUDENTS = 700
SCHOOLS = {"east": "n", "west": "n", "hill": "n", "bay": "m", "cove": "m", "pier": ""}
ORIGINS = ("asian", "hispanic_or_latino", "white", "two_or_more_races")
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
LEADER = mint_scope(schools=frozenset({"east"}), grain="student", reason="leads it")
EVERY_SCHOOL = Asked(measures=["mean_score"], grades=None, student_groups=None)


class Lived:
    """A district of two networks, a school in none, and some who moved; and who each student is."""

    def __init__(self, district, seed=3):
        self.sets = {}
        self.chance = np.random.default_rng(seed)
        district.add("orgs", {"sourced_id": "m", "name": "M", "type": "local", "parent_id": "d"})
        for school, network in SCHOOLS.items():
            if school not in {"east", "west"}:
                said = {"sourced_id": school, "name": school, "type": "school"}
                district.add("orgs", {**said, "parent_id": network or "d"})
        for number in range(STUDENTS):
            self._live(district, f"s{number}")
        self.snapshot = district.built()
        self.folder = measures_folder(self.snapshot)

    def _live(self, district, name):
        school = str(self.chance.choice(list(SCHOOLS), p=[0.25, 0.2, 0.2, 0.15, 0.12, 0.08]))
        grade = str(self.chance.choice(["05", "06", "07"], p=[0.4, 0.4, 0.2]))
        origin = str(self.chance.choice(ORIGINS, p=[0.04, 0.3, 0.6, 0.06]))
        learner, moved = (bool(self.chance.random() < share) for share in (0.08, 0.03))
        sex = str(self.chance.choice(["female", "male"]))
        begins = date(2026, 2, 2) if moved else date(2025, 8, 17)
        flags = {origin: True, "sex": sex, "english_learner": learner}
        district.student(name, school, begins=begins, grade=f"{int(grade) + 1:02}", **flags)
        level = int(self.chance.integers(1, 5))
        score = 400 + int(self.chance.integers(100))
        said = {"level_order": level, "level_count": 4, "level_meets": 3, "level": str(level)}
        district.result(name, score=score, grade=grade, **said)
        groups = ("all", origin, sex, *(["english_learner"] if learner else []))
        places = [("district", "d")]
        if not moved:
            places += [("school", school), ("network", SCHOOLS[school])]
        for place, group in product(places, groups):
            self.sets.setdefault((*place, "", group), set()).add(name)
        for place in places:
            self.sets.setdefault((*place, grade, "all"), set()).add(name)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    from tests.facts.measures.small_district import SmallDistrict

    return Lived(SmallDistrict(tmp_path_factory.mktemp("lived")))


def places():
    networks = [Place("network", one) for one in ("n", "m")]
    return [Place("district", "d"), *networks, *(Place("school", one, one) for one in SCHOOLS)]


def told_to(lived, scope, asked=EVERY_SCHOOL):
    return {
        (one.place.kind, one.place.id, one.grade, one.student_group): one
        for one in values_at(lived.snapshot, scope, places(), asked)
        if isinstance(one.value, float)
    }


@pytest.mark.parametrize("measure", ["mean_score", "share_at_level"])
def test_attacker_derives_nobody_from_the_menu(lived, measure):
    networks = {school: network for school, network in SCHOOLS.items() if network}
    menu = Menu(lived.folder, measure=measure, subject="Reading", year=2026, networks=networks)
    assert menu.violations() == []
    assert 60 <= len(menu.told) < len(menu.n)


def test_menu_tells_the_students_it_counts(lived):
    told = told_to(lived, ANYBODY)
    assert {key: one.students for key, one in told.items()} == {
        key: len(lived.sets[key]) for key in told
    }


def test_pairs_of_answers_to_two_accounts_derive_nobody(lived):
    """Whatever anybody asks, and a teacher of another school asks, one less the other is none, or
    ten students and more: whoever the sets are.
    """
    told = list(told_to(lived, ANYBODY))
    pairs = lived.chance.integers(len(told), size=(500, 2)).tolist()
    pairs += [[a, b] for a in range(len(told)) for b in range(len(told)) if a != b][:2000]
    nested = [
        (told[a], told[b]) for a, b in pairs if a != b and lived.sets[told[b]] < lived.sets[told[a]]
    ]
    assert len(nested) > 50
    few = [
        (whole, part)
        for whole, part in nested
        if len(lived.sets[whole]) - len(lived.sets[part]) < SMALLEST_GROUP
    ]
    assert few == []


def test_filters_answer_no_more_than_the_whole_menu(lived):
    """However a person narrows what she asks, she reads the same rows."""
    whole = told_to(lived, ANYBODY)
    for at in range(60):
        grade = ["", "05", "06", "07"][at % 4]
        group = ["all", *ORIGINS, "female", "english_learner"][at % 7]
        asked = Asked(measures=["mean_score"], grades=[grade], student_groups=[group])
        found = told_to(lived, ANYBODY, asked)
        assert found == {
            key: one for key, one in whole.items() if (key[2], key[3]) == (grade, group)
        }


def test_grade_and_group_at_once_are_not_on_the_menu(lived):
    asked = Asked(measures=["mean_score"], grades=["06"], student_groups=["female", "white"])
    assert values_at(lived.snapshot, ANYBODY, places(), asked) == []


def test_leader_reads_no_more_of_other_schools(lived):
    def of_others(scope, place):
        return values_at(lived.snapshot, scope, [place], EVERY_SCHOOL)

    for place in places()[:3]:
        found = of_others(LEADER, place)
        assert found == of_others(ANYBODY, place)
        assert {one.is_for_school_only for one in found} == {False}


def test_leaders_own_values_that_are_not_told_are_marked(lived):
    east = Place("school", "east", "east")
    own = values_at(lived.snapshot, LEADER, [east], EVERY_SCHOOL)
    told = told_to(lived, ANYBODY)
    key = {one: ("school", "east", one.grade, one.student_group) for one in own}
    assert {one.is_for_school_only for one in own if key[one] in told} == {False}
    assert {one.is_for_school_only for one in own if key[one] not in told} == {True}


def test_withheld_numbers_are_not_in_the_file_that_everybody_reads(lived):
    import pyarrow.parquet as pq

    menu = pq.read_table(lived.folder / "told.parquet").to_pylist()
    withheld = [row for row in menu if row["withheld"] is not None]
    numbers = ("value", "students", "low", "high", "standard_error", "change", "peers", "tested")
    assert withheld
    assert {row[name] for row in withheld for name in numbers} == {None}
    assert pq.read_table(lived.folder / AGGREGATES).num_rows > len(menu)
