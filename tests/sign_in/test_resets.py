import re
from datetime import timedelta

import pytest

from convergent.people.actions.credentials import account_of_secret, issue_credential
from convergent.people.models import Credential
from tests.mail import sent_mail

NEW = "lantern gravel otter moss"


@pytest.fixture
def ask(client):
    return lambda email: client.post("/account/password/reset/", {"email": email}, follow=True)


def link_in(message):
    return re.search(r"http://testserver(/\S+)", message.body)[1]


def test_known_and_unknown_addresses_get_the_same_page(world, ask):
    known = ask(world.coach.email)
    assert len(sent_mail()) == 1
    unknown = ask("nobody@northfield.example")
    assert len(sent_mail()) == 1
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content


def test_person_without_a_role_gets_no_message(world, ask):
    ask(world.left.email)
    assert sent_mail() == []


@pytest.mark.asvs("6.4.3")
def test_link_sets_a_password_once_and_ends_everything_else(client, world, ask, noted):
    account = world.account("coach")
    _, secret = issue_credential(account, kind="lease", label="phone", lifetime=timedelta(days=30))
    ask(world.coach.email)
    form = client.get(link_in(sent_mail()[0]), follow=True)
    action = form.redirect_chain[-1][0]
    done = client.post(action, {"password1": NEW})
    assert done.url == "/account/password/reset/key/done/"
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert account_of_secret(secret, kind=Credential.Kind.LEASE) is None
    again = client.get(link_in(sent_mail()[0]))
    assert "This link was used, or is too old." in again.text
    assert noted("coach")[-2:] == ["set password by e-mail", "end all access"]
    assert "A new password was set" in sent_mail()[1].body


@pytest.mark.parametrize("key", ["1-abc", "0-x-y", "zzzzzzzzzzzzzzzzzz-a-b", "1-set-password"])
def test_link_that_was_made_up_is_said_to_be_over(client, db, key):
    answer = client.get(f"/account/password/reset/key/{key}/")
    assert answer.status_code == 200
    assert "This link was used, or is too old." in answer.text


@pytest.mark.asvs("6.2.2", "7.4.3")
def test_changing_the_password_keeps_this_session_and_ends_the_rest(client, world, sign_in, noted):
    sign_in("coach")
    account = world.account("coach")
    _, secret = issue_credential(account, kind="token", label="x", lifetime=timedelta(days=3))
    from tests.world import PASSWORD

    answer = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW})
    assert answer.status_code == 302
    assert client.get("/account/where/").status_code == 200
    assert account_of_secret(secret, kind="token") is None
    assert "change password" in noted("coach")


@pytest.mark.asvs("6.2.3")
def test_changing_the_password_needs_the_old_one(client, world, sign_in):
    sign_in("coach")
    answer = client.post("/account/password/change/", {"oldpassword": "no", "password1": NEW})
    assert "That is not your password now." in answer.text
    assert not world.account("coach").check_password(NEW)
