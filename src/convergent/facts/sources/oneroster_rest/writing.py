"""Makes the kept pages of a collection into its CSV files: each row once, its later form."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from convergent.facts.sources.oneroster_rest.catalogue import HEADINGS, IN_MANIFEST, Collection
from convergent.facts.sources.oneroster_rest.kept import Page, open_private
from convergent.facts.sources.oneroster_rest.nesting import Nesting
from convergent.facts.sources.oneroster_rest.rows import Cells, Odd, Row

Mode = Literal["bulk", "delta", "absent"]
MOST_METADATA = 100
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass
class Overview:
    """What has to be known of all pages before the first row is written.

    `odd` holds, by rule and column, how often it was met and the first value.
    """

    later: dict[str, Row] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    metadata: dict[str, set[str]] = field(default_factory=dict)
    odd: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    oldest: datetime | None = None
    latest: datetime | None = None

    def note(self, row: Row, collection: Collection) -> None:
        self._note_metadata(collection.name, row.cells)
        for file, rows in row.nested.items():
            for cells in rows:
                self._note_metadata(file, cells)
        for odd in row.odd:
            self.note_odd(odd)
        changed = moment_of(row)
        if changed > _LONG_AGO:
            self.oldest = min(self.oldest or changed, changed)
            self.latest = max(self.latest or changed, changed)

    def note_odd(self, odd: Odd) -> None:
        count, first = self.odd.get((odd.rule, odd.column), (0, odd.value))
        self.odd[odd.rule, odd.column] = (count + 1, first)

    def _note_metadata(self, file: str, cells: Cells) -> None:
        self.metadata.setdefault(file, set()).update(
            heading for heading in cells if heading.startswith("metadata.")
        )

    def headings(self, file: str) -> tuple[str, ...]:
        extra = sorted(self.metadata.get(file, ()))
        return HEADINGS[file] + tuple(extra[:MOST_METADATA])


def moment_of(row: Row) -> datetime:
    """When the row was changed; long ago where it does not say so."""
    try:
        moment = datetime.fromisoformat(row.changed)
    except ValueError:
        return _LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def look_over(pages: Iterable[Page], collection: Collection) -> Overview:
    overview = Overview()
    met_in: dict[str, int] = {}
    for page in pages:
        for row in page.rows or ():
            overview.note(row, collection)
            if row.id in met_in:
                _note_again(overview, row, in_one_walk=met_in[row.id] == page.walk)
            if row.id:
                met_in[row.id] = page.walk
    _limit_metadata(overview)
    return overview


def _note_again(overview: Overview, row: Row, *, in_one_walk: bool) -> None:
    if in_one_walk:
        overview.twice.add(row.id)
    known = overview.later.get(row.id)
    if known is None or moment_of(row) >= moment_of(known):
        overview.later[row.id] = row


def _limit_metadata(overview: Overview) -> None:
    for headings in overview.metadata.values():
        for heading in sorted(headings)[MOST_METADATA:]:
            overview.note_odd(Odd(column=heading, value=heading, rule="number of columns"))


def write_rows(
    pages: Iterable[Page],
    collection: Collection,
    *,
    overview: Overview,
    nesting: Nesting,
    into: Path,
) -> dict[str, int]:
    """Rows written, by file."""
    with ExitStack() as stack:
        written = {
            file: stack.enter_context(_csv(into, file, overview)) for file in collection.files
        }
        for row in _each_once(pages, overview):
            nesting.add(row)
            written[collection.name].add(row.cells)
            for file, rows in row.nested.items():
                written[file].add(*rows)
        for file in collection.nested:
            written[file].add(*nesting.gone(file))
        return {file: one.rows for file, one in written.items()}


def _each_once(pages: Iterable[Page], overview: Overview) -> Iterator[Row]:
    """Every row where it first stood, in its later form. Rows without an id all stay: the loader
    names them.
    """
    written: set[str] = set()
    for page in pages:
        for row in page.rows or ():
            if row.id and row.id in written:
                continue
            written.add(row.id)
            later = overview.later.get(row.id)
            yield later if later and moment_of(later) >= moment_of(row) else row


class _Written:
    """A file that is being written, and its rows so far."""

    def __init__(self, writer: "csv.DictWriter[str]") -> None:
        self._writer = writer
        self.rows = 0

    def add(self, *rows: Cells) -> None:
        self._writer.writerows(rows)
        self.rows += len(rows)


@contextmanager
def _csv(into: Path, file: str, overview: Overview) -> Iterator[_Written]:
    part = into / f"{file}.csv.part"
    with open_private(part) as opened:
        writer = csv.DictWriter(opened, overview.headings(file), restval="", extrasaction="ignore")
        writer.writeheader()
        yield _Written(writer)
    part.replace(into / f"{file}.csv")


def write_manifest(into: Path, *, modes: dict[str, Mode], system: str) -> None:
    rows = [
        ("propertyName", "value"),
        ("manifest.version", "1.0"),
        ("oneroster.version", "1.2"),
        *((f"file.{file}", modes.get(file, "absent")) for file in IN_MANIFEST),
        ("source.systemName", system),
        ("source.systemCode", ""),
    ]
    part = into / "manifest.csv.part"
    with open_private(part) as opened:
        csv.writer(opened).writerows(rows)
    part.replace(into / "manifest.csv")


def clear(into: Path) -> None:
    """Takes away what an earlier fetch wrote there, so that no file of it is taken for new."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in (*IN_MANIFEST, "manifest"):
        for name in (f"{file}.csv", f"{file}.csv.part"):
            (into / name).unlink(missing_ok=True)
