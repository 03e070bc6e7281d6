"""The home folder: everything that one installation owns, and the keys beside the database."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from cryptography.fernet import Fernet

from convergent.errors import WrongSetting
from convergent.records.private_text import KEY_FILE, check_keys
from convergent.records.sealed import DEVICE_KEY_FILE, check_device_keys, new_device_key

RECORDS_FILE = "records.sqlite3"
SECRET_FILE = "secret.key"
IN_USE_FILE = ".in-use.lock"  # every process that works with Records shares it
_held: dict[Path, IO[str]] = {}


def prepare_home(home: Path) -> None:
    """Makes the folder and its keys where they are missing; raises WrongSetting if it cannot.

    Where there are Records already, a missing key for private text is not made anew: what it
    encrypted would be lost without a word. The key for what devices seal is made: what was sealed
    for one that is lost stays on its device.
    """
    with _told_if_unusable(home):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "keys").mkdir(mode=0o700, exist_ok=True)
        _make_key(home / "keys" / SECRET_FILE)
        if not (home / RECORDS_FILE).exists():
            _make_key(home / "keys" / KEY_FILE)
        _make_key(home / "keys" / DEVICE_KEY_FILE, new_device_key)
    check_keys(home / "keys" / KEY_FILE)
    check_device_keys(home / "keys" / DEVICE_KEY_FILE)
    if not (home / "keys" / SECRET_FILE).stat().st_size:
        raise WrongSetting(
            f"The file {home / 'keys' / SECRET_FILE} is empty.",
            "Delete it: a new one is made, and everybody signs in again.",
        )


def open_to_others(home: Path) -> list[Path]:
    """The folders that somebody else on this machine may read or enter: the home, the keys."""
    return [path for path in (home, home / "keys") if path.stat().st_mode & 0o077]


@contextmanager
def _told_if_unusable(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise WrongSetting(
            f"The home folder {home} cannot be used: {problem.strerror}.",
            "Set CONVERGENT_HOME to a folder that this account may write.",
        ) from None


def _make_key(path: Path, new: Callable[[], bytes] = Fernet.generate_key) -> None:
    """Writes a new key unless there is one; of two processes at once, the first one's stays."""
    if path.exists():
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(new() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(name)
    finally:
        Path(name).unlink()
    _flush(path.parent)


def _flush(folder: Path) -> None:
    """A key outlives a power cut before anything is encrypted with it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hold(home: Path) -> None:
    """Until this process ends, nobody restores over what it works with; raises WrongSetting while
    somebody does.
    """
    if home not in _held:
        with _told_if_unusable(home):
            _held[home] = (home / IN_USE_FILE).open("a")
    _lock(_held[home], fcntl.LOCK_SH, "A restore is going on here.", "Wait until it is done.")


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Nobody works with this home folder meanwhile; raises WrongSetting while somebody does."""
    with _told_if_unusable(home):
        file = (home / IN_USE_FILE).open("a")
    with file:
        todo = "Stop it first, the server, the workers and whatever else works on it."
        _lock(file, fcntl.LOCK_EX, f"Convergent is running on {home}.", todo)
        yield


def _lock(file: IO[str], kind: int, what: str, todo: str) -> None:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise WrongSetting(what, todo) from None


@contextmanager
def only_one(home: Path, name: str) -> Iterator[None]:
    """Holds `name` for this process; a second one waits until the first is done or dead."""
    with _told_if_unusable(home):
        file = (home / f".{name}.lock").open("w")
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def one_of(home: Path, name: str, *, most: int) -> Iterator[bool]:
    """Holds one of so many places for `name`; False while others hold them all."""
    with ExitStack() as places:
        with _told_if_unusable(home):
            files = [
                places.enter_context((home / f".{name}-{number}.lock").open("w"))
                for number in range(most)
            ]
        yield any(_is_taken(file) for file in files)


def _is_taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
