"""What keepers do for those who cannot sign in, and the first sign-in of a district."""

import re

import pytest
from allauth.mfa.models import Authenticator

from convergent.audit.models import AuditRow
from convergent.people.models import Account
from convergent.web.sign_in.invitations import account_invited, address_of_invitation
from tests.mail import sent_mail
from tests.world import hold, make_person


@pytest.fixture(autouse=True)
def _keeper_has_a_second_step(with_app):
    with_app("steward")


@pytest.fixture
def newcomer(world):
    person = make_person(world.northfield, "Nadia Amsel")
    hold(person, "coach", world.ash)
    return person


def test_keeper_invites_somebody_new(world, signed_in, newcomer):
    answer = signed_in("steward").post(f"/people/{newcomer.pk}/way-in/")
    assert (answer.status_code, answer.url) == (302, f"/people/{newcomer.pk}/")
    assert [message.to for message in sent_mail()] == [[newcomer.email]]


@pytest.mark.asvs("6.4.4", "7.4.5")
def test_keeper_starts_anew_for_somebody_who_lost_every_way_in(world, signed_in, with_app):
    with_app("teacher")
    epoch = world.account("teacher").epoch
    signed_in("steward").post(f"/people/{world.teacher.pk}/way-in/", {"anew": "1"})
    account = world.account("teacher")
    assert (account.has_usable_password(), account.epoch) == (False, epoch + 1)
    assert Authenticator.objects.filter(user=account).count() == 0
    actions = AuditRow.objects.filter(about=world.teacher.pk).values_list("action", flat=True)
    assert {"start sign-in anew", "end all access", "invite"} <= set(actions)
    link = re.search(r"/account/invitation/(\S+)/", sent_mail()[-1].body)[1]
    assert account_invited(link) == account


def test_keeper_does_not_take_ways_in_away_by_inviting(world, signed_in):
    before = world.account("teacher").password
    signed_in("steward").post(f"/people/{world.teacher.pk}/way-in/")
    assert world.account("teacher").password == before
    assert sent_mail() == []


@pytest.mark.parametrize("who", ["principal", "teacher", "foreign_steward"])
def test_way_in_is_not_there_for_others(world, signed_in, with_app, who, newcomer):
    with_app(who)
    client = signed_in(who)
    assert client.post(f"/people/{newcomer.pk}/way-in/").status_code == 404
    assert not Account.objects.filter(person=newcomer).exists()


def test_way_in_is_not_there_for_oneself_or_somebody_who_left(world, signed_in):
    client = signed_in("steward")
    assert client.get(f"/people/{world.steward.pk}/way-in/").status_code == 404
    assert client.get(f"/people/{world.left.pk}/way-in/").status_code == 404


@pytest.mark.asvs("6.3.2")
def test_first_person_of_a_district_is_given_a_link(world, newcomer):
    link = address_of_invitation(newcomer)
    token = re.search(r"/account/invitation/(\S+)/", link)[1]
    assert account_invited(token).person == newcomer
    assert sent_mail() == []
