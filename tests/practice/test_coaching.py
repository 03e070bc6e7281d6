"""A cycle is the pair's: who may begin it, how it goes, what of it leaves the two."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from convergent import clock
from convergent.errors import BadInput, NotThere
from convergent.outbox.models import Message
from convergent.people.viewer import viewer_today
from convergent.practice.access.coaching import (
    coaches_for,
    own_cycles,
    terms_coached_by,
    visible_participation,
)
from convergent.practice.actions.coaching import (
    agree_to_coaching,
    ask_for_coaching,
    decline_coaching,
    end_coaching,
    invite_to_coaching,
    note_meeting,
    pause_coaching,
)
from convergent.practice.models import CoachingCycle, CoachingMeeting
from convergent.practice.presenters.participation import participation_page
from tests.practice.pairs import (
    asked,
    evaluated_by_her_coach,
    met,
    paired,
    stored,
    told_of,
)
from tests.practice.visiting import later
from tests.world import hold

pytestmark = pytest.mark.django_db


def test_without_a_rule_there_is_nothing(world):
    cycle = paired(world)
    met(world, cycle)
    assert CoachingCycle.objects.count() == CoachingMeeting.objects.count() == 0
    assert world.teacher.coached_in.count() == cycle.meetings.count() == 0


def test_it_begins_when_the_other_agrees_and_not_before(world):
    cycle = asked(world)
    with pytest.raises(BadInput, match="consent"):
        agree_to_coaching(cycle, by=world.viewer("teacher"))
    begun = agree_to_coaching(cycle, by=world.viewer("coach"))
    assert (begun.began_on, begun.next_on) == (clock.today(), clock.today() + timedelta(weeks=2))


def test_coach_offers_and_the_teacher_consents(world):
    cycle = invite_to_coaching(world.teacher, every_weeks=1, by=world.viewer("coach"))
    assert agree_to_coaching(cycle, by=world.viewer("teacher")).runs


def test_who_says_no_leaves_nothing_running_and_may_be_asked_again(world):
    told_of(world)
    decline_coaching(asked(world), by=world.viewer("coach"))
    assert not visible_participation(world.viewer("principal")).exists()
    assert paired(world).runs


@pytest.mark.parametrize("other", ["principal", "colleague", "other_principal", "stranger"])
def test_only_a_coach_of_ones_school_can_be_asked(world, other):
    with pytest.raises(BadInput):
        ask_for_coaching(world.people[other], by=world.viewer("teacher"))


def test_evaluator_is_neither_asked_nor_offers(world):
    assert list(coaches_for(world.viewer("teacher"))) == [world.coach]
    evaluated_by_her_coach(world)
    assert not coaches_for(world.viewer("teacher")).exists()
    taught = terms_coached_by(world.viewer("coach")).values_list("person", flat=True)
    assert set(taught) == {world.colleague.pk}
    with pytest.raises(BadInput):
        invite_to_coaching(world.teacher, by=world.viewer("coach"))


def test_a_pair_has_one_open_cycle(world):
    paired(world)
    with pytest.raises(BadInput, match="already"):
        invite_to_coaching(world.teacher, by=world.viewer("coach"))


def test_database_refuses_a_cycle_that_somebody_else_asked_for(world):
    wrong = {"place": world.ash, "asked_on": clock.today(), "touched_on": clock.today()}
    with pytest.raises(IntegrityError), transaction.atomic():
        CoachingCycle(
            teacher=world.teacher, coach=world.coach, asked_by=world.principal, **wrong
        ).save()


def test_meeting_sets_the_next_day_and_the_same_day_counts_once(world):
    cycle = paired(world)
    met(world, cycle, minutes=30)
    met(world, cycle, minutes=45)
    meeting = CoachingMeeting._base_manager.get()
    assert (meeting.minutes, stored(cycle).next_on) == (45, clock.today() + timedelta(weeks=2))


@pytest.mark.parametrize(
    "wrong",
    [{"days_ago": 1}, {"days_ago": -1}, {"minutes": 0}, {"minutes": 241}, {"kind": "scolding"}],
)
def test_meeting_that_cannot_be_is_refused(world, wrong):
    cycle = paired(world)
    with pytest.raises(BadInput):
        met(world, cycle, **wrong)


def test_paused_nothing_is_due_until_it_is_taken_up_again(world):
    cycle = paired(world)
    assert pause_coaching(cycle, by=world.viewer("teacher")).paused_on == clock.today()
    with later(days=30):
        coach = viewer_today(world.coach)
        again = pause_coaching(cycle, by=coach)
        assert (again.paused_on, again.next_on) == (None, clock.today() + timedelta(weeks=2))


def test_ended_it_does_not_run_any_more(world):
    cycle = paired(world)
    ended = end_coaching(cycle, is_completed=True, by=world.viewer("coach"))
    assert (ended.runs, ended.is_completed, ended.next_on) == (False, True, None)
    with pytest.raises(BadInput):
        note_meeting(cycle, day=clock.today(), minutes=9, kind="work", by=world.viewer("teacher"))


@pytest.mark.parametrize("who", ["principal", "supervisor", "superintendent", "steward"])
def test_nobody_else_does_anything_in_a_cycle(world, who):
    cycle = paired(world)
    for act in (pause_coaching, agree_to_coaching, decline_coaching):
        with pytest.raises(NotThere):
            act(cycle, by=world.viewer(who))


# ---- What leaves the pair


def test_participation_is_told_where_the_agreement_allows_it_and_both_were_told(world):
    told_of(world)
    met(world, paired(world), minutes=80)
    page = participation_page(world.viewer("principal"))
    assert page.headline == "Coaching reached 1 teacher this school year"
    (line,) = page.lines
    assert (line.teacher, line.coach, line.time) == (
        "Tom Ngata",
        "Carla Duarte",
        "1 time, 1 hour 20 minutes",
    )


def test_cycle_that_began_before_the_agreement_said_so_stays_untold(world):
    cycle = paired(world)
    told_of(world)
    assert stored(cycle).runs
    assert participation_page(world.viewer("principal")).lines == ()


def test_cycle_to_which_one_agreed_untold_stays_untold(world):
    cycle = asked(world)
    told_of(world)
    agree_to_coaching(cycle, by=world.viewer("coach"))
    assert participation_page(world.viewer("principal")).lines == ()


def test_agreement_that_no_longer_says_so_ends_it(world):
    holds = told_of(world)
    paired(world)
    assert visible_participation(world.viewer("principal")).exists()
    holds.tells_of_coaching = False
    holds.save()
    assert not visible_participation(world.viewer("principal")).exists()


def test_participation_reaches_the_principal_alone_where_the_coach_is_the_schools(world):
    told_of(world)
    paired(world)
    seeing = {
        name
        for name in world.people
        if world.viewer(name) and visible_participation(world.viewer(name)).exists()
    }
    assert seeing == {"principal"}


def test_coach_of_a_network_has_its_supervisor_told(world):
    told_of(world)
    hold(world.coach, "coach", world.hill)
    paired(world)
    assert visible_participation(world.viewer("supervisor")).count() == 1


# ---- The coach changes


def test_coach_who_becomes_the_evaluator_loses_the_cycle_that_day(world):
    cycle = paired(world)
    assert own_cycles(world.viewer("coach")).get() == cycle
    evaluated_by_her_coach(world)
    assert not own_cycles(world.viewer("coach")).exists()
    assert own_cycles(world.viewer("teacher")).get() == cycle


def test_she_does_not_get_it_back_when_she_evaluates_no_more(world):
    paired(world)
    evaluation = evaluated_by_her_coach(world)
    evaluation.ends_on = clock.today()
    evaluation.save()
    with later(days=40):
        coach = viewer_today(world.coach)
        assert not own_cycles(coach).exists()


def test_former_evaluator_may_coach_anew(world):
    evaluation = evaluated_by_her_coach(world)
    evaluation.ends_on = clock.today()
    evaluation.save()
    with later(days=1):
        cycle = ask_for_coaching(world.coach, by=viewer_today(world.teacher))
        agree_to_coaching(cycle, by=viewer_today(world.coach))
        assert own_cycles(viewer_today(world.coach)).get() == cycle


def test_after_the_coach_leaves_the_cycle_stays_the_teachers(world):
    cycle = paired(world)
    term = world.term("coach")
    term.ends_on = clock.today()
    term.save()
    hold(world.coach, "coach", world.birch)
    with later(days=1):
        assert not own_cycles(viewer_today(world.coach)).exists()
        assert own_cycles(viewer_today(world.teacher)).get() == cycle


def test_being_asked_is_told_by_an_email_that_says_nothing_of_it(world):
    asked(world)
    message = Message.objects.get(to=world.coach.email)
    assert message.subject == "There is something new for you in Convergent"
    assert "Tom" not in message.body
