"""Means and medians beside counts, of scores on a scale of which everybody knows the ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from convergent.analysis.disclosure.amounts import means_told
from convergent.analysis.disclosure.margins import cross
from convergent.analysis.disclosure.table import Amount, Codes, Counts, Numbers, Release, Table
from convergent.errors import BadInput
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.plain_files import identifier

SHOWN = 20
DIGITS = 1
"""After the point of a mean."""
WITHHELD, NOBODY = "withheld", "nobody"
_HEADING = re.compile(r"(?P<column>.+) (?P<kind>mean|median) on (?P<least>\S+) to (?P<most>\S+)")
_ASKED = re.compile(r"(?P<column>.+):(?P<least>-?[\d.]+)-(?P<most>-?[\d.]+)")


@dataclass(frozen=True)
class Scale:
    """A column of scores, and the least and the most that anybody can score."""

    column: str
    least: float
    most: float

    @classmethod
    def asked(cls, text: str) -> Scale:
        """From “score:200-800”. Raises BadInput."""
        found = _ASKED.fullmatch(text)
        if found is None or float(found["least"]) >= float(found["most"]):
            raise BadInput(
                f"--score {text} names no scale.",
                "Write the column and the ends of its scale, such as --score score:200-800.",
            )
        return cls(found["column"], float(found["least"]), float(found["most"]))

    @property
    def mean(self) -> str:
        return self._heading("mean")

    @property
    def median(self) -> str:
        return self._heading("median")

    def _heading(self, kind: str) -> str:
        return f"{self.column} {kind} on {self.least:g} to {self.most:g}"


@dataclass(frozen=True)
class Scores:
    """The score of each student, and the row of a table at which she is counted."""

    scale: Scale
    row: Codes
    values: Numbers

    def in_cells(self, table: Table, dimensions: int) -> InCells:
        whole = cross(table, table.dimensions[:dimensions]).system
        leaf = np.unique(np.column_stack(table.codes), axis=0, return_inverse=True)[1].ravel()
        cells = whole.cells[leaf[self.row]]
        values = np.repeat(self.values, cells.shape[1])
        order = np.lexsort((values, cells.ravel()))
        return InCells(self.scale, whole.n, cells.ravel()[order], values[order])


@dataclass(frozen=True)
class InCells:
    """The scores in each cell of a release, the cells and the scores in order."""

    scale: Scale
    n: Counts
    cell: Codes
    values: Numbers

    @property
    def means(self) -> Numbers:
        sums = np.bincount(self.cell, self.values, minlength=len(self.n))
        return np.round(sums / np.maximum(self.n, 1), DIGITS)

    @property
    def medians(self) -> Numbers:
        start = np.searchsorted(self.cell, np.arange(len(self.n)))
        found, held = np.zeros(len(self.n)), self.n > 0
        low, high = start + (self.n - 1) // 2, start + self.n // 2
        found[held] = (self.values[low[held]] + self.values[high[held]]) / 2
        return found

    @property
    def told(self) -> Amount:
        return _told(self.scale.mean, self.n, self.means, self.scale)

    def columns(self, release: Release) -> dict[str, list[str]]:
        """The mean of each cell and its median, where the release tells the mean."""
        told = {
            cell for one in release.amounts if one.name == self.scale.mean for cell in one.cells
        }
        is_told = [at in told for at in range(len(self.n))]
        both = ((self.scale.mean, self.means), (self.scale.median, self.medians))
        return {heading: self._texts(values, is_told) for heading, values in both}

    def _texts(self, values: Numbers, is_told: Sequence[bool]) -> list[str]:
        rows = zip(self.n.tolist(), values.tolist(), is_told, strict=True)
        return [NOBODY if not n else f"{value:g}" if told else WITHHELD for n, value, told in rows]


def is_score(heading: str) -> bool:
    return _HEADING.fullmatch(heading) is not None


def read_means(heading: str, texts: Sequence[str], n: Counts) -> Amount | None:
    """What a column of means tells; nothing for one of medians, which are no rows of the audit."""
    found = _HEADING.fullmatch(heading)
    if found is None or found["kind"] != "mean":
        return None
    cells = np.array([at for at, text in enumerate(texts) if text not in {WITHHELD, NOBODY}], int)
    means = np.zeros(len(n))
    means[cells] = [float(texts[at]) for at in cells.tolist()]
    told = np.zeros(len(n), np.int64)
    told[cells] = n[cells]
    scale = Scale(found["column"], float(found["least"]), float(found["most"]))
    return _told(heading, told, means, scale)


def _told(name: str, n: Counts, means: Numbers, scale: Scale) -> Amount:
    rounded_to = 10.0**-DIGITS
    return means_told(name, n, means, rounded_to=rounded_to, least=scale.least, most=scale.most)


def refuse_scores(
    connection: duckdb.DuckDBPyConnection, scales: Sequence[Scale], count: str, path: Path
) -> None:
    """Raises ExportRefused where somebody has no score on the scale, BadInput beside counts."""
    if scales and count:
        raise BadInput("Scores are of students, and with --count a row is many.", "Leave one out.")
    for scale in scales:
        number = f"try_cast({identifier(scale.column)} AS DOUBLE)"
        rows = connection.execute(
            f"""SELECT "line of file", coalesce({identifier(scale.column)}, '') FROM file
            WHERE coalesce({number} NOT BETWEEN ? AND ?, true) ORDER BY 1 LIMIT {SHOWN}""",
            [scale.least, scale.most],
        ).fetchall()
        rule = f"a number from {scale.least:g} to {scale.most:g}"
        fix = "Correct it, or leave out who has no score."
        wrong = [
            Finding(file=path.name, line=line, column=scale.column, value=value, rule=rule, fix=fix)
            for line, value in rows
        ]
        if wrong:
            raise ExportRefused(*wrong)
