"""Every page of signing in: drawn in both languages, in our words, without inline scripts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

from convergent.web.library_routes import LIBRARY_ROUTES
from convergent.web.sign_in import urls

SIGNED_OUT = (
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/done/",
    "/account/password/reset/key/1-x/",
    "/account/inactive/",
    "/account/cancelled/",
    "/account/invitation/x/",
)
SIGNED_IN = (
    "/account/where/",
    "/account/where/tokens/add/",
    "/account/password/change/",
    "/account/reauthenticate/",
    "/account/second-step/",
    "/account/second-step/app/remove/",
    "/account/second-step/codes/",
    "/account/second-step/codes/new/",
    "/account/passkeys/",
    "/account/passkeys/add/",
    "/account/second-step/confirm/",
)
INLINE = re.compile(
    r"<script(?![^>]*(src=|application/json))|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE
)
DATA = re.compile(r"<script.*?</script>", re.DOTALL)
NOT_OUR_WORDS = re.compile(
    r">[^<]*\b(users?|submit|entity|log ?in|username)\b[^<]*<", re.IGNORECASE
)


def check(page, language):
    assert page.status_code in {200, 403, 410}
    assert f'<html lang="{language}"' in page.text
    assert not INLINE.search(page.text)
    words = DATA.sub("", page.text.split("<main", 1)[1].split("</main>")[0])
    assert not NOT_OUR_WORDS.search(words)
    assert "placeholder=" not in words
    assert "style-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", SIGNED_OUT)
def test_page_of_whoever_is_signed_out(client, db, path, language):
    check(client.get(path, headers={"Accept-Language": language}), language)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("path", SIGNED_IN)
def test_page_of_whoever_is_signed_in(client, world, with_app, path, language):
    with_app("coach")
    account = world.account("coach")
    account.language = language
    account.save()
    client.force_login(account)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 9e12}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    check(client.get(path), language)


@pytest.mark.parametrize("path", SIGNED_IN)
def test_page_of_a_person_is_not_for_anybody(client, db, path):
    assert client.get(path).url.startswith("/account/login/?next=")


@pytest.mark.asvs("6.3.1")
def test_too_many_tries_have_a_page_of_their_own(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post("/account/login/", {"login": "a@b.example", "password": "x"})
    answer = client.post("/account/login/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 429
    assert "Wait five minutes" in answer.text


def test_every_route_of_the_library_has_its_reader_and_is_there():
    names = {pattern.name for pattern in urls.urlpatterns}
    assert set(LIBRARY_ROUTES) <= names
    undeclared = [
        pattern.name
        for pattern in urls.urlpatterns
        if pattern.name not in LIBRARY_ROUTES and not hasattr(pattern.callback, "opens_to")
    ]
    assert undeclared == []
    assert "account_signup" not in get_resolver().reverse_dict


def test_templates_are_ours_before_the_librarys():
    (engine,) = settings.TEMPLATES
    folder = Path(engine["DIRS"][0])
    assert (folder / "account" / "login.html").is_file()
