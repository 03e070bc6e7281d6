from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files():
    (Path(settings.HOME) / "static").mkdir(exist_ok=True)


@pytest.fixture
def enters(world, signed_in):
    """A function that signs somebody in who has a second step, and returns the client."""

    def enter(name):
        TOTP.activate(world.account(name), generate_totp_secret())
        return signed_in(name)

    return enter
