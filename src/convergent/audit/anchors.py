"""The anchors: the number and hash of each row, a line each, in a file outside the database.

A restore adds a line of its own: the rows that came after the backup are void from there on, and
the row that tells of the restore has to be in the chain.

It lies in the home folder, or where the setting `audit_anchors` says: on another machine's disk,
say, or where this account may only append.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


def file() -> Path:
    chosen = settings.CONFIGURATION.audit_anchors
    return Path(chosen) if chosen else Path(settings.HOME) / "anchors" / "audit.txt"


def add(number: int, value: str) -> None:
    path = file()
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="ascii") as opened:
        opened.write(f"{number} {value}\n")


@dataclass(frozen=True)
class Restored:
    """Anchors after `kept` are void; `row` is the number of the row that says why."""

    kept: int
    row: int


@dataclass(frozen=True)
class Torn:
    """A line that a power cut tore."""

    place: int


Line = tuple[int, str] | Restored | Torn


def written(path: Path | None = None) -> Iterator[Line]:
    """Row and hash of each line, in the order of writing."""
    path = path or file()
    if not path.exists():
        return
    text = path.read_text(encoding="ascii", errors="replace")
    for place, line in enumerate(text.splitlines(), start=1):
        whole = re.fullmatch(r"([0-9]{1,18}) ([0-9a-f]{64})", line)
        restored = re.fullmatch(r"restored ([0-9]{1,18}) ([0-9]{1,18})", line)
        if whole:
            yield int(whole[1]), whole[2]
        elif restored:
            yield Restored(int(restored[1]), int(restored[2]))
        else:
            yield Torn(place)


def standing(lines: Iterable[Line]) -> list[tuple[int, str]]:
    """The anchors that no restore has made void."""
    found: list[tuple[int, str]] = []
    for line in lines:
        if isinstance(line, Restored):
            found = [one for one in found if one[0] <= line.kept]
        elif not isinstance(line, Torn):
            found.append(line)
    return found


def restores_standing(lines: Iterable[Line]) -> list[Restored]:
    """Those that no later restore, to a state before them, has made void."""
    found: list[Restored] = []
    for line in lines:
        if isinstance(line, Restored):
            found = [*(one for one in found if one.row <= line.kept), line]
    return found


def go_on_from(restored: Path) -> None:
    """After a restore: the anchors of the restored rows stand, and what differs is void."""
    wanted = standing(written(restored))
    path = file()
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        lines = wanted
    else:
        kept = _agreed(standing(written(path)), wanted)
        lines = [one for one in wanted if one[0] > kept]
        row = max((number for number, _ in wanted), default=0)
        _append(path, [f"restored {kept} {row}"])
    _append(path, [f"{number} {value}" for number, value in lines])


def _agreed(one: list[tuple[int, str]], other: list[tuple[int, str]]) -> int:
    """The last row up to which both say the same."""
    said, agreed = dict(one), 0
    for number, value in sorted(other):
        if said.get(number) != value:
            break
        agreed = number
    return agreed


def _append(path: Path, lines: list[str]) -> None:
    with path.open("a", encoding="ascii") as opened:
        opened.writelines(f"{line}\n" for line in lines)
        opened.flush()
        os.fsync(opened.fileno())
