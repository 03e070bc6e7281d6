"""A contact is planned, kept, corrected, called off and taken back; its words are for the two."""

import pytest
from django.db.models import Q

from convergent import clock
from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotThere
from convergent.people.actions.conflicts import Conflict
from convergent.people.viewer import viewer_of
from convergent.priorities.access.commitments import visible_commitments
from convergent.priorities.actions.commitments import Promised, promise_each_other
from convergent.priorities.models import Commitment
from convergent.support.access import (
    readable_contacts,
    schools_of_the_two,
    visible_contacts,
    why_contact,
    why_school,
    why_words,
)
from convergent.support.actions.contacts import (
    call_off,
    correct_contact,
    keep_contact,
    plan_contact,
    take_back,
    withdraw,
    words_for,
)
from convergent.support.actions.plans import plan_support
from convergent.support.models import Contact, ContactPlan
from convergent.support.queries import support_of
from tests.support.told import ago, ahead, kept, told
from tests.world import hold, make_person


def _support(world, place="ash"):
    return support_of([world.places[place]], world.viewer("supervisor"))[0]


def test_one_form_keeps_what_was_done_promised_and_comes_next(world):
    more = {"mine": "A coach for two days", "theirs": "The cover plan", "due_on": ahead(9)}
    contact = kept(world, **more, next_on=ahead(14), words="Heavy fall", seconds=90)
    assert (contact.principal, contact.kinds, contact.seconds_to_enter) == (
        world.principal,
        "joint",
        90,
    )
    promised = Commitment.objects.order_by("what").values_list("what", "person", "team")
    assert list(promised) == [
        ("A coach for two days", world.supervisor.pk, world.ash.pk),
        ("The cover plan", world.principal.pk, world.ash.pk),
    ]
    assert _support(world).next.day == ahead(14)


def test_what_is_withdrawn_counts_nowhere_and_comes_back(world):
    contact = kept(world, words="Heavy fall")
    assert len(_support(world).held) == 1
    withdraw(contact, by=world.viewer("supervisor"))
    assert _support(world).held == []
    take_back(contact, by=world.viewer("supervisor"))
    assert len(_support(world).held) == 1
    assert words_for(contact, by=world.viewer("supervisor")) == "Heavy fall"


def test_what_did_not_take_place_says_what_came_between_and_comes_back(world):
    by = world.viewer("supervisor")
    planned = plan_contact(world.ash, day=ahead(2), by=by)
    with pytest.raises(BadInput):
        call_off(planned, diverted_by="", by=by)
    off = call_off(planned, diverted_by="central", by=by)
    assert _support(world).diverted == {"central": 1}
    take_back(off, by=by)
    assert _support(world).next.pk == planned.pk
    assert _support(world).diverted == {}


def test_contact_is_corrected_unless_somebody_was_quicker(world):
    by, contact = world.viewer("supervisor"), kept(world)
    correct_contact(contact, told(minutes=20), version=1, by=by)
    with pytest.raises(Conflict):
        correct_contact(contact, told(minutes=30), version=1, by=by)
    assert visible_contacts(by).get().minutes == 20


def test_planned_visit_is_written_down_once(world):
    by = world.viewer("supervisor")
    planned = plan_contact(world.ash, day=ahead(0), by=by)
    keep_contact(world.ash, told(), planned=planned, by=by)
    with pytest.raises(BadInput):
        keep_contact(world.ash, told(), planned=planned, by=by)
    assert visible_contacts(by).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": 601},
        {"kinds": ()},
        {"kinds": ("nonsense",)},
        {"diverted_by": "nonsense"},
        {"day": ahead(1)},
        {"mine": "Something"},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world, wrong):
    with pytest.raises(BadInput):
        kept(world, **wrong)
    assert visible_contacts(world.viewer("supervisor")).count() == 0
    assert Commitment.objects.count() == 0


def test_nobody_else_writes_a_contact_down(world):
    contact = kept(world)
    for name in ("principal", "superintendent", "coach", "stranger"):
        with pytest.raises(NotThere):
            kept(world, by=name)
        with pytest.raises(NotThere):
            withdraw(contact, by=world.viewer(name))
        with pytest.raises(NotThere):
            plan_support(world.ash, a_month=1, by=world.viewer(name))


def test_more_than_usual_needs_its_reason_and_the_plan_before_stays_known(world):
    by = world.viewer("supervisor")
    with pytest.raises(BadInput):
        plan_support(world.ash, a_month=4, by=by)
    plan_support(world.ash, a_month=4, reason="A new principal", by=by)
    plan_support(world.ash, a_month=2, by=by)
    plans = ContactPlan.objects.readable_by_rule(Q(school=world.ash))
    assert sorted((one.a_month, one.ended_on is None) for one in plans) == [(2, True), (4, False)]
    assert _support(world).a_month == 2


def test_words_are_for_the_two_who_were_there(world):
    contact = kept(world, words="Heavy fall")
    readers = set()
    for name in world.people:
        viewer = world.viewer(name)
        if viewer is not None:
            assert (why_words(viewer, contact) is not None) == (
                contact in readable_contacts(viewer)
            )
            readers |= {name} if words_for(contact, by=viewer) else set()
    assert readers == {"supervisor", "principal"}


def test_whoever_leads_the_school_next_sees_that_they_met_and_no_words(world):
    contact = kept(world, words="Heavy fall")
    term = world.term("principal")
    term.ends_on = ago(1)
    term.save()
    new = make_person(world.northfield, "Nora New")
    hold(new, "principal", world.ash, starts_on=ago(0))
    viewer = viewer_of(new, clock.today())
    assert why_contact(viewer, contact) is not None
    assert contact not in readable_contacts(viewer)
    assert words_for(contact, by=viewer) == ""
    assert viewer_of(world.principal, clock.today()) is None


def test_supervisor_of_another_network_reads_no_more_of_a_school_that_was_hers(world):
    contact = kept(world, words="Heavy fall")
    term = world.term("supervisor")
    term.ends_on = ago(1)
    term.save()
    hold(world.supervisor, "researcher", world.facilities)
    viewer = viewer_of(world.supervisor, clock.today())
    assert why_contact(viewer, contact) is None
    assert words_for(contact, by=viewer) == ""


def test_reading_by_the_principal_is_noted_before_it_is_shown(world):
    contact = kept(world, words="Heavy fall")
    words_for(contact, by=world.viewer("supervisor"))
    assert not AuditRow.objects.filter(action="read contact").exists()
    words_for(contact, by=world.viewer("principal"))
    row = AuditRow.objects.get(action="read contact")
    assert (row.by, row.about) == (world.principal.pk, world.supervisor.pk)


def test_sets_hold_what_reasons_allow(world):
    kept(world), kept(world, "birch")
    every = list(Contact.objects.readable_by_rule(Q()).select_related("school"))
    for name in world.people:
        viewer = world.viewer(name)
        if viewer is not None:
            seen = set(visible_contacts(viewer))
            assert seen == {one for one in every if why_contact(viewer, one)}
            schools = set(schools_of_the_two(viewer))
            assert schools == {one for one in world.places.values() if why_school(viewer, one)}


def test_promises_of_the_two_are_seen_by_the_two_alone(world):
    promised = Promised(what="The cover plan", term=world.term("principal"), due_on=ahead(3))
    made = promise_each_other(world.ash, promised, by=world.viewer("supervisor"))
    seeing = {
        name
        for name in world.people
        if world.viewer(name) and made in visible_commitments(world.viewer(name))
    }
    assert seeing == {"supervisor", "principal"}


def test_nobody_else_is_made_to_promise(world):
    for name in ("coach", "other_principal"):
        promised = Promised(what="The cover plan", term=world.term(name), due_on=ahead(3))
        with pytest.raises(BadInput):
            promise_each_other(world.ash, promised, by=world.viewer("principal"))
