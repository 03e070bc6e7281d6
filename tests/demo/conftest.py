from datetime import date

import pytest

from convergent.demo.simulate import simulate
from convergent.facts import announce

TODAY = date(2026, 11, 19)


@pytest.fixture(autouse=True, scope="module")
def nobody_listening():
    """Applications that are installed in this process listen too; these tests do without them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announce, "_listeners", [])
        yield


@pytest.fixture(scope="session")
def exports(tmp_path_factory):
    directory = tmp_path_factory.mktemp("district")
    simulate(directory, students=600, seed=1, today=TODAY)
    return directory
