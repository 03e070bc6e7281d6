"""The anchors: the number and hash of each row, a line each, in a file outside the database.

It lies in the home folder, or where the setting `audit_anchors` says: on another machine's disk,
say, or where this account may only append.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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


def written() -> Iterator[tuple[int, str]]:
    """Row and hash; for a line that a power cut tore, the number of the line and no hash."""
    if not file().exists():
        return
    text = file().read_text(encoding="ascii", errors="replace")
    for place, line in enumerate(text.splitlines(), start=1):
        whole = re.fullmatch(r"([0-9]{1,18}) ([0-9a-f]{64})", line)
        yield (int(whole[1]), whole[2]) if whole else (place, "")
