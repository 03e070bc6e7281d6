"""What is asked: absorbed into a place's own priorities, seen when it is not, and counted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import ProtectedError

from convergent.errors import BadInput, NotThere
from convergent.people.actions.conflicts import Conflict
from convergent.people.today import Group, agenda_of
from convergent.priorities.actions.priorities import Said, begin_priority, end_priority
from convergent.priorities.actions.requirements import (
    Demand,
    WhatIsDue,
    change_requirement,
    hand_in,
    meet_requirement,
    withdraw_requirement,
    write_requirement,
)
from convergent.priorities.models import Answer, HandedIn
from convergent.priorities.presenters.requirement import requirement_page
from convergent.priorities.presenters.requirements import requirements_page
from convergent.priorities.queries.requirements import (
    Load,
    asked_at,
    duplicates_among,
    load_by_month,
    spread_within,
)


@pytest.fixture
def head(world):
    return world.viewer("superintendent")


@pytest.fixture
def principal(world):
    return world.viewer("principal")


@pytest.fixture
def priority(world, principal):
    return begin_priority(world.ash, Said(statement="We argue", is_own=True), by=principal)


def demand(title="Attendance plan", **more):
    told = {"source": "state", "asked_by": "Department of Education", **more}
    return Demand(title=title, **told)


def due(viewer, days, what="Plan", hours=None):
    return WhatIsDue(viewer.today + timedelta(days=days), what, hours and Decimal(hours))


@pytest.fixture
def of_schools(world, head):
    asked = demand(of_each_school=True, dues=(due(head, 10, hours=6), due(head, 90, "Report")))
    return write_requirement(world.northfield, asked, by=head)


def titles(asked):
    return [one.requirement.title for one in asked]


def test_what_is_asked_of_each_school_is_asked_of_every_school_and_no_other_place(
    world, head, of_schools
):
    assert titles(asked_at(head, world.ash)) == titles(asked_at(head, world.birch))
    assert titles(asked_at(head, world.ash)) == ["Attendance plan"]
    for place in ("northfield", "hill", "team"):
        assert asked_at(head, world.places[place]) == []
    assert asked_at(world.viewer("stranger"), world.cove) == []


def test_principal_absorbs_a_state_demand_into_a_priority(world, principal, priority, of_schools):
    (before,) = asked_at(principal, world.ash)
    assert before.answer is None
    how = "Our page, with its measures"
    meet_requirement(
        of_schools, world.ash, priority=priority, how=how, team=world.team, version=0, by=principal
    )
    (after,) = asked_at(principal, world.ash)
    assert (after.answer.priority, after.answer.how, after.answer.team) == (
        priority,
        how,
        world.team,
    )
    page = requirements_page(world.ash, viewer=principal, day=principal.today)
    assert page.headline == "Everything asked of Ash School is met by what it works on"
    assert (page.orphans, [met.statement for met in page.met]) == ((), ["We argue"])


def test_today_says_what_serves_no_priority_until_it_does(world, principal, priority, of_schools):
    def waiting():
        groups, _more = agenda_of(world.viewer("principal"))
        every = [one.items for one in groups if one.title == Group.WAITING.title]
        return [item.title for items in every for item in items]

    assert "“Attendance plan” serves none of your priorities yet" in waiting()
    meet_requirement(of_schools, world.ash, priority=priority, how="So", by=principal)
    assert "“Attendance plan” serves none of your priorities yet" not in waiting()
    assert "Plan" in waiting()
    hand_in(of_schools.dues.first(), world.ash, by=principal)
    assert "Plan" not in waiting()


def test_same_data_under_other_spelling_is_asked_for_twice(world, head):
    for title, data in (("A", ("Attendance, by grade",)), ("B", ("attendance by grade", "goals"))):
        write_requirement(world.northfield, demand(title, of_each_school=True, data=data), by=head)
    (twice,) = duplicates_among(asked_at(head, world.ash))
    assert sorted(one.title for one in twice.requirements) == ["A", "B"]
    above = requirements_page(world.northfield, viewer=head, day=head.today)
    assert above.lead == "2 requirements ask for “Attendance, by grade”."


def test_load_counts_what_is_due_by_team_and_month(world, principal, priority, of_schools):
    own = write_requirement(
        world.ash, demand("Grant", dues=(due(principal, 10, hours=4),)), by=principal
    )
    meet_requirement(
        of_schools, world.ash, priority=priority, how="So", team=world.team, by=principal
    )
    asked = asked_at(principal, world.ash)
    first = principal.today
    load = load_by_month(asked, first=first, last=first + timedelta(days=60), by_team=True)
    month = first + timedelta(days=10)
    assert load == {
        "6th-grade team": {(month.year, month.month): Load(1, 6.0)},
        "": {(month.year, month.month): Load(1, 4.0)},
    }
    assert own.title == "Grant"


def test_district_sees_how_many_schools_have_said_how(world, head, principal, priority, of_schools):
    meet_requirement(of_schools, world.ash, priority=priority, how="So", by=principal)
    (spread,) = spread_within(head, world.northfield)
    assert (spread.answered, spread.schools) == (1, 2)
    (of_network,) = spread_within(head, world.hill)
    assert (of_network.answered, of_network.schools) == (1, 2)


def test_nobody_but_its_lead_says_how_a_school_meets_it(world, head, priority, of_schools):
    for who in ("superintendent", "supervisor", "other_principal", "assistant", "stranger"):
        by = world.viewer(who)
        with pytest.raises(NotThere):
            meet_requirement(of_schools, world.ash, priority=priority, how="So", by=by)
    assert not Answer.objects.exists()


def test_it_is_met_by_a_running_priority_of_the_place_itself(
    world, principal, priority, of_schools
):
    beside = world.viewer("other_principal")
    other = begin_priority(world.birch, Said(statement="Theirs", is_own=True), by=beside)
    end_priority(priority, reason="Done", by=principal)
    priority.refresh_from_db()
    for one in (other, priority):
        with pytest.raises(BadInput, match="a priority that this place works on now"):
            meet_requirement(of_schools, world.ash, priority=one, how="So", by=principal)


def test_two_who_answer_at_once_are_told(world, principal, priority, of_schools):
    meet_requirement(of_schools, world.ash, priority=priority, how="1", version=0, by=principal)
    with pytest.raises(Conflict):
        meet_requirement(of_schools, world.ash, priority=priority, how="2", version=0, by=principal)
    assert Answer.objects.get().how == "1"


def test_other_days_keep_what_was_handed_in_for_a_day_that_stays(
    world, head, principal, of_schools
):
    first = of_schools.dues.first()
    hand_in(first, world.ash, by=principal)
    hand_in(first, world.ash, by=principal)
    asked = demand(of_each_school=True, dues=(due(head, 10, hours=8), due(head, 50, "Survey")))
    change_requirement(of_schools, asked, version=1, by=head)
    told = [(str(one.what), one.hours, one.handed_in.count()) for one in of_schools.dues_now()]
    assert told == [("Plan", Decimal(8), 1), ("Survey", None, 0)]
    assert HandedIn.objects.count() == 1


def test_day_in_other_words_or_moved_keeps_what_schools_handed_in(world, head, of_schools):
    first, second = of_schools.dues_now()
    for who, place in (("principal", world.ash), ("other_principal", world.birch)):
        hand_in(first, place, by=world.viewer(who))
    moved = WhatIsDue(first.day + timedelta(days=2), "Plan.", known=first.pk)
    change_requirement(of_schools, demand(of_each_school=True, dues=(moved,)), by=head)
    (now,) = of_schools.dues_now()
    assert (now.pk, now.what, now.handed_in.count()) == (first.pk, "Plan.", 2)
    assert [one.pk for one in of_schools.dues.exclude(withdrawn_on=None)] == [second.pk]


def test_two_days_change_places_and_keep_what_was_handed_in(world, head, principal, of_schools):
    first, second = of_schools.dues_now()
    hand_in(first, world.ash, by=principal)
    swapped = (
        WhatIsDue(second.day, second.what, known=first.pk),
        WhatIsDue(first.day, first.what, known=second.pk),
    )
    change_requirement(of_schools, demand(of_each_school=True, dues=swapped), by=head)
    told = [(one.pk, one.handed_in.count()) for one in of_schools.dues_now()]
    assert told == [(second.pk, 0), (first.pk, 1)]


def test_day_asked_for_no_more_keeps_what_was_handed_in_and_takes_no_more(
    world, head, principal, of_schools
):
    first = of_schools.dues_now()[0]
    hand_in(first, world.ash, by=principal)
    change_requirement(of_schools, demand(of_each_school=True), by=head)
    (asked,) = asked_at(principal, world.ash)
    assert asked.dues == ()
    (line,) = requirement_page(of_schools, viewer=principal).dues
    assert line.handed_in.startswith("asked for no more; handed in on")
    with pytest.raises(NotThere):
        hand_in(first, world.birch, by=world.viewer("other_principal"))
    with pytest.raises(ProtectedError):
        first.delete()


def test_what_is_asked_no_more_stands_nowhere_and_takes_no_answer(
    world, head, principal, priority, of_schools
):
    withdraw_requirement(of_schools, by=head)
    assert asked_at(principal, world.ash) == []
    with pytest.raises(BadInput, match="asked no more"):
        meet_requirement(of_schools, world.ash, priority=priority, how="So", by=principal)
    with pytest.raises(BadInput, match="asked no more"):
        change_requirement(of_schools, demand(), by=head)


def test_a_school_has_no_schools_to_ask(world, principal):
    with pytest.raises(BadInput, match="Only a district or a network"):
        write_requirement(world.ash, demand(of_each_school=True), by=principal)
