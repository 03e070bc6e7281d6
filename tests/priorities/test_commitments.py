"""Commitments: whose they are, also after somebody has gone, and what became of them."""

from datetime import timedelta

import pytest

from convergent.errors import BadInput, NotThere
from convergent.people.actions.conflicts import Conflict
from convergent.people.viewer import viewer_of
from convergent.priorities.access.commitments import commitments_kept_by, visible_commitments
from convergent.priorities.actions.commitments import (
    Promised,
    carry_over,
    commit_to,
    finish,
    let_go,
    take_up_again,
)
from convergent.priorities.agenda.teams import promises_that_nobody_keeps
from convergent.priorities.models import Commitment
from convergent.priorities.queries.commitments import FollowThrough, follow_through, keepers_of
from tests.priorities.meeting import prepared, viewer_in
from tests.world import hold, make_person


@pytest.fixture
def meeting(world):
    return prepared(world)


@pytest.fixture
def promise(world, meeting):
    """A function: somebody promises something, due some days from now."""

    def make(name, *, days=7, what="Bring work of five students"):
        by = world.viewer("teacher")
        due = by.today + timedelta(days=days)
        promised = Promised(what=what, term=world.people[name].terms.earliest("pk"), due_on=due)
        return commit_to(meeting, promised, by=by)

    return make


def _as(world, name, kind):
    """The term in which somebody of the world holds that kind of role."""
    return world.people[name].terms.get(role__kind=kind)


@pytest.fixture
def by_coach(world, meeting):
    by = world.viewer("teacher")
    promised = Promised(what="A cover plan", term=_as(world, "coach", "coach"), due_on=by.today)
    return commit_to(meeting, promised, by=by)


def _leave(world, name, kind):
    """Yesterday was the last day in that role."""
    term = _as(world, name, kind)
    term.ends_on = world.viewer("principal").today - timedelta(days=1)
    term.save()


def _of(viewer):
    return list(commitments_kept_by(viewer))


def test_it_is_in_nobody_elses_hands_than_whoever_promised_it(world, by_coach):
    assert _of(world.viewer("coach")) == [by_coach]
    for other in ("teacher", "colleague", "principal", "supervisor", "stranger"):
        assert _of(world.viewer(other)) == []


def test_when_a_term_ends_it_is_for_whoever_holds_the_role_next(world, by_coach):
    _leave(world, "coach", "coach")
    new = make_person(world.northfield, "Noor Haddad")
    hold(new, "coach", world.ash, starts_on=world.viewer("principal").today)
    successor = viewer_of(new, world.viewer("principal").today)
    assert _of(successor) == [by_coach]
    assert keepers_of([by_coach], day=successor.today) == {by_coach.pk: (new,)}
    finish(by_coach, by=successor)
    assert Commitment.objects.get().ended_by == new


def test_between_two_holders_it_is_nobodys_and_the_team_still_sees_it(world, by_coach):
    _leave(world, "coach", "coach")
    today = world.viewer("principal").today
    assert keepers_of([by_coach], day=today) == {by_coach.pk: ()}
    assert list(Commitment.objects.kept_by_nobody(today)) == [by_coach]
    assert list(visible_commitments(world.viewer("teacher"))) == [by_coach]


def test_what_nobody_keeps_is_on_the_today_of_whoever_facilitates(world, meeting, by_coach):
    """And of whoever leads the school; of nobody else on the team."""
    _leave(world, "coach", "coach")
    meeting.seats.update(part="")
    meeting.seats.filter(person=world.colleague).update(part="facilitates")
    told = {
        name: [item.title for item in promises_that_nobody_keeps(world.viewer(name))]
        for name in ("colleague", "principal", "teacher", "supervisor")
    }
    found = ["Nobody has it now: A cover plan"]
    assert told == {"colleague": found, "principal": found, "teacher": [], "supervisor": []}


def test_from_a_role_that_many_hold_it_passes_to_nobody_by_itself(world, meeting):
    by = world.viewer("colleague")
    term = _as(world, "teacher", "teacher")
    made = commit_to(meeting, Promised(what="W", term=term, due_on=by.today), by=by)
    assert keepers_of([made], day=by.today) == {made.pk: (world.teacher,)}
    _leave(world, "teacher", "teacher")
    assert _of(world.viewer("colleague")) == []
    assert keepers_of([made], day=by.today) == {made.pk: ()}
    carried = carry_over(made, due_on=made.due_on, term=_as(world, "colleague", "teacher"), by=by)
    assert (carried.times_carried, _of(world.viewer("colleague"))) == (0, [made])


def test_a_second_coach_does_not_inherit_while_the_first_is_there(world, by_coach):
    beside = make_person(world.northfield, "Noor Haddad")
    hold(beside, "coach", world.ash)
    today = world.viewer("principal").today
    assert _of(viewer_of(beside, today)) == []
    assert not visible_commitments(viewer_of(beside, today)).exists()


def test_a_term_renewed_in_the_same_role_leaves_it_with_the_same_person(world, by_coach):
    _leave(world, "coach", "coach")
    today = world.viewer("principal").today
    hold(world.coach, "coach", world.ash, starts_on=today)
    assert _of(viewer_of(world.coach, today)) == [by_coach]


def test_one_who_is_not_on_the_team_sees_her_own_and_no_other(world, by_coach, promise):
    promise("teacher")
    assert list(visible_commitments(world.viewer("coach"))) == [by_coach]


@pytest.mark.parametrize("who", ["assistant", "supervisor", "steward", "stranger"])
def test_nobody_else_sees_or_ends_one(world, by_coach, who):
    assert not visible_commitments(world.viewer(who)).exists()
    with pytest.raises(NotThere):
        finish(by_coach, by=world.viewer(who))


def test_done_twice_is_done_once_and_can_be_taken_back(world, by_coach):
    coach = world.viewer("coach")
    finish(by_coach, by=coach)
    finish(by_coach, by=world.viewer("teacher"))
    done = Commitment.objects.get()
    assert (done.state, done.ended_on, done.ended_by) == ("done", coach.today, world.coach)
    with pytest.raises(BadInput, match="ended this already"):
        let_go(by_coach, reason="Late", by=coach)
    take_up_again(done, by=coach)
    assert (Commitment.objects.get().state, Commitment.objects.get().ended_on) == ("open", None)


def test_carried_over_it_remembers_by_when_it_was_promised_at_first(world, by_coach):
    coach = world.viewer("coach")
    later = coach.today + timedelta(days=14)
    carried = carry_over(by_coach, due_on=later, version=1, by=coach)
    assert (carried.first_due_on, carried.due_on, carried.times_carried) == (coach.today, later, 1)
    with pytest.raises(Conflict):
        carry_over(by_coach, due_on=later, version=1, by=coach)
    with pytest.raises(BadInput, match="from today on"):
        carry_over(by_coach, due_on=coach.today - timedelta(days=1), by=coach)


def test_letting_go_needs_a_reason(world, by_coach):
    with pytest.raises(BadInput, match="Say why"):
        let_go(by_coach, reason=" ", by=world.viewer("coach"))
    let_go(by_coach, reason="The room is taken", by=world.viewer("coach"))
    assert (Commitment.objects.get().state, Commitment.objects.get().why) == (
        "let go",
        "The room is taken",
    )


def test_follow_through_counts_what_fell_due_by_the_day_promised_at_first(world, meeting, promise):
    in_time, late, gone, open_one = (promise("coach", days=days) for days in (5, 5, 6, 7))
    promise("coach", days=60)  # not due yet
    finish(in_time, by=viewer_in(world, "coach", 5))
    finish(late, by=viewer_in(world, "coach", 9))
    let_go(gone, reason="No need", by=world.viewer("coach"))
    carry_over(open_one, due_on=open_one.due_on + timedelta(days=30), by=world.viewer("coach"))
    day = world.viewer("coach").today + timedelta(days=20)
    assert follow_through(world.team, day=day) == FollowThrough(promised=4, done=2, in_time=1)


def test_a_stranger_cannot_be_promised_for(world, meeting):
    by = world.viewer("teacher")
    promised = Promised(what="W", term=world.term("stranger"), due_on=by.today)
    with pytest.raises(BadInput, match="works in this district"):
        commit_to(meeting, promised, by=by)
