"""A home folder of each test's own, with keys, beside the Records of the run."""

import pytest

from convergent.records.home import prepare_home


@pytest.fixture
def home(tmp_path, settings):
    folder = tmp_path / "home"
    prepare_home(folder)
    settings.HOME, settings.KEYS_FOLDER = folder, folder / "keys"
    return folder
