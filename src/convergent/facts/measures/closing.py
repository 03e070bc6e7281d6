"""The sheets of one test and year, as the gate closes them: places by parts of their students."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convergent.analysis.disclosure.sheets import NOWHERE, Roll, Sheet, hide, hide_places
from convergent.facts.measures.student_groups import CODES, EVERYBODY, FAMILIES
from convergent.facts.values import SMALLEST_GROUP

Column = np.ndarray[Any, Any]
Block = Mapping[str, Column]
"""The rows of one test and year, or of one measure that rests on no test: by column."""
GRADES = "grade"
_DECIDES = (
    *("code", "students", "reached"),
    *("is_withheld", "is_of_teachers", "is_few_changed", "is_known"),
)


class Places:
    """Where each row of a block lies in its sheets: schools, who is at none, networks, district."""

    def __init__(self, block: Block) -> None:
        is_school = block["place_kind"] == "school"
        self.schools, first = np.unique(block["place_id"][is_school], return_index=True)
        network = block["network"][is_school][first]
        self.networks = np.unique(network[network != ""])
        region = np.searchsorted(self.networks, network)
        self.region = np.append(np.where(network == "", NOWHERE, region), NOWHERE)
        self.grades = sorted({*block["grade"].tolist()} - {""})
        self.elsewhere = len(self.schools)
        self.size = len(self.region) + len(self.networks) + 1

    def at(self, block: Block) -> Column:
        kind, place = block["place_kind"], block["place_id"]
        found = np.full(len(place), self.size - 1)
        is_school, is_network = kind == "school", kind == "network"
        found[is_school] = np.searchsorted(self.schools, place[is_school])
        of_networks = np.searchsorted(self.networks, place[is_network])
        found[is_network] = len(self.region) + of_networks
        return found


@dataclass(frozen=True)
class Grid:
    """Of each place and part: how many, how many did, and what is to be done with it."""

    n: Column
    reached: Column | None
    withheld: Column
    secret: Column
    unsure: Column
    known: Column

    def with_rest(self, total: "Grid") -> "Grid":
        """With a part more: who is in none of them."""
        rest = total.n[:, 0] - self.n.sum(axis=1)
        reached = None
        if self.reached is not None and total.reached is not None:
            of_rest = total.reached[:, 0] - self.reached.sum(axis=1)
            reached = np.column_stack([self.reached, np.clip(of_rest, 0, rest)])
        always, never = np.ones(len(rest), bool), np.zeros(len(rest), bool)
        return Grid(
            np.column_stack([self.n, np.maximum(rest, 0)]),
            reached,
            np.column_stack([self.withheld, always]),
            np.column_stack([self.secret, never]),
            np.column_stack([self.unsure, never]),
            np.column_stack([self.known, never]),
        )


class Measure:
    """The sheets of one measure, or of all whom a test counts."""

    def __init__(self, block: Block, places: Places, counted: str, ties: int) -> None:
        self.block, self.places, self.ties = block, places, ties
        self.counted = counted
        self.minimum = int(block["minimum"].max()) if counted == "students" else SMALLEST_GROUP
        self.at = places.at(block)

    @cached_property
    def looked_at(self) -> tuple[Any, ...]:
        """All that decides what is withheld."""
        columns = (self.at, *(self.block[name] for name in _DECIDES))
        grades = tuple(self.block["grade"].tolist())
        return (self.minimum, grades, *(one.tobytes() for one in columns))

    @property
    def is_of_everybody(self) -> bool:
        """Whether what is closed for all whom the test counts is so for it."""
        is_same = (self.block["students"] == self.block["everybody"]).all()
        is_more = self.block["is_of_teachers"].any() or (self.block["reached"] >= 0).any()
        return bool(is_same and not is_more and self.minimum == SMALLEST_GROUP)

    def closed(self, base: Mapping[str, Column]) -> dict[str, Column]:
        """Of each sheet what is withheld, `base` among it."""
        found = {"": self._close_totals(base.get(""))}
        is_untold = found[""].copy()
        is_untold[self.places.elsewhere] = True
        for family, (parts, of_row) in self._sheets.items():
            grid = self._grid(of_row, len(parts)).with_rest(self.total)
            withheld = grid.withheld | is_untold[:, None]
            withheld[:, [at for at, part in enumerate(parts) if _is_untold(part)]] = True
            if family in base:
                withheld |= base[family]
            found[family] = self._hide(grid, withheld, is_untold)
        return found

    def rows(self, closed: Mapping[str, Column]) -> Column:
        """The rows of the block that are withheld; nobody is told of others anyway."""
        is_total = self._is_total
        found = [self.block["row"][is_total & closed[""][self.at]]]
        for family, (parts, of_row) in self._sheets.items():
            is_told = np.array([not _is_untold(part) for part in parts])
            has_part = (of_row >= 0) & is_told[of_row]
            is_closed = closed[family][self.at[has_part], of_row[has_part]]
            found.append(self.block["row"][has_part][is_closed])
        return np.concatenate(found)

    @cached_property
    def _is_total(self) -> Column:
        found: Column = (self.block["grade"] == "") & (self.block["code"] == EVERYBODY)
        return found

    @cached_property
    def total(self) -> Grid:
        return self._grid(np.where(self._is_total, 0, -1), 1)

    @cached_property
    def _sheets(self) -> Mapping[str, tuple[list[Any], Column]]:
        """For each family its parts, and of each row which of them it is of, or -1."""
        code, grade = self.block["code"], self.block["grade"]
        grades = self.places.grades
        of_grade = np.searchsorted(np.array(grades, object), grade) if grades else grade
        is_of_grade = (code == EVERYBODY) & (grade != "")
        found: dict[str, tuple[list[Any], Column]] = {}
        if grades:
            found[GRADES] = (grades, np.where(is_of_grade, of_grade, -1).astype(np.int64))
        for family in dict.fromkeys(FAMILIES.values()):
            parts = [CODES[name] for name, of in FAMILIES.items() if of == family]
            of_row = np.full(len(code), -1)
            for at, part in enumerate(parts):
                of_row[(code == part) & (grade == "")] = at
            found[family] = (parts, of_row)
        return found

    def _grid(self, of_row: Column, parts: int) -> Grid:
        shape = (self.places.size, parts)
        has_part = of_row >= 0
        at = (self.at[has_part], of_row[has_part])
        flags = [np.zeros(shape, bool) for _ in range(4)]
        names = ("is_withheld", "is_of_teachers", "is_few_changed", "is_known")
        for grid, name in zip(flags, names, strict=True):
            np.logical_or.at(grid, at, self.block[name][has_part].astype(bool))
        withheld, of_teachers, few_changed, known = flags
        n = self._filled(at, self.block[self.counted][has_part], shape)
        reached = None
        if self.counted == "students" and (self.block["reached"] >= 0).all():
            reached = self._filled(at, self.block["reached"][has_part], shape)
        if self.counted != "students":
            withheld = self._told_by_none(at, has_part, shape)
            of_teachers = np.zeros(shape, bool)
        return Grid(n, reached, withheld, few_changed, of_teachers, known)

    def _told_by_none(self, at: tuple[Column, Column], rows: Column, shape: Any) -> Column:
        """What no measure tells costs nothing to withhold."""
        is_told = np.zeros(shape, bool)
        np.logical_or.at(is_told, at, ~self.block["is_withheld"][rows])
        is_there = np.zeros(shape, bool)
        is_there[at] = True
        found: Column = is_there & ~is_told
        return found

    def _filled(self, at: tuple[Column, Column], counts: Column, shape: tuple[int, int]) -> Column:
        """As places are told of; who is at no school is the rest of the district."""
        found = np.zeros(shape, np.int64)
        np.maximum.at(found, at, counts)
        leaves = found[: len(self.places.region)]
        leaves[-1] = np.maximum(found[-1] - leaves[:-1].sum(axis=0), 0)
        return found

    def _close_totals(self, base: Column | None) -> Column:
        grid = self.total
        n = grid.n[: len(self.places.region), 0]
        roll = Roll(n, self.places.region, self._parts_of_places)
        whole = Sheet(n[:, None], self.places.region)
        counts = whole.filled(whole.n)[:, 0]
        too_near = np.zeros(len(counts), bool)
        too_near[: len(n)] = roll.tells_parts(self.minimum)
        withheld = grid.withheld[:, 0].copy()
        withheld[self.places.elsewhere] = True
        if base is not None:
            withheld |= base
        return hide_places(
            roll,
            withheld=withheld,
            secret=self._secret(counts, grid.secret[:, 0]) | too_near,
            unsure=grid.unsure[:, 0],
            known=grid.known[:, 0],
            minimum=self.minimum,
            rng=np.random.default_rng(self.ties),
        )

    @property
    def _parts_of_places(self) -> tuple[Column, ...]:
        """Of each sheet, how many each place has in each part."""
        return tuple(
            self._grid(of_row, len(parts)).with_rest(self.total).n[: len(self.places.region)]
            for parts, of_row in self._sheets.values()
        )

    def _hide(self, grid: Grid, withheld: Column, is_untold: Column) -> Column:
        leaves = slice(0, len(self.places.region))
        reached = None if grid.reached is None else grid.reached[leaves]
        sheet = Sheet(grid.n[leaves], self.places.region, reached)
        return hide(
            sheet,
            withheld=withheld,
            secret=self._secret(sheet.filled(sheet.n), grid.secret),
            unsure=grid.unsure,
            known=grid.known,
            untold=is_untold,
            minimum=self.minimum,
            rng=np.random.default_rng(self.ties),
        )

    def _secret(self, counts: Column, asked: Column) -> Column:
        found: Column = asked | (counts > 0) & (counts < self.minimum)
        return found


def _is_untold(part: Any) -> bool:
    return part in _BESIDE_PROGRAMS


_BESIDE_PROGRAMS = {CODES[name] for name in FAMILIES if name.startswith("not_")}
