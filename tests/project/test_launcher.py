"""`./dev`: plain sh, quiet on standard output, clear about what it lacks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.without_records

ROOT = Path(__file__).parents[2]
SHELLS = [shell for shell in ("sh", "dash", "bash", "busybox") if shutil.which(shell)]
NEEDED = ("cat", "cksum", "dirname", "id", "rm", "env", "touch", "sh")


def run(*arguments, shell="sh", cwd=ROOT, path=None, launcher=ROOT / "dev", **settings):
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CONVERGENT_", "DJANGO_", "DATABASE_URL", "PYTHON"))
    }
    if path is not None:
        kept["PATH"] = str(path)
    program = shutil.which(shell)
    command = [program, "sh"] if shell == "busybox" else [program]
    return subprocess.run(
        [*command, launcher, *arguments],
        cwd=cwd,
        env={**kept, **settings},
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.fixture
def copy(tmp_path):
    """The launcher and what it reads, in a folder with a space in its name and no environment."""
    folder = tmp_path / "a fresh clone"
    folder.mkdir()
    for name in ("dev", "requirements.txt", "requirements-dev.txt", "requirements-uv.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def programs(tmp_path):
    """A PATH that holds plain tools alone: no Python, no apt."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in NEEDED:
        (folder / name).symlink_to(shutil.which(name))
    return folder


def make_program(folder, name, text):
    program = folder / name
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)


@pytest.mark.parametrize("shell", SHELLS)
def test_launcher_is_sh_that_every_shell_reads(shell):
    command = [shutil.which(shell), *(["sh"] if shell == "busybox" else []), "-n", ROOT / "dev"]
    assert subprocess.run(command, capture_output=True, text=True).stderr == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_usage_names_every_verb_on_standard_error(shell):
    told = run(shell=shell)
    assert (told.returncode, told.stdout) == (2, "")
    assert [line.split()[1] for line in told.stderr.splitlines()] == [
        "demo",
        "test",
        "lint",
        "bench",
        "messages",
        "docs",
        "run",
    ]


@pytest.mark.parametrize("shell", SHELLS)
def test_run_prints_what_the_command_prints_and_nothing_else(shell):
    from convergent import __version__

    told = run("run", "--version", shell=shell)
    assert (told.returncode, told.stdout, told.stderr) == (0, f"{__version__}\n", "")


def test_exit_code_is_that_of_the_command():
    assert run("run", "brief").returncode == 2


def test_unknown_verb_is_refused():
    assert (run("nonsense").returncode, run("nonsense").stdout) == (2, "")


def test_paths_mean_what_they_mean_where_the_command_is_typed(tmp_path):
    told = run(
        "run",
        "simulate",
        "exports",
        "--students",
        "200",
        cwd=tmp_path,
        CONVERGENT_HOME=str(tmp_path / "home"),
        CDPATH=str(tmp_path),
    )
    assert (told.returncode, told.stdout) == (0, ""), told.stderr
    assert (tmp_path / "exports" / "users.csv").is_file()


def test_file_beside_the_user_does_not_stand_in_for_a_part(tmp_path):
    (tmp_path / "typer.py").write_text("raise SystemExit('shadowed')\n")
    assert run("run", "--version", cwd=tmp_path).returncode == 0


def test_machine_without_python_is_told_what_to_do(copy, programs):
    told = run("demo", "--students", "600", path=programs, launcher=copy / "dev")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == (
        "Convergent needs Python 3.11, 3.12 or 3.13, and none was found.\n"
        "Install one, or name it: PYTHON=/path/to/python3.13 ./dev demo --students 600\n"
    )
    assert (copy / ".venv").exists() is False


def test_machine_with_an_old_python_is_told_what_to_do(copy, programs):
    make_program(programs, "python3", "exit 1")
    told = run("test", path=programs, launcher=copy / "dev")
    assert (told.returncode, told.stderr.splitlines()[0]) == (
        2,
        "Convergent needs Python 3.11, 3.12 or 3.13, and none was found.",
    )


def test_python_without_environments_is_told_the_command(copy, programs):
    make_program(
        programs,
        "python3",
        f"""case $2 in
        *ensurepip*) exit 1 ;;
        *) exec {sys.executable} "$@" ;;
    esac""",
    )
    version = "{}.{}".format(*sys.version_info)
    told = run("lint", path=programs, launcher=copy / "dev")
    assert (told.returncode, told.stdout, told.stderr) == (
        2,
        "",
        (f"This Python cannot make environments. Run: sudo apt-get install python{version}-venv\n"),
    )


@pytest.mark.parametrize("verb", ["run", "test"])
def test_install_that_fails_is_not_taken_for_done(verb, copy, programs):
    """Without a network, say: the next call has to try again."""
    (copy / ".venv" / "bin").mkdir(parents=True)
    make_program(copy / ".venv" / "bin", "python", "exit 0")
    make_program(
        copy / ".venv" / "bin", "uv", "case $1 in pip) echo no network >&2; exit 3 ;; esac"
    )
    make_program(programs, "python3", "exit 0")
    told = run(verb, path=programs, launcher=copy / "dev")
    assert (told.returncode, told.stdout) == (3, "")
    assert told.stderr == "Installing what Convergent needs (once).\nno network\n"
    assert (copy / ".venv" / "installed").exists() is False


def an_environment(folder, version):
    """A `.venv` that says which Python it is, and that everything is installed."""
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    make_program(programs, "python", f"case $2 in *print*) echo {version} ;; esac")
    lock = folder / "requirements.txt"
    summed = subprocess.run(["cksum", lock.name], cwd=folder, capture_output=True, text=True)
    (folder / ".venv" / "installed").write_text(summed.stdout)


@pytest.mark.parametrize(("version", "is_made_anew"), [("3.12.1", True), ("3.11.7", False)])
def test_python_that_is_named_replaces_the_one_of_the_environment(
    copy, programs, version, is_made_anew
):
    an_environment(copy, "3.11.7")
    make_program(programs, "wanted", f"case $2 in *print*) echo {version} ;; esac")
    (programs / "python3").unlink(missing_ok=True)
    told = run("run", path=programs, launcher=copy / "dev", PYTHON=str(programs / "wanted"))
    sentence = "PYTHON names another Python than .venv was made with: making .venv anew.\n"
    assert (sentence in told.stderr) is is_made_anew
    assert (copy / ".venv" / "installed").exists() is not is_made_anew


def test_python_that_is_named_and_cannot_be_used_is_said(copy, programs):
    make_program(programs, "python3", "exit 0")
    told = run("run", path=programs, launcher=copy / "dev", PYTHON="/nowhere/python3.9")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "PYTHON is /nowhere/python3.9, which is no Python 3.11, 3.12 or 3.13.\n"
    assert (copy / ".venv").exists() is False


def test_installer_is_taken_by_its_hash(copy, programs):
    """What installs everything else is not taken on trust."""
    asked = copy / "asked"
    (copy / ".venv" / "bin").mkdir(parents=True)
    make_program(
        copy / ".venv" / "bin", "python", f"case $2 in pip) echo \"$@\" >'{asked}'; exit 3 ;; esac"
    )
    make_program(programs, "python3", "exit 0")
    assert run("run", path=programs, launcher=copy / "dev").returncode != 0
    assert "--require-hashes -r requirements-uv.txt" in asked.read_text()
