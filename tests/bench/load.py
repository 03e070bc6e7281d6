"""How long a load takes, and how much memory, beside DuckDB's bare copy and pandas.

`./dev bench load [--students N …] [--rounds N] [--pandas] [--full]`. The shipped command is timed
from outside, on a home folder that is prepared but empty, with every check on and nobody following.
In each round it takes turns with a copy of the same files to Parquet by DuckDB, which checks, casts
and sorts nothing and has the same threads; medians are compared. Seconds of computing (`cpu`) are
told too: other work on the machine disturbs them less. Memory is the sum over the command and its
child of the most that each ever held.

What was learnt. Of the seconds of computing a third is reading text and writing it down as Parquet,
a third sorting and writing what is published, a fifth the checks. Text in Parquet costs a third
less than in DuckDB's own tables (in memory without compression it costs least, until memory is
short), and columns of few values stay dictionaries, so that a further pass over one costs next to
nothing. NOT IN takes a hundredth of the time of NOT EXISTS beside another condition; EXISTS with
more than one comparison inside may take as long: write a join. Changing rows in place is slow once
memory is short: write them anew. DuckDB's hash() of text has many collisions, so that it may narrow
a search but never decide. A sort that spills costs a quarter more than one that does not; of one
with many columns most is moving the rows, whatever it compares. Parquet builds a dictionary of ids
that all differ before it gives it up, unless told what few values are. A test of one column in a
WHERE by itself looks at each value of a dictionary once, inside a CASE or an OR at each row's.
"""

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median

from convergent.demo.simulate import simulate
from convergent.facts.tables import rostering

TODAY = date(2026, 11, 19)
DEFAULT, FULL = (30_000, 100_000), (100_000, 300_000, 1_000_000)
PANDAS = ("3.1.1", "2.3.3")
"""The newest, which keeps text as Arrow does, and the last that keeps it as Python's objects."""
EXPORTED = {"manifest.csv", *(table.file for table in rostering.TABLES)}
HERE = Path(__file__).parent


def main():
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="convergent-bench-") as folder:
        told = _measured(asked, Path(folder))
    print(json.dumps(told, indent=1))  # noqa: T201


def _arguments():
    parser = argparse.ArgumentParser(prog="./dev bench load")
    parser.add_argument("--students", type=int, nargs="+", default=DEFAULT)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pandas", action="store_true", help="compare with pandas too")
    parser.add_argument("--full", action="store_true", help="every figure; takes long")
    asked = parser.parse_args()
    if asked.full:
        asked.students, asked.pandas = FULL, True
    return asked


def _measured(asked, folder):
    prepared = _prepared_home(folder)
    sizes = [_of_size(students, prepared, asked.rounds, folder) for students in asked.students]
    told = {"sizes": sizes, "growth_exponents": _growth(sizes), "machine": _machine()}
    if asked.pandas:
        for release in PANDAS:
            command = _pandas(release, folder)
            load = sizes[-1]["load"]
            told[f"pandas {release}"] = _beside(load, _timed(command, folder, {}))
            told[f"pandas {release}, bare"] = _beside(load, _timed([*command, "bare"], folder, {}))
    return told


def _beside(load, run):
    seconds, cpu, megabytes = run
    return {
        "seconds": round(seconds, 2),
        "cpu": round(cpu, 2),
        "to_load": round(seconds / load["seconds"], 2),
        "to_load_cpu": round(cpu / load["cpu"], 2),
        "megabytes_at_most": megabytes,
    }


def _prepared_home(folder):
    """What a running installation is: its database is there, and no facts are."""
    home, nothing = folder / "prepared", folder / "nothing"
    nothing.mkdir()
    _timed(_load_command(nothing), folder, {"CONVERGENT_HOME": str(home)}, exit_codes={3})
    return home


def _of_size(students, prepared, rounds, folder):
    exports = _exports(students, folder / "exports")
    loads, again, copies = [], [], []
    for _ in range(rounds):
        copies.append(_timed(_copy(exports, folder / "copied"), folder, {}))
        home = Path(shutil.copytree(prepared, folder / "home"))
        environment = {"CONVERGENT_HOME": str(home)}
        loads.append(_timed(_load_command(exports), folder, environment))
        again.append(_timed(_load_command(exports), folder, environment))
        shutil.rmtree(home)
    told = {"load": _medians(loads), "load_again": _medians(again), "copy": _medians(copies)}
    return {
        "students": students,
        "megabytes": sum(file.stat().st_size for file in exports.iterdir()) >> 20,
        "enrollments": _lines(exports / "enrollments.csv") - 1,
        **told,
        "to_copy": round(told["load"]["seconds"] / told["copy"]["seconds"], 2),
        "to_copy_cpu": round(told["load"]["cpu"] / told["copy"]["cpu"], 2),
    }


def _exports(students, folder):
    """What OneRoster has of a simulated district."""
    shutil.rmtree(folder, ignore_errors=True)
    simulate(folder, students=students, seed=1, today=TODAY)
    for file in folder.iterdir():
        if file.name not in EXPORTED:
            file.unlink()
    return folder


def _lines(file):
    with file.open("rb") as lines:
        return sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b""))


def _load_command(exports):
    return [sys.executable, "-m", "convergent", "load", "--no-follow", "--json", str(exports)]


def _copy(exports, into):
    return [sys.executable, str(HERE / "_copy_with_duckdb.py"), str(exports), str(into)]


def _pandas(release, folder):
    """In an environment that is thrown away: nothing else needs pandas."""
    environment = folder / f"pandas-{release}"
    python = environment / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    wanted = (f"pandas=={release}", f"pyarrow=={version('pyarrow')}")
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted]
    subprocess.run(install, check=True)
    declared = {
        table.name: _declared(table)
        for table in rostering.TABLES
        if (folder / "exports" / table.file).exists()
    }
    script = str(HERE / "_load_with_pandas.py")
    return [str(python), script, str(folder / "exports"), str(folder), json.dumps(declared)]


def _declared(table):
    """What of a table's declaration pandas is to hold to; by the headings of the export."""
    names = {column.stored: column.name for column in table.columns}
    order = dict.fromkeys((*table.sorted_by, *table.key))
    return {
        "key": [names[stored] for stored in table.key],
        "sorted_by": [names[stored] for stored in order],
        "kinds": {column.name: column.kind for column in table.columns},
        "allowed": {c.name: sorted(c.allowed) for c in table.columns if c.allowed},
        "references": {
            column.name: column.refers_to
            for column in table.columns
            if column.refers_to and column.kind == "text"
        },
    }


def _timed(command, folder, environment, *, exit_codes=frozenset({0})):
    """Seconds, seconds of computing, and megabytes at most, of a command and those it started."""
    with (folder / "said").open("wb") as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=said, stderr=said
        )
        with _Memory(process.pid) as memory:
            _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in exit_codes:
        raise RuntimeError((folder / "said").read_text(encoding="utf-8")[-2000:])
    return seconds, used.ru_utime + used.ru_stime, memory.megabytes


class _Memory:
    """Looks at the processes below one, fifty times a second, from outside."""

    def __init__(self, process):
        self.process = process
        self.most = {}
        self.ended = threading.Event()
        self.looking = threading.Thread(target=self._look)

    def __enter__(self):
        self.looking.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.looking.join()

    @property
    def megabytes(self):
        return sum(self.most.values()) >> 10

    def _look(self):
        while not self.ended.wait(0.02):
            for process in _family(self.process):
                held = _kilobytes_at_most(process)
                self.most[process] = max(held, self.most.get(process, 0))


def _family(process):
    try:
        tasks = Path(f"/proc/{process}/task")
        children = " ".join(file.read_text() for file in tasks.glob("*/children")).split()
    except OSError:
        return
    yield process
    for child in children:
        yield from _family(int(child))


def _kilobytes_at_most(process):
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines())
    return next((int(line[1]) for line in lines if line[0] == "VmHWM:"), 0)


def _medians(runs):
    seconds, cpu, megabytes = zip(*runs, strict=True)
    return {
        "seconds": round(median(seconds), 2),
        "every_seconds": [round(one, 2) for one in seconds],
        "cpu": round(median(cpu), 2),
        "megabytes_at_most": max(megabytes),
    }


def _growth(sizes):
    """Of the seconds of a load, from each size to the next: 1 is linear."""
    return [
        round(
            math.log(after["load"]["seconds"] / before["load"]["seconds"])
            / math.log(after["enrollments"] / before["enrollments"]),
            2,
        )
        for before, after in pairwise(sizes)
    ]


def _machine():
    return {
        "processors": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "duckdb": version("duckdb"),
        "pyarrow": version("pyarrow"),
    }


if __name__ == "__main__":
    main()
