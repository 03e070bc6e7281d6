"""Loads that are killed, that cannot write, and that read damaged files.

`./dev bench torture-load [--kills N] [--errors N] [--files N] [--seed N] [--keep FOLDER]`. After
every kill and every failed write, what serves must be wholly the old or wholly the new, and the
next load must start clean and come to the same content. Damaged files must be refused with a place,
or read; those that are neither are kept in the folder, under their seed. With a C compiler the
errors are of single system calls too; without, files can only not grow. The exit code is 1 where
anything failed.
"""

import argparse
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from convergent.demo.simulate import simulate
from tests.facts.small_export import FILES
from tests.torture.interrupting import Torture, failing_calls, full_disk, two_states
from tests.torture.mutating import worker

TODAY = date(2026, 11, 19)
SEEDS_AT_ONCE = 200
TORTURE = Path(__file__).parents[1] / "torture"


def main():
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="convergent-torture-") as folder:
        told = {
            "seed": asked.seed,
            "kills": _killed(asked, Path(folder, "kills")),
            "errors": _starved(asked, Path(folder, "errors")),
            "files": _tormented(asked),
        }
    print(json.dumps(told, indent=1))  # noqa: T201
    if told["files"]["crashed"]:
        raise SystemExit(1)


def _arguments():
    parser = argparse.ArgumentParser(prog="./dev bench torture-load")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--errors", type=int, default=100)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("var/torture"))
    return parser.parse_args()


def _torture(asked, folder):
    simulated = folder / "simulated"
    simulate(simulated, students=300, seed=asked.seed, today=TODAY)
    return Torture(folder, two_states(simulated, folder), random.Random(asked.seed))


def _killed(asked, folder):
    """How many loads were killed, by whom of it was killed."""
    torture, killed = _torture(asked, folder), {}
    for number in range(asked.kills):
        target = torture.kill()
        killed[target] = killed.get(target, 0) + 1
        _say(f"killed {number + 1} of {asked.kills}")
    return killed


def _starved(asked, folder):
    """How many loads could not write, by why."""
    torture, library, starved = _torture(asked, folder), _library(folder), {}
    for number in range(asked.errors):
        kind = torture.chance.choice(("EFBIG", "EIO", "ENOSPC") if library else ("EFBIG",))
        error = getattr(errno, kind)
        torture.fail_writing(
            full_disk(torture.chance)
            if kind == "EFBIG"
            else failing_calls(torture.chance, library=library, error=error)
        )
        starved[kind] = starved.get(kind, 0) + 1
        _say(f"starved {number + 1} of {asked.errors}")
    return starved


def _library(folder):
    """What makes calls fail, compiled; none without a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "failing_calls.so"
    source = TORTURE / "failing_calls.c"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"]
    subprocess.run(command, check=True)
    return library


def _tormented(asked):
    originals = {name: text.encode() for name, text in FILES.items()}
    asked.keep.mkdir(parents=True, exist_ok=True)
    first = asked.seed * 1_000_000
    blocks = [
        range(at, min(at + SEEDS_AT_ONCE, first + asked.files))
        for at in range(first, first + asked.files, SEEDS_AT_ONCE)
    ]
    came, crashes = {}, []
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as workers:
        running = [workers.submit(worker, block, originals, asked.keep) for block in blocks]
        for number, block in enumerate(running):
            counts, crashed = block.result()
            crashes += crashed
            for outcome, times in counts.items():
                came[outcome] = came.get(outcome, 0) + times
            _say(f"damaged {(number + 1) * SEEDS_AT_ONCE} of {asked.files}; {len(crashes)} crashes")
    return {"came": came, "crashed": crashes}


def _say(text):
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
