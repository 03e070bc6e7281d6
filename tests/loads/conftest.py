from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from convergent.facts.load import Options, load
from convergent.loads.actions.loading import Wanted, ask_for_load, note_outcome
from convergent.loads.queries import occasion_of
from tests.loads.exports import Export


@pytest.fixture
def home(settings, tmp_path):
    """Facts of this test alone."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def export():
    return Export()


@pytest.fixture
def loaded(home, world, tmp_path):
    """`loaded(export)`: asked for by the steward, read, and its outcome noted."""
    sent = iter(range(100))

    def load_now(export, *, by="steward", **options):
        folder = export.write(tmp_path / f"export-{next(sent)}")
        asked = ask_for_load([folder], wanted=Wanted(), by=world.viewer(by) if by else None)
        options = Options(occasion=occasion_of(asked), **options)
        note_outcome(asked, load([folder], home=Path(home), options=options))
        return asked

    return load_now


@pytest.fixture
def keeper(signed_in, world):
    """The steward's browser, signed in with both steps."""
    TOTP.activate(world.account("steward"), generate_totp_secret())
    return signed_in("steward")
