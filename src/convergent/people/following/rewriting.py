"""Writing many rows that are there already, in few statements."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model

BATCH = 2_000


def rewrite(kind: type[Model], rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Writes these fields of rows that are there: as an insert that finds its row, which a
    database does many times faster than the choice by row that `bulk_update` asks for."""
    kind._default_manager.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=list(fields),
    )
