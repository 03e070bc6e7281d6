"""One release: to whom, from which load, what was withheld and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.facts.snapshot import Snapshot, snapshots_folder
from convergent.releases.models import Kind, Release
from convergent.releases.presenters.ledger import Cell, Header, Table, counted, day_of, stands_words
from convergent.releases.queries import Told, told
from convergent.releases.words import audience_words, kind_words, reason_words, title_of


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class ReleasePage:
    headline: str
    facts: Sequence[Fact]
    units: Table | None
    reasons: Table


def release_page(release: Release, every: QuerySet[Release]) -> ReleasePage:
    own = [one for one in told(every) if one.release == release]
    return ReleasePage(
        headline=_headline(release),
        facts=tuple(_facts(release, own)),
        units=_units(own) if release.units else None,
        reasons=_reasons(release),
    )


def _headline(release: Release) -> str:
    said = {"told": counted(release.cells - release.withheld), "day": day_of(release)}
    return _("%(told)s numbers went out on %(day)s.") % said


def _facts(release: Release, own: Sequence[Told]) -> Iterator[Fact]:
    yield Fact(_("What"), kind_words(release), release.title if release.kind == Kind.TABLE else "")
    yield Fact(_("To whom"), audience_words(release))
    if release.period:
        yield Fact(_("Period"), release.period)
    if release.students:
        yield Fact(_("Whom it counts"), release.students)
    if release.snapshot:
        yield Fact(_("From which load"), _data_of(release), release.snapshot)
    by = release.released_by
    yield Fact(_("Released by"), by.name if by else _("Convergent itself"))
    yield Fact(_("Fewest people told"), str(release.minimum))
    if not release.units:
        yield Fact(_("It stands"), stands_words(own[0]))
    detail = _("The audit has it too: a file that was changed since is found out.")
    yield Fact(_("Fingerprint of its file"), release.content_hash[:16], detail)


def _data_of(release: Release) -> str:
    """The day of its exports, where the snapshot is kept still."""
    snapshot = Snapshot(snapshots_folder(settings.HOME) / release.snapshot)
    try:
        day = snapshot.manifest.as_of
    except FileNotFoundError:
        return _("A load that is kept no longer")
    return _("Data of %(day)s") % {"day": date_format(day, "DATE_FORMAT")}


def _units(own: Sequence[Told]) -> Table:
    headers = (
        Header(_("What")),
        Header(_("Told"), True),
        Header(_("Withheld"), True),
        Header(_("It stands")),
    )
    rows = [
        (
            Cell(title_of(one.release, one.unit)),
            Cell(counted(one.unit["cells"] - one.unit["withheld"]), is_number=True),
            Cell(counted(one.unit["withheld"]), is_number=True),
            Cell(stands_words(one)),
        )
        for one in own
        if one.unit is not None
    ]
    return Table(_("What was told"), headers, rows)


def _reasons(release: Release) -> Table:
    rows = [
        (Cell(reason_words(reason, release.minimum)), Cell(counted(number), is_number=True))
        for reason, number in sorted(release.reasons.items(), key=lambda one: -one[1])
    ]
    headers = (Header(_("Why")), Header(_("Numbers"), True))
    return Table(_("What was withheld, and why"), headers, rows)
