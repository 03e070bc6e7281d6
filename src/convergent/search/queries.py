"""What a viewer finds. Access comes first, and only then how many are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, QuerySet, Value, When

from convergent.people.viewer import Viewer
from convergent.search.kinds import Findable, kinds
from convergent.search.matching import FEW, by_name, holding, holding_here
from convergent.search.models import Entry


@dataclass(frozen=True)
class Found:
    """The first records of one kind, and whether there are more."""

    kind: Findable
    records: tuple[Any, ...]
    has_more: bool


def entries_for(viewer: Viewer, kind: Findable, words: Sequence[str]) -> QuerySet[Entry]:
    """Of what the viewer may see, whatever holds the words: what is called so first, then the
    newest."""
    visible = kind.visible(viewer).order_by().values("pk")
    typed = " ".join(words)
    is_called_so = Case(
        When(name__startswith=typed, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    holds = holding_here(words) if _are_few(kind, visible) else holding(words)
    found = Entry.objects.filter(holds, kind=kind.code, key__in=visible)
    return found.annotate(is_called_so=is_called_so).order_by(
        "-is_called_so", F("day").desc(nulls_last=True), by_name(), "key"
    )


def _are_few(kind: Findable, visible: QuerySet[Any]) -> bool:
    """Whether the viewer may see few: her rule is asked only where there are many altogether."""
    everything = kind.model._base_manager.order_by().values("pk")
    return any(found[: FEW + 1].count() <= FEW for found in (everything, visible))


def found_of(
    viewer: Viewer, kind: Findable, words: Sequence[str], *, most: int, after: int = 0
) -> Found:
    if not words:
        return Found(kind, (), has_more=False)
    entries = entries_for(viewer, kind, words)[after : after + most + 1]
    keys = list(entries.values_list("key", flat=True))
    read = kind.model._default_manager.select_related(*kind.related)
    records = {one.pk: one for one in read.filter(pk__in=keys[:most])}
    return Found(kind, tuple(records[key] for key in keys[:most]), has_more=len(keys) > most)


def found_by(
    viewer: Viewer, words: Sequence[str], *, most: int, besides: Collection[str] = ()
) -> Iterator[Found]:
    """Each kind of which something is found, but for those `besides`."""
    for kind in kinds():
        if kind.code in besides:
            continue
        found = found_of(viewer, kind, words, most=most)
        if found.records:
            yield found
