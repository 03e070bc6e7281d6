"""The how-to pages that add code are applied to a copy of the source, and what they add is run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import PAGES, ROOT, blocks_of, name_of

ADDING = [page for page in PAGES if any(one.note.startswith("file: ") for one in blocks_of(page))]
IGNORED = shutil.ignore_patterns("__pycache__", ".*_cache")
PROGRAMS = Path(sys.executable).parent


@pytest.fixture
def copy(tmp_path):
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=IGNORED)
    shutil.copy2(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def apply(page, copy):
    """Writes every file that the page gives, and returns their paths within the copy."""
    written = []
    for block in blocks_of(page):
        where, _, name = block.note.partition(": ")
        if where == "file":
            path = copy / name
            assert not path.exists(), f"{block}: {name} is there already"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
            written.append(name)
        elif where == "in":
            change(copy / name, block)
    return written


def change(path, block):
    """Applies lines that stay (with a space before them), go (minus) and come (plus)."""
    changes = block.text.splitlines()
    assert {line[:1] for line in changes} <= {"", " ", "-", "+"}, block
    before = [line[1:] for line in changes if line[:1] != "+"]
    after = [line[1:] for line in changes if line[:1] != "-"]
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [at for at in range(len(lines)) if lines[at : at + len(before)] == before]
    assert places, f"{block}: {path.name} does not read so any more"
    lines[places[0] : places[0] + len(before)] = after
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(copy, *command):
    environment = {
        name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ
    }
    home = copy / "home"
    (home / "static").mkdir(parents=True, exist_ok=True)
    environment |= {"PYTHONPATH": str(copy / "src"), "CONVERGENT_HOME": str(home)}
    ran = subprocess.run(
        [PROGRAMS / command[0], *command[1:]],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.slow
@pytest.mark.without_records
@pytest.mark.parametrize("document", ADDING, ids=name_of)
def test_what_the_page_adds_holds(document, copy):
    written = apply(document, copy)
    python = [name for name in written if name.endswith(".py")]
    tests = [name for name in python if name.startswith("tests/")]
    assert tests, "a how-to that adds code adds its test"
    run(copy, "ruff", "check", "--quiet", "--ignore=I001", *python)
    run(copy, "ruff", "format", "--check", "--quiet", *python)
    run(copy, "lint-imports")
    run(
        copy, "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, *matrix_of(document)
    )


def matrix_of(page):
    """The rows of the table of access that the page adds, tried as every other route is."""
    for block in blocks_of(page):
        if block.note == "in: tests/access/matrix.txt":
            route = block.text.splitlines()[1].split()[0].removeprefix("+")
            name = "tests/access/test_matrix.py::test_route_answers_as_the_table_says"
            return [f"{name}[{route}]"]
    return []
