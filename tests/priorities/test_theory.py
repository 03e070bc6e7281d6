"""A theory of action: every wording kept, and each link judged by what was seen."""

from datetime import timedelta

import pytest

from convergent.errors import BadInput, NotThere
from convergent.people.actions.conflicts import Conflict
from convergent.people.today import agenda_of
from convergent.priorities.actions.priorities import Said, begin_priority, end_priority
from convergent.priorities.actions.theory import (
    Clause,
    add_evidence,
    add_link,
    change_link,
    move_link,
    take_out_link,
)
from convergent.priorities.models import LinkEvidence, TheoryLink, TheoryVersion
from convergent.priorities.presenters.theory import theory_lines, theory_sentence
from convergent.priorities.queries.theory import Standing, links_of
from tests.world import hold


@pytest.fixture
def principal(world):
    return world.viewer("principal")


@pytest.fixture
def priority(world, principal):
    """Led by the coach; the teacher is on its team."""
    hold(world.teacher, "teamMember", world.team)
    said = Said(statement="We argue", is_own=True, lead=world.term("coach"), team=world.team)
    return begin_priority(world.ash, said, by=principal)


def clause(if_we="meet each week", then_they="teachers plan together", **more):
    return Clause(if_we=if_we, then_they=then_they, **more)


def said_by(priority, day):
    return [one.link.if_we for one in links_of([priority], day=day)[priority.pk]]


@pytest.mark.parametrize("who", ["principal", "coach", "teacher"])
def test_whoever_works_on_the_priority_writes_its_theory(world, priority, who):
    add_link(priority, clause(), by=world.viewer(who))
    assert TheoryVersion.objects.get().links == [
        {"if": "meet each week", "then": "teachers plan together", "assumes": ""}
    ]


@pytest.mark.parametrize("who", ["supervisor", "colleague", "steward", "stranger"])
def test_nobody_else_does(world, priority, who):
    with pytest.raises(NotThere):
        add_link(priority, clause(), by=world.viewer(who))


def test_other_words_need_a_reason_and_another_test_does_not(priority, principal):
    link = add_link(priority, clause(), by=principal)
    link = change_link(link, clause(next_test="look in March"), by=principal)
    with pytest.raises(BadInput, match="Say why the words change"):
        change_link(link, clause("meet twice a week"), by=principal)
    change_link(link, clause("meet twice a week"), reason="Once was lost", by=principal)
    told = [(one.number, one.links[0]["if"], one.reason) for one in TheoryVersion.objects.all()]
    assert told == [(2, "meet twice a week", "Once was lost"), (1, "meet each week", "")]


def test_two_who_change_a_link_at_once_are_told(priority, principal):
    link = add_link(priority, clause(), by=principal)
    change_link(link, clause(next_test="One"), version=1, by=principal)
    with pytest.raises(Conflict):
        change_link(link, clause(next_test="Two"), version=1, by=principal)


def test_links_change_places_and_stop_at_the_ends(priority, principal):
    first, second, third = [add_link(priority, clause(one), by=principal) for one in "abc"]
    move_link(third, up=True, by=principal)
    assert said_by(priority, principal.today) == ["a", "c", "b"]
    move_link(first, up=True, by=principal)
    move_link(second, up=False, by=principal)
    assert said_by(priority, principal.today) == ["a", "c", "b"]


def test_what_is_taken_out_is_no_link_any_more_and_keeps_its_evidence(priority, principal):
    link = add_link(priority, clause(), by=principal)
    add_evidence(link, speaks="against", what="No", seen_on=principal.today, by=principal)
    take_out_link(link, reason="It never happened", by=principal)
    assert said_by(priority, principal.today) == []
    assert LinkEvidence.objects.get().link == link
    with pytest.raises(NotThere):
        change_link(link, clause(), by=principal)


STANDINGS = (
    # days ago for, days ago against, how it stands
    ((), (), Standing.UNTESTED),
    ((3,), (), Standing.HOLDS),
    ((3, 9), (5,), Standing.MIXED),
    ((3,), (5,), Standing.CONTRADICTED),
    ((), (900,), Standing.CONTRADICTED),
    ((366,), (), Standing.STALE),
    ((365,), (), Standing.HOLDS),
    ((400, 500, 600), (700,), Standing.STALE),
)


@pytest.mark.parametrize(("ago_for", "ago_against", "standing"), STANDINGS)
def test_link_stands_by_what_was_seen(priority, principal, ago_for, ago_against, standing):
    link = add_link(priority, clause(), by=principal)
    for speaks, ago in (("for", ago_for), ("against", ago_against)):
        for days in ago:
            day = principal.today - timedelta(days=days)
            add_evidence(link, speaks=speaks, what="Seen", seen_on=day, by=principal)
    (now,) = links_of([priority], day=principal.today)[priority.pk]
    assert (now.standing, now.speaking_for, now.speaking_against) == (
        standing,
        len(ago_for),
        len(ago_against),
    )


def test_what_is_still_to_come_was_not_seen(priority, principal):
    link = add_link(priority, clause(), by=principal)
    tomorrow = principal.today + timedelta(days=1)
    with pytest.raises(BadInput, match="Choose a day gone by"):
        add_evidence(link, speaks="for", what="Will be", seen_on=tomorrow, by=principal)


def test_sentence_says_what_is_flagged_and_what_is_untested(priority, principal):
    assert theory_sentence(()) == "Nobody has written yet why this should work."
    link = add_link(priority, clause(), by=principal)
    add_link(priority, clause("visit"), by=principal)
    add_evidence(link, speaks="against", what="No", seen_on=principal.today, by=principal)
    lines = theory_lines(priority, viewer=principal)
    assert theory_sentence(lines) == (
        "One link is contradicted or has gone stale. One link is not tested yet."
    )


def test_test_that_is_due_stands_on_the_leads_today(world, priority, principal):
    due = principal.today - timedelta(days=2)
    add_link(priority, clause(next_test="Sort student work", test_on=due), by=principal)
    groups, _more = agenda_of(world.viewer("coach"))
    told = [(item.title, item.late) for group in groups for item in group.items]
    assert ("Test it: Sort student work", True) in told


def test_theory_of_what_has_ended_changes_no_more(priority, principal):
    end_priority(priority, reason="Done", by=principal)
    with pytest.raises(BadInput, match="has ended"):
        add_link(priority, clause(), by=principal)
    assert not TheoryLink.objects.exists()


def test_a_thirteenth_link_is_refused(priority, principal):
    for number in range(12):
        add_link(priority, clause(f"do {number}"), by=principal)
    with pytest.raises(BadInput, match="more than 12 links"):
        add_link(priority, clause(), by=principal)
