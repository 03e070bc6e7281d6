import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from convergent.people.access.district import needs_second_step
from tests.mail import sent_mail
from tests.world import PASSWORD, hold

SET_UP = "/account/second-step/"


def code_of(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize("name", ["principal", "teacher", "assistant", "supervisor"])
def test_who_sees_student_data_sets_up_a_second_step_before_anything_opens(
    client, world, sign_in, name
):
    assert needs_second_step(world.viewer(name))
    sign_in(name)
    for path in ("/today/", "/people/", "/account/where/", "/account/where/tokens/add/"):
        assert client.get(path).url == SET_UP
    assert client.post("/account/where/end/").url == SET_UP
    page = client.get(SET_UP)
    assert page.status_code == 200
    assert "signing in takes a second step" in page.text


def test_who_sees_none_is_let_in_without(client, world, sign_in):
    assert not needs_second_step(world.viewer("coach"))
    sign_in("coach")
    assert client.get("/account/where/").status_code == 200
    assert "signing in takes a second step" not in client.get(SET_UP).text


def test_new_role_asks_for_it_at_the_next_page(client, world, sign_in):
    sign_in("coach")
    hold(world.coach, "teacher", world.ash)
    assert client.get("/account/where/").url == SET_UP


def test_partial_page_is_led_to_setting_up_as_a_whole(client, sign_in):
    sign_in("principal")
    answer = client.get("/people/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == SET_UP


def test_setting_up_an_app_leads_on_to_where_the_person_was_going(
    transactional_db, client, sign_in, noted
):
    sign_in("principal")
    client.get("/people/?q=tom")
    page = client.get("/account/second-step/app/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    done = client.post("/account/second-step/app/", {"code": code_of(secret)})
    assert done.url == "/account/second-step/codes/"
    codes = client.get(done.url)
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/account/go-on/").url == "/people/?q=tom"
    assert client.get("/account/go-on/").url == "/today/"
    deeds = ["add recovery_codes", "add totp", "end all access", "end all access", "sign in"]
    assert sorted(noted("principal")) == deeds
    assert "An authenticator app was added" in sent_mail()[0].body


@pytest.mark.parametrize(
    "code", ["", "000000", "abcdef", "1" * 500, "\u0661\u0662\u0663\u0664\u0665\u0666"]
)
def test_wrong_code_sets_nothing_up(client, sign_in, code):
    sign_in("principal")
    client.get("/account/second-step/app/")
    assert client.post("/account/second-step/app/", {"code": code}).status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.asvs("2.3.1", "6.5.1")
def test_signing_in_asks_for_the_code_and_takes_it_once(client, sign_in, with_app, noted):
    secret = with_app("principal")
    code = code_of(secret)
    assert sign_in("principal", next="/people/").url == "/account/second-step/ask/"
    assert "_auth_user_id" not in client.session
    assert client.get("/today/").url.startswith("/account/login/")
    assert (
        "That code is not right" in client.post("/account/second-step/ask/", {"code": "12345"}).text
    )
    assert noted("principal") == ["second step failed"]
    assert client.post("/account/second-step/ask/", {"code": code}).url == "/people/"
    client.post("/account/logout/")
    sign_in("principal")
    again = client.post("/account/second-step/ask/", {"code": code})
    assert "it was used already" in again.text


@pytest.mark.asvs("6.5.5")
def test_code_of_the_step_before_is_taken_for_slow_typing_and_older_ones_are_not(
    client, sign_in, with_app
):
    secret = with_app("principal")
    sign_in("principal")
    late = client.post("/account/second-step/ask/", {"code": code_of(secret, -3)})
    assert "That code is not right" in late.text
    slow = client.post("/account/second-step/ask/", {"code": code_of(secret, -1)})
    assert slow.url == "/today/"


@pytest.mark.asvs("6.5.1")
def test_recovery_code_is_taken_once(client, world, sign_in, with_app):
    with_app("principal")
    kept = (
        Authenticator.objects.get(user=world.account("principal"), type="recovery_codes")
        .wrap()
        .get_unused_codes()
    )
    sign_in("principal")
    assert client.post("/account/second-step/ask/", {"code": kept[0]}).url == "/today/"
    client.post("/account/logout/")
    sign_in("principal")
    assert client.post("/account/second-step/ask/", {"code": kept[0]}).status_code == 200


@pytest.mark.asvs("6.5.2")
def test_secrets_of_the_second_step_are_encrypted_in_the_database(world, with_app):
    secret = with_app("principal")
    rows = Authenticator.objects.values_list("data", flat=True)
    assert all(secret not in str(data) for data in rows)
    app = Authenticator.objects.get(type="totp")
    assert app.data["secret"].startswith("gAAAA")


def test_removing_the_only_second_step_closes_everything_again(client, sign_in, with_app, noted):
    secret = with_app("principal")
    sign_in("principal")
    client.post("/account/second-step/ask/", {"code": code_of(secret)})
    assert client.get("/account/where/").status_code == 200
    assert client.get("/account/second-step/app/remove/").status_code == 200
    assert client.post("/account/second-step/app/remove/").status_code == 302
    assert client.get("/account/where/").url == SET_UP
    assert "remove totp" in noted("principal")


@pytest.mark.asvs("7.5.1")
def test_changing_how_one_signs_in_asks_again_after_ten_minutes(client, sign_in, monkeypatch):
    sign_in("coach")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)
    answer = client.get("/account/second-step/app/")
    assert answer.url.startswith("/account/reauthenticate/?next=")
    from tests.world import PASSWORD

    wrong = client.post(answer.url, {"password": "lantern gravel otter moss"})
    assert "That is not your password." in wrong.text
    assert client.post(answer.url, {"password": PASSWORD}).url == "/account/second-step/app/"
    assert client.get("/account/second-step/app/").status_code == 200


@pytest.mark.asvs("15.3.5")
def test_passkey_answers_that_are_damaged_are_refused(client, world, sign_in, with_app):
    for credential in ("", "{", "[]", "null", "5", '{"id": 5}', '{"rawId": "x", "response": 1}'):
        client.get("/account/passkeys/sign-in/", headers={"Accept": "application/json"})
        answer = client.post("/account/passkeys/sign-in/", {"credential": credential})
        assert answer.url == "/account/login/"
    with_app("principal")
    sign_in("principal")
    client.get("/account/second-step/ask/")
    answer = client.post("/account/second-step/ask/", {"credential": '{"id": 5}'})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_demonstration_on_this_machine_asks_for_none(on_loopback, demo, sign_in):
    sign_in("principal")
    assert on_loopback.get("/account/where/").status_code == 200


def test_demonstration_seen_from_elsewhere_asks(client, demo, sign_in):
    sign_in("principal")
    assert client.get("/account/where/").url == SET_UP


@pytest.mark.asvs("7.4.3")
def test_session_that_began_before_the_second_step_ends_when_it_is_set_up(
    transactional_db, client, world, sign_in
):
    """Whoever had the password first does not come in by what the owner sets up later."""
    thief = Client()
    thief.post("/account/login/", {"login": world.account("principal").email, "password": PASSWORD})
    assert thief.get("/people/").url == SET_UP
    sign_in("principal")
    secret = client.get("/account/second-step/app/").context["form"].secret
    client.post("/account/second-step/app/", {"code": code_of(secret)})
    assert client.get("/people/").status_code == 200
    assert thief.get("/people/").url.startswith("/account/login/")


@pytest.mark.asvs("6.3.3", "6.3.4", "6.4.3")
def test_session_without_the_second_step_of_its_account_goes_nowhere(client, world, with_app):
    with_app("principal")
    client.force_login(world.account("principal"))
    assert client.get("/people/").url == "/account/login/"
    assert "_auth_user_id" not in client.session
