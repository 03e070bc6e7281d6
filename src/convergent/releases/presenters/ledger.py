"""The page of the ledger: what stands, and what was out before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.releases.models import Release
from convergent.releases.queries import Told, told
from convergent.releases.words import audience_words, title_of

FORMER_SHOWN = 40


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Header:
    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    caption: str
    headers: Sequence[Header]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class LedgerPage:
    headline: str
    standing: Table | None
    former: Table | None


def ledger_page(releases: QuerySet[Release]) -> LedgerPage:
    every = told(releases)
    standing = [one for one in every if one.superseded_by is None]
    former = [one for one in every if one.superseded_by is not None]
    return LedgerPage(
        headline=_headline(standing),
        standing=_table(_("What stands"), standing) if standing else None,
        former=_table(_("What stood before"), former[:FORMER_SHOWN]) if former else None,
    )


def _headline(standing: Sequence[Told]) -> str:
    if not standing:
        return _("Nothing is out yet.")
    cells, withheld = (sum(one) for one in zip(*map(_counts, standing), strict=True))
    said = {"told": counted(cells - withheld), "withheld": counted(withheld)}
    return (
        ngettext(
            "%(told)s number is out, and %(withheld)s are withheld.",
            "%(told)s numbers are out, and %(withheld)s are withheld.",
            cells - withheld,
        )
        % said
    )


def _table(caption: str, every: Iterable[Told]) -> Table:
    headers = (
        Header(_("What")),
        Header(_("To whom")),
        Header(_("Since")),
        Header(_("Told"), True),
        Header(_("Withheld"), True),
        Header(_("It stands")),
    )
    return Table(caption, headers, [_row(one) for one in every])


def _row(one: Told) -> tuple[Cell, ...]:
    cells, withheld = _counts(one)
    return (
        Cell(title_of(one.release, one.unit), reverse("release", args=[one.release.pk])),
        Cell(audience_words(one.release)),
        Cell(day_of(one.release)),
        Cell(counted(cells - withheld), is_number=True),
        Cell(counted(withheld), is_number=True),
        Cell(stands_words(one)),
    )


def _counts(one: Told) -> tuple[int, int]:
    if one.unit is None:
        return one.release.cells, one.release.withheld
    return one.unit["cells"], one.unit["withheld"]


def stands_words(one: Told) -> str:
    if one.superseded_by is None:
        return _("yes")
    return _("until %(day)s; what it told is known") % {"day": day_of(one.superseded_by)}


def day_of(release: Release) -> str:
    return date_format(localtime(release.released_at), "DATE_FORMAT")


def counted(number: int) -> str:
    return number_format(number, force_grouping=True)
