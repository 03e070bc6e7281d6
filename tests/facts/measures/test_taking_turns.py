"""A removal and a build take turns, and nobody reads measures of rows that are no more."""

import json
import shutil
import stat
from datetime import date
from threading import Thread

import pyarrow.parquet as pq
import pytest

from convergent.facts import announce
from convergent.facts.forgetting import forget
from convergent.facts.load import Options, load
from convergent.facts.measures import query
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import (
    GROWTH,
    built_measures,
    measures_folder,
    measures_home,
)
from convergent.facts.measures.pruning import forget_measures
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.turns import clear_up_after_killed_build, measures_turn
from convergent.facts.progress import Cancelled
from convergent.facts.snapshot import MANIFEST, Snapshot, current_snapshot, facts_folder

TODAY = date(2026, 11, 19)
WHO = "s0000200"
RULES = Rules(minimum_cohort=20)


@pytest.fixture
def loaded(simulated, home):
    load([simulated], home=home, options=Options(as_of=TODAY))
    return home


def measure(home, **more):
    return build(current_snapshot(home), home, rules=RULES, today=TODAY, **more)


def test_removal_waits_for_a_build_and_takes_with_it_what_that_worked_out(loaded):
    begun = current_snapshot(loaded)
    content = begun.manifest.content_hash
    removal = Thread(target=forget, args=(loaded, WHO))
    seen = []

    def meanwhile(step, _done, _total):
        if step == "Comparing":
            removal.start()
            removal.join(timeout=0.5)
            seen.append((removal.is_alive(), Snapshot(begun.folder).manifest.removals))

    built = measure(loaded, progress=meanwhile)
    removal.join(timeout=60)
    assert seen == [(True, 0)]
    assert built.content_hash == content
    assert built_measures(current_snapshot(loaded)) is None
    assert [path.name for path in measures_home(loaded).iterdir()] == ["build.lock"]


def test_snapshot_that_changed_since_it_was_taken_up_is_read_again(loaded):
    handle = current_snapshot(loaded)
    assert handle.manifest.removals == 0
    forget(loaded, WHO)
    built = build(handle, loaded, rules=RULES, today=TODAY)
    assert built.content_hash == Snapshot(handle.folder).manifest.content_hash
    assert built.content_hash != handle.manifest.content_hash
    rows = pq.read_table(measures_folder(handle) / GROWTH, columns=["student"])
    assert WHO not in rows["student"].to_pylist()


def test_build_begins_again_where_the_snapshot_is_another_at_its_end(district):
    for number in range(12):
        district.student(f"s{number}").result(f"s{number}", score=400)
    snapshot = district.snapshot()
    changed = []

    def change_once(step, _done, _total):
        if step == "Writing" and not changed:
            changed.append(step)
            rewrite(snapshot, content_hash="another")

    built = build(snapshot, district.home, today=TODAY, progress=change_once)
    assert (built.content_hash, len(changed)) == ("another", 1)


def rewrite(snapshot, **said):
    file = snapshot.folder / MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | said))


def test_measures_of_other_rows_are_read_by_nobody(district):
    district.student("a").result("a", score=400)
    snapshot = district.built()
    assert query.menu(snapshot).school_years == (2026,)
    rewrite(snapshot, content_hash="another")
    again = Snapshot(snapshot.folder)
    assert (built_measures(again), query.menu(again).school_years) == (None, ())


def test_measures_of_an_earlier_version_are_read_by_nobody(district):
    district.student("a").result("a", score=400)
    snapshot = district.built()
    file = measures_folder(snapshot) / MANIFEST
    stored = json.loads(file.read_text())
    del stored["content_hash"]
    file.write_text(json.dumps(stored))
    assert built_measures(snapshot) is None


def test_turn_that_is_not_to_be_had_can_be_given_up(tmp_path):
    with (
        measures_turn(tmp_path),
        pytest.raises(Cancelled),
        measures_turn(tmp_path, cancelled=lambda: True),
    ):
        raise AssertionError("two have their turn")


def test_lock_outlives_a_removal_so_that_nobody_has_another(tmp_path):
    with measures_turn(tmp_path) as measures:
        (measures / "one").mkdir()
        forget_measures(measures)
        assert [path.name for path in measures.iterdir()] == ["build.lock"]
        with pytest.raises(Cancelled), measures_turn(tmp_path, cancelled=lambda: True):
            raise AssertionError("two have their turn")


def test_rows_that_a_killed_build_left_are_removed_unless_one_runs(tmp_path):
    with measures_turn(tmp_path) as measures:
        left = measures / "building"
        left.mkdir()
        clear_up_after_killed_build(tmp_path)
        assert left.exists()
    clear_up_after_killed_build(tmp_path)
    assert not left.exists()


def test_removal_is_told_to_who_keeps_what_was_made_of_rows(loaded, monkeypatch):
    told = []
    monkeypatch.setattr(announce, "_of_removals", [])
    announce.on_removed(told.append)
    forget(loaded, WHO)
    assert told == [loaded]


def test_removal_that_could_not_be_told_is_finished_before_anything_else(loaded, monkeypatch):
    told = []

    def fails_at_first(home):
        told.append(home)
        if len(told) == 1:
            raise OSError("no space left")

    monkeypatch.setattr(announce, "_of_removals", [fails_at_first])
    with pytest.raises(OSError, match="no space left"):
        forget(loaded, WHO)
    load([], home=loaded, options=Options(as_of=TODAY))
    assert told == [loaded, loaded]


def test_facts_are_closed_to_other_accounts_whatever_the_umask_is(simulated, home):
    facts = facts_folder(home)
    facts.mkdir(parents=True)
    facts.chmod(0o755)
    load([simulated], home=home, options=Options(as_of=TODAY))
    assert stat.S_IMODE(facts.stat().st_mode) == 0o700
    shutil.rmtree(facts)
    with measures_turn(home):
        assert stat.S_IMODE(facts.stat().st_mode) == 0o700
