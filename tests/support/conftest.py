import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests.priorities.conftest import _folder_of_static_files  # noqa: F401


@pytest.fixture
def enters(world, signed_in):
    """A function that signs somebody in who has a second step, and returns the client."""

    def enter(name):
        account = world.account(name)
        if not Authenticator.objects.filter(user=account).exists():
            TOTP.activate(account, generate_totp_secret())
        return signed_in(name)

    return enter
