"""The plan: every table that is to be made, in order, as an expression over those before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import ibis
import ibis.expr.types as ir

from convergent.facts.measures.definitions import Definition
from convergent.facts.measures.expressions import EXPRESSIONS
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.summaries import (
    VALUE,
    amount_in_cells,
    counts_in_cells,
    gaps,
    in_slices,
    means,
    medians,
    shares,
    sums_in_cells,
)
from convergent.facts.measures.tables import BASES, base_table

FOUND = {
    "measure": "string",
    "slice": "int32",
    "student_group": "int16",
    **dict.fromkeys(("value", "standard_error", "low", "high"), "float64"),
    "students": "int64",
}
COUNTS = ("enrolled", "tested", "exempt", "alternate", "arrived_late")
_ADDED = {"share": shares, "mean": means}


@dataclass(frozen=True, eq=False)
class Step:
    """One table; an outcome is read when all are made.

    A step is itself alone, so that what an engine makes of it can be kept.
    """

    name: str
    expression: ir.Table
    is_outcome: bool = False


@cache
def plan(definitions: tuple[Definition, ...], rules: Rules) -> tuple[Step, ...]:
    """Ends in `found` (measure × slice × group: value, error, interval, students).

    Beside it: `participants` (slice × group: who was enrolled, tested, exempt …), `counts_of_<id>`
    of measures that count levels, and `tested_in_slices`.
    """
    planning = _Planning(rules)
    for base in BASES:
        of_base = {one.id: one for one in definitions if one.of == base}
        planning.add_up(base, of_base)
        planning.count(base, of_base)
    planning.step("found", ibis.union(*planning.values), is_outcome=True)
    return tuple(planning.steps)


class _Planning:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.steps: list[Step] = []
        self.values: list[ir.Table] = []

    def step(self, name: str, expression: ir.Table, *, is_outcome: bool = False) -> ir.Table:
        """The table, to be used in later expressions."""
        self.steps.append(Step(name, expression, is_outcome))
        return ibis.table(expression.schema(), name=name)

    def value(self, name: str, expression: ir.Table) -> None:
        values = self.step(f"value_of_{name}", expression)
        named = values.mutate(measure=ibis.literal(name)).select("measure", *VALUE)
        self.values.append(named.cast(FOUND))

    def add_up(self, base: str, of_base: Mapping[str, Definition]) -> None:
        """Means, shares, and the gaps between them."""
        rows = base_table(base)
        added = {name: one for name, one in of_base.items() if one.summary in _ADDED}
        amounts = {name: EXPRESSIONS[name](rows, self.rules) for name in added}
        cells = sums_in_cells(rows, {**amounts, **_heads(rows, base)})
        cells = self.step(f"{base}_in_cells", cells)
        sums = self.step(f"{base}_in_slices", in_slices(cells), is_outcome=base == "tested")
        for name, one in added.items():
            self.value(name, _ADDED[one.summary](sums, name))
        for name, one in of_base.items():
            if one.summary == "gap":
                in_grades = in_slices(amount_in_cells(cells, one.of_measure), by=("grade",))
                self.value(name, gaps(self.step(f"{name}_in_grades", in_grades), one.of_measure))
        if base == "enrolled":
            self.step("participants", _participants(sums), is_outcome=True)

    def count(self, base: str, of_base: Mapping[str, Definition]) -> None:
        """Medians and ordinal gaps, which need to know how many students have each amount."""
        rows = base_table(base)
        for name, one in of_base.items():
            if one.summary in {"median", "ordinal gap"}:
                amount = EXPRESSIONS[name](rows, self.rules)
                cells = self.step(f"cells_of_{name}", counts_in_cells(rows, amount))
                counts = self.step(
                    f"counts_of_{name}",
                    in_slices(cells, by=("amount",)),
                    is_outcome=one.summary == "ordinal gap",
                )
                if one.summary == "median":
                    self.value(name, medians(counts))


def _heads(rows: ir.Table, base: str) -> Mapping[str, ir.Value]:
    """What is counted of every row, for the counts beside each value."""
    if base != "enrolled":
        return {"everybody": rows.student.notnull()}
    return {
        "enrolled": rows.student.notnull(),
        "tested": rows.is_tested,
        "exempt": rows.is_exempt,
        "alternate": rows.is_alternate,
        "arrived_late": rows.arrived_late,
    }


def _participants(sums: ir.Table) -> ir.Table:
    totals = {name: sums[f"{name}_total"].cast("int64") for name in COUNTS}
    return sums.select("slice", "student_group", **totals)
