"""A browser that works without a network has a lease, which ends with what it was given in."""

import pytest
from django.test import Client

from convergent.people.models import Credential
from tests.sign_in.test_where import signed_in_elsewhere
from tests.world import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(client, world):
    """The coach is signed in with `client`, whose browser has a lease."""
    enter(client, world.account("coach"))
    return client.post("/account/lease/").json()


def ask(secret):
    return Client().get("/api/lease", headers={"Authorization": f"Bearer {secret}"}).status_code


def test_lease_lives_for_days_and_its_secret_is_kept_as_a_mark(client, world, given, settings):
    lease = Credential.objects.get()
    assert ask(given["secret"]) == 200
    assert given["secret"] not in lease.digest
    assert (lease.expires_at - lease.created_at).days == settings.CONFIGURATION.offline_days
    assert given["person"] == f"/people/{world.coach.pk}/"


def test_signing_out_ends_it(client, given):
    client.post("/account/logout/")
    assert ask(given["secret"]) == 401


def test_session_that_runs_out_does_not_end_it(client, given):
    session = client.session
    session["signed_in_at"] = 0
    session.save()
    assert client.get("/today/").status_code == 302
    assert ask(given["secret"]) == 200


def test_next_one_of_the_same_browser_ends_it(client, given):
    again = client.post("/account/lease/").json()
    assert (ask(given["secret"]), ask(again["secret"])) == (401, 200)


def test_session_that_is_ended_from_elsewhere_ends_it(client, world, sign_in):
    sign_in("coach")
    there = signed_in_elsewhere(world, "coach", "")
    given = there.post("/account/lease/").json()
    _this, other = client.get("/account/where/").context["sessions"]
    client.post(f"/account/where/sessions/{other.pk}/end/")
    assert ask(given["secret"]) == 401


@pytest.mark.asvs("9.2.2")
def test_token_is_no_lease(client, world, given):
    page = client.post("/account/where/tokens/add/", {"label": "x", "days": "30"})
    assert ask(page.context["secret"]) == 401
    assert ask("") == 401
