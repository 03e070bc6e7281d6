"""From students' amounts to values: expressions that are the same for all measures.

Amounts are added up within cells first, and cells within slices, so that each student's row is read
once for each group, and not once more for each place.
"""

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from convergent.analysis.intervals import Z
from convergent.facts.measures.student_groups import EVERYBODY, PAIR_CODES
from convergent.facts.measures.tables import cell_slices

PARTS = ("n", "total", "squares")
VALUE = ("slice", "student_group", "value", "standard_error", "low", "high", "students")


def sums_in_cells(rows: ir.Table, amounts: Mapping[str, ir.Value]) -> ir.Table:
    """For each cell and group, of each amount: how many students, their sum, the sum of squares."""
    amounts = {name: as_number(amount) for name, amount in amounts.items()}
    rows = rows.select("cell", student_group=rows.groups.unnest(), **amounts)
    wanted: dict[str, ir.Value] = {}
    for name in amounts:
        amount = rows[name]
        wanted |= {f"{name}_n": amount.count(), f"{name}_total": amount.sum()}
        wanted[f"{name}_squares"] = (amount * amount).sum()
    return rows.group_by("cell", "student_group").agg(**wanted)


def amount_in_cells(sums: ir.Table, name: str) -> ir.Table:
    """Of the sums in cells those of one amount."""
    return sums.select("cell", "student_group", *(f"{name}_{part}" for part in PARTS))


def counts_in_cells(rows: ir.Table, amount: ir.Value) -> ir.Table:
    """For each cell, group and amount: how many students have it."""
    rows = rows.mutate(amount=amount)
    rows = rows.filter(rows.amount.notnull())
    rows = rows.select("cell", "amount", student_group=rows.groups.unnest())
    return rows.group_by("cell", "student_group", "amount").agg(n=rows.count())


def in_slices(cells: ir.Table, *, by: Sequence[str] = ()) -> ir.Table:
    """What was added up in cells, added up in slices; `by` the grade or the amount apart, too."""
    places = cell_slices()
    joined = cells.join(places, "cell").filter(
        lambda t: t.is_detailed | (t.student_group == EVERYBODY)
    )
    summed = [name for name in cells.columns if name not in {"cell", "student_group", *by}]
    return joined.group_by("slice", "student_group", *by).agg(
        **{name: joined[name].sum() for name in summed}
    )


def means(sums: ir.Table, name: str) -> ir.Table:
    """The mean of an amount, with its standard error and a normal interval."""
    n, total, squares = (sums[f"{name}_{part}"] for part in PARTS)
    spread = (squares - total * total / n).clip(lower=0.0) / (n - 1).nullif(0)
    error = (spread / n).sqrt()
    value = total / n
    return _values(sums, n, value, error, value - Z * error, value + Z * error)


def shares(sums: ir.Table, name: str) -> ir.Table:
    """The share of students for whom it is so, with Wilson's interval."""
    students, total = sums[f"{name}_n"], sums[f"{name}_total"]
    # Spark reads 2.0 as a decimal: beside a whole number its division is rounded to few places.
    n = students.cast("float64")
    share = total / n
    error = (share * (1.0 - share) / n).sqrt()
    centre = (share + Z**2 / (2.0 * n)) / (1.0 + Z**2 / n)
    half = Z / (1.0 + Z**2 / n) * (share * (1.0 - share) / n + Z**2 / (4.0 * n * n)).sqrt()
    return _values(sums, students, share, error, centre - half, centre + half)


def medians(counts: ir.Table) -> ir.Table:
    """The median of an amount, with the interval of order statistics (binomial, not normal)."""
    slices = ["slice", "student_group"]
    upto = ibis.window(group_by=slices, order_by="amount", preceding=None, following=0)
    whole = ibis.window(group_by=slices)
    ranked = counts.mutate(upto=counts.n.sum().over(upto), students=counts.n.sum().over(whole))
    ranked = ranked.mutate(before=ranked.upto - ranked.n)
    students = ranked.students
    rank = ((students + 1) / 2.0 - Z * students.cast("float64").sqrt() / 2.0).floor()
    ranked = ranked.mutate(rank=rank)

    def at(wanted: ir.Value) -> ir.Value:
        holds = (ranked.before < wanted) & (wanted <= ranked.upto)
        return ranked.amount.cast("float64").max(where=holds)

    middle = ((students + 1) / 2.0).floor(), ((students + 2) / 2.0).floor()
    found = ranked.group_by(slices).agg(
        value=(at(middle[0]) + at(middle[1])) / 2.0,
        low=at(ranked.rank),
        high=at(students + 1 - ranked.rank),
        students=students.max(),
    )
    width = (found.high - found.low).clip(lower=1.0)
    return found.mutate(standard_error=width / (2.0 * Z)).select(*VALUE)


def gaps(sums: ir.Table, name: str) -> ir.Table:
    """For each pair of groups, the mean of an amount in the first less that in the second.

    Sums are of slices and grades. Of several grades it is the mean of their gaps, each weighted by
    the precision that its students give it: so it does not tell of who is in which grade.
    """
    n, total, squares = (sums[f"{name}_{part}"] for part in PARTS)
    known = sums.filter(n > 0).select(
        "slice",
        "student_group",
        "grade",
        n=n.cast("float64"),
        mean=total / n,
        spread=(squares - total * total / n).clip(lower=0.0),
    )
    return ibis.union(*(_gap(known, *pair) for pair in PAIR_CODES))


def as_number(amount: ir.Value) -> ir.Value:
    """True and false as 1 and 0; PostgreSQL has no mean of booleans."""
    if amount.type().is_boolean():
        amount = amount.cast("int32")
    return amount.cast("float64")


def _values(
    sums: ir.Table, n: ir.Value, value: ir.Value, error: ir.Value, low: ir.Value, high: ir.Value
) -> ir.Table:
    named = {"value": value, "standard_error": error, "low": low, "high": high, "students": n}
    return sums.filter(n > 0).select("slice", "student_group", **named)


def _gap(known: ir.Table, pair: int, group: int, other: int) -> ir.Table:
    first = known.filter(known.student_group == group)
    second = known.filter(known.student_group == other).view()
    both = first.join(second, ["slice", "grade"], rname="other_{name}")
    weight = both.n * both.other_n / (both.n + both.other_n)
    found = both.group_by("slice").agg(
        weight=weight.sum(),
        gap=(weight * (both.mean - both.other_mean)).sum() / weight.sum(),
        squared_error=_squared_error(weight, both.n, both.spread)
        + _squared_error(weight, both.other_n, both.other_spread),
        students=ibis.least(both.n.sum(), both.other_n.sum()).cast("int64"),
    )
    error = found.squared_error.sqrt() / found.weight
    return found.select(
        "slice",
        student_group=ibis.literal(pair, "int16"),
        value=found.gap,
        standard_error=error,
        low=found.gap - Z * error,
        high=found.gap + Z * error,
        students=found.students,
    )


def _squared_error(weight: ir.Value, n: ir.Value, spread: ir.Value) -> ir.Value:
    """Of a weighted sum of one group's means, whose variance is the same in every grade."""
    return spread.sum() / (n - 1.0).sum().nullif(0.0) * (weight * weight / n).sum()
