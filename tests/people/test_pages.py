"""Pages take as many queries for one thing as for three; the directory finds everybody quickly."""

import random
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convergent.demo.names import staff_name
from convergent.people.actions import handovers
from convergent.people.models import Person, Responsibility, Role, RoleTerm
from convergent.people.names import name_keys
from convergent.people.queries.directory import people_named, person_lines
from convergent.people.viewer import viewer_of
from convergent.people.words import words_of
from tests.world import hold, make_person, make_place

PAGES = {
    "directory": "/people/?q=zz",
    "palette": "/find/?q=zz",
    "schools": "/places/",
    "network": "/places/{hill}/",
    "school": "/places/{ash}/",
    "role": "/roles/{coach}/",
    "person": "/people/{assistant}/",
    "looked": "/looked/",
    "investment": "/investment/",
    "support": "/support/",
    "practice": "/practice/",
    "today": "/today/",
    "where": "/account/where/",
}


def _add(world, number):
    """One more of everything that the pages list."""
    today = world.viewer("steward").today
    network = make_place("network", f"Network {number}", world.northfield)
    for parent in (network, world.hill):
        school = make_place("school", f"School {number} of {parent}", parent)
        principal = make_person(world.northfield, f"Zz{number} Zzyzx{parent.name[0]}")
        hold(
            principal,
            "principal",
            school,
            acting=True,
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=20),
        )
        Role.objects.create(place=school, kind="coach", fte=2)
        Responsibility.objects.create(place=school, title="Reading", starts_on=today)
    hold(principal, "principalSupervisor", network)
    helper = make_person(world.northfield, f"Zz{number} Zz")
    hold(helper, "coach", world.ash, starts_on=today - timedelta(days=9))
    hold(
        helper,
        "teamLead" if number == 1 else "teamMember",
        make_place("team", f"Team {number}", world.ash),
    )
    term = hold(world.assistant, "coach", network)
    Responsibility.objects.create(
        place=world.ash, title=f"Lead {number}", starts_on=today, term=term
    )
    day = today - timedelta(days=90 + number)
    hold(world.steward, "coach", world.ash, starts_on=day, ends_on=day)


def _handovers(world, number):
    """Somebody hands over to whoever coaches at Ash; the steward's own are read by the coach."""
    helper = make_person(world.northfield, f"Helper{number} Reader")
    hold(helper, "systemAdministrator", world.northfield)
    steward = world.viewer("steward")
    role = world.role("systemAdministrator", "northfield")
    if number == 1:
        handovers.hand_over(handovers.keep_draft(role, text="words", by=steward), by=steward)
    handovers.read_handovers(role, by=viewer_of(helper, steward.today))


@pytest.mark.parametrize("name", PAGES)
def test_page_takes_as_many_queries_for_three_as_for_one(world, signed_in, name):
    page = PAGES[name].format(
        hill=world.hill.pk,
        ash=world.ash.pk,
        coach=world.role("coach", "ash").pk,
        assistant=world.assistant.pk,
    )
    _add(world, 1)
    _handovers(world, 1)
    TOTP.activate(world.account("steward"), generate_totp_secret())
    client = signed_in("steward")
    client.get(page)
    one = _queries(client, page)
    for number in (2, 3):
        _add(world, number)
        _handovers(world, number)
    three = _queries(client, page)
    assert len(three) == len(one), _more(one, three)


def _queries(client, page):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200
    return [query["sql"] for query in captured]


def _more(one, three):
    return [sql[:200] for sql in three if sql not in one]


@pytest.fixture
def big_district(world):
    """2,500 people with names of many origins, each in a role."""
    chance = random.Random(7)
    names = [staff_name(chance) for _ in range(2_500)]
    people = []
    for name in names:
        given, family = name_keys(name.preferred or name.given, name.family)
        people.append(
            Person(
                district=world.northfield,
                given_name=name.given,
                family_name=name.family,
                preferred_name=name.preferred,
                given_key=given,
                family_key=family,
            )
        )
    Person.objects.bulk_create(people, batch_size=500)
    role = world.role("teacher", "ash")
    RoleTerm.objects.bulk_create(
        [
            RoleTerm(role=role, person=person, starts_on=world.viewer("steward").today)
            for person in people
        ],
        batch_size=500,
    )
    return people


def test_directory_finds_everybody_by_two_letters_of_each_name(world, big_district):
    """Two keystrokes more than the initials, and among the first eight, as the palette shows."""
    viewer = world.viewer("steward")
    hidden = []
    for person in big_district[::5]:
        typed = f"{person.called[:2]} {person.family_name[:2]}"
        if not person.family_name:
            typed = person.called[:3]
        found = [one.pk for one in people_named(viewer, typed, day=viewer.today)[:8]]
        if person.pk not in found:
            hidden.append((person.name, typed))
    assert hidden == []


def test_directory_finds_everybody_without_a_space_and_in_either_order(world, big_district):
    viewer = world.viewer("steward")
    for person in big_district[5::250]:
        if person.family_name:
            both = (f"{person.called}{person.family_name}", f"{person.family_name} {person.called}")
            for typed in both:
                assert person.pk in set(
                    people_named(viewer, typed, day=viewer.today).values_list("pk", flat=True)
                )


def test_lines_of_a_page_take_two_queries(world, big_district, django_assert_num_queries):
    viewer = world.viewer("steward")
    words = words_of(viewer.district_id)
    with django_assert_num_queries(2):
        person_lines(people_named(viewer, "", day=viewer.today)[:40], day=viewer.today, words=words)
