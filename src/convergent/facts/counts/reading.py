"""Reads leaf counts: one row for each student, or for each leaf with its count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np

from convergent.analysis.disclosure.table import Codes, Counts, Hierarchy, Table
from convergent.facts.counts.dimensions import Dimension, columns_of
from convergent.facts.counts.scores import Scale, Scores, refuse_scores
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.plain_files import headings, identifier, reading_text

TOTAL_LABEL = "*"
SHOWN = 20
STUDENTS = "students of it"


@dataclass(frozen=True)
class Counted:
    """A table, and for each level column its labels in the order of their codes.

    `reached` has for each column of who did so many of each leaf's students. `scores` are of rows
    of the table.
    """

    table: Table
    labels: Mapping[str, tuple[str, ...]]
    reached: Mapping[str, Counts] = field(default_factory=dict)
    scores: tuple[Scores, ...] = ()


def read_counts(
    path: Path,
    dimensions: tuple[Dimension, ...],
    *,
    count: str = "",
    shares: Sequence[str] = (),
    scales: Sequence[Scale] = (),
) -> Counted:
    """Students by dimension, each row one, or as many as the column `count` says.

    A column of `shares` says how many of them did; of one student, 1 or 0. Of students alone there
    are scores, of each on its scale.

    Raises ExportRefused, with where it is, and BadInput for scores of counts.
    """
    _refuse_missing_file(path)
    with reading_text(path) as connection:
        columns = columns_of(dimensions)
        scored = [one.column for one in scales]
        needed = [*columns, *shares, *scored, *([count] if count else [])]
        refuse_missing(headings(connection), needed, path)
        _refuse_values(connection, columns, count, path)
        _refuse_shares(connection, shares, count, path)
        refuse_scores(connection, scales, count, path)
        for dimension in dimensions:
            _refuse_two_parents(connection, dimension, path)
        return _counted(connection, dimensions, count, shares, scales)


def columns_of_file(path: Path) -> list[str]:
    """The headings of a file. Raises ExportRefused."""
    _refuse_missing_file(path)
    with reading_text(path) as connection:
        return headings(connection)


def _refuse_missing_file(path: Path) -> None:
    if not path.is_file():
        fix = "Name a file of students, or of counts."
        raise ExportRefused(Finding(file=path.name, rule="such file", fix=fix))


def refuse_missing(held: Sequence[str], wanted: Sequence[str], path: Path) -> None:
    """Raises ExportRefused, with each column that a file lacks."""
    fix = f"The file has: {', '.join(held)}."
    missing = [
        Finding(file=path.name, line=1, rule=f"a column {name}", fix=fix)
        for name in wanted
        if name not in held
    ]
    if missing:
        raise ExportRefused(*missing)


def _refuse_values(
    connection: duckdb.DuckDBPyConnection, columns: list[str], count: str, path: Path
) -> None:
    """Refuses empty labels, labels that mean a total, and counts that are none."""
    rule = f"a value other than {TOTAL_LABEL}, which means a total"
    rules = [
        (column, f"coalesce(trim({identifier(column)}), '') IN ('', '*')", rule, _NAME_IT)
        for column in columns
    ]
    if count:
        number = f"try_cast({identifier(count)} AS DOUBLE)"
        wrong = f"{number} IS NULL OR {number} < 0 OR {number} != floor({number})"
        rules.append((count, f"{wrong} OR {number} > 1e12", "a whole number of at least 0", _COUNT))
    found = []
    for column, condition, told, fix in rules:
        rows = connection.execute(
            f"""SELECT "line of file", coalesce({identifier(column)}, '') FROM file
            WHERE {condition} ORDER BY 1 LIMIT {SHOWN}"""
        ).fetchall()
        found += [
            Finding(file=path.name, line=line, column=column, value=value, rule=told, fix=fix)
            for line, value in rows
        ]
    if found:
        raise ExportRefused(*sorted(found, key=lambda one: one.line)[:SHOWN])


def _refuse_shares(
    connection: duckdb.DuckDBPyConnection, shares: Sequence[str], count: str, path: Path
) -> None:
    """Refuses more who did than there are students, and what is no whole number."""
    most = f"{identifier(count)}::DOUBLE" if count else "1"
    for column in shares:
        number = f"try_cast({identifier(column)} AS DOUBLE)"
        wrong = f"{number} IS NULL OR {number} != floor({number}) OR {number} NOT BETWEEN 0"
        rows = connection.execute(
            f"""SELECT "line of file", coalesce({identifier(column)}, '') FROM file
            WHERE {wrong} AND {most} ORDER BY 1 LIMIT {SHOWN}"""
        ).fetchall()
        rule = f"a whole number from 0 to {count or 1}"
        found = [
            Finding(file=path.name, line=line, column=column, value=value, rule=rule, fix=_DID)
            for line, value in rows
        ]
        if found:
            raise ExportRefused(*found)


_DID = "Write how many of the row's students did."
_NAME_IT = "Name it, such as “not known”."
_COUNT = "Write how many students there are."


def _refuse_two_parents(
    connection: duckdb.DuckDBPyConnection, dimension: Dimension, path: Path
) -> None:
    for finer, wider in zip(dimension.columns, dimension.columns[1:], strict=False):
        below, above = _label(finer), _label(wider)
        rows = connection.execute(
            f"""WITH first AS (
                SELECT {below} AS name, arg_min({above}, "line of file") AS one
                FROM file GROUP BY 1
            )
            SELECT name, one, arg_min({above}, "line of file"), min("line of file")
            FROM file JOIN first ON {below} = name WHERE {above} != one
            GROUP BY 1, 2 ORDER BY 4 LIMIT {SHOWN}"""
        ).fetchall()
        if rows:
            fix = f"Each {finer} belongs to one {wider}."
            raise ExportRefused(
                *(
                    Finding(
                        file=path.name,
                        line=line,
                        column=wider,
                        value=other,
                        rule=f"the {wider} of {name}, which is {one} elsewhere",
                        fix=fix,
                    )
                    for name, one, other, line in rows
                )
            )


def _counted(
    connection: duckdb.DuckDBPyConnection,
    dimensions: tuple[Dimension, ...],
    count: str,
    shares: Sequence[str],
    scales: Sequence[Scale],
) -> Counted:
    students = f"sum({identifier(count)}::DOUBLE::BIGINT)" if count else "count(*)"
    columns = columns_of(dimensions)
    named = ", ".join(f"{_label(one)} AS {identifier(one)}" for one in columns)
    number = f"({students})::BIGINT AS {identifier(STUDENTS)}"
    keys = ", ".join(str(at + 1) for at in range(len(columns)))
    did = [
        f"sum({identifier(one)}::DOUBLE)::BIGINT AS {identifier(f'{STUDENTS} {one}')}"
        for one in shares
    ]
    scored = [f"list({identifier(one.column)}::DOUBLE) AS {_scores(one)}" for one in scales]
    selected = ", ".join([named, number, *did, *scored])
    found = connection.execute(f"SELECT {selected} FROM file GROUP BY {keys}").fetchnumpy()
    labels, codes = {}, {}
    for column in columns:
        held, codes[column] = np.unique(np.asarray(found[column], str), return_inverse=True)
        labels[column] = tuple(held.tolist())
    table = Table(
        tuple(_hierarchy(one, codes) for one in dimensions),
        tuple(codes[one.name].astype(np.int64) for one in dimensions),
        np.asarray(found[STUDENTS], np.int64),
    )
    reached = {one: np.asarray(found[f"{STUDENTS} {one}"], np.int64) for one in shares}
    scores = tuple(
        Scores(
            one,
            np.repeat(np.arange(len(table.n)), table.n),
            np.concatenate([np.empty(0), *found[_scores(one).strip('"')]]),
        )
        for one in scales
    )
    return Counted(table, labels, reached, scores)


def _scores(scale: Scale) -> str:
    return identifier(f"scores {scale.column}")


def _hierarchy(dimension: Dimension, codes: Mapping[str, Codes]) -> Hierarchy:
    parents = []
    for finer, wider in zip(dimension.columns, dimension.columns[1:], strict=False):
        above = np.zeros(int(codes[finer].max(initial=-1)) + 1, np.int64)
        above[codes[finer]] = codes[wider]
        parents.append(above)
    return Hierarchy(dimension.name, dimension.columns, tuple(parents))


def _label(column: str) -> str:
    return f"trim({identifier(column)})"
