"""What a device sends of a visit, and the hash by which it knows that all of it arrived.

The hash is SHA-256, in hexadecimal, of the UTF-8 text of one JSON object: its keys in order, no
space between, every value a text except `minutes` (a number), `share` (true or false) and `seen` (a
list of ids in order). Days are written 2026-11-22, moments 2026-11-22T10:15:00Z, ids in lower case
with hyphens, line ends as a single line feed; what is not there is an empty text.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One visit as it was written in the room."""

    id: UUID
    teacher: UUID
    began_at: datetime
    minutes: int
    look_for_version: UUID | None = None
    seen: tuple[UUID, ...] = ()
    strength: str = ""
    next_step: str = ""
    timed: str = ""
    follow_up_on: date | None = None
    share: bool = False
    joint: UUID | None = None
    beside: UUID | None = None

    @property
    def hash(self) -> str:
        told = {name: _plain(value) for name, value in vars(self).items()}
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, tuple):
        return sorted(str(one) for one in value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, (UUID, date)):
        return str(value)
    return "" if value is None else value
