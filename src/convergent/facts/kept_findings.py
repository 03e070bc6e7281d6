"""What loads found wrong, kept for the people who mend it. It may name children.

<home>/facts/loads/<id>.json    readable by this account alone
"""

import json
import os
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from convergent.facts.findings import Difference, Finding, LoadResult, difference_from
from convergent.facts.snapshot import facts_folder, quarantine_folder

_A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Kept:
    """What is still known of one load. `is_kept` is false where its time is over."""

    is_kept: bool = False
    errors: tuple[Finding, ...] = ()
    notices: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()


def findings_folder(home: Path) -> Path:
    return facts_folder(home) / "loads"


def keep_findings(home: Path, name: str, result: LoadResult) -> None:
    path = _file(home, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    following = path.with_suffix(".following")
    descriptor = os.open(following, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(result), file, indent=1)
    following.replace(path)


def kept_findings(home: Path, name: str) -> Kept:
    told = told_of(home, name)
    if told is None:
        return Kept()
    return Kept(
        is_kept=True,
        errors=tuple(Finding(**one) for one in told["errors"]),
        notices=tuple(Finding(**one) for one in told["notices"]),
        differences=tuple(map(difference_from, told["differences"])),
    )


def told_of(home: Path, name: str) -> dict[str, Any] | None:
    """The whole result of a load, as JSON has it; None where it is not kept."""
    try:
        told: dict[str, Any] = json.loads(_file(home, name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return told


def prune_findings(home: Path, *, days: int, waiting: Collection[str] = ()) -> int:
    """Removes what is older, and the quarantines of that time; how many. `waiting` ids stay."""
    before = time.time() - days * _A_DAY
    old = [
        path
        for path in (*findings_folder(home).glob("*.json"), *quarantine_folder(home).glob("*"))
        if path.stem not in waiting and path.stat().st_mtime < before
    ]
    for path in old:
        _remove(path)
    return len(old)


def _remove(path: Path) -> None:
    if path.is_dir():
        for file in path.iterdir():
            file.unlink()
        path.rmdir()
    else:
        path.unlink()


def _file(home: Path, name: str) -> Path:
    return findings_folder(home) / f"{name}.json"
