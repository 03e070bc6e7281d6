"""Keys and settings come back into a home folder, without treading on others."""

from __future__ import annotations

from pathlib import Path

from convergent.errors import BadInput
from convergent.records.home import RECORDS_FILE, alone
from convergent.records.private_text import KEY_FILE
from convergent.upkeep.keys import open_keys


def bring_keys_back(home: Path, file: Path, *, passphrase: str) -> list[str]:
    """Their names. Raises BadInput where Records have a key already that is another one: what it
    wrote could never be read again.
    """
    saved = open_keys(file, passphrase=passphrase)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(home):
        _refuse_other_key(home, saved.get(f"keys/{KEY_FILE}", b""))
        for name, content in saved.items():
            _write(home, name, content)
    return sorted(saved)


def _refuse_other_key(home: Path, saved: bytes) -> None:
    """A key of keys may have grown at the top; what was saved has to be among them."""
    key = home / "keys" / KEY_FILE
    known = key.read_bytes().split() if key.exists() else []
    if (home / RECORDS_FILE).exists() and not set(known) <= set(saved.split()):
        raise BadInput(
            "The Records of this home folder were written with another key.",
            "Restore the keys into an empty home folder, and then the backup.",
        )


def _write(home: Path, name: str, content: bytes) -> None:
    """Only where they were saved from: the settings, and files of the folder of keys."""
    place = home / name
    if place.parent not in {home, home / "keys"} or ".." in place.parts:
        raise BadInput(f"The file of the keys names {name}.", "It was not made by convergent.")
    place.parent.mkdir(mode=0o700, exist_ok=True)
    draft = place.with_name(f".{place.name}.arriving")
    draft.write_bytes(content)
    draft.chmod(0o600)
    draft.replace(place)
