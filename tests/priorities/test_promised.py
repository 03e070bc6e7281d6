"""The page behind the practice column: each reads what is hers to see."""

from datetime import timedelta

import pytest

from convergent import clock
from convergent.people.models import Role
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.models import Commitment, Decision
from convergent.priorities.presenters.promised import promised_page
from tests.priorities.meeting import prepared


@pytest.fixture
def priority(world):
    said = Said(statement="We argue", is_own=True)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


@pytest.fixture
def promised(world, priority):
    """A function: the coach promises the team one thing."""

    def promise(what, *, state="open", days_ago=20, priority=priority):
        day = clock.today() - timedelta(days=days_ago)
        return Commitment.objects.create(
            team=world.team,
            priority=priority,
            what=what,
            person=world.coach,
            role=Role.objects.get(place=world.ash, kind="coach"),
            made_on=day,
            first_due_on=day,
            due_on=day,
            state=state,
            ended_on=None if state == "open" else day,
        )

    return promise


def read(world, priority, name):
    page = promised_page(priority, viewer=world.viewer(name))
    return [(part.name, [line.commitment.what for line in part.lines]) for part in page.parts]


def test_commitments_stand_by_their_state(world, priority, promised):
    promised("Plan a lesson")
    promised("Ask the class", state="done")
    promised("Buy a board", state="let go")
    promised("Long ago", state="done", days_ago=300)
    promised("Long open", days_ago=300)
    promised("For something else", priority=None)
    assert read(world, priority, "principal") == [
        ("open", ["Long open", "Plan a lesson"]),
        ("done", ["Ask the class"]),
        ("let_go", ["Buy a board"]),
    ]
    page = promised_page(priority, viewer=world.viewer("principal"))
    assert page.headline == "2 promises are open, 1 done"


@pytest.mark.parametrize("name", ["supervisor", "superintendent", "assistant", "other_principal"])
def test_others_see_nothing_of_what_a_team_promised(world, priority, promised, name):
    promised("Plan a lesson")
    meeting = prepared(world)
    Decision.objects.create(
        meeting=meeting, text="We ask", priority=priority, by=world.teacher, made_at=clock.now()
    )
    page = promised_page(priority, viewer=world.viewer(name))
    assert (page.headline, page.parts, page.decisions) == ("You see no promise for it", (), ())
    own = promised_page(priority, viewer=world.viewer("principal"))
    assert [line.decision.text for line in own.decisions] == ["We ask"]


def test_what_serves_an_aligned_priority_stands_above(world, priority, promised):
    above = begin_priority(
        world.northfield, Said(statement="Reading"), by=world.viewer("superintendent")
    )
    type(priority).objects.filter(pk=priority.pk).update(aligned_to=above, is_own=False)
    promised("Plan a lesson")
    assert read(world, above, "coach") == [("open", ["Plan a lesson"])]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(
    world, priority, promised, count, django_assert_num_queries
):
    for number in range(count):
        for state in ("open", "done", "let go"):
            promised(f"{state} {number}", state=state)
    viewer = world.viewer("principal")
    with django_assert_num_queries(8):
        promised_page(priority, viewer=viewer)
