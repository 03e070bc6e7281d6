"""Broken twins: the shipped code with one promise broken, which named tests must notice.

Each file of `broken/` says in its first lines what it breaks, then names the file (`in`) and the
tests that must fail (`caught by`), then what is replaced: `<<<<` old `====` new `>>>>`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
CHANGE = re.compile(r"^<<<<\n(.*?)^====\n(.*?)^>>>>$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Twin:
    name: str
    says: str
    file: str
    caught_by: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]


class Outdated(Exception):
    """The shipped code no longer reads as the twin expects: mend the twin."""


def all_twins():
    return [read_twin(file) for file in sorted((HERE / "broken").glob("*.txt"))]


def read_twin(file):
    text = file.read_text(encoding="utf-8")
    head = text[: text.index("<<<<")].splitlines()
    named = [line.partition(": ")[::2] for line in head if line.startswith(("in: ", "caught by: "))]
    says = " ".join(line for line in head if line and not line.startswith(("in: ", "caught by: ")))
    return Twin(
        file.stem,
        says,
        next(value for key, value in named if key == "in"),
        tuple(value for key, value in named if key == "caught by"),
        tuple(CHANGE.findall(text)),
    )


@contextmanager
def copy_of_source():
    with tempfile.TemporaryDirectory(prefix="convergent-twin-") as folder:
        shutil.copytree(
            REPOSITORY / "src", Path(folder) / "src", ignore=shutil.ignore_patterns("__pycache__")
        )
        yield Path(folder) / "src"


def broken_text(source, twin):
    """The file that the twin breaks, broken. Raises Outdated where it reads otherwise by now."""
    text = (source / "convergent" / twin.file).read_text(encoding="utf-8")
    for old, new in twin.changes:
        if new:  # parts of lines; with nothing in its place, whole lines go
            old, new = old.removesuffix("\n"), new.removesuffix("\n")
        if text.count(old) != 1:
            raise Outdated(f"{twin.name}: found {text.count(old)} times in {twin.file}: {old}")
        text = text.replace(old, new)
    return text


def failures(source, tests):
    """The tests that failed with this source, and how long it took; other trouble raises."""
    began = time.monotonic()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "CONVERGENT_", "DJANGO_"))
    }
    environment = {**kept, "PYTHONDONTWRITEBYTECODE": "1", "WITHOUT_SHRINKING": "1"}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--tb=no",
            "-rfE",
            "-o",
            f"pythonpath={source} .",
            *tests,
        ],
        cwd=REPOSITORY,
        env=environment,
        timeout=1800,
        capture_output=True,
        text=True,
    )
    failed = re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
    before_it_ran = set(re.findall(r"^ERROR (\S+)", done.stdout, re.MULTILINE)) - set(failed)
    if done.returncode not in {0, 1} or before_it_ran:
        raise RuntimeError(f"the tests did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed, time.monotonic() - began


def blind_to(twin):
    """The tests that should have noticed the twin and did not, and the seconds that it took."""
    with copy_of_source() as source:
        (source / "convergent" / twin.file).write_text(broken_text(source, twin), encoding="utf-8")
        failed, seconds = failures(source, twin.caught_by)
    blind = [test for test in twin.caught_by if not any(one.startswith(test) for one in failed)]
    return blind, seconds
