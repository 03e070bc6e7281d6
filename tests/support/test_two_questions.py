"""A principal is asked two questions after a contact, while she remembers it."""

import pytest

from convergent.asking.models import Ask
from convergent.people.today import agenda_of
from convergent.support.actions.contacts import plan_contact
from tests.support.told import ago, ahead, kept


def details_on_today(world, name):
    groups, *_more = agenda_of(world.viewer(name))
    items = [item for group in groups for item in group.items]
    return [item.detail for item in items if item.title == "Two short questions"]


def test_principal_is_asked_and_her_supervisor_is_not(world):
    contact = kept(world)
    (ask,) = Ask.objects.all()
    assert (ask.person, ask.place, ask.key) == (world.principal, world.ash, contact.pk)
    (detail,) = details_on_today(world, "principal")
    assert detail.startswith(f"After your time with {world.supervisor.name}, ")
    assert details_on_today(world, "supervisor") == []


@pytest.mark.parametrize(("days", "asked"), [(6, 1), (7, 0)])
def test_what_was_long_ago_is_not_asked_about(world, days, asked):
    kept(world, day=ago(days))
    assert Ask.objects.count() == asked


def test_what_is_planned_asks_nobody_until_it_is_written_down(world):
    planned = plan_contact(world.ash, day=ahead(0), by=world.viewer("supervisor"))
    assert not Ask.objects.exists()
    kept(world, planned=planned)
    assert Ask.objects.count() == 1


def test_three_contacts_of_a_week_ask_twice(world):
    for days in (4, 2, 0):
        kept(world, day=ago(days))
    assert Ask.objects.count() == 2
