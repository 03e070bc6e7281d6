"""A session: a name that nobody guesses, new at each signing in, over when it is said to be."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from tests.world import PASSWORD

COOKIE = settings.SESSION_COOKIE_NAME
KEY = re.compile(r"[0-9a-z]{32}")  # of 36 signs each: 165 bits


@pytest.mark.asvs("7.2.2", "7.2.3", "7.2.4")
def test_signing_in_gives_a_new_session_and_ends_the_one_before(client, world, sign_in):
    client.get("/account/login/")
    before = client.cookies[COOKIE].value
    sign_in("coach")
    after = client.cookies[COOKIE].value
    assert (KEY.fullmatch(after) is not None, after == before) == (True, False)
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.asvs("7.4.1")
def test_session_that_was_signed_out_opens_nothing_again(client, sign_in):
    sign_in("coach")
    kept = client.cookies[COOKIE].value
    client.post("/account/logout/")
    thief = Client()
    thief.cookies[COOKIE] = kept
    assert thief.get("/account/where/").url.startswith("/account/login/")
    assert not Session.objects.filter(session_key=kept).exists()


@pytest.mark.asvs("7.2.1")
def test_session_that_the_browser_made_up_is_not_taken(world):
    made_up = "a" * 32
    guest = Client()
    guest.cookies[COOKIE] = made_up
    guest.post("/account/login/", {"login": world.account("coach").email, "password": PASSWORD})
    assert guest.cookies[COOKIE].value != made_up
    assert not Session.objects.filter(session_key=made_up).exists()


@pytest.mark.asvs("7.3.2")
@pytest.mark.parametrize(("hours", "is_in"), [(11, True), (13, False)])
def test_session_ends_its_hours_after_signing_in_however_busy(
    client, sign_in, monkeypatch, hours, is_in
):
    sign_in("coach")
    sessions = import_module("convergent.people.sessions")
    now = sessions.time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + hours * 3600)
    answer = client.get("/account/where/")
    assert (answer.status_code == 200) is is_in


@pytest.mark.asvs("14.2.2", "14.3.2")
def test_pages_of_whoever_is_signed_in_are_kept_nowhere(client, sign_in):
    sign_in("coach")
    for address in ("/account/where/", "/people/", "/no/such/page/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]
