"""Reads leaf counts: one row for each student, or for each leaf with its count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from convergent.analysis.disclosure.table import Codes, Hierarchy, Table
from convergent.facts.counts.dimensions import Dimension, columns_of
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.plain_files import headings, identifier, reading_text

TOTAL_LABEL = "*"
SHOWN = 20
STUDENTS = "students of it"


@dataclass(frozen=True)
class Counted:
    """A table, and for each level column its labels in the order of their codes."""

    table: Table
    labels: Mapping[str, tuple[str, ...]]


def read_counts(path: Path, dimensions: tuple[Dimension, ...], *, count: str = "") -> Counted:
    """Students by dimension, each row one, or as many as the column `count` says.

    Raises ExportRefused, with where it is.
    """
    if not path.is_file():
        fix = "Name a file of students, or of counts."
        raise ExportRefused(Finding(file=path.name, rule="file exists", fix=fix))
    with reading_text(path) as connection:
        columns = columns_of(dimensions)
        refuse_missing(headings(connection), [*columns, *([count] if count else [])], path)
        _refuse_values(connection, columns, count, path)
        for dimension in dimensions:
            _refuse_two_parents(connection, dimension, path)
        return _counted(connection, dimensions, count)


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
    connection: duckdb.DuckDBPyConnection, dimensions: tuple[Dimension, ...], count: str
) -> Counted:
    students = f"sum({identifier(count)}::DOUBLE::BIGINT)" if count else "count(*)"
    columns = columns_of(dimensions)
    named = ", ".join(f"{_label(one)} AS {identifier(one)}" for one in columns)
    number = f"({students})::BIGINT AS {identifier(STUDENTS)}"
    keys = ", ".join(str(at + 1) for at in range(len(columns)))
    found = connection.execute(f"SELECT {named}, {number} FROM file GROUP BY {keys}").fetchnumpy()
    labels, codes = {}, {}
    for column in columns:
        held, codes[column] = np.unique(np.asarray(found[column], str), return_inverse=True)
        labels[column] = tuple(held.tolist())
    table = Table(
        tuple(_hierarchy(one, codes) for one in dimensions),
        tuple(codes[one.name].astype(np.int64) for one in dimensions),
        np.asarray(found[STUDENTS], np.int64),
    )
    return Counted(table, labels)


def _hierarchy(dimension: Dimension, codes: Mapping[str, Codes]) -> Hierarchy:
    parents = []
    for finer, wider in zip(dimension.columns, dimension.columns[1:], strict=False):
        above = np.zeros(int(codes[finer].max(initial=-1)) + 1, np.int64)
        above[codes[finer]] = codes[wider]
        parents.append(above)
    return Hierarchy(dimension.name, dimension.columns, tuple(parents))


def _label(column: str) -> str:
    return f"trim({identifier(column)})"
