"""Keeping the index: with each change, and as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from convergent.records.turns import take_turn
from convergent.search.kinds import Findable, kinds
from convergent.search.models import Built, Entry
from convergent.search.words import FORM, spans, words_in

BATCH = 2_000
NAME_FITS = 400


def keep(kind: Findable, records: Iterable[Any]) -> None:
    """The rows of these records, as they are now, in the transaction of whoever changed them."""
    Entry.objects.bulk_create(
        [entry_of(kind, one) for one in records],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["day", "name", "words"],
    )


def drop(kind: Findable, key: UUID) -> None:
    Entry.objects.filter(kind=kind.code, key=key).delete()


def entry_of(kind: Findable, record: Any) -> Entry:
    with translation.override(settings.LANGUAGE_CODE):  # whoever writes it, it is kept alike
        said = kind.said(record)
    return Entry(
        kind=kind.code,
        key=record.pk,
        day=said.day,
        name=" ".join(one.word for one in spans(said.title))[:NAME_FITS],
        words=" ".join(sorted(words_in(f"{said.title} {said.text} {said.also}"))),
    )


@transaction.atomic
def rebuild(report: Callable[[str, int], None] = lambda *_: None) -> int:
    """Builds the whole index anew and returns its rows; who searches meanwhile finds the old."""
    take_turn("search rebuild")
    Entry.objects.all().delete()
    rows = 0
    for kind in kinds():
        records = kind.model._base_manager.select_related(*kind.related or (None,))
        for some in _in_batches(records.order_by("pk").iterator(chunk_size=BATCH)):
            keep(kind, some)
            rows += len(some)
            report(str(kind.title), rows)
    Built.objects.all().delete()
    Built.objects.create(rules=_rules())
    return rows


def rebuild_if_older() -> None:
    """After an upgrade that finds more kinds of record, or compares words by another form."""
    if not Built.objects.filter(rules=_rules()).exists():
        rebuild()


def _rules() -> str:
    return f"{FORM}: {' '.join(sorted(one.code for one in kinds()))}"


def _in_batches(records: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(records, BATCH)):
        yield some
