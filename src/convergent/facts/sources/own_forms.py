"""Our own CSV forms for school days, staff and money: a file is known by its heading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from convergent.facts.findings import Finding
from convergent.facts.sources.forms import Fit, Selection, trimmed
from convergent.facts.sources.text import TextFile
from convergent.facts.tables import Column, Table, days, finance, staff

SOURCE = "Convergent CSV"
LEAST_SHARE = 0.6
NAMED = 0.9
NAMED_BUT_LACKING = 0.6


def plain_heading(heading: str) -> str:
    """`Student ID` is `student_id`."""
    return "_".join(heading.lower().replace("-", " ").replace("_", " ").split())


def positions(file: TextFile) -> dict[str, int]:
    """Where each column stands; of two with one heading, the first."""
    return {plain_heading(name): at for at, name in reversed([*enumerate(file.heading)])}


@dataclass(frozen=True)
class OwnForm:
    """One of our forms; it gives rows to the table of its name."""

    table: Table

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def source(self) -> str:
        return SOURCE

    @property
    def file(self) -> str:
        return self.table.file

    def fit(self, file: TextFile) -> Fit | None:
        at = positions(file)
        found = {c.stored: at[c.name] for c in self.table.columns if c.name in at}
        missing = [c for c in self.table.columns if c.required and c.stored not in found]
        share = len(found) / max(1, len(file.heading))
        by_name = self._by_name(file, share, is_whole=not missing)
        sureness = by_name if missing else max(share, by_name)
        if sureness < LEAST_SHARE:
            return None
        return Fit(
            form=self,
            sureness=sureness,
            why=f"{len(found)} of its {len(file.heading)} columns are those of {self.file}",
            selections=tuple(self.selections(file, found)),
            notices=tuple(_left_out(file, set(found.values()))),
            refusals=tuple(_lacks(file, column) for column in missing),
        )

    def _by_name(self, file: TextFile, share: float, *, is_whole: bool) -> float:
        """How sure the file's name makes us: not at all where its heading says something else."""
        if PurePath(file.name).stem.lower() != self.table.name or share < LEAST_SHARE / 2:
            return 0
        return NAMED if is_whole else NAMED_BUT_LACKING

    def selections(self, file: TextFile, found: Mapping[str, int]) -> Iterator[Selection]:
        yield Selection(
            table=self.table.name,
            values={stored: trimmed(at) for stored, at in found.items()},
            columns={stored: file.heading[at] for stored, at in found.items()},
        )


class SpendingForm(OwnForm):
    """Rows whose function is `total` declare what the others add up to."""

    def selections(self, file: TextFile, found: Mapping[str, int]) -> Iterator[Selection]:
        for selection in super().selections(file, found):
            if "function" not in found:
                yield selection
                continue
            is_total = f"lower(coalesce({selection.values['function']}, '')) = 'total'"
            kept = {column.stored for column in finance.SPENDING_TOTALS.columns}
            yield replace(selection, where=f"NOT ({is_total})")
            yield Selection(
                table=finance.SPENDING_TOTALS.name,
                values={name: sql for name, sql in selection.values.items() if name in kept},
                columns=selection.columns,
                where=is_total,
            )


def _lacks(file: TextFile, column: Column) -> Finding:
    return Finding(
        file=file.name,
        line=file.heading_line,
        column=column.name,
        rule="column present",
        fix=f"Add the column {column.name} to the file. {column.says}".strip(),
    )


def _left_out(file: TextFile, found: set[int]) -> Iterator[Finding]:
    """One finding for all columns that the form does not have."""
    others = [name for at, name in enumerate(file.heading) if at not in found]
    if others:
        yield Finding(
            file=file.name,
            line=file.heading_line,
            value=", ".join(others)[:200],
            rule="column known",
            fix="Nothing: the form has no such column, and it was left out.",
            rows=len(others),
        )


TABLES = (*days.TABLES, *staff.TABLES, *finance.TABLES)
FORMS = tuple(
    SpendingForm(table) if table is finance.SPENDING else OwnForm(table)
    for table in TABLES
    if table is not finance.SPENDING_TOTALS  # stands in spending.csv
)
