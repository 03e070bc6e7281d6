"""Whoever can change an address in the exports does not become that person."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from convergent import clock
from convergent.audit.models import AuditRow
from convergent.errors import BadInput
from convergent.people.access.sign_in import WAIT_FOR_A_NEW_ADDRESS
from convergent.people.actions.addresses import let_addresses_follow
from convergent.people.following import follow
from convergent.people.models import Account, Person, Place
from convergent.people.viewer import viewer_of
from convergent.web.sign_in.invitations import start_anew
from convergent.web.sign_in.who import account_of
from tests.mail import sent_mail
from tests.people.exports import Exports
from tests.world import PASSWORD, hold, make_person

pytestmark = pytest.mark.django_db
OLD, NEW = "ann@export.example", "not-ann@elsewhere.example"


@pytest.fixture
def exports():
    return Exports(
        orgs={"d": ("district", "Northfield", None), "ash": ("school", "Ash", "d")},
        people={"ann": ("Ann", "Lee")},
        roles={("ann", "ash", "principal", clock.today(), None)},
    )


@pytest.fixture
def load(exports, tmp_path):
    return lambda: follow(exports.snapshot(tmp_path))


@pytest.fixture
def ann(load):
    """The account of a principal, who signs in by password."""
    load()
    return Account.objects.create_account(Person.objects.get(sourced_id="ann"), password=PASSWORD)


@pytest.fixture
def steward(ann):
    district = Place.objects.get(kind="district")
    person = make_person(district, "Stefan Keller")
    hold(person, "systemAdministrator", district)
    return viewer_of(person, clock.today())


@pytest.fixture
def moved(exports, load, ann):
    exports.emails["ann"] = NEW
    load()
    return Account.objects.get(pk=ann.pk)


def after(**time):
    return clock.moved_to(timezone.now() + timedelta(**time))


def test_load_and_a_new_way_in_do_not_take_over_an_account(moved, steward):
    before = moved.password, moved.epoch
    with pytest.raises(BadInput, match="counts for signing in from"):
        start_anew(moved.person, by=steward)
    moved.refresh_from_db()
    assert (moved.email, (moved.password, moved.epoch)) == (OLD, before)
    assert [message.to for message in sent_mail()] == [[OLD]]


def test_old_address_is_told_at_once_and_once(moved, load):
    load()
    [message] = sent_mail()
    assert message.to == [OLD]
    assert NEW in message.body
    assert re.search(r"Until \w+\.? \d+, \d{4} you sign in to Convergent as before", message.body)
    assert AuditRow.objects.filter(action="change address", about=moved.person_id).count() == 1


def test_new_address_counts_after_the_wait_by_itself(moved, steward):
    with after(days=6, hours=23):
        assert let_addresses_follow() == 0
    with clock.moved_to(timezone.now() + WAIT_FOR_A_NEW_ADDRESS + timedelta(minutes=1)):
        assert let_addresses_follow() == 1
        moved.refresh_from_db()
        assert moved.email == NEW
        start_anew(moved.person, by=steward)
    assert [message.to for message in sent_mail()] == [[OLD], [NEW]]


def test_service_that_vouches_for_the_new_address_waits_as_well(moved):
    with pytest.raises(BadInput, match="counts for signing in from"):
        account_of(moved.person, by=moved.person_id)
    with after(days=8):
        assert account_of(moved.person, by=moved.person_id) == moved


def test_address_that_is_corrected_meanwhile_changes_nothing(moved, exports, load, steward):
    exports.emails["ann"] = OLD
    load()
    start_anew(moved.person, by=steward)
    with after(days=30):
        assert let_addresses_follow() == 0
    moved.refresh_from_db()
    assert moved.email == OLD


def test_second_change_begins_the_wait_anew(moved, exports, load):
    exports.emails["ann"] = "third@elsewhere.example"
    with after(days=6):
        load()
    with after(days=8):
        assert let_addresses_follow() == 0


def test_address_of_somebody_who_never_signed_in_counts_at_once(exports, load):
    load()
    exports.emails["ann"] = NEW
    load()
    ann = Person.objects.get(sourced_id="ann")
    assert account_of(ann, by=None).email == NEW
    assert sent_mail() == []


def test_address_that_somebody_else_signs_in_with_is_left(moved):
    other = make_person(Place.objects.get(kind="district"), "Nadia Amsel")
    other.email = NEW
    other.save()
    Account.objects.create_account(other)
    with after(days=8):
        assert let_addresses_follow() == 0
