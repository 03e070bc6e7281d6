import re

import pytest
from django.test import Client

from convergent.audit.models import AuditRow
from convergent.people.actions.credentials import end_all_access
from convergent.people.models import Account

WRONG = "This e-mail address and password do not belong together."


@pytest.mark.asvs("16.3.1")
def test_password_signs_in_and_leads_to_today(sign_in, noted):
    answer = sign_in("coach")
    assert (answer.status_code, answer.url) == (302, "/today/")
    assert noted("coach") == ["sign in"]


@pytest.mark.asvs("16.3.1")
def test_wrong_password_and_unknown_address_get_the_same_answer(client, world, sign_in, noted):
    known = sign_in("coach", "lantern gravel otter moss")
    unknown = client.post("/account/login/", {"login": "no@one.example", "password": "x" * 20})
    assert known.status_code == unknown.status_code == 200
    assert WRONG in known.text
    assert WRONG in unknown.text
    assert "_auth_user_id" not in client.session
    assert noted("coach") == ["sign-in failed"]
    assert AuditRow.objects.filter(action="sign-in failed").count() == 1


@pytest.mark.parametrize("typed", ["", "not an address", "a" * 300 + "@x.example", "x@y.example\0"])
def test_address_that_is_none_is_said_beside_the_field(client, db, typed):
    answer = client.post("/account/login/", {"login": typed, "password": ""})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.asvs("6.3.1")
def test_sixth_wrong_password_in_five_minutes_is_not_even_looked_at(sign_in):
    for _ in range(5):
        assert WRONG in sign_in("coach", "lantern gravel otter moss").text
    assert "That was tried too often." in sign_in("coach").text


def test_person_without_a_role_today_is_not_let_in(client, sign_in, noted):
    answer = sign_in("left")
    assert (answer.status_code, answer.url) == (302, "/account/inactive/")
    assert "_auth_user_id" not in client.session
    assert client.get(answer.url).status_code == 403
    assert noted("left") == ["sign-in refused"]


@pytest.mark.asvs("1.2.2")
def test_deep_link_comes_back_after_signing_in(client, world, sign_in):
    asked = client.get("/people/?q=ann")
    assert asked.url == "/account/login/?next=%2Fpeople%2F%3Fq%3Dann"
    page = client.get(asked.url)
    assert 'name="next" value="/people/?q=ann"' in page.text
    assert sign_in("coach", next="/people/?q=ann").url == "/people/?q=ann"


@pytest.mark.asvs("1.2.2", "3.7.2")
@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\\\\evil.example",
        "https://localhost/",
        "http://127.0.0.1:9/",
    ],
)
def test_other_sites_are_never_next(client, world, sign_in, address):
    assert address not in client.get("/account/login/", {"next": address}).text
    assert sign_in("coach", next=address).url == "/today/"


@pytest.mark.asvs("3.5.3")
def test_signing_out_is_by_post_alone(client, sign_in, noted):
    sign_in("coach")
    assert client.get("/account/logout/").status_code == 405
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/").url == "/account/login/"
    assert "_auth_user_id" not in client.session
    assert noted("coach") == ["sign in", "sign out"]


def test_signed_in_person_is_sent_on_from_the_sign_in_page(client, sign_in):
    sign_in("coach")
    assert client.get("/account/login/", {"next": "/people/"}).url == "/people/"


@pytest.mark.asvs("7.2.1")
def test_session_ends_when_all_access_is_ended(client, world, sign_in):
    sign_in("coach")
    assert client.get("/account/where/").status_code == 200
    end_all_access(world.coach, by=world.steward.pk)
    assert client.get("/account/where/").url.startswith("/account/login/")


def test_form_sent_after_the_session_ended_says_that_nothing_is_lost(world):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.account("coach"))
    strict.session.flush()
    answer = strict.post("/account/preferences/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Nothing you typed is lost." in answer.text


@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "social/connections/",
        "3rdparty/",
        "3rdparty/signup/",
        "login/code/",
        "2fa/",
        "sessions/",
        "signup/passkey/",
    ],
)
def test_pages_of_the_library_that_we_do_not_want_are_not_there(client, sign_in, path):
    assert client.get(f"/account/{path}").status_code == 404
    sign_in("coach")
    assert client.get(f"/account/{path}").status_code == 404
    assert client.post(f"/account/{path}").status_code == 404


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_sign_in_page_has_what_password_managers_look_for(client, db):
    page = client.get("/account/login/").text
    assert 'autocomplete="username webauthn"' in page
    (field,) = re.findall(r"<input[^>]*autocomplete=\"current-password\"[^>]*>", page)
    assert 'type="password"' in field
    assert "Sign up" not in page


def test_signing_in_makes_no_addresses_of_the_library(sign_in):
    from allauth.account.models import EmailAddress

    sign_in("coach")
    assert EmailAddress.objects.count() == 0
    assert Account.objects.get(email__startswith="carladuarte").last_login is not None


def test_table_of_the_cache_is_made_by_a_migration(db):
    from django.core.cache import cache
    from django.core.management import call_command
    from django.db.migrations.recorder import MigrationRecorder

    call_command("makemigrations", "sign_in", check=True, verbosity=0)
    assert MigrationRecorder.Migration.objects.filter(app="sign_in", name="0001_initial").exists()
    assert cache.add("key", "first", 60)
    assert not cache.add("key", "second", 60)
    assert cache.get("key") == "first"
