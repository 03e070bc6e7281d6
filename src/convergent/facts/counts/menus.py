"""What pages of evidence told of a test and year, as releases beside which a table goes out.

The columns of a file that pages tell by are known by their names: school>network, grade, and the
families of groups. Of others, such as a home language, pages tell nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np

from convergent.analysis.disclosure.audit.cells import sums_of
from convergent.analysis.disclosure.margins import Cross, cross
from convergent.analysis.disclosure.table import TOTAL, UNKNOWN, Counts, Release
from convergent.errors import BadInput
from convergent.facts.counts.reading import Counted
from convergent.facts.literals import literal
from convergent.facts.measures.aggregate_table import ALL_STUDENTS
from convergent.facts.measures.menu import LESS, MORE, UNIT
from convergent.facts.measures.student_groups import FAMILIES, PROGRAMS

SCHOOL, NETWORK, GRADE, LEVEL = "school", "network", "grade", "level"
AT_LEVEL = "share_at_level"
"""A measure, and the column that says who is at the standard."""
NO_SCHOOL, YES, NO, NONE_OF_THEM = "no school", "yes", "no", "none of them"
FAMILY_NAMES = tuple(dict.fromkeys(FAMILIES.values()))
NEAR = 1e-6
_PROGRAM_NAMES = {one.name for one in PROGRAMS}
_TOLD = """SELECT place_kind, place_id, grade, student_group,
    max(students) FILTER (withheld IS NULL),
    max(value) FILTER (measure = {share} AND withheld IS NULL),
    max(bound) FILTER (measure = {share} AND withheld IS NULL)
FROM read_parquet({file}) WHERE part = '' AND place_kind <> 'team' AND {unit}
GROUP BY ALL"""


class Key(NamedTuple):
    """Of whom a page tells: a place, and a grade or a group at it."""

    kind: str
    place: str
    grade: str = ""
    group: str = ALL_STUDENTS


class Ends(NamedTuple):
    """Between which counts a cell is told to lie."""

    least: int
    most: int


ANY, NOBODY, SOMEBODY = Ends(0, 2**40), Ends(0, 0), Ends(1, 2**40)


class Said(NamedTuple):
    """How many students, None where it is withheld; the share of those who did, or its end."""

    students: int | None
    share: float | None = None
    bound: str | None = None

    def ends(self, did: str) -> Ends:
        """Of all, of those who did (yes), or of those who did not (no)."""
        if self.students is None:
            return ANY if did else SOMEBODY
        if not did:
            return Ends(self.students, self.students)
        if self.share is None:
            return Ends(0, self.students)
        low, high = self._reached(self.students, self.share)
        return Ends(low, high) if did == YES else Ends(self.students - high, self.students - low)

    def _reached(self, students: int, share: float) -> Ends:
        of_all = share * students
        if self.bound == LESS:
            return Ends(0, max(math.ceil(of_all - NEAR) - 1, 0))
        if self.bound == MORE:
            return Ends(math.ceil(of_all - NEAR), students)
        return Ends(round(of_all), round(of_all))


@dataclass(frozen=True, kw_only=True)
class Menus:
    """The menus that told of a unit, the oldest first; `places` has keys of places by their names.

    A file may name a place by its name or by its key.
    """

    files: Sequence[Path]
    unit: Mapping[str, Any]
    places: Mapping[str, str]

    def columns(self, held: Sequence[str], wanted: Sequence[str]) -> list[str]:
        """Those of the file by which it is looked at too. Raises BadInput where one is missing."""
        if SCHOOL in wanted and NETWORK not in wanted and self._has_networks:
            raise BadInput("Pages of evidence tell of networks too.", f"Write {SCHOOL}>{NETWORK}.")
        if AT_LEVEL in held:
            return [AT_LEVEL]
        if LEVEL in wanted:
            raise BadInput(
                "Pages of evidence tell how many are at the standard, and the file does not.",
                f"Add a column {AT_LEVEL}, with {YES} or {NO}.",
            )
        return []

    @property
    def _has_networks(self) -> bool:
        return any(key.kind == NETWORK for key in self._told(self.files[-1]))

    def releases(self, counted: Counted) -> list[Release]:
        """What each menu told, by the columns that it has in common with the table.

        Raises BadInput where the newest one tells of other students than the file.
        """
        *former, newest = self.files
        found = [
            sheet.as_told_before(told)
            for file in former
            for told in [self._told(file)]
            for sheet in self._sheets(counted)
        ]
        told = self._told(newest)
        return [*found, *(one.as_told(told) for one in self._sheets(counted, AT_LEVEL))]

    def _sheets(self, counted: Counted, *more: str) -> Iterator[Sheet]:
        by_name = {one.name: one for one in counted.table.dimensions}
        place = next((by_name[one] for one in (SCHOOL, NETWORK) if one in by_name), None)
        parts = [by_name[one] for one in (GRADE, *FAMILY_NAMES) if one in by_name]
        ends = [by_name[one] for one in more if one in by_name]
        for part in (*parts,) or (None,):
            dimensions = tuple(one for one in (place, part, *ends) if one is not None)
            if dimensions:
                yield Sheet(self, counted, cross(counted.table, dimensions))

    def _told(self, file: Path) -> Mapping[Key, Said]:
        unit = " AND ".join(f"{one} = {literal(str(self.unit[one]))}" for one in UNIT)
        sql = _TOLD.format(share=literal(AT_LEVEL), file=literal(str(file)), unit=unit)
        with duckdb.connect() as connection:
            rows = connection.execute(sql).fetchall()
        return {Key(*row[:4]): Said(*row[4:]) for row in rows}


@dataclass(frozen=True)
class Sheet:
    """Places by one part of their students, and by who of them did, where the file says it."""

    menus: Menus
    counted: Counted
    cross: Cross

    def as_told(self, told: Mapping[Key, Said]) -> Release:
        """Of the students of the file. Raises BadInput where it counts others."""
        n = self.cross.system.n
        least, most = self._ends(told)
        self._refuse_others(least, most)
        is_told = (least == most) | (n == 0)
        return Release(self.cross.dimensions, self.cross.codes, n, is_told, least=least, most=most)

    def as_told_before(self, told: Mapping[Key, Said]) -> Release:
        """Of the students of an earlier load."""
        least, most = self._ends(told)
        n = np.where(least == most, least, UNKNOWN)
        draft = Release(self.cross.dimensions, self.cross.codes, n, n != UNKNOWN)
        n = _filled(draft)
        return Release(draft.dimensions, draft.codes, n, n != UNKNOWN)

    def _ends(self, told: Mapping[Key, Said]) -> tuple[Counts, Counts]:
        every = [self._ends_of(told, codes) for codes in self.cross.codes.tolist()]
        least, most = np.array(every, np.int64).T
        return least, most

    def _ends_of(self, told: Mapping[Key, Said], codes: Sequence[int]) -> Ends:
        labels = dict(self._labels(codes))
        did = labels.pop(AT_LEVEL, "")
        _refuse_unknown(did, ("", YES, NO), AT_LEVEL)
        key = self._key(labels)
        if key is None:
            return ANY
        return told[key].ends(did) if key in told else NOBODY

    def _labels(self, codes: Sequence[int]) -> Iterator[tuple[str, str]]:
        levels = [level for one in self.cross.dimensions for level in one.levels]
        for level, code in zip(levels, codes, strict=True):
            if code != TOTAL:
                yield level, self.counted.labels[level][code]

    def _key(self, labels: Mapping[str, str]) -> Key | None:
        """Of whom a cell is; None where no page tells of them."""
        group: str | None = ALL_STUDENTS
        for family in FAMILY_NAMES:
            if family in labels:
                group = _group(family, labels[family])
        place = self._place(labels)
        if group is None or place is None:
            return None
        return Key(*place, labels.get(GRADE, ""), group)

    def _place(self, labels: Mapping[str, str]) -> tuple[str, str] | None:
        kind = next((one for one in (SCHOOL, NETWORK) if one in labels), None)
        if kind is None:
            return "district", str(self.menus.unit["district_id"])
        label = labels[kind]
        return None if label == NO_SCHOOL else (kind, self.menus.places.get(label, label))

    def _refuse_others(self, least: Counts, most: Counts) -> None:
        n = self.cross.system.n
        wrong = np.flatnonzero((n < least) | (n > most))
        if not len(wrong):
            return
        cell = int(wrong[np.argmax(n[wrong])])
        names = [label for _, label in self._labels(self.cross.codes[cell].tolist())]
        told = least[cell] if least[cell] == most[cell] else f"{least[cell]} to {most[cell]}"
        raise BadInput(
            f"The file counts {n[cell]} ({', '.join(names) or 'all students'}); "
            f"pages of evidence tell {told}.",
            "Name places and groups as the exports do; take the file from the load that is told.",
        )


def _filled(release: Release) -> Counts:
    """With what follows from the rest, where one number of a sum is missing."""
    rows, n = sums_of(release), release.n.copy()
    while True:
        is_missing = n[rows.column] == UNKNOWN
        is_only_one = is_missing & (rows.sums(is_missing.astype(float))[rows.row] == 1)
        if not is_only_one.any():
            return n
        others = rows.sums(np.where(is_missing, 0.0, n[rows.column] * rows.coefficient))
        values = -others[rows.row] / rows.coefficient
        n[rows.column[is_only_one]] = np.rint(values[is_only_one]).astype(np.int64)


def _group(family: str, label: str) -> str | None:
    """The group of a label, None for those of whom no page tells."""
    if family in _PROGRAM_NAMES:
        known: dict[str, str | None] = {YES: family, NO: None}
    else:
        known = {one: one for one, of in FAMILIES.items() if of == family}
        known[NONE_OF_THEM] = None
    _refuse_unknown(label, tuple(known), family)
    return known[label]


def _refuse_unknown(label: str, known: Sequence[str], column: str) -> None:
    if label not in known:
        names = ", ".join(one for one in known if one)
        raise BadInput(f"Pages of evidence know no {column} “{label}”.", f"Write one of: {names}.")
