"""Loads that are killed, that cannot write, and that read damaged files.

`./dev bench torture-load [--kills N] [--errors N] [--files N] [--seed N] [--keep FOLDER]`. After
every kill and every failed write, what serves must be wholly the old or wholly the new, and the
next load must start clean and come to the same content. Damaged files, one or several in an export,
must be refused with a place, or read; what was neither is kept in the folder, under its seed. With
a C compiler the errors are of single system calls too; without, files can only not grow. The exit
code is 1 where anything failed.
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
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from convergent.demo.simulate import simulate
from tests.facts.small_export import FILES
from tests.torture.interrupting import Torture, failing_calls, full_disk, two_states
from tests.torture.mutating import worker

TODAY = date(2026, 11, 19)
SEEDS_AT_ONCE = 50
ROWS = 30
TORTURE = Path(__file__).parents[1] / "torture"


def main():
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="convergent-torture-") as folder:
        told = {
            "seed": asked.seed,
            "kills": _killed(asked, Path(folder, "kills")),
            "errors": _starved(asked, Path(folder, "errors")),
            "files": _tormented(asked, Path(folder, "files")),
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


def _tormented(asked, folder):
    originals = _every_kind(folder)
    asked.keep.mkdir(parents=True, exist_ok=True)
    came, crashes, files, seeds = {}, [], 0, _blocks(asked.seed * 1_000_000)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as workers:

        def begin():
            return workers.submit(worker, next(seeds), originals, asked.keep)

        running = [begin() for _ in range(2 * os.cpu_count())]
        while running:
            counts, crashed, damaged = running.pop(0).result()
            crashes, files = crashes + crashed, files + damaged
            for outcome, times in counts.items():
                came[outcome] = came.get(outcome, 0) + times
            _say(f"damaged {files} of {asked.files}; {len(crashes)} crashes")
            if files < asked.files:
                running.append(begin())
    return {"damaged": files, "exports": came, "crashed": crashes}


def _every_kind(folder):
    """A few rows of every file that a district may send."""
    simulate(folder, students=300, seed=1, today=TODAY)
    files = {file.name: file.read_bytes() for file in folder.glob("*.csv")}
    few = {name: b"".join(text.splitlines(keepends=True)[:ROWS]) for name, text in files.items()}
    return few | {name: text.encode() for name, text in FILES.items()}


def _blocks(first):
    for at in count(first, SEEDS_AT_ONCE):
        yield range(at, at + SEEDS_AT_ONCE)


def _say(text):
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
