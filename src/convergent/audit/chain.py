"""The hash chain: each row's hash covers its content and the hash before it.

The newest hash is also appended to a file outside the database when its transaction commits, so
that somebody who rewrites the whole table is still found out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from convergent.audit import anchors
from convergent.audit.anchors import Line, Torn, restores_standing, standing
from convergent.audit.models import AuditRow, ChainHead
from convergent.audit.vocabulary import RESTORE

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
    transaction.on_commit(lambda: anchors.add(row.number, row.hash), robust=True)
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
    """Every place where rows were changed, removed, or rewritten after they were anchored.

    Rows may be added meanwhile: what the chain is held against is read before its rows.
    """
    anchored, has_file = list(anchors.written()), anchors.file().exists()
    head = ChainHead.objects.filter(pk=1).first()
    previous, expected = START, 1
    hashes: dict[int, str] = {}
    restores: set[int] = set()
    for row in AuditRow.objects.order_by("number").iterator():
        if row.number != expected:
            yield Break(expected, f"rows {expected} to {row.number - 1} are missing")
        elif row.previous != previous:
            yield Break(row.number, "does not follow from the row before")
        if row.hash != hash_of(row):
            yield Break(row.number, "its content was changed")
        hashes[row.number] = row.hash
        if row.action == RESTORE:
            restores.add(row.number)
        previous, expected = row.hash, row.number + 1
    if hashes and not has_file:
        yield Break(1, "nothing is anchored outside the database")
        return
    found = list(_anchors_that_differ(anchored, hashes, restores))
    yield from found or _head_that_differs(head, hashes, last=expected - 1)


def _anchors_that_differ(
    anchored: list[Line], hashes: dict[int, str], restores: set[int]
) -> Iterator[Break]:
    for line in anchored:
        if isinstance(line, Torn):
            yield Break(0, f"line {line.place} of the anchors cannot be read")
    for one in restores_standing(anchored):
        if one.row not in restores:
            yield Break(one.row, "a restore is anchored here, and no row tells of one")
    for number, value in standing(anchored):
        if hashes.get(number) != value:
            yield Break(number, "differs from what was anchored outside the database")


def _head_that_differs(
    before: ChainHead | None, hashes: dict[int, str], *, last: int
) -> Iterator[Break]:
    """The head as it was before the rows were read, and no row beyond the head as it is now."""
    if before is None:
        return
    now = ChainHead.objects.get(pk=1).number
    if hashes.get(before.number, START) != before.hash or last > now:
        yield Break(max(before.number, last), "the last row is not the one that was written last")
