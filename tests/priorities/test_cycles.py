"""Cycles: guessed before the data, counted, decided, and heard by the link that they test."""

from datetime import timedelta
from decimal import Decimal

import pytest

from convergent.errors import BadInput, NotThere
from convergent.people.actions.conflicts import Conflict
from convergent.people.today import agenda_of
from convergent.priorities.actions.cycles import (
    Plan,
    Replanned,
    add_point,
    begin_cycle,
    change_cycle,
    decide_cycle,
)
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.actions.theory import Clause, add_link
from convergent.priorities.models import Cycle, CyclePoint
from convergent.priorities.presenters.cycles import number_words, run_chart
from convergent.priorities.queries.cycles import cycles_of
from tests.world import hold


@pytest.fixture
def teacher(world):
    hold(world.teacher, "teamMember", world.team)
    return world.viewer("teacher")


@pytest.fixture
def priority(world, teacher):
    said = Said(statement="We argue", is_own=True, team=world.team)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


@pytest.fixture
def cycle(priority, teacher):
    return begin_cycle(priority, plan(), by=teacher)


def plan(**more):
    told = {
        "question": "Do pairs talk more?",
        "idea": "Two answers",
        "prediction": "Twice as many will",
        "measured": "Pairs that quote",
        "weeks": 6,
    }
    return Plan(**{**told, **more})


def count(cycle, *values, by):
    """One value a day, the last today."""
    Cycle.objects.update(starts_on=by.today - timedelta(days=len(values)))
    for ago, value in enumerate(reversed(values)):
        day = by.today - timedelta(days=ago)
        add_point(cycle, day=day, value=Decimal(str(value)), by=by)
    return run_chart(list(cycle.points.all()), cycle)


@pytest.mark.parametrize("weeks", [0, 13])
def test_cycle_takes_one_to_twelve_weeks(priority, teacher, weeks):
    with pytest.raises(BadInput, match="1 to 12 weeks"):
        begin_cycle(priority, plan(weeks=weeks), by=teacher)


def test_without_a_guess_nothing_begins(priority, teacher):
    with pytest.raises(BadInput, match="before you know"):
        begin_cycle(priority, plan(prediction="  "), by=teacher)


def test_it_ends_the_weeks_after_it_began(cycle, teacher):
    assert (cycle.starts_on, cycle.ends_on) == (teacher.today, teacher.today + timedelta(weeks=6))


def replanned(**more):
    told = {"question": "Do trios talk more?", "idea": "Three", "measured": "Pairs that quote"}
    return Replanned(**{**told, "weeks": 2, **more})


def test_running_cycle_is_said_otherwise_and_its_guess_stays(cycle, teacher):
    changed = change_cycle(cycle, replanned(), version=1, by=teacher)
    assert (changed.question, changed.idea) == ("Do trios talk more?", "Three")
    assert changed.ends_on == teacher.today + timedelta(weeks=2)
    assert Cycle.objects.get().prediction == "Twice as many will"
    with pytest.raises(Conflict):
        change_cycle(cycle, replanned(idea="Four"), version=1, by=teacher)


def test_what_is_counted_is_not_changed_once_it_was_counted(cycle, teacher):
    change_cycle(cycle, replanned(measured="Trios"), by=teacher)
    count(cycle, 4, by=teacher)
    with pytest.raises(BadInput, match="Something is counted already"):
        change_cycle(cycle, replanned(measured="Pairs"), by=teacher)
    assert change_cycle(cycle, replanned(measured="Trios", weeks=3), by=teacher).version == 3


def test_decided_cycle_and_one_of_others_is_not_changed(world, cycle, teacher):
    with pytest.raises(NotThere):
        change_cycle(cycle, replanned(), by=world.viewer("assistant"))
    with pytest.raises(BadInput, match="1 to 12 weeks"):
        change_cycle(cycle, replanned(weeks=13), by=teacher)
    decide_cycle(cycle, decision="abandon", result="No time", by=teacher)
    with pytest.raises(BadInput, match="is decided"):
        change_cycle(cycle, replanned(), by=teacher)


def test_only_who_works_on_the_priority_tries_and_counts(world, priority, cycle):
    for who in ("colleague", "supervisor", "stranger"):
        with pytest.raises(NotThere):
            begin_cycle(priority, plan(), by=world.viewer(who))
        with pytest.raises(NotThere):
            add_point(cycle, day=cycle.starts_on, value=Decimal(1), by=world.viewer(who))


def test_counted_again_on_a_day_the_later_count_stands(cycle, teacher):
    for value in (3, 5):
        add_point(cycle, day=teacher.today, value=Decimal(value), by=teacher)
    assert CyclePoint.objects.get().value == 5


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_counted_before_it_begins_or_in_days_to_come(cycle, teacher, days):
    with pytest.raises(BadInput, match="Choose a day since the cycle began"):
        add_point(cycle, day=teacher.today + timedelta(days=days), value=Decimal(1), by=teacher)


def test_run_chart_says_the_median_and_a_shift_that_is_hardly_chance(cycle, teacher):
    chart = count(cycle, 4, 4, 5, 4, 5, 5, 8, 8, 9, 8, 9, 8, by=teacher)
    assert chart.words == (
        "Counted 12 times, the median is 6.5. The last six lie above it: that is hardly chance."
    )
    assert chart.points[0].y > chart.median_y > chart.points[-1].y
    assert [cell.text for _day, cell in chart.table.rows][:3] == ["4", "4", "5"]


def test_eight_counts_are_too_few_to_speak_of_a_shift(cycle, teacher):
    assert count(cycle, 1, 1, 1, 1, 2, 2, 2, 2, by=teacher).words == (
        "Counted 8 times, the median is 1.5."
    )


def test_one_count_stands_in_the_middle(cycle, teacher):
    chart = count(cycle, 7, by=teacher)
    assert (chart.words, chart.points[0].x) == ("Counted once: 7.", 280)


@pytest.mark.parametrize(
    ("value", "words"), [("5.50", "5.5"), ("5.00", "5"), ("1200", "1,200"), ("0.25", "0.25")]
)
def test_number_has_no_noughts_at_its_end(value, words):
    assert number_words(Decimal(value)) == words


def test_decision_is_made_once_and_from_what_was_counted(cycle, teacher):
    with pytest.raises(BadInput, match="Enter what you counted first"):
        decide_cycle(cycle, decision="adopt", result="Good", by=teacher)
    count(cycle, 4, 8, by=teacher)
    decide_cycle(cycle, decision="adopt", result="Good", by=teacher)
    with pytest.raises(BadInput, match="This cycle is decided"):
        add_point(cycle, day=teacher.today, value=Decimal(1), by=teacher)


def test_what_was_never_counted_can_only_be_abandoned(cycle, teacher):
    done = decide_cycle(cycle, decision="abandon", result="No time", by=teacher)
    assert (done.decision, done.decided_on) == ("abandon", teacher.today)


def test_link_that_was_tested_hears_of_it(priority, teacher):
    link = add_link(priority, Clause(if_we="pair", then_they="they talk"), by=teacher)
    cycle = begin_cycle(priority, plan(link=link), by=teacher)
    decide_cycle(cycle, decision="abandon", result="Silence", says_of_link="against", by=teacher)
    (seen,) = link.evidence.all()
    assert (seen.speaks, seen.what, seen.seen_on) == ("against", "Silence", teacher.today)


def test_link_of_another_priority_is_not_tested(world, priority, teacher):
    by = world.viewer("principal")
    other = begin_priority(world.ash, Said(statement="Other", is_own=True), by=by)
    link = add_link(other, Clause(if_we="x", then_they="y"), by=by)
    with pytest.raises(BadInput, match="own theory"):
        begin_cycle(priority, plan(link=link), by=teacher)


def test_result_waits_on_today_for_the_team_when_the_weeks_are_over(world, cycle, teacher):
    Cycle.objects.update(
        starts_on=teacher.today - timedelta(days=40), ends_on=teacher.today - timedelta(days=1)
    )
    groups, _more = agenda_of(world.viewer("teacher"))
    told = [(item.title, item.late) for group in groups for item in group.items]
    assert ("Decide: Do pairs talk more?", True) in told


def test_running_ones_stand_before_decided_ones(priority, cycle, teacher):
    later = begin_cycle(priority, plan(weeks=8), by=teacher)
    done = begin_cycle(priority, plan(weeks=1), by=teacher)
    decide_cycle(done, decision="abandon", result="No", by=teacher)
    assert list(cycles_of(priority)) == [cycle, later, done]
