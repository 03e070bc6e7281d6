import shutil
from datetime import date
from pathlib import Path

import pytest

from convergent.demo.simulate import simulate
from convergent.facts import announce

TODAY = date(2026, 11, 19)


@pytest.fixture(autouse=True, scope="module")
def nobody_listening():
    """Applications that are installed in this process listen too; facts stand without them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announce, "_listeners", [])
        patch.setattr(announce, "_of_removals", [])
        yield


@pytest.fixture(scope="session")
def simulated(tmp_path_factory):
    """The exports of a small district; shared, so not to be written to."""
    directory = tmp_path_factory.mktemp("simulated")
    simulate(directory, students=600, seed=1, today=TODAY)
    return directory


@pytest.fixture
def exports(simulated, tmp_path):
    """The same exports, to be spoilt."""
    return Path(shutil.copytree(simulated, tmp_path / "exports"))


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"
