import os
import random
import subprocess
import sys
from datetime import date
from multiprocessing import get_context

import pytest
from tests.facts.small_export import FILES
from tests.torture.interrupting import Torture, full_disk, two_states
from tests.torture.mutating import bomb, outcome_of, worker
from tests.torture.workbooks import spoilt_workbook, workbook

from convergent.demo.simulate import simulate
from convergent.facts.confinement import Limits
from convergent.facts.load import Options, load

TODAY = date(2026, 11, 19)
pytestmark = pytest.mark.confined


def alone():
    """A process of its own, whose memory holds nothing of other tests."""
    return get_context("spawn").Pool(1)


@pytest.fixture(scope="module")
def torture(tmp_path_factory):
    """Rounds follow one another in one home, as loads do."""
    folder = tmp_path_factory.mktemp("torture")
    simulate(folder / "simulated", students=300, seed=1, today=TODAY)
    return Torture(folder, two_states(folder / "simulated", folder), random.Random(1))


@pytest.mark.slow
def test_killed_loads_leave_what_serves_whole(torture):
    for _ in range(2):
        torture.kill()


@pytest.mark.slow
def test_loads_that_cannot_write_leave_what_serves_whole(torture):
    for _ in range(2):
        torture.fail_writing(full_disk(torture.chance))


@pytest.mark.asvs("2.2.1", "5.2.2")
def test_damaged_files_are_refused_with_a_place_or_read(tmp_path):
    originals = {name: text.encode() for name, text in FILES.items()}

    with alone() as pool:
        came, crashed, _ = pool.apply(worker, (range(40), originals, tmp_path))

    assert crashed == []
    assert set(came) == {"refused", "rejected", "accepted"}


@pytest.mark.slow
def test_damaged_workbooks_are_refused_with_a_place_or_read(tmp_path):
    sound, came = workbook(), set()
    with alone() as pool:
        for seed in range(40):
            given = tmp_path / "start.xlsx"
            given.write_bytes(spoilt_workbook(random.Random(seed), sound))
            came.add(pool.apply(outcome_of, (given, tmp_path / "staging")))

    assert came == {"refused", "accepted"}


def test_bomb_is_refused_before_it_fills_the_disk(home, tmp_path):
    result = load([bomb(tmp_path)], home=home)

    assert (result.status, result.errors[0].file, result.errors[0].rule) == (
        "refused",
        "bomb.zip",
        "zip ratio",
    )


@pytest.mark.asvs("15.2.2")
def test_load_beyond_its_time_is_refused_where_it_was(simulated, home):
    result = load([simulated], home=home, options=Options(limits=Limits(seconds=1)))

    assert (result.status, result.errors[0].rule) == ("refused", "time of a load")


CONFINED = """
import ctypes, os, socket, sys, threading
from convergent.facts.confinement import Limits, limit, refuse_network

def ring():
    library = ctypes.CDLL(None, use_errno=True)
    if library.syscall(425, 1, 0) < 0:  # io_uring_setup
        raise OSError(ctypes.get_errno(), "io_uring")

limit(Limits(memory_megabytes=10))
if sys.argv[1] == "memory":
    try:
        held = bytearray(2_000_000_000)
    except MemoryError:
        print("refused")
elif refuse_network():
    deeds = {"network": socket.socket, "process": os.fork, "ring": ring}
    try:
        deeds[sys.argv[1]]()
    except PermissionError:
        thread = threading.Thread(target=print, args=["refused"])
        thread.start()
        thread.join()
else:
    print("refused")
"""


@pytest.mark.asvs("13.2.4")
@pytest.mark.parametrize("what", ["memory", "network", "process", "ring"])
def test_confined_process_cannot_have_more(what):
    told = subprocess.run(
        [sys.executable, "-c", CONFINED, what],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )

    assert told.stdout == "refused\n"
