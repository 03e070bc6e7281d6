"""What can be found: a registry that every application adds its kinds of record to.

An application has a module `findable` that registers them. Records with private text are no kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.functional import Promise

from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class Said:
    """What a record says, from its own columns; its `day`, of which the newest stands first, also
    from what is `related`. `also` is looked through and not shown."""

    title: str
    text: str = ""
    day: date | None = None
    also: str = ""


@dataclass(frozen=True, kw_only=True)
class Findable:
    """One kind of record. `visible` is the application's own rule of who may see which; `details`
    says more of each record of a page, in few queries for all."""

    code: str
    title: str | Promise
    model: type[Model]
    visible: Callable[[Viewer], QuerySet[Any]]
    said: Callable[[Any], Said]
    address: Callable[[Any], str]
    details: Callable[[Sequence[Any], Viewer], list[str]]
    related: tuple[str, ...] = ()


def in_every_language(say: Callable[[], str]) -> str:
    """What something is called in each language, for whoever looks for it in another one."""
    told = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told.append(say())
    return " ".join(dict.fromkeys(told))


_kinds: dict[type[Model], Findable] = {}


def findable(kind: Findable) -> Findable:
    """Registers a kind of record; a model has one."""
    if _kinds.setdefault(kind.model, kind) is not kind:
        raise ValueError(f"{kind.model.__name__} can be found already")
    return kind


def kinds() -> Iterable[Findable]:
    """In the order in which their applications stand."""
    return _kinds.values()


def kind_of(model: type[Model]) -> Findable | None:
    return _kinds.get(model)


def kind_called(code: str) -> Findable | None:
    return next((one for one in kinds() if one.code == code), None)
