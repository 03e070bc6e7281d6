"""What a device sends of a visit, and the hash by which it knows that all of it arrived.

The hash is SHA-256, in hexadecimal, of the UTF-8 text of one JSON object: its keys in order, no
space between, every value a text except `minutes` (a number), `share` (true or false) and `seen` (a
list of ids in order). Days are written 2026-11-22, moments 2026-11-22T10:15:00Z, ids in lower case
with hyphens, line ends as a single line feed; what is not there is an empty text.

A device sends a visit sealed (`Sealed`): its words in a box that this server's key opens, and a
mark by which it is known whose device that was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from convergent.errors import BadInput

FIELDS = (
    "began_at",
    "joint",
    "look_for_version",
    "seen",
    "strength",
    "next_step",
    "timed",
    "minutes",
    "follow_up_on",
    "beside",
)

WHOM_FITS = 200


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


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """As a device keeps it and sends it. `mark` is HMAC-SHA-256, in hexadecimal, of `text`; its key
    is the SHA-256 of the lease's secret."""

    id: UUID
    lease: UUID
    key: str
    ephemeral: str
    wrapped: str
    box: str
    mark: str

    @property
    def about(self) -> str:
        return f"{self.id} {self.lease}"

    @property
    def text(self) -> str:
        return f"{self.about}\n{self.key}\n{self.ephemeral}\n{self.wrapped}\n{self.box}"

    @property
    def hash(self) -> str:
        """What the answer carries: the device lets go of the very bytes that have this hash."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_sealed(told: Mapping[str, str]) -> Sealed:
    """Raises BadInput where something is missing."""
    try:
        ids = {name: UUID(told[name]) for name in ("id", "lease")}
        texts = {name: told[name] for name in ("key", "ephemeral", "wrapped", "box", "mark")}
    except (KeyError, ValueError):
        raise BadInput("What a device sealed is not whole.") from None
    return Sealed(**ids, **texts)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was in the box: the form's fields as a browser sends them, and how far the writer was.
    `is_done`: she said that it is to be kept; `whom`: a name, where the device knew no teacher."""

    fields: Mapping[str, list[str]]
    teacher: UUID | None
    whom: str
    is_done: bool
    share: bool


def read_written(text: str) -> Written:
    """Raises BadInput where it is not of that form."""
    try:
        told = json.loads(text)
        return Written(
            fields={name: [str(one) for one in told["fields"].get(name, [])] for name in FIELDS},
            teacher=UUID(told["teacher"]) if told["teacher"] else None,
            whom=str(told["whom"])[:WHOM_FITS],
            is_done=told["is_done"] is True,
            share=told["share"] is True,
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise BadInput("What a device sealed cannot be read.") from None


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
