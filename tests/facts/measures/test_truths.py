"""What is built into the simulated district is found by the measures."""

import json
from datetime import date

import numpy as np
import pytest

from convergent.demo.simulate import simulate
from convergent.demo.students import POINTS
from convergent.facts.load import Options, load
from convergent.facts.measures.build import build
from convergent.facts.measures.query import Asked, similar_schools, values_at
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.values import Place
from convergent.facts.scope import mint_scope
from convergent.facts.snapshot import current_snapshot

TODAY = date(2026, 11, 19)
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
EVERY_LEADER = mint_scope(schools=None, grain="student", reason="no roster tells who taught whom")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def truths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("district")
    simulate(folder, students=15_000, seed=1, today=TODAY)
    return folder


@pytest.fixture(scope="module")
def snapshot(truths, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    load([truths], home=home, options=Options(as_of=TODAY))
    build(current_snapshot(home), home, rules=Rules(), today=TODAY)
    return current_snapshot(home)


@pytest.fixture(scope="module")
def schools(truths):
    return json.loads((truths / "truths.json").read_text())["schools"]


def growth(snapshot, schools):
    """Of each school the mean of its mean growth over subjects and years."""
    places = [Place("school", one["school"], one["school"]) for one in schools]
    found = values_at(snapshot, EVERY_LEADER, places, Asked(measures=["mean_growth"]))
    of_school = {}
    for one in found:
        if isinstance(one.value, float):
            of_school.setdefault(one.place.id, []).append(one.value)
    return {school: np.mean(values) for school, values in of_school.items()}


@pytest.mark.parametrize(
    ("group", "effect"), [("economic_disadvantage", -0.55), ("disability", -0.5)]
)
def test_gap_between_groups_is_the_effect_that_was_built_in(snapshot, group, effect):
    """Schools of more need are a little less effective, and groups overlap: within a fifth."""
    asked = Asked(
        measures=["gap_in_means"],
        student_groups=[f"{group} - not_{group}"],
        school_years=[2026],
    )
    found = values_at(snapshot, ANYBODY, [Place("district", "harbor-city")], asked)
    assert len(found) == 2
    for one in found:
        low, high = one.interval
        assert low < effect * POINTS * 0.8
        assert high > effect * POINTS * 1.2


def test_schools_whose_practice_improves_grow_more(snapshot, schools):
    found = growth(snapshot, schools)
    improving, others = (
        [
            found[s["school"]]
            for s in schools
            if s["practice_improves"] is is_improving and s["school"] in found
        ]
        for is_improving in (True, False)
    )
    assert (len(improving) > 3, len(others) > 3) == (True, True)
    assert np.mean(improving) > np.mean(others) + 2


def test_differences_told_apart_point_to_the_schools_that_improve(snapshot, schools):
    """At most one in ten of them is chance; where most improve is told by the truths alone."""
    gains = {one["school"]: one["yearly_gain"] for one in schools}
    places = [Place("school", one["school"], one["school"]) for one in schools]
    found = values_at(snapshot, ANYBODY, places, Asked(measures=["mean_growth"]))
    told = [one for one in found if one.peers is not None and one.peers.is_told_apart]
    assert told
    for one in told:
        near = [gains[other.school] for other in similar_schools(snapshot, one.place.id)]
        expected = gains[one.place.id] - np.mean(near)
        assert (one.value - one.peers.mean) * expected >= 0 or abs(expected) < 0.05
