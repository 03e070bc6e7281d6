"""The hash chain: each row's hash covers its content and the hash before it.

The newest hash is also appended to a file outside the database when its transaction commits, so
that somebody who rewrites the whole table is still found out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from convergent.audit.models import AuditRow, ChainHead

START = "0" * 64


def append(**content: Any) -> AuditRow:
    """Adds one row within the caller's transaction, which it needs."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an audit row is part of a transaction")
    head, _ = ChainHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"number": 0, "hash": START}
    )
    row = AuditRow(number=head.number + 1, at=datetime.now(UTC), previous=head.hash, **content)
    row.hash = hash_of(row)
    row.save(force_insert=True)
    head.number, head.hash = row.number, row.hash
    head.save()
    # The change is made by then: an anchor that cannot be written is logged, not raised.
    transaction.on_commit(lambda: _anchor(row.number, row.hash), robust=True)
    return row


def hash_of(row: AuditRow) -> str:
    content = {
        "number": row.number,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": str(row.kind),
        "action": row.action,
        "by": _text(row.by),
        "about": _text(row.about),
        "thing": row.thing,
        "thing_id": row.thing_id,
        "why": row.why,
        "detail": row.detail,
        "previous": row.previous,
    }
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and what is wrong there."""

    number: int
    what: str


def breaks() -> Iterator[Break]:
    """Every place where rows were changed, removed, or rewritten after they were anchored."""
    previous, expected = START, 1
    hashes: dict[int, str] = {}
    for row in AuditRow.objects.order_by("number").iterator():
        if row.number != expected:
            yield Break(expected, f"rows {expected} to {row.number - 1} are missing")
        elif row.previous != previous:
            yield Break(row.number, "does not follow from the row before")
        if row.hash != hash_of(row):
            yield Break(row.number, "its content was changed")
        hashes[row.number] = row.hash
        previous, expected = row.hash, row.number + 1
    found = list(_anchors_that_differ(hashes))
    yield from found or _head_that_differs(expected - 1, previous)


def _anchors_that_differ(hashes: dict[int, str]) -> Iterator[Break]:
    if hashes and not _anchor_file().exists():
        yield Break(1, "nothing is anchored outside the database")
        return
    for number, value in _anchors():
        if not value:
            yield Break(0, f"line {number} of the anchors cannot be read")
        elif hashes.get(number) != value:
            yield Break(number, "differs from what was anchored outside the database")


def _head_that_differs(number: int, value: str) -> Iterator[Break]:
    head = ChainHead.objects.filter(pk=1).first()
    if head is not None and (head.number, head.hash) != (number, value):
        yield Break(max(head.number, number), "the last row is not the one that was written last")


def _anchor_file() -> Path:
    return Path(settings.HOME) / "anchors" / "audit.txt"


def _anchor(number: int, value: str) -> None:
    path = _anchor_file()
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{number} {value}\n")


def _anchors() -> Iterator[tuple[int, str]]:
    """Row and hash; for a line that a power cut tore, the number of the line and no hash."""
    if not _anchor_file().exists():
        return
    text = _anchor_file().read_text(encoding="ascii", errors="replace")
    for place, line in enumerate(text.splitlines(), start=1):
        whole = re.fullmatch(r"([0-9]{1,18}) ([0-9a-f]{64})", line)
        yield (int(whole[1]), whole[2]) if whole else (place, "")
