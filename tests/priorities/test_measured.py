"""Measures of priorities read the facts as everybody may, each time anew."""

from decimal import Decimal

import pytest

from convergent.errors import BadInput
from convergent.people.actions.conflicts import Conflict
from convergent.people.models import Place
from convergent.priorities.actions.measures import add_measure, change_aim, take_off_measure
from convergent.priorities.actions.priorities import (
    Said,
    begin_priority,
    change_priority,
    end_priority,
)
from convergent.priorities.presenters.history import history_of
from convergent.priorities.presenters.measures import measure_line
from convergent.priorities.queries.measured import Slice, measured_of, offered_at
from tests.learning.laid import ASSESSMENT, growth, lay_measures, lay_snapshot, row

WHY = "It is loaded anyway"
GROWTH = Slice("median_growth", ASSESSMENT, "Reading")


@pytest.fixture
def snapshot(tmp_path):
    laid = lay_snapshot(tmp_path)
    rows = [
        growth(41.0, school_year=2025),
        growth(45.0, school_year=2026),
        growth(30.0, school_year=2026, place_id="birch"),
        row("share_at_level", 0.4, school_year=2026),
        row("share_at_level", 0.9, school_year=2026, student_group="foster_care", students=4),
    ]
    lay_measures(laid, rows)
    return laid


@pytest.fixture
def priority(world):
    said = Said(statement="We argue", is_own=True)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


def aim_at(priority, what, world, **more):
    path = {"baseline_year": 2025, "aim": Decimal(50), "aim_year": 2028, "reason": WHY, **more}
    return add_measure(priority, what, **path, by=world.viewer("principal"))


def line_of(priority, snapshot, *, last_year=2026):
    (one,) = measured_of([priority], snapshot, last_year=last_year)[priority.pk]
    return measure_line(one, priority.place)


def test_measure_says_where_it_began_and_where_it_is(world, priority, snapshot):
    aim_at(priority, GROWTH, world)
    line = line_of(priority, snapshot)
    assert (line.title, line.sentence, line.aim) == (
        "Typical growth in reading",
        "41 in 2024–25, 45 in 2025–26.",
        "Aim: 50 by 2027–28.",
    )
    assert [point.students for point in line.points] == ["60 students", "60 students"]
    assert 0 < line.points[0].at < line.points[1].at < line.aim_at < 240


def test_without_results_since_it_says_so_and_draws_no_second_dot(world, priority, snapshot):
    aim_at(priority, GROWTH, world)
    line = line_of(priority, snapshot, last_year=2025)
    assert line.sentence == "41 in 2024–25, where it starts. No results since."
    assert len(line.points) == 1


def test_without_facts_it_says_that_nothing_is_measured(world, priority):
    aim_at(priority, GROWTH, world)
    assert line_of(priority, None).sentence == ("Nothing is measured for 2024–25, where it starts.")


def test_share_is_aimed_at_in_percent(world, priority, snapshot):
    what = Slice("share_at_level", ASSESSMENT, "Reading")
    aim_at(priority, what, world, aim=Decimal("62.5"), baseline_year=2026)
    line = line_of(priority, snapshot)
    assert (line.sentence, line.aim) == (
        "40% in 2025–26, where it starts. No results since.",
        "Aim: 62% by 2027–28.",
    )


def test_number_about_few_students_is_withheld_from_their_principal_too(world, priority, snapshot):
    what = Slice("share_at_level", ASSESSMENT, "Reading", student_group="foster_care")
    aim_at(priority, what, world, baseline_year=2026)
    line = line_of(priority, snapshot)
    assert line.sentence.startswith("too few students to show in 2025–26")
    assert line.points[0].at is None


def test_what_is_offered_is_what_the_facts_hold_of_the_place(world, snapshot):
    offered = offered_at(world.ash, snapshot)
    assert [one.measure for one in offered.tests] == ["median_growth", "share_at_level"]
    assert (offered.years, offered.groups) == ((2026, 2025), ["all", "foster_care"])
    assert offered_at(world.facilities, snapshot).slices == ()


def test_a_measure_is_there_once_and_can_be_taken_off(world, priority, snapshot):
    measure = aim_at(priority, GROWTH, world)
    with pytest.raises(BadInput, match="has that measure already"):
        aim_at(priority, GROWTH, world, aim=Decimal(60))
    take_off_measure(measure, reason="Nobody reads it", by=world.viewer("principal"))
    assert measured_of([priority], snapshot, last_year=2026) == {priority.pk: []}


def test_aim_lies_after_where_it_starts(world, priority):
    with pytest.raises(BadInput, match="after the one it starts from"):
        aim_at(priority, GROWTH, world, aim_year=2025)


def told_of(priority, world):
    """Newest first: the reason of each version, and what changed."""
    entries = history_of(priority, viewer=world.viewer("principal"))
    return [(one.detail, one.changes) for one in entries]


def test_what_a_priority_is_held_against_stays_in_its_history_with_the_reason(world, priority):
    by = world.viewer("principal")
    measure = aim_at(priority, GROWTH, world)
    change_aim(measure, aim=Decimal(55), aim_year=2029, reason="We came there early", by=by)
    take_off_measure(measure, reason="Nobody reads it", by=by)
    before = "Typical growth in reading, from 2024–25. Aim: 50 by 2027–28."
    after = "Typical growth in reading, from 2024–25. Aim: 55 by 2028–29."
    assert told_of(priority, world) == [
        ("Nobody reads it", (("How we would know", after, ""),)),
        ("We came there early", (("How we would know", before, after),)),
        (WHY, (("How we would know", "", before),)),
        ("", (("What we work on", "", "We argue"),)),
    ]


def test_who_leads_and_which_team_stay_in_the_history(world, priority):
    by = world.viewer("principal")
    said = Said(statement="We argue", is_own=True, lead=world.term("coach"), team=world.team)
    change_priority(priority, said, reason="She knows it best", by=by)
    aim_at(priority, GROWTH, world)
    told = told_of(priority, world)
    assert told[1] == (
        "She knows it best",
        (
            ("Who leads it", "", world.coach.name),
            ("Which team works on it", "", Place.objects.get(pk=world.team.pk).name),
        ),
    )
    assert [name for name, _before, _now in told[0][1]] == ["How we would know"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_no_measure_comes_changes_or_goes_without_a_reason(world, priority, reason):
    by = world.viewer("principal")
    with pytest.raises(BadInput, match="Say why"):
        aim_at(priority, GROWTH, world, reason=reason)
    measure = aim_at(priority, GROWTH, world)
    with pytest.raises(BadInput, match="Say why"):
        change_aim(measure, aim=Decimal(60), aim_year=2028, reason=reason, by=by)
    with pytest.raises(BadInput, match="Say why"):
        take_off_measure(measure, reason=reason, by=by)
    assert [str(one.aim) for one in priority.measures.all()] == ["50.00"]
    assert priority.versions.count() == 2


def test_of_two_who_change_an_aim_the_second_is_told(world, priority):
    by, measure = world.viewer("principal"), aim_at(priority, GROWTH, world)
    change_aim(measure, aim=Decimal(60), aim_year=2028, reason="First", version=2, by=by)
    with pytest.raises(Conflict):
        change_aim(measure, aim=Decimal(70), aim_year=2028, reason="Second", version=2, by=by)
    with pytest.raises(Conflict):
        take_off_measure(measure, reason="Second", version=2, by=by)


def test_what_ended_is_measured_as_it_was(world, priority):
    by, measure = world.viewer("principal"), aim_at(priority, GROWTH, world)
    end_priority(priority, reason="Done", by=by)
    with pytest.raises(BadInput, match="has ended"):
        take_off_measure(measure, reason="Tidy", by=by)
    assert priority.versions.first().measures[0]["aim"] == "50.00"
