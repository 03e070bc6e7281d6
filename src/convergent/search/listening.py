"""The index follows whatever is saved or deleted, in the same transaction; nobody can forget it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from convergent.records.written import rows_written
from convergent.search.actions import drop, keep
from convergent.search.kinds import kind_of


def listen() -> None:
    post_save.connect(_saved, dispatch_uid="search")
    post_delete.connect(_deleted, dispatch_uid="search")
    rows_written.connect(_written, dispatch_uid="search")


def _saved(sender: type[Model], instance: Model, **_: Any) -> None:
    _written(sender, [instance])


def _written(sender: type[Model], rows: Iterable[Model], **_: Any) -> None:
    kind = kind_of(sender)
    if kind is not None:
        keep(kind, rows)


def _deleted(sender: type[Model], instance: Model, **_: Any) -> None:
    kind = kind_of(sender)
    if kind is not None:
        drop(kind, instance.pk)
