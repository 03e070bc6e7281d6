from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from convergent.audit.models import AuditRow
from convergent.people.actions.credentials import account_of_secret, issue_credential
from convergent.people.models import Credential
from convergent.web.sign_in.devices import device_in_words
from tests.world import PASSWORD, hold, make_person

AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36": "Chrome on Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36 Edg/142.0": "Edge on Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/19.0 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36": (
        "Chrome on Chromebook"
    ),
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0": "Firefox on Linux",
    "<script>alert(1)</script>": "A browser we do not know",
    "": "A browser we do not know",
}


@pytest.mark.parametrize("agent", AGENTS)
def test_device_is_named_in_plain_words(agent):
    assert device_in_words(agent) == AGENTS[agent]


def signed_in_elsewhere(world, name, agent):
    other = Client(headers={"User-Agent": agent})
    other.post("/account/login/", {"login": world.account(name).email, "password": PASSWORD})
    return other


@pytest.fixture
def two_devices(client, world, sign_in):
    """The coach on this device, and on a second one."""
    sign_in("coach")
    return client, signed_in_elsewhere(world, "coach", next(iter(AGENTS)))


@pytest.mark.asvs("7.5.2")
def test_page_shows_each_device_and_marks_this_one(two_devices):
    here, _ = two_devices
    page = here.get("/account/where/")
    assert [(one.device, one.is_this) for one in page.context["sessions"]] == [
        ("A browser we do not know", True),
        ("Chrome on Windows", False),
    ]
    assert page.text.count("· this one") == 1


@pytest.mark.asvs("7.5.2")
def test_ending_one_device_leaves_the_others(two_devices):
    here, there = two_devices
    other = here.get("/account/where/").context["sessions"][1]
    here.post(f"/account/where/sessions/{other.pk}/end/")
    assert there.get("/account/where/").url.startswith("/account/login/")
    assert here.get("/account/where/").status_code == 200
    assert here.post(f"/account/where/sessions/{other.pk}/end/").status_code == 404


def test_ending_this_device_signs_out(two_devices):
    here, there = two_devices
    this = here.get("/account/where/").context["sessions"][0]
    assert here.post(f"/account/where/sessions/{this.pk}/end/").url == "/account/login/"
    assert here.get("/account/where/").url.startswith("/account/login/")
    assert there.get("/account/where/").status_code == 200


def test_nobody_ends_what_is_somebody_elses(two_devices, world):
    here, _ = two_devices
    stranger = signed_in_elsewhere(world, "case_owner", "")
    (theirs,) = stranger.get("/account/where/").context["sessions"]
    token, secret = issue_credential(
        world.account("case_owner"), kind="token", label="x", lifetime=timedelta(days=1)
    )
    assert here.post(f"/account/where/sessions/{theirs.pk}/end/").status_code == 404
    assert here.post(f"/account/where/given/{token.pk}/end/").status_code == 404
    assert account_of_secret(secret, kind="token") == world.account("case_owner")


def test_sign_out_everywhere_ends_sessions_tokens_and_leases_at_once(two_devices, world):
    here, there = two_devices
    account = world.account("coach")
    secrets = {
        kind: issue_credential(account, kind=kind, label="x", lifetime=timedelta(days=9))[1]
        for kind in ("token", "lease")
    }
    page = here.get("/account/where/")
    assert [len(page.context[name]) for name in ("sessions", "tokens", "leases")] == [2, 1, 1]
    assert here.post("/account/where/end/").url == "/account/login/"
    for client in (here, there):
        assert client.get("/account/where/").url.startswith("/account/login/")
    assert [account_of_secret(secret, kind=kind) for kind, secret in secrets.items()] == [None] * 2
    assert AuditRow.objects.filter(action="end all access", by=world.coach.pk).count() == 1


@pytest.fixture
def token(client, world, sign_in):
    """The secret of a token that the coach has just made."""
    sign_in("coach")
    page = client.post("/account/where/tokens/add/", {"label": "Timetable", "days": "30"})
    return page.context["secret"]


def ask(secret, **more):
    return Client().get("/api/me", headers={"Authorization": f"Bearer {secret}"}, **more)


def test_token_is_shown_once_and_kept_as_a_mark(client, token):
    assert Credential.objects.get().digest != token
    assert token not in client.get("/account/where/").text
    assert "Timetable" in client.get("/account/where/").text


@pytest.mark.asvs("14.2.1", "15.3.1")
def test_program_with_a_token_learns_for_whom_and_until_when(world, token):
    answer = ask(token)
    assert answer.status_code == 200
    assert answer.json() == {
        "name": "Carla Duarte",
        "until": Credential.objects.get().expires_at.isoformat(),
    }
    assert answer.headers["Cache-Control"].startswith("max-age=0")


def test_token_that_was_ended_opens_nothing(client, token):
    client.post(f"/account/where/given/{Credential.objects.get().pk}/end/")
    assert ask(token).status_code == 401


def test_token_dies_with_the_persons_last_role(world, token):
    world.coach.terms.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert ask(token).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer \xff", "Bearer x y"]
)
def test_program_without_a_living_token_gets_json_and_401(db, header):
    answer = Client().get("/api/me", headers={"Authorization": header})
    assert answer.status_code == 401
    assert list(answer.json()) == ["error"]
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Convergent"'


@pytest.mark.asvs("9.2.2")
def test_session_and_lease_are_no_tokens(client, world, sign_in):
    sign_in("coach")
    assert client.get("/api/me").status_code == 401
    _, lease = issue_credential(
        world.account("coach"), kind="lease", label="x", lifetime=timedelta(days=9)
    )
    assert ask(lease).status_code == 401


def test_program_may_only_ask(token):
    answer = Client().post("/api/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 405


@pytest.mark.asvs("2.2.2")
@pytest.mark.parametrize(
    ("label", "days"),
    [
        ("", "30"),
        ("x", ""),
        ("x", "0"),
        ("x", "91"),
        ("x", "-1"),
        ("x", "1.5"),
        ("x" * 81, "3"),
        ("x", "9" * 99),
        (" ", "3"),
        ("a\0b", "3"),
    ],
)
def test_token_needs_a_name_and_at_most_90_days(client, sign_in, label, days):
    sign_in("coach")
    page = client.post("/account/where/tokens/add/", {"label": label, "days": days})
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.text
    assert not Credential.objects.exists()


def test_token_ends_on_the_last_day_of_the_last_role(client, world):
    today = timezone.localdate()
    person = make_person(world.northfield, "Kim Brief")
    hold(person, "coach", world.ash, ends_on=today + timedelta(days=2))
    hold(person, "coach", world.birch, ends_on=today + timedelta(days=5))
    from convergent.people.models import Account

    Account.objects.create_account(person, password=PASSWORD)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    client.post("/account/where/tokens/add/", {"label": "x", "days": "90"})
    assert Credential.objects.get().expires_at < timezone.now() + timedelta(days=6, hours=6)
    assert Credential.objects.get().expires_at > timezone.now() + timedelta(days=4, hours=18)
