"""What a load changes, as tables: each kind, and the schools that lose most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from convergent.facts.findings import Difference
from convergent.loads.presenters.kinds import kind_words
from convergent.loads.presenters.words import number, percent
from convergent.people.models import Place

SCHOOLS_SHOWN = 12


@dataclass(frozen=True)
class Header:
    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    text: str
    is_number: bool = True


@dataclass(frozen=True)
class Table:
    """As the table component draws it."""

    caption: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[str | Cell, ...], ...]


def school_names(differences: Sequence[Difference], district: Place) -> Mapping[str, str]:
    """Of schools and offices; what is at none of them is at the district itself."""
    ids = {one.school for difference in differences for one in difference.schools}
    found = Place.objects.filter(Q(district=district) | Q(pk=district.pk), sourced_id__in=ids)
    return dict(found.values_list("sourced_id", "name"))


def kinds_table(differences: Sequence[Difference], *, back: bool = False) -> Table | None:
    """`back` says what undoing changes: what came ends, and what ended comes again."""
    if not differences:
        return None
    words = (_("Now"), pgettext("rows", "End"), pgettext("rows", "Change"), _("New"))
    rows = (
        (d.before - d.ended + d.added, d.added, d.changed, d.ended)
        if back
        else (d.before, d.ended, d.changed, d.added)
        for d in differences
    )
    return Table(
        caption=_("What undoing it changes") if back else _("What it changes"),
        headers=(Header(_("Kind")), *(Header(word, is_number=True) for word in words)),
        rows=tuple(
            (kind_words(d.table), *(Cell(number(value)) for value in row))
            for d, row in zip(differences, rows, strict=True)
        ),
    )


def schools_table(differences: Sequence[Difference], names: Mapping[str, str]) -> Table | None:
    """The schools where most rows end; none where nothing ends at a school."""
    found = sorted(
        ((one, d.table) for d in differences for one in d.schools),
        key=lambda pair: -pair[0].ended,
    )[:SCHOOLS_SHOWN]
    if not found:
        return None
    return Table(
        caption=_("Where most rows end"),
        headers=(
            Header(_("Place")),
            Header(_("Kind")),
            Header(_("Now"), is_number=True),
            Header(pgettext("rows", "End"), is_number=True),
            Header(_("Share"), is_number=True),
        ),
        rows=tuple(
            (
                names.get(one.school, one.school),
                Cell(kind_words(table), is_number=False),
                Cell(number(one.before)),
                Cell(number(one.ended)),
                Cell(f"{percent(one.ended, one.before)} %"),
            )
            for one, table in found
        ),
    )
