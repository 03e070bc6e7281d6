"""The small figure of practice: shares for teams, the levels of the sentence for others."""

from datetime import date

import pytest

from convergent.priorities import chain
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.chain import Column
from convergent.priorities.practice_figure import done_by_quarter, figure_of
from convergent.priorities.presenters.chain import chain_of, chains_of, states_of
from convergent.priorities.queries.commitments import KeptFor
from convergent.priorities.queries.kept_by_quarter import quarters_until
from tests.priorities.promises import many_promise


@pytest.fixture
def priority(world):
    said = Said(statement="We argue", is_own=True)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


@pytest.fixture
def promised(world, priority):
    """A function: each of so many people promised one thing in a quarter so long ago."""

    def promise(quarters_ago, count, *, done, people=0):
        day = quarters_until(world.viewer("principal").today)[-1 - quarters_ago]
        many_promise(world, count, done=done, day=day, people=people, priority=priority)

    return promise


def test_quarters_are_those_of_the_calendar():
    assert quarters_until(date(2026, 2, 3)) == [
        date(2025, 4, 1),
        date(2025, 7, 1),
        date(2025, 10, 1),
        date(2026, 1, 1),
    ]
    assert quarters_until(date(2026, 12, 31), count=2) == [date(2026, 7, 1), date(2026, 10, 1)]


def test_teams_see_shares_and_others_the_levels_of_the_sentence(world, priority, promised):
    promised(2, 10, done=4)
    promised(1, 8, done=5)
    promised(0, 8, done=7)
    own = done_by_quarter([priority], world.viewer("principal"))[priority.pk]
    assert (own.values, own.low, own.high) == ((0.4, 0.625, 0.875), 0.0, 1.0)
    assert own.said == "Done, by quarter: 4 of 10, 6 of 10, 9 of 10"
    for name in ("supervisor", "superintendent", "teacher"):
        told = done_by_quarter([priority], world.viewer(name))[priority.pk]
        assert told.values == (0.0, 1.0, 2.0)
        assert told.said == "Done, by quarter: less than half, more than half, most"


def test_others_are_not_told_of_a_quarter_of_seven_people(world, priority, promised):
    promised(2, 9, done=9)
    promised(1, 9, done=1, people=7)
    promised(0, 9, done=9)
    told = done_by_quarter([priority], world.viewer("superintendent"))[priority.pk]
    assert told.values == (2.0, 2.0)


@pytest.mark.parametrize(("promised_of_each", "drawn"), [((4, 9), 1), ((5, 5), 2), ((), 0)])
def test_quarter_of_less_than_five_things_says_nothing(promised_of_each, drawn):
    quarters = [KeptFor(one, one, 8, is_all_seen=True) for one in promised_of_each]
    assert len(figure_of(quarters).values) == drawn


def test_page_draws_it_from_two_quarters_on(world, priority, promised):
    promised(0, 9, done=9)
    viewer = world.viewer("principal")
    assert chain_of(priority, viewer).cells[2].line == ""
    promised(1, 9, done=0)
    cell = chain_of(priority, viewer).cells[2]
    assert cell.line == "6,36 144,8"
    assert cell.line_said == "Done, by quarter: 0 of 10, 10 of 10"


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(world, promised, count, django_assert_num_queries):
    promised(0, 9, done=9)
    more = [
        begin_priority(world.birch, Said(statement=f"P{n}"), by=world.viewer("other_principal"))
        for n in range(count)
    ]
    viewer = world.viewer("supervisor")
    with django_assert_num_queries(3):
        done_by_quarter(more, viewer)


def test_pages_that_show_how_chains_stand_do_not_pay_for_it(world, priority, monkeypatch):
    asked = []
    monkeypatch.setitem(chain._figures, Column.PRACTICE, lambda *more: asked.append(more) or {})
    viewer = world.viewer("supervisor")
    states_of([priority], viewer)
    chains_of([priority], viewer)
    assert asked == []
    chain_of(priority, viewer)
    assert len(asked) == 1
