"""A mapping: a TOML file that says how a district's own columns become rows of our tables.

It renames columns, puts our values in the place of theirs, sets what the file does not say, and
says in which order dates are written. Nothing in it is SQL.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

from convergent.facts.findings import Finding
from convergent.facts.literals import literal
from convergent.facts.readings import applied, in_full
from convergent.facts.sources.forms import Fit, Selection, trimmed
from convergent.facts.sources.own_forms import plain_heading, positions
from convergent.facts.sources.text import TextFile
from convergent.facts.tables import Column, Table

DATE_ORDERS: Mapping[str, tuple[str, ...]] = {
    "year first": ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"),
    "month first": ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y"),
    "day first": ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"),
}
OWN_SURENESS = 0.7
SHIPPED_SURENESS = 0.6
LACKING = 0.6


@dataclass(frozen=True)
class Rows:
    """The rows of one table that each row of a file gives.

    `columns` and `constants` are by our stored columns; `values` puts ours for theirs; `only` says
    for which values of the file's own columns there is a row at all.
    """

    table: Table
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    only: Mapping[str, Sequence[str]]

    @property
    def headings(self) -> Iterator[str]:
        yield from self.columns.values()
        yield from self.only


@dataclass(frozen=True, kw_only=True)
class MappedForm:
    """A mapping as a form. `file` is a pattern of file names, such as `ATT_*.csv`, or empty."""

    name: str
    rows: tuple[Rows, ...]
    file: str = ""
    date_order: str = ""
    changes_only: bool = False
    is_own: bool = True

    @property
    def source(self) -> str:
        return "a mapping of the district" if self.is_own else "a mapping"

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for rows in self.rows for name in rows.headings))

    def fit(self, file: TextFile) -> Fit | None:
        """A file that has every column of the mapping; of one known by its name, most of them."""
        at = positions(file)
        plain = {name: plain_heading(name) for name in self.headings}
        found = {name: at[plain[name]] for name in self.headings if plain[name] in at}
        missing = [name for name in self.headings if name not in found]
        if missing and not (self._is_named(file) and len(found) >= len(missing)):
            return None
        best = OWN_SURENESS if self.is_own else SHIPPED_SURENESS
        return Fit(
            form=self,
            sureness=LACKING if missing else best + 0.3 * len(found) / len(file.heading),
            why=f"{len(found)} of its {len(file.heading)} columns are those of {self.name}",
            selections=tuple(self._selection(rows, found) for rows in self.rows),
            refusals=tuple(_lacks(file, name, self.name) for name in missing),
            mode="delta" if self.changes_only else None,
        )

    def _is_named(self, file: TextFile) -> bool:
        return bool(self.file) and fnmatch(file.name.lower(), self.file.lower())

    def _selection(self, rows: Rows, found: Mapping[str, int]) -> Selection:
        mapped = {stored: name for stored, name in rows.columns.items() if name in found}
        values = {
            stored: self._value(rows, rows.table.column(stored), found[name])
            for stored, name in mapped.items()
        }
        values |= {stored: literal(value) for stored, value in rows.constants.items()}
        return Selection(
            table=rows.table.name,
            values=values,
            columns=mapped,
            where=_where(rows, found),
        )

    def _value(self, rows: Rows, column: Column, at: int) -> str:
        value = trimmed(at)
        if column.kind == "date" and self.date_order:
            value = _date(value, self.date_order)
        if column.stored not in rows.values:
            return value
        cases = " ".join(
            f"WHEN {literal(theirs)} THEN nullif({literal(ours)}, '')"
            for theirs, ours in rows.values[column.stored].items()
        )
        return f"CASE coalesce({value}, '') {cases} ELSE {value} END"


def _date(value: str, order: str) -> str:
    """What is no such date stays as written, so that the checks find it."""
    read = applied(in_full(*DATE_ORDERS[order]), value)
    return f"coalesce(strftime({read}, '%Y-%m-%d'), {value})"


def _where(rows: Rows, found: Mapping[str, int]) -> str:
    wanted = [
        f"coalesce({trimmed(found[name])}, '') IN ({', '.join(map(literal, values))})"
        for name, values in rows.only.items()
        if name in found
    ]
    return " AND ".join(wanted) or "true"


def _lacks(file: TextFile, name: str, mapping: str) -> Finding:
    return Finding(
        file=file.name,
        line=file.heading_line,
        column=name,
        rule="column present",
        fix=f"The mapping “{mapping}” reads this column: export it again, or change the mapping.",
    )
