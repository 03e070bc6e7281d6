"""A few broken twins in the suite; `./dev bench twins` runs them all."""

import pytest

from tests.twins.runner import (
    REPOSITORY,
    all_twins,
    blind_to,
    broken_text,
)

TWINS = {twin.name: twin for twin in all_twins()}
SHORT = ("district_forgotten", "draft_inherited", "open_by_default", "second_step_skipped")

pytestmark = pytest.mark.without_records


def test_every_twin_still_fits_the_shipped_code():
    assert len(TWINS) >= 20
    for twin in TWINS.values():
        assert twin.says
        assert twin.changes
        assert broken_text(REPOSITORY / "src", twin)


@pytest.mark.parametrize("name", SHORT)
def test_broken_twin_is_caught(name):
    assert blind_to(TWINS[name])[0] == []
