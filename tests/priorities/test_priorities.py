"""Beginning, changing and ending: few, aligned upward, and nothing changes without a reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotThere
from convergent.people.actions.conflicts import Conflict
from convergent.people.actions.terms import start_term, undo_last
from convergent.people.viewer import viewer_of
from convergent.priorities.access.priorities import visible_priorities
from convergent.priorities.actions.priorities import (
    Said,
    begin_priority,
    change_priority,
    end_priority,
)
from convergent.priorities.models import Priority, PriorityVersion
from convergent.priorities.presenters.lines import leader_of
from convergent.priorities.queries.priorities import priorities_at, worded_on
from tests.world import hold, make_person, make_place


@pytest.fixture
def principal(world):
    return world.viewer("principal")


@pytest.fixture
def above(world):
    return begin_priority(
        world.northfield, Said(statement="We read"), by=world.viewer("superintendent")
    )


def own(statement="We argue from texts", **more):
    return Said(statement=statement, is_own=True, **more)


def test_beginning_keeps_the_first_version_and_its_audit_row(world, principal):
    begun = begin_priority(world.ash, own(why="They find it, but cannot defend it"), by=principal)
    first = begun.versions.get()
    assert (first.number, first.deed, first.why, first.by) == (
        1,
        "begun",
        begun.why,
        world.principal,
    )
    row = AuditRow.objects.get(thing_id=str(begun.pk))
    assert (row.action, row.by, row.why) == ("begin priority", world.principal.pk, "leads-school")


def test_change_keeps_both_wordings_and_the_reason(world, principal, above):
    begun = begin_priority(world.ash, own(), by=principal)
    said = Said(statement="We argue from texts, daily", aligned_to=above)
    change_priority(begun, said, reason=" Weekly was too seldom ", version=1, by=principal)
    told = [(one.number, one.statement, one.reason) for one in begun.versions.all()]
    assert told == [
        (2, "We argue from texts, daily", "Weekly was too seldom"),
        (1, "We argue from texts", ""),
    ]


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_nothing_changes_or_ends_without_a_reason(world, principal, reason):
    begun = begin_priority(world.ash, own(), by=principal)
    with pytest.raises(BadInput, match="Say why"):
        change_priority(begun, own("Other"), reason=reason, by=principal)
    with pytest.raises(BadInput, match="Say why"):
        end_priority(begun, reason=reason, by=principal)
    assert Priority.objects.get().statement == "We argue from texts"


def test_database_refuses_a_version_without_a_reason(world, principal):
    begun = begin_priority(world.ash, own(), by=principal)
    changed = PriorityVersion(
        priority=begun, number=2, deed="changed", statement="x", made_on=principal.today
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        changed.save()


def test_fourth_priority_of_a_school_is_refused_until_one_ends(world, principal):
    first, *_ = [begin_priority(world.ash, own(f"Number {n}"), by=principal) for n in range(3)]
    with pytest.raises(BadInput, match="works on 3 priorities already"):
        begin_priority(world.ash, own("Number 4"), by=principal)
    end_priority(first, reason="We know it by heart", by=principal)
    begin_priority(world.ash, own("Number 4"), by=principal)
    assert priorities_at(principal, world.ash, day=principal.today).count() == 3


def test_cap_is_the_districts_own(world, principal, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.__class__(
        settings.CONFIGURATION.home, {**settings.CONFIGURATION.values, "school_priorities": 1}
    )
    begin_priority(world.ash, own(), by=principal)
    with pytest.raises(BadInput, match="works on 1 priority already"):
        begin_priority(world.ash, own("Another"), by=principal)


def test_alignment_goes_upward_alone_so_no_circle_closes(world, principal, above):
    mine = begin_priority(world.ash, Said(statement="Mine", aligned_to=above), by=principal)
    beside = begin_priority(world.birch, own("Beside"), by=world.viewer("other_principal"))
    head = world.viewer("superintendent")
    for one, onto, by in ((above, mine, head), (above, above, head), (mine, beside, principal)):
        said = Said(statement="Turned", aligned_to=onto)
        with pytest.raises(BadInput, match="only to one of a place above"):
            change_priority(one, said, reason="Turned", by=by)


def test_a_priority_of_another_district_cannot_be_carried(world, principal):
    theirs = begin_priority(world.cove, own("Theirs"), by=world.viewer("stranger"))
    with pytest.raises(BadInput, match="only to one of a place above"):
        begin_priority(world.ash, Said(statement="Mine", aligned_to=theirs), by=principal)


def test_what_ended_above_cannot_be_taken_up_but_may_stay(world, principal, above):
    mine = begin_priority(world.ash, Said(statement="Mine", aligned_to=above), by=principal)
    end_priority(above, reason="Done", by=world.viewer("superintendent"))
    above.refresh_from_db()
    with pytest.raises(BadInput, match="has ended"):
        begin_priority(world.ash, Said(statement="Late", aligned_to=above), by=principal)
    said = Said(statement="Mine, better said", aligned_to=above)
    assert change_priority(mine, said, reason="Words", by=principal).aligned_to == above


def test_two_who_change_it_at_once_are_told(world, principal):
    begun = begin_priority(world.ash, own(), by=principal)
    change_priority(begun, own("First"), reason="Because", version=1, by=principal)
    with pytest.raises(Conflict):
        change_priority(begun, own("Second"), reason="Because", version=1, by=principal)
    assert Priority.objects.get().statement == "First"


def test_lead_whose_term_ended_leads_no_more_but_a_following_term_does(world, principal):
    began = principal.today - timedelta(days=100)
    coach = make_person(world.northfield, "Ada Lim")
    term = hold(coach, "coach", world.ash, starts_on=began)
    begin_priority(world.ash, own(lead=term), by=principal)

    def leader():
        return leader_of(priorities_at(principal, world.ash, day=principal.today).get())

    assert leader() == "Ada Lim"
    term.ends_on = principal.today - timedelta(days=1)
    term.save()
    assert leader() == ""
    hold(coach, "coach", world.ash, starts_on=principal.today)
    assert leader() == "Ada Lim"


def test_team_lead_writes_for_the_team_and_the_principal_too(world, principal):
    hold(world.teacher, "teamLead", world.team)
    begin_priority(world.team, own("We plan together"), by=world.viewer("teacher"))
    begin_priority(world.team, own("We look at work"), by=principal)
    with pytest.raises(NotThere):
        begin_priority(world.team, own("More"), by=world.viewer("supervisor"))


@pytest.mark.parametrize(
    ("who", "place"),
    [
        ("supervisor", "ash"),
        ("superintendent", "ash"),
        ("steward", "northfield"),
        ("other_principal", "ash"),
        ("stranger", "ash"),
        ("assistant", "ash"),
        ("principal", "birch"),
    ],
)
def test_nobody_else_writes_a_priority_of_the_place(world, who, place):
    with pytest.raises(NotThere):
        begin_priority(world.places[place], own(), by=world.viewer(who))
    assert not Priority.objects.exists()


def test_whoever_no_longer_leads_the_school_writes_no_more(world, principal):
    begun = begin_priority(world.ash, own(), by=principal)
    hold(world.principal, "teacher", world.ash)
    term = world.principal.terms.get(role__kind="principal")
    term.ends_on = principal.today - timedelta(days=1)
    term.save()
    with pytest.raises(NotThere):
        end_priority(begun, reason="Gone", by=viewer_of(world.principal, principal.today))


def test_strangers_can_neither_lead_nor_be_the_team(world, principal):
    elsewhere = make_place("team", "Their team", world.hill)
    with pytest.raises(BadInput, match="somebody who works in this district"):
        begin_priority(world.ash, own(lead=world.term("stranger")), by=principal)
    with pytest.raises(BadInput, match="a team of this place"):
        begin_priority(world.ash, own(team=elsewhere), by=principal)


def test_a_past_day_shows_what_was_worked_on_then_in_the_words_of_then(world, principal):
    begun = begin_priority(world.ash, own(), by=principal)
    then = principal.today - timedelta(days=300)
    Priority.objects.update(starts_on=then)
    PriorityVersion.objects.update(made_on=then)
    change_priority(begun, own("In other words"), reason="Clearer", by=principal)
    end_priority(begun, reason="Done", by=principal)
    before = principal.today - timedelta(days=10)
    found = list(priorities_at(principal, world.ash, day=before))
    assert worded_on(found, day=before) == {begun.pk: "We argue from texts"}
    assert not priorities_at(principal, world.ash, day=principal.today).exists()


def test_districts_do_not_see_each_other(world, principal, above):
    assert not visible_priorities(world.viewer("stranger")).exists()
    assert visible_priorities(principal).get() == above


def test_term_that_is_taken_back_leaves_the_priority_without_a_lead(world, principal):
    """Whoever gave the role by mistake today can still undo it."""
    role = world.role("coach", "ash")
    newcomer = make_person(world.northfield, "Ada Lim")
    term = start_term(role, newcomer, starts_on=principal.today, by=principal)
    begun = begin_priority(world.ash, own(lead=term), by=principal)
    undo_last(term, version=term.version, by=principal)
    begun.refresh_from_db()
    assert begun.lead is None
