"""The keys and the settings in one file, which a passphrase opens.

A line of JSON says how the passphrase becomes a key (scrypt, RFC 7914); what follows it is
encrypted and sealed with that line (ChaCha20-Poly1305, RFC 8439).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from convergent.errors import BadInput
from convergent.facts.snapshot import write_whole

KIND = "convergent keys"
COST = {"n": 2**17, "r": 8, "p": 1}
MOST_COSTLY = 2**20
SHORTEST_PASSPHRASE = 15
SETTINGS = "convergent.toml"
REFUSED = BadInput(
    "The keys cannot be opened: the passphrase is another one, or the file was changed.",
    "Type the passphrase with which they were saved.",
)


def fingerprint(key_file: Path) -> str:
    """Tells keys apart without telling the key; empty where there is none."""
    if not key_file.exists():
        return ""
    newest = (key_file.read_text(encoding="ascii").split() or [""])[0]
    return hashlib.sha256(f"{KIND} {newest}".encode()).hexdigest()[:16]


def save_keys(home: Path, file: Path, *, passphrase: str) -> list[str]:
    """Writes them, and returns their names. Raises BadInput for a file that is there already, and
    for a short passphrase.
    """
    if file.exists():
        raise BadInput(f"{file} is there already.", "Name a new file.")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BadInput(
            f"The passphrase is shorter than {SHORTEST_PASSPHRASE} characters.",
            "Take several words that nobody would guess together.",
        )
    files = {str(one.relative_to(home)): one for one in _files(home)}
    contents = {name: _text(one.read_bytes()) for name, one in files.items()}
    nonce = os.urandom(12)
    chance = {"salt": _text(os.urandom(16)), "nonce": _text(nonce)}
    head = {"kind": KIND, "format": 1, **chance, **COST}
    line = json.dumps(head).encode()
    sealed = _box(head, passphrase).encrypt(nonce, json.dumps(contents).encode(), line)
    write_whole(file, line + b"\n" + base64.b64encode(sealed) + b"\n")
    return sorted(contents)


def open_keys(file: Path, *, passphrase: str) -> Mapping[str, bytes]:
    """What was saved, by name. Raises BadInput where it does not open."""
    try:
        line, _, sealed = file.read_bytes().partition(b"\n")
        head = json.loads(line)
        if head["kind"] != KIND or head["n"] > MOST_COSTLY:
            raise REFUSED
        told = _box(head, passphrase).decrypt(_bytes(head["nonce"]), _bytes(sealed), line)
    except FileNotFoundError:
        raise BadInput(f"{file} is not there.", "Name the file of the keys.") from None
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise REFUSED from None
    return {name: _bytes(text) for name, text in json.loads(told).items()}


def _files(home: Path) -> list[Path]:
    found = [one for one in sorted((home / "keys").iterdir()) if one.is_file()]
    return [*found, *(one for one in (home / SETTINGS,) if one.exists())]


def _box(head: Mapping[str, Any], passphrase: str) -> ChaCha20Poly1305:
    kdf = Scrypt(salt=_bytes(head["salt"]), length=32, n=head["n"], r=head["r"], p=head["p"])
    return ChaCha20Poly1305(kdf.derive(passphrase.encode()))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str | bytes) -> bytes:
    return base64.b64decode(text)
