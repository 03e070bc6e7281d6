"""The home folder: everything that one installation owns, and the keys beside the database."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet

from convergent.errors import WrongSetting
from convergent.records.private_text import KEY_FILE

SECRET_FILE = "secret.key"  # noqa: S105: a file's name


def prepare_home(home: Path) -> None:
    """Makes the folder and its keys where they are missing; raises WrongSetting if it cannot."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        (home / "keys").mkdir(mode=0o700, exist_ok=True)
        for name in (SECRET_FILE, KEY_FILE):
            _make_key(home / "keys" / name)
    except (PermissionError, NotADirectoryError, FileExistsError) as problem:
        raise WrongSetting(
            f"The home folder {home} cannot be used: {problem.strerror}.",
            "Set CONVERGENT_HOME to a folder that this account may write.",
        ) from None


def _make_key(path: Path) -> None:
    """Writes a new key unless there is one; of two processes at once, the first one's stays."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


@contextmanager
def only_one(home: Path, name: str) -> Iterator[None]:
    """Holds `name` for this process; a second one waits until the first is done or dead."""
    with (home / f".{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
