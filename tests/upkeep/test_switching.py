"""A switch is whole or not at all, wherever it is cut off."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from convergent.errors import WrongSetting
from convergent.upkeep import switching

pytestmark = pytest.mark.without_records
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
STEPS = 8


@pytest.fixture
def two_states(home):
    """What is there has a file beside Records that what is restored has not, and no releases."""
    for name in ("records.sqlite3", "records.sqlite3-wal", "facts/f"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text("old")
    for name in ("records.sqlite3", "facts/f", "releases/r"):
        (home / "restoring" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "restoring" / name).write_text("new")
    return home


def state(home):
    return {
        str(one.relative_to(home)): one.read_text()
        for one in home.rglob("*")
        if one.is_file() and one.relative_to(home).parts[0] in switching.SWITCHED
    }


OLD = {"records.sqlite3": "old", "records.sqlite3-wal": "old", "facts/f": "old"}
NEW = {"records.sqlite3": "new", "facts/f": "new", "releases/r": "new"}


def test_switch_takes_over_and_keeps_what_was_there(two_states):
    before = switching.begin(two_states, NOW)
    switching.switch(two_states)
    switching.finish(two_states)
    assert state(two_states) == NEW
    assert {str(one.relative_to(before)) for one in before.rglob("*") if one.is_file()} == set(OLD)
    assert sorted(one.name for one in two_states.glob("rest*")) == []


class PowerCut(BaseException):
    pass


@pytest.mark.parametrize("steps", range(STEPS))
def test_switch_that_is_cut_off_anywhere_goes_back(steps, two_states, monkeypatch):
    renames = Path.rename
    left = iter(range(steps))

    def rename(path, target):
        if path.parts[-1] in switching.SWITCHED and next(left, None) is None:
            raise PowerCut
        return renames(path, target)

    switching.begin(two_states, NOW)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rename)
        try:
            switching.switch(two_states)
        except PowerCut:
            pass
        else:
            assert steps >= 6
    with pytest.raises(WrongSetting, match="A restore was cut off"):
        switching.refuse_half_restored(two_states)
    switching.go_back(two_states)
    assert state(two_states) == OLD
    switching.refuse_half_restored(two_states)
    assert list(two_states.glob("before-restore-*")) == []


def test_going_back_without_a_switch_changes_nothing(two_states):
    switching.go_back(two_states)
    assert state(two_states) == OLD


def test_what_was_put_aside_goes_after_its_time(two_states):
    before = switching.begin(two_states, NOW)
    just = datetime.now(UTC)
    assert switching.let_go_of_old(two_states, just + switching.KEPT_FOR / 2) == []
    later = just + switching.KEPT_FOR + timedelta(hours=1)
    assert switching.let_go_of_old(two_states, later) == [before]
    assert before.exists() is False


def test_removal_of_a_student_takes_what_was_put_aside_along(two_states):
    from convergent.facts.announce import announce_removal

    before = switching.begin(two_states, NOW)
    announce_removal(two_states)
    assert before.exists() is False
