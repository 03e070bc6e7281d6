"""A NUL character is a bad request, never a mistake of ours; PostgreSQL takes no text with one."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
NUL = "a\x00b"


@pytest.fixture
def keeper(world, signed_in, with_app):
    with_app("steward")
    client = signed_in("steward")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("address", ["/find/", "/people/", "/today/", "/account/login/"])
@pytest.mark.parametrize("name", ["q", "year", "page", "next", NUL])
def test_question_with_a_nul_is_a_bad_request(keeper, address, name):
    answer = keeper.get(address, {name: NUL})
    assert (answer.status_code, "Traceback" in answer.text) == (400, False)


@pytest.mark.parametrize("cookie", ["sessionid", "django_language"])
def test_cookie_with_a_nul_is_a_bad_request(client, cookie):
    client.raise_request_exception = False
    client.cookies[cookie] = "\x00" * 32
    assert client.get("/account/login/").status_code == 400


FORMS = {
    "person_add": ("given_name", "family_name", "preferred_name", "email"),
    "account_login": ("login", "password"),
    "account_reset_password": ("email",),
    "words": ("time_zone",),
    "preferences": ("language",),
}


@pytest.mark.parametrize("route", FORMS)
def test_form_with_a_nul_is_answered_and_nothing_breaks(keeper, route):
    answer = keeper.post(reverse(route), dict.fromkeys(FORMS[route], NUL))
    assert answer.status_code in {200, 302, 400}


@pytest.mark.parametrize("route", ["lead_add", "team_add", "role_add"])
def test_form_of_a_place_with_a_nul_comes_back(keeper, world, route):
    sent = dict.fromkeys(("title", "decides", "name", "kind", "fte"), NUL)
    answer = keeper.post(reverse(route, args=[world.ash.pk]), sent)
    assert answer.status_code == 200


def test_year_that_does_not_exist_is_not_kept(keeper):
    keeper.get("/people/", {"year": "x" * 5000})
    assert "year" not in keeper.session
