"""A table goes out: safe together with all that is out of the same students, or not at all.

What is out of them are tables, and what pages of evidence tell, where they are the students of a
test and year.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from convergent.errors import BadInput, NotAllowed
from convergent.facts.counts import dimensions_of, write_release
from convergent.facts.counts.menus import Menus
from convergent.facts.counts.protecting import Auditor, Beside, NoRoom, protected
from convergent.facts.measures.menu import UNIT
from convergent.facts.values import SMALLEST_GROUP
from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import Viewer
from convergent.releases.actions.recording import Overtaken, record
from convergent.releases.files import kept
from convergent.releases.models import Audience, Kind, Release
from convergent.releases.queries import last_release, menus_of, tables_out, units_out
from convergent.releases.words import IN_A_TABLE, IN_A_TABLE_OF_STAFF

TRIES = 5


@dataclass(frozen=True, kw_only=True)
class TableRelease:
    """What is to go out: the counts, by which dimensions, to whom, of whom and of which time.

    `students` says whom it counts; releases with the same words are looked at together. With words
    that nothing has yet, it is the `first` of them. `supersedes` is the number of the release that
    it replaces.
    """

    source: Path
    into: Path
    dimensions: str
    title: str
    to: str
    students: str
    first: bool = False
    period: str = ""
    supersedes: int = 0
    count: str = ""
    minimum: int = SMALLEST_GROUP
    is_of_staff: bool = False
    district_key: str = ""


def release_table(table: TableRelease, *, by: Viewer | None = None) -> Release:
    """Protects it, notes it in the ledger, then writes it; anew where another one of the same
    students went out meanwhile. Raises ExportRefused, BadInput, and
    NotAllowed with what would have to be left out.
    """
    _refuse_without_words(table)
    for _again in range(TRIES - 1):
        with suppress(Overtaken):
            return _release_beside(_Out.of(table), table, by)
    return _release_beside(_Out.of(table), table, by)


@dataclass(frozen=True)
class _Out:
    """What is out of the same students, superseded releases too: what they told is known."""

    number: int
    tables: list[Path]
    menus: Menus | None

    @classmethod
    def of(cls, table: TableRelease) -> _Out:
        number = last_release()
        tables = tables_out(table.district_key, table.students)
        unit = units_out(table.district_key).get(table.students)
        if unit is None and not tables and not table.first:
            _refuse_unknown_students(table)
        menus = (
            Menus(
                files=menus_of(settings.HOME, table.district_key, table.students),
                unit=dict(zip(UNIT, unit, strict=True)),
                places=_places(table.district_key),
            )
            if unit
            else None
        )
        return cls(number, [kept(settings.HOME, one.content_hash) for one in tables], menus)

    def beside(self, table: TableRelease, dimensions: str) -> Beside:
        return Beside.read(
            table.source,
            dimensions_of(dimensions),
            self.tables,
            count=table.count,
            menus=self.menus,
        )


def _release_beside(out: _Out, table: TableRelease, by: Viewer | None) -> Release:
    former = _superseded(table)
    try:
        beside = out.beside(table, table.dimensions)
        found = protected(beside, Auditor(table.minimum))
    except NoRoom as no_room:
        raise NotAllowed(no_room.what, _what_to_drop(table, out)) from None
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        file = Path(folder) / "table.parquet"
        write_release(found.release, beside.counted.labels, file)
        withheld = int((~found.release.is_published).sum())
        release = record(
            file,
            beside=out.number,
            by=by,
            why="",
            kind=Kind.TABLE,
            title=table.title,
            audience=_audience(table),
            body=table.to if _audience(table) == Audience.BODY else "",
            district_key=table.district_key,
            period=table.period,
            students=table.students,
            minimum=table.minimum,
            cells=len(found.release.n),
            withheld=withheld,
            reasons={_reason(table): withheld} if withheld else {},
            supersedes=former,
        )
    write_release(found.release, beside.counted.labels, table.into)
    return release


def _reason(table: TableRelease) -> str:
    return IN_A_TABLE_OF_STAFF if table.is_of_staff else IN_A_TABLE


def _audience(table: TableRelease) -> Audience:
    return Audience(table.to) if table.to in {Audience.PUBLIC, Audience.STAFF} else Audience.BODY


def _refuse_without_words(table: TableRelease) -> None:
    for said, option in ((table.title, "title"), (table.to, "to"), (table.students, "students")):
        if not said.strip():
            raise BadInput(_("It is not said: %(what)s.") % {"what": option}, _("Say it."))


def _superseded(table: TableRelease) -> Release | None:
    if not table.supersedes:
        return None
    found = Release.objects.filter(
        number=table.supersedes, kind=Kind.TABLE, district_key=table.district_key
    ).first()
    if found is None:
        raise BadInput(
            _("There is no table with the number %(number)s.") % {"number": table.supersedes},
            _("Look at the numbers: convergent releases list"),
        )
    return found


def _refuse_unknown_students(table: TableRelease) -> None:
    """Nothing is looked at alone only because its words are written otherwise."""
    known = Release.objects.filter(district_key=table.district_key, kind=Kind.TABLE)
    words = [*units_out(table.district_key), *known.values_list("students", flat=True).distinct()]
    if words:
        raise BadInput(
            _("Nothing that is out counts “%(students)s”.") % {"students": table.students},
            _("Write one of: %(words)s. Or --first, where it counts nobody of those.")
            % {"words": "; ".join(dict.fromkeys(words))},
        )


def _places(district_key: str) -> dict[str, str]:
    """The keys of schools and networks by name, where there is one of that name."""
    found = Place.objects.filter(
        district__sourced_id=district_key, kind__in=(PlaceKind.SCHOOL, PlaceKind.NETWORK)
    ).exclude(sourced_id="")
    rows = list(found.values_list("name", "sourced_id"))
    often = Counter(name for name, _ in rows)
    return {name: key for name, key in rows if often[name] == 1}


def _what_to_drop(table: TableRelease, out: _Out) -> str:
    """The dimensions each of which, left out, would make it safe."""
    parts = table.dimensions.split(",")
    helps = [
        part.split(">")[0].strip()
        for at, part in enumerate(parts)
        if len(parts) > 1 and _is_safe(table, ",".join(parts[:at] + parts[at + 1 :]), out)
    ]
    if not helps:
        return _("Nothing was written. No single dimension would help: release fewer tables.")
    return _("Nothing was written. It would be safe without one of these: %(names)s.") % {
        "names": ", ".join(helps)
    }


def _is_safe(table: TableRelease, dimensions: str, out: _Out) -> bool:
    try:
        protected(out.beside(table, dimensions), Auditor(table.minimum))
    except (NotAllowed, BadInput):
        return False
    return True
