"""Private text is written anew with the newest key, a few texts at a time: it may be stopped after
any of them and begun again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Cast

from convergent.records.private_text import PrivateTextField, has_older_keys, is_newest, read_token

AT_A_TIME = 200
Row = tuple[object, str]


def private_fields() -> Iterator[tuple[type[models.Model], str]]:
    """Every private field of every model, by name."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, PrivateTextField):
                yield model, field.name


def write_anew(*, go_on: Callable[[], object]) -> int:
    """How many texts an older key had written. `go_on` is called before each few, and may raise to
    stop there. Without older keys there is nothing to do."""
    if not has_older_keys():
        return 0
    return sum(_write_field_anew(model, name, go_on) for model, name in private_fields())


def _write_field_anew(model: type[models.Model], name: str, go_on: Callable[[], object]) -> int:
    count, rows = 0, _rows(model, name)
    while rows:
        go_on()
        count += _write_rows_anew(model, name, [pk for pk, _token in rows])
        rows = _rows(model, name, after=rows[-1][0])
    return count


def _rows(model: type[models.Model], name: str, *, after: object = None) -> list[Row]:
    found = _tokens(model, name).order_by("pk")
    if after is not None:
        found = found.filter(pk__gt=after)
    return list(found[:AT_A_TIME])


def _tokens(model: type[models.Model], name: str) -> models.QuerySet[models.Model, Row]:
    """As the database holds them, not read."""
    held = model._base_manager.filter(**{f"{name}__isnull": False})
    tokens: models.QuerySet[models.Model, Row] = held.annotate(
        token=Cast(F(name), models.TextField())
    ).values_list("pk", "token")
    return tokens


@transaction.atomic
def _write_rows_anew(model: type[models.Model], name: str, keys: list[object]) -> int:
    """Locked, so that what somebody writes meanwhile is not overwritten."""
    count = 0
    for pk, token in _tokens(model, name).filter(pk__in=keys).select_for_update():
        if not is_newest(token):
            model._base_manager.filter(pk=pk).update(**{name: read_token(token)})
            count += 1
    return count
