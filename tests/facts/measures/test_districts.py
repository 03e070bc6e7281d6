"""Two districts in one home: neither is beside the other, nor behind its numbers."""

import pytest

from convergent.facts.measures.query import (
    Asked,
    distributions,
    origin_of,
    similar_schools,
    values_at,
)
from convergent.facts.measures.values import Place
from convergent.facts.scope import mint_scope

ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
READING = {"assessment": "Spring", "subject": "Reading", "school_year": 2026}
MEANS = Asked(measures=["mean_score"])


@pytest.fixture
def snapshot(district):
    """Seven schools of ten students in each district; who is poor is known of all but one school,
    and of nobody in the north of the other district.
    """
    district.add("orgs", {"sourced_id": "e", "name": "Elsewhere", "type": "district"})
    for above in ("d", "e"):
        for at in range(7):
            school = {"sourced_id": f"{above}{at}", "name": f"{above}{at}", "type": "school"}
            district.add("orgs", {**school, "parent_id": above})
            for number in range(10):
                name = f"{above}{at} {number}"
                is_known = above == "d" and at != 6
                flags = {"economic_disadvantage": number < at} if is_known else {}
                district.student(name, f"{above}{at}", **flags)
                district.result(name, score=400 + 10 * at + (500 if above == "e" else 0))
    return district.built()


def test_strips_are_of_the_places_own_district(snapshot):
    asked = {"kind": "school", "by": "student_group", "asked": MEANS}
    own = distributions(snapshot, ANYBODY, without="d2", **asked)
    assert own == {"all": [400.0, 410.0, 430.0, 440.0, 450.0, 460.0]}
    assert distributions(snapshot, ANYBODY, without="nowhere", **asked) == {}


def test_similar_schools_are_of_the_same_district(snapshot):
    near = [one.school for one in similar_schools(snapshot, "d1")]
    assert {school[0] for school in near} == {"d"}
    (value,) = values_at(snapshot, ANYBODY, [Place("school", "d1", "d1")], MEANS)
    assert value.peers.mean < 500


def test_school_of_which_a_need_is_not_known_is_like_none(snapshot):
    assert similar_schools(snapshot, "d6") == []
    assert len(similar_schools(snapshot, "e0")) == 6
    assert "d6" not in {one.school for one in similar_schools(snapshot, "d0")}


def test_origin_counts_the_districts_own_results_and_names_no_common_file(snapshot):
    origin = origin_of(snapshot, place="d1", **READING)
    assert (origin.results, origin.files) == (70, ())
