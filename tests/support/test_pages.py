"""My schools, a school’s page, and a visit to come."""

import pytest
from django.urls import reverse

from convergent.people.today import agenda_of
from convergent.practice.actions.obstacles import tell_of_obstacle
from convergent.support import agenda
from convergent.support.access import visible_contacts
from convergent.support.actions.contacts import plan_contact
from convergent.support.actions.plans import plan_support
from convergent.support.presenters.schools import schools_page
from convergent.support.queries import support_of
from tests.support.told import ago, ahead, kept
from tests.world import make_place

QUERIES = 9  # the viewer’s own among them


def _text(response):
    return " ".join(response.content.decode().split())


def _titles(world, name):
    groups, _more = agenda_of(world.viewer(name))
    return [item.title for group in groups for item in group.items]


def test_contact_is_held_against_the_plan(world):
    viewer = world.viewer("supervisor")
    viewer.__dict__["year_began"] = ago(100)
    for before in (2, 30, 60, 90):
        kept(world, day=ago(before))
    plan_support(world.ash, a_month=3, reason="A new principal", by=viewer)
    (one,) = support_of([world.ash], viewer)
    assert (len(one.lately), one.due, one.gap, one.days_without) == (3, 9, 30, 2)


def test_my_schools_costs_as_much_with_three_schools_as_with_one(world, django_assert_num_queries):
    kept(world, mine="A coach", due_on=ahead(5))
    with django_assert_num_queries(QUERIES):
        schools_page(world.viewer("supervisor"))
    third = make_place("school", "Elm School", world.hill)
    kept(world, "birch", theirs="The plan", due_on=ahead(5))
    plan_contact(third, day=ahead(2), by=world.viewer("supervisor"))
    with django_assert_num_queries(QUERIES):
        assert len(schools_page(world.viewer("supervisor")).lines) == 3


def test_one_form_and_the_next_visit_opens_with_what_became_of_it(world, enters):
    client = enters("supervisor")
    sent = {
        "day": ago(0).isoformat(),
        "minutes": "50",
        "kinds": ["joint", "brokering"],
        "words": "Heavy fall",
        "mine": "A coach for two days",
        "theirs": "The cover plan",
        "due_on": ahead(10).isoformat(),
        "next_on": ahead(14).isoformat(),
    }
    page = client.get(reverse("support_write", args=[world.ash.pk]))
    sent["opened"] = page.context["form"]["opened"].value()
    done = client.post(reverse("support_write", args=[world.ash.pk]), sent, follow=True)
    assert "Kept. It counts toward the plan." in _text(done)
    contacts = visible_contacts(world.viewer("supervisor"))
    to_come = contacts.get(state="planned")
    assert contacts.get(state="held").seconds_to_enter >= 1
    text = _text(client.get(reverse("contact", args=[to_come.pk])))
    assert text.index("What became of what we promised") < text.index("A coach for two days")
    assert "The cover plan" in text
    assert reverse("brief", args=[world.ash.pk]) in text
    assert "Heavy fall" not in text


def test_principal_sees_her_own_school_and_no_other(world, enters):
    kept(world, words="Heavy fall"), kept(world, "birch")
    client = enters("principal")
    own = client.get(reverse("support_schools"), follow=True)
    assert "Ash School" in _text(own)
    assert "Write down a contact" not in _text(own)
    assert client.get(reverse("support_school", args=[world.birch.pk])).status_code == 404


def test_obstacle_that_the_principal_may_see_stands_on_the_page(world, enters):
    told = {"what": "broken", "detail": "Room 208", "owner": world.case_owner}
    tell_of_obstacle(world.ash, **told, by=world.viewer("assistant"))
    page = reverse("support_school", args=[world.ash.pk])
    assert "Room 208" in _text(enters("principal").get(page))
    assert "Room 208" not in _text(enters("supervisor").get(page))


def test_today_tells_both_of_a_visit_and_the_supervisor_of_a_late_one(world):
    plan_contact(world.ash, day=ahead(0), by=world.viewer("supervisor"))
    assert "Visit to Ash School" in _titles(world, "supervisor")
    assert "Uma Patel comes to your school" in _titles(world, "principal")
    assert not any("Ash" in one or "Uma" in one for one in _titles(world, "superintendent"))


@pytest.mark.parametrize(("days", "is_told"), [(40, True), (20, False)])
def test_school_without_a_contact_for_long_is_on_today(world, days, is_told):
    kept(world, day=ago(days))
    viewer = world.viewer("supervisor")
    viewer.__dict__["year_began"] = ago(90)
    titles = [one.title for one in agenda.schools_without(viewer)]
    assert ("Ash School has not seen you for long" in titles) == is_told
