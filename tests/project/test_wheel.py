"""The wheel: it holds what it needs, and runs from an empty folder without this checkout."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.without_records, pytest.mark.slow]

ROOT = Path(__file__).parents[2]


def run(*command, cwd, **environment):
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CONVERGENT_", "DJANGO_", "DATABASE_URL", "PYTHON"))
    }
    done = subprocess.run(
        command, cwd=cwd, env={**kept, **environment}, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """An empty environment, with what is locked for the program alone, and the wheel."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    uv = [Path(sys.executable).with_name("uv"), "pip"]
    locked = ("--require-hashes", "-r", ROOT / "requirements.txt")
    run(*uv, "install", "-q", "--python", python, *locked, cwd=folder)
    run(*uv, "install", "-q", "--python", python, "--no-deps", wheel, cwd=folder)
    run(*uv, "check", "--python", python, cwd=folder)
    return python


@pytest.mark.asvs("15.2.3")
def test_wheel_holds_every_file_of_the_package(wheel):
    listed = run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard", "src/convergent", cwd=ROOT
    ).splitlines()
    ours = {name.removeprefix("src/") for name in listed if (ROOT / name).is_file()}
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if name.startswith("convergent/")}
    assert ours - packed == set()
    assert {Path(name).suffix for name in packed - ours} <= {".mo"}
    kinds = {Path(name).suffix for name in packed}
    assert {".py", ".html", ".css", ".js", ".woff2", ".svg", ".txt", ".po"} <= kinds


def test_wheel_brings_its_licence_and_notices(wheel):
    with zipfile.ZipFile(wheel) as opened:
        licences = {Path(name).name for name in opened.namelist() if "/licenses/" in name}
        metadata = next(name for name in opened.namelist() if name.endswith("/METADATA"))
        told = opened.read(metadata).decode()
    assert licences == {"LICENSE", "NOTICE"}
    assert "License-Expression: Apache-2.0" in told.splitlines()


def test_installed_wheel_builds_a_demonstration_from_an_empty_folder(installed, tmp_path):
    from convergent import __version__

    command = [installed, "-I", "-c", "from convergent.cli.main import run; run()"]
    where = run(
        installed, "-I", "-c", "import convergent; print(convergent.__file__)", cwd=tmp_path
    ).strip()
    assert Path(where).is_relative_to(installed.parents[1])
    assert run(*command, "--version", cwd=tmp_path) == f"{__version__}\n"
    assert run(*command, "demo", "--students", "400", "--no-serve", cwd=tmp_path) == ""
    home = tmp_path / "var"
    assert (home / "demo.built").is_file()
    assert (home / "static" / "staticfiles.json").is_file()


def test_entry_point_is_the_command(wheel):
    with zipfile.ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith("/entry_points.txt"))
        told = opened.read(name).decode().split()
    assert told == ["[console_scripts]", "convergent", "=", "convergent.cli.main:run"]
