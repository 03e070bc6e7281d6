import re
import time
from threading import Barrier, Thread

import pytest
from django.core import signing
from django.db import connection, transaction
from django.test import Client

from convergent.audit.models import AuditRow
from convergent.errors import BadInput
from convergent.people.actions.credentials import end_all_access
from convergent.people.models import Account
from convergent.web.sign_in.invitations import account_invited, invite, token_for
from tests.mail import sent_mail
from tests.world import hold, make_person

CHOSEN = "lantern gravel otter moss"


@pytest.fixture
def newcomer(world):
    person = make_person(world.northfield, "Nadia Amsel")
    person.email = "Nadia.Amsel@Northfield.example"
    person.save()
    hold(person, "coach", world.ash)
    return person


@pytest.fixture
def link(world, newcomer):
    """The path that the invitation's message leads to."""
    invite(newcomer, by=world.viewer("steward"))
    (message,) = sent_mail()
    return re.search(r"http://localhost:\d+(/account/invitation/\S+/)", message.body)[1]


def test_invitation_tells_who_asks_and_is_noted(world, newcomer, link):
    (message,) = sent_mail()
    assert message.to == ["nadia.amsel@northfield.example"]
    assert "Stefan Keller invites you" in message.body
    assert "Northfield" in message.body
    rows = AuditRow.objects.filter(about=newcomer.pk).order_by("number")
    assert [(row.action, row.by) for row in rows] == [
        ("open account", world.steward.pk),
        ("invite", world.steward.pk),
    ]


def test_invited_person_chooses_a_password_and_is_in(client, newcomer, link):
    page = client.get(link)
    assert page.status_code == 200
    assert 'autocomplete="new-password"' in page.text
    answer = client.post(link, {"password1": CHOSEN})
    assert (answer.status_code, answer.url) == (302, "/today/")
    account = Account.objects.get(person=newcomer)
    assert client.session["_auth_user_id"] == str(account.pk)
    assert account.check_password(CHOSEN)


@pytest.mark.asvs("6.4.1")
def test_invitation_works_once(client, link):
    client.get(link)
    client.get(link)
    client.post(link, {"password1": CHOSEN})
    other = Client()
    assert other.get(link).status_code == 410
    assert other.post(link, {"password1": "gravel otter moss lantern"}).status_code == 410
    assert "_auth_user_id" not in other.session


@pytest.mark.asvs("6.4.1", "9.2.1")
def test_invitation_ends_after_a_week(client, link, monkeypatch):
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 7 * 86_400 + 60)
    assert client.get(link).status_code == 410


def test_invitation_ends_with_all_access(client, world, newcomer, link):
    end_all_access(newcomer, by=world.steward.pk)
    assert client.get(link).status_code == 410


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("change", ["x", "", "%00", "'--"])
def test_link_that_was_changed_is_over(client, link, change):
    spoiled = link.rstrip("/")[:-1] + change + "/"
    assert client.get(spoiled).status_code == 410


def test_bad_password_is_said_and_the_link_still_works(client, link):
    answer = client.post(link, {"password1": "short"})
    assert "Use at least 15 characters." in answer.text
    assert client.post(link, {"password1": ""}).status_code == 200
    assert client.post(link, {"credential": "{]"}).status_code == 302
    assert client.post(link, {"credential": '{"id": 5}'}).status_code == 302
    assert client.post(link, {"password1": CHOSEN}).status_code == 302


def test_person_who_signs_in_already_is_not_invited(world):
    with pytest.raises(BadInput, match="Carla Duarte signs in already"):
        invite(world.coach, by=world.viewer("steward"))


def test_person_without_an_address_is_not_invited(world, newcomer):
    newcomer.email = ""
    newcomer.save()
    with pytest.raises(BadInput, match="has no e-mail address"):
        invite(newcomer, by=world.viewer("steward"))
    assert not Account.objects.filter(person=newcomer).exists()


def test_two_people_with_one_address_have_one_account(world, newcomer):
    newcomer.email = world.coach.email.upper()
    newcomer.save()
    with pytest.raises(BadInput, match="Somebody else signs in"):
        invite(newcomer, by=world.viewer("steward"))


def test_nothing_is_sent_when_the_work_around_it_fails(world, newcomer):
    def fail_after_inviting():
        with transaction.atomic():
            invite(newcomer, by=world.viewer("steward"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_inviting()
    assert sent_mail() == []
    assert not Account.objects.filter(person=newcomer).exists()


@pytest.mark.asvs("9.2.2")
def test_invitation_is_for_its_own_account_alone(world, newcomer, link):
    token = link.split("/")[-2]
    assert account_invited(token) == Account.objects.get(person=newcomer)
    Account.objects.filter(person=newcomer).update(is_active=False)
    assert account_invited(token) is None


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_to_one_invitation_count_once(world, newcomer):
    account = Account.objects.create_account(newcomer)
    path = f"/account/invitation/{token_for(account)}/"
    start, statuses = Barrier(2), []

    def answer(password):
        start.wait()
        statuses.append(Client().post(path, {"password1": password}).status_code)
        connection.close()

    threads = [Thread(target=answer, args=[f"{CHOSEN} {number}"]) for number in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(statuses) == [302, 410]
