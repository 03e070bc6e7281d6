import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from convergent.configuration import Configuration
from convergent.people.models import Account, Person
from convergent.web.sign_in.providers import providers_of
from tests.sign_in import oidc_service
from tests.world import hold, make_person

LOGIN = "/account/oidc/district/login/"


@pytest.fixture(scope="module")
def address():
    with oidc_service.running() as address:
        yield address


@pytest.fixture
def service(settings, tmp_path, address):
    """A function that sets the service up for this test, with what `more` says."""

    def set_up(**more):
        (tmp_path / "oidc.secret").write_text(more.pop("secret", oidc_service.SECRET))
        table = {
            "id": "district",
            "name": "Northfield’s own",
            "server_url": address,
            "client_id": oidc_service.CLIENT,
            "secret_file": "oidc.secret",
            **more,
        }
        settings.SOCIALACCOUNT_PROVIDERS = providers_of(
            Configuration(tmp_path, {"oidc": (table,), "saml": ()})
        )

    set_up()
    return set_up


@pytest.fixture
def come_back(client, service):
    """Goes to the service and back, which says of the person what it is told to say."""

    def go(next_page="", userinfo=None, **id_token):
        begun = client.get(LOGIN, {"next": next_page} if next_page else {})
        says = {"id_token": id_token, **({"userinfo": userinfo} if userinfo else {})}
        there = f"{begun.url}&{urlencode({'says': json.dumps(says)})}"
        back = requests.get(there, allow_redirects=False, timeout=60).headers["Location"]
        parts = urlsplit(back)
        assert (parts.netloc, parts.path) == ("testserver", f"{LOGIN}callback/")
        return client.get(f"{parts.path}?{parts.query}")

    return go


def is_in(client):
    return "_auth_user_id" in client.session


def test_sign_in_page_offers_the_service_by_its_name(client, world, service):
    page = client.get("/account/login/", {"next": "/people/"})
    assert "Sign in with Northfield’s own" in page.text
    assert f'href="{LOGIN}?next=%2Fpeople%2F"' in page.text


def test_person_with_a_verified_address_is_signed_in(client, world, come_back, noted):
    answer = come_back("/people/?q=a", email=world.coach.email.upper(), email_verified=True)
    assert answer.url == "/people/?q=a"
    assert client.session["_auth_user_id"] == str(world.account("coach").pk)
    assert world.account("coach").has_usable_password()
    assert noted("coach") == ["sign in"]


def test_person_in_records_gets_an_account_at_the_first_sign_in(client, world, come_back, noted):
    person = make_person(world.northfield, "Nadia Amsel")
    hold(person, "coach", world.ash)
    world.people["newcomer"] = person
    come_back(email=person.email, email_verified=True)
    account = Account.objects.get(person=person)
    assert client.session["_auth_user_id"] == str(account.pk)
    assert not account.has_usable_password()
    assert noted("newcomer") == ["open account", "sign in"]


def test_nobody_is_made_by_signing_in(client, world, come_back):
    people, accounts = Person.objects.count(), Account.objects.count()
    answer = come_back(email="new@northfield.example", email_verified=True)
    assert answer.status_code == 403
    assert "no one person here has that e-mail address" in answer.text
    assert (Person.objects.count(), Account.objects.count()) == (people, accounts)
    assert not is_in(client)


def test_person_whose_last_role_is_over_is_not_let_in(client, world, come_back):
    assert come_back(email=world.left.email, email_verified=True).url == "/account/inactive/"
    assert not is_in(client)


@pytest.mark.asvs("15.3.5")
@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email_verified": 1},
        {"email": ""},
        {"email": None},
        {"email": ["x@y.example"]},
        {"email": "@"},
    ],
)
def test_address_that_is_not_verified_signs_nobody_in(client, world, come_back, claims):
    assert come_back(**{"email": world.coach.email, **claims}).status_code == 403
    assert not is_in(client)


def test_service_may_vouch_for_whole_domains(client, world, service, come_back):
    service(email_domains=["northfield.example"])
    assert come_back(email=world.coach.email).url == "/today/"


@pytest.mark.asvs("6.8.1")
def test_address_outside_its_domains_signs_nobody_in(client, world, service, come_back):
    service(email_domains=["southport.example"])
    assert come_back(email=world.coach.email, email_verified=True).status_code == 403
    assert not is_in(client)


def test_address_two_people_share_signs_neither_in(client, world, come_back):
    world.teacher.email = world.coach.email
    world.teacher.save()
    assert come_back(email=world.coach.email, email_verified=True).status_code == 403


@pytest.mark.asvs("9.2.1", "9.2.3", "10.2.2", "10.5.4")
@pytest.mark.parametrize(
    "claims", [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}]
)
def test_token_for_another_from_another_or_too_old_signs_nobody_in(
    client, world, come_back, claims
):
    answer = come_back(email=world.coach.email, email_verified=True, **claims)
    assert answer.status_code == 401
    assert "Signing in did not work" in answer.text
    assert not is_in(client)


def test_word_about_two_people_signs_neither_in(client, world, come_back):
    other = {"sub": "person-2", "email": world.steward.email, "email_verified": True}
    answer = come_back(userinfo=other, email=world.coach.email, email_verified=True)
    assert answer.status_code == 403


def test_address_of_one_source_is_not_verified_by_the_other(client, world, come_back):
    told = {"sub": "person-1", "email": "x@y.example", "email_verified": True}
    assert come_back(userinfo=told, email=world.coach.email).status_code == 403


def test_userinfo_alone_may_tell_the_address(client, world, come_back):
    told = {"sub": "person-1", "email": world.coach.email, "email_verified": True}
    assert come_back(userinfo=told).url == "/today/"


@pytest.mark.asvs("10.1.2", "10.2.1")
def test_coming_back_twice_or_without_having_gone_signs_nobody_in(client, world, service):
    begun = client.get(LOGIN)
    says = json.dumps({"id_token": {"email": world.coach.email, "email_verified": True}})
    there = f"{begun.url}&{urlencode({'says': says})}"
    back = urlsplit(requests.get(there, allow_redirects=False, timeout=60).headers["Location"])
    from django.test import Client

    stranger = Client()
    assert stranger.get(f"{back.path}?{back.query}").status_code == 401
    assert not is_in(stranger)
    assert client.get(f"{back.path}?{back.query}").url == "/today/"
    client.post("/account/logout/")
    assert client.get(f"{back.path}?{back.query}").status_code == 401


@pytest.mark.asvs("10.2.1")
def test_request_has_a_proof_key_and_takes_nothing_from_the_address(client, world, service):
    asked = parse_qs(
        urlsplit(
            client.get(
                LOGIN, {"scope": "admin", "auth_params": "prompt=none", "process": "connect"}
            ).url
        ).query
    )
    assert asked["code_challenge_method"] == ["S256"]
    assert sorted(asked["scope"][0].split()) == ["email", "openid", "profile"]
    assert "prompt" not in asked


def test_process_connect_adds_no_service_to_an_account(client, world, sign_in, come_back):
    from allauth.socialaccount.models import SocialAccount

    sign_in("case_owner")
    come_back(email=world.coach.email, email_verified=True)
    assert client.session["_auth_user_id"] == str(world.account("coach").pk)
    assert SocialAccount.objects.count() == 0


@pytest.mark.asvs("3.7.2")
def test_other_sites_are_never_next(client, world, come_back):
    answer = come_back("https://evil.example/", email=world.coach.email, email_verified=True)
    assert answer.url == "/today/"


def test_stopping_at_the_service_is_said_kindly(client, world, service):
    state = parse_qs(urlsplit(client.get(LOGIN).url).query)["state"][0]
    answer = client.get(f"{LOGIN}callback/", {"error": "access_denied", "state": state})
    assert answer.url == "/account/cancelled/"
    assert "You did not sign in" in client.get(answer.url).text


@pytest.mark.asvs("16.5.2")
@pytest.mark.parametrize("more", [{"server_url": "http://127.0.0.1:1"}, {"secret": "wrong"}])
def test_service_that_is_away_or_set_up_wrongly_is_said_to_be(
    client, world, service, come_back, more
):
    service(**more)
    if "secret" in more:
        answer = come_back(email=world.coach.email, email_verified=True)
    else:
        answer = client.get(LOGIN)
    assert answer.status_code == 401
    assert "did not answer as it should" in answer.text


def test_service_that_nobody_set_up_is_not_there(client, world, service):
    assert client.get("/account/oidc/other/login/").status_code == 404
    assert client.get("/account/oidc/other/login/callback/").status_code == 404


@pytest.mark.asvs("6.3.4", "6.8.4")
def test_who_sees_students_sets_up_a_second_step_unless_the_service_asked_for_one(
    client, world, service, come_back
):
    come_back(email=world.principal.email, email_verified=True)
    assert client.get("/account/where/").url == "/account/second-step/"
    client.post("/account/logout/")
    service(second_factor=True)
    come_back(email=world.principal.email, email_verified=True)
    assert client.get("/account/where/").status_code == 200


def test_second_step_set_up_here_is_asked_for_unless_the_service_asked(
    client, world, service, come_back, with_app
):
    with_app("principal")
    answer = come_back("/people/", email=world.principal.email, email_verified=True)
    assert answer.url == "/account/second-step/ask/"
    assert not is_in(client)
    service(second_factor=True)
    answer = come_back("/people/", email=world.principal.email, email_verified=True)
    assert answer.url == "/people/"
