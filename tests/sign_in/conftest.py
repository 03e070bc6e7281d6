"""What the tests of signing in share."""

from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.utils import timezone

from convergent.audit.models import AuditRow
from convergent.people.models import CastMember, Installation
from tests.world import PASSWORD


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files():
    (Path(settings.HOME) / "static").mkdir(exist_ok=True)


@pytest.fixture
def sign_in(client, world):
    """Signs in as a person would, by e-mail and password; returns the answer."""

    def post(name, password=PASSWORD, **more):
        login = {"login": world.account(name).email, "password": password, **more}
        return client.post("/account/login/", login)

    return post


@pytest.fixture
def with_app(world):
    """Gives somebody an authenticator app and recovery codes; returns the app's secret."""

    def add(name):
        secret = generate_totp_secret()
        TOTP.activate(world.account(name), secret)
        RecoveryCodes.activate(world.account(name))
        return secret

    return add


@pytest.fixture
def demo(world):
    """The world as a demonstration: the principal and the coach are its cast."""
    Installation.objects.create(pk=1, is_demo=True, decided_at=timezone.now())
    for position, name in enumerate(("principal", "coach")):
        CastMember.objects.create(
            person=world.people[name], position=position, line=f"Line of {name}"
        )
    return world


@pytest.fixture
def on_loopback(client):
    client.defaults["SERVER_NAME"] = "localhost"
    return client


@pytest.fixture
def noted(world):
    """The actions that the audit holds about somebody, oldest first."""

    def actions(name):
        rows = AuditRow.objects.filter(about=world.people[name].pk).order_by("number")
        return list(rows.values_list("action", flat=True))

    return actions
