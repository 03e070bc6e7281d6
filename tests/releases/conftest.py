from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret


@pytest.fixture
def home(settings, tmp_path):
    """Facts and the ledger's files of this test alone."""
    settings.HOME = Path(tmp_path) / "home"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def keeper(signed_in, world):
    """The steward's browser, signed in with both steps."""
    TOTP.activate(world.account("steward"), generate_totp_secret())
    return signed_in("steward")
