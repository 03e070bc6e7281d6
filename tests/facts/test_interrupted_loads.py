import os
import signal
import subprocess
import sys

import pytest
from tests.facts.first import load_first

from convergent.facts.load import load
from convergent.facts.snapshot import all_snapshots, current_snapshot

LOADER = """
import sys
from pathlib import Path
from convergent.facts.load import Options, load

def tell(step, done, total):
    print(step, flush=True)
    if step == sys.argv[3]:
        sys.stdin.readline()

result = load([Path(sys.argv[1])], home=Path(sys.argv[2]), progress=tell)
print(result.status, flush=True)
"""


def _start(exports, home, *, pause_at=""):
    return subprocess.Popen(
        [sys.executable, "-c", LOADER, exports, home, pause_at],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def _wait_for(loader, step):
    for line in loader.stdout:
        if line.strip() == step:
            return


def _without_one_student(exports):
    *kept, _ = (exports / "demographics.csv").read_text().splitlines(keepends=True)
    (exports / "demographics.csv").write_text("".join(kept))
    return exports


@pytest.mark.asvs("2.3.3")
@pytest.mark.parametrize(
    "step",
    [
        pytest.param("Finding the files", marks=pytest.mark.slow),
        pytest.param("Checking enrollments", marks=pytest.mark.slow),
        pytest.param("Writing users", marks=pytest.mark.slow),
        "Publishing",
    ],
)
def test_killed_load_leaves_the_last_snapshot_and_the_next_starts_clean(
    exports, simulated, home, step
):
    first = load_first(simulated, home=home)
    _without_one_student(exports)
    with _start(exports, home, pause_at=step) as loader:
        _wait_for(loader, step)
        loader.send_signal(signal.SIGKILL)

    assert current_snapshot(home).id == first.snapshot
    assert load([exports], home=home).status == "published"
    assert len(all_snapshots(home)) == 2
    assert not (home / "facts" / "staging").exists()


def test_load_started_during_another_waits_for_its_turn(exports, simulated, home):
    _without_one_student(exports)
    with _start(simulated, home, pause_at="Publishing") as first:
        _wait_for(first, "Publishing")
        with _start(exports, home) as second:
            first.communicate("\n")
            told = second.communicate()[0].split()[-1]

    counts = [s.manifest.tables["demographics"].loaded for s in all_snapshots(home)]
    assert (told, counts) == ("published", [600, 599])
    assert current_snapshot(home) == all_snapshots(home)[-1]


def test_snapshot_of_a_load_killed_before_the_switch_is_not_stored_again(simulated, home):
    first = load_first(simulated, home=home)
    (home / "facts" / "current").unlink()

    second = load([simulated], home=home)

    assert (second.status, second.snapshot) == ("published", first.snapshot)
    assert len(all_snapshots(home)) == 1


def test_switch_that_was_cut_off_leaves_nothing_behind_the_next_load(simulated, home):
    (home / "facts").mkdir(parents=True)
    for name in ("current.4711", "previous.4711"):
        (home / "facts" / name).symlink_to("snapshots/never")

    load([simulated], home=home)

    assert [one.name for one in (home / "facts").glob("*.4711")] == []
    assert current_snapshot(home) is not None
