"""The chain's practice column: what teams promised and did, and who hears how it went."""

from datetime import timedelta

import pytest

from convergent import clock
from convergent.people.days import day_text
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.chain import State
from convergent.priorities.models import Decision
from convergent.priorities.practice_column import practice, state_of
from tests.priorities.meeting import prepared
from tests.priorities.promises import many_promise

WORDS = "Most of what teams promised for it is done."
FELL_DUE = "what fell due in the last half year"
FEW = "A few people promised something for it. How it goes is for their teams to see."


@pytest.fixture
def priority(world):
    said = Said(statement="We argue", is_own=True)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


@pytest.fixture
def promised(world, priority):
    """A function: so many promised, each by somebody else, and so many of it are done."""

    def promise(count, *, done, people=0, days_ago=20, **more):
        day = world.viewer("principal").today - timedelta(days=days_ago)
        said = {"priority": priority, **more}
        many_promise(world, count, done=done, day=day, people=people, **said)

    return promise


def page(priority):
    return f"/priorities/{priority.pk}/promised/"


def cell(world, priority, name):
    return practice([priority], world.viewer(name))[priority.pk]


def test_team_and_its_principal_read_counts_and_others_words(world, priority, promised):
    promised(9, done=8)
    told = cell(world, priority, "principal")
    assert told.sentence == "8 of 9 things that teams promised for it are done."
    assert (told.state, told.url) == (State.HOLDS, page(priority))
    for name in ("supervisor", "superintendent", "other_principal", "teacher"):
        told = cell(world, priority, name)
        assert (told.state, told.sentence, told.mend) == (State.HOLDS, WORDS, None)
        assert told.url == page(priority)


@pytest.mark.parametrize("count", [7, 9])
def test_how_fewer_than_eight_people_follow_through_is_for_their_team(
    world, priority, promised, count
):
    promised(count, done=1, people=7)
    assert cell(world, priority, "supervisor").sentence == FEW
    assert cell(world, priority, "supervisor").state is State.UNTESTED
    assert cell(world, priority, "principal").state is State.BROKEN


def test_everybody_hears_when_a_team_last_decided_something_for_it(world, priority, promised):
    above = begin_priority(
        world.northfield, Said(statement="Reading"), by=world.viewer("superintendent")
    )
    type(priority).objects.filter(pk=priority.pk).update(aligned_to=above, is_own=False)
    promised(3, done=1)
    assert cell(world, priority, "supervisor").freshness == FELL_DUE
    meeting = prepared(world)
    for ago in (1, 4):
        Decision.objects.create(
            meeting=meeting,
            text="We ask one question of the text",
            priority=priority,
            by=world.teacher,
            made_at=clock.now() - timedelta(days=ago),
        )
    day = day_text(clock.today() - timedelta(days=1), world.viewer("supervisor"))
    for one in (priority, above):
        assert cell(world, one, "supervisor").freshness == f"{FELL_DUE} · last decided: {day}"
    Decision.objects.update(made_at=clock.now() - timedelta(days=200))
    assert cell(world, priority, "supervisor").freshness == FELL_DUE


def test_what_is_not_due_or_long_past_is_not_counted(world, priority, promised):
    promised(4, done=4, days_ago=-3)
    promised(4, done=4, days_ago=200)
    assert cell(world, priority, "principal").state is State.UNTESTED


def test_what_was_promised_for_an_aligned_priority_counts_above(world, priority, promised):
    above = begin_priority(
        world.northfield, Said(statement="Reading"), by=world.viewer("superintendent")
    )
    type(priority).objects.filter(pk=priority.pk).update(aligned_to=above, is_own=False)
    promised(8, done=8)
    assert cell(world, above, "superintendent").sentence == WORDS
    assert cell(world, above, "stranger").sentence == WORDS


@pytest.mark.parametrize(
    ("promised", "done", "state"),
    [(4, 4, "thin"), (8, 6, "holds"), (8, 5, "thin"), (8, 4, "thin"), (8, 3, "broken")],
)
def test_state_follows_from_the_share_that_is_done(promised, done, state):
    assert state_of(promised=promised, done=done) == state


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(world, promised, count, django_assert_num_queries):
    promised(2, done=1)
    more = [
        begin_priority(world.birch, Said(statement=f"P{n}"), by=world.viewer("other_principal"))
        for n in range(count)
    ]
    viewer = world.viewer("supervisor")
    with django_assert_num_queries(6):
        practice(more, viewer)


MENDS = [  # so many promised, so many of them done, by so many people; as the principal, and others
    (0, 0, 1, "untested", "untested", "A team that promises a first step by a day would test it."),
    (
        4,
        4,
        1,
        "thin",
        "untested",
        "It is too little to tell yet: a few more promises with a day would.",
    ),
    (9, 8, 9, "holds", "holds", ""),
    (
        9,
        5,
        9,
        "thin",
        "thin",
        "It holds when three of four promises are done: do, move or drop those open.",
    ),
    (
        9,
        3,
        9,
        "broken",
        "broken",
        "Ask what got in the way, and promise less that can be done.",
    ),
]


@pytest.mark.parametrize(("count", "done", "people", "own", "others", "mending"), MENDS)
def test_each_state_says_to_everybody_what_would_mend_it(
    world, priority, promised, count, done, people, own, others, mending
):
    promised(count, done=done, people=people)
    told, heard = (cell(world, priority, name) for name in ("principal", "superintendent"))
    assert (told.state, told.mending) == (own, mending)
    later = "When 8 people have promised something for it, everybody hears."
    assert (heard.state, heard.mending) == (others, mending if own == others else later)
