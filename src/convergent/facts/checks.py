"""Declared rules, checked over whole tables at once.

A table's rules are counted in one pass; only those that are broken are looked at again, row by row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from convergent.facts.reading_rows import BLANK_STATUS, Oddity
from convergent.facts.tables import Check, Column, Kind, Table

EMPTIED_KINDS: frozenset[Kind] = frozenset({"grade", "grades"})
"""A value of these kinds that cannot be read is left out; its row stays."""

FIXES: dict[Kind, str] = {
    "date": "Write the date as YYYY-MM-DD.",
    "time": "Write the time as HH:MM, such as 13:05.",
    "moment": "Write the moment as YYYY-MM-DDTHH:MM:SS.",
    "boolean": "Write true or false.",
    "integer": "Write a whole number, such as 12.",
    "decimal": "Write a number, such as 0.5.",
    "grade": "Write the grade as PK, KG or 01 to 12.",
    "grades": "Write the grades as PK, KG or 01 to 12, with commas between.",
}
_NUMBERS: frozenset[Kind] = frozenset({"integer", "decimal"})


def rules_of(
    table: Table, oddities: Sequence[Oddity], *, known: Mapping[str, str], day: date
) -> list[Check]:
    """In this order. `known` gives, for each table that can be referred to, SQL for its keys."""
    rules = [rule for column in table.columns for rule in _column_rules(table, column, known)]
    declared = [_on(day, check) for check in table.checks]
    return [*rules, *declared, *_no_duplicates(table), *map(_was_odd, oddities)]


def _on(day: date, check: Check) -> Check:
    return replace(check, violated=check.violated.replace("$day", f"DATE '{day.isoformat()}'"))


def run_rules(
    table: Table, rules: Sequence[Check], connection: duckdb.DuckDBPyConnection
) -> dict[int, int]:
    """Fills `found_<table>` (rule, row, value), makes `accepted_<table>`, and returns how many rows
    broke each rule.
    """
    connection.execute(
        f"CREATE TABLE found_{table.name} (rule INTEGER, row_number BIGINT, value VARCHAR)"
    )
    for name, looked_up in table.looked_up:
        connection.execute(f"CREATE TEMP TABLE {name} AS {looked_up}")
    _find_repeated(table, connection)
    broken = _broken(table, rules, connection)
    for number in broken:
        rule = rules[number]
        connection.execute(
            f"""INSERT INTO found_{table.name}
            SELECT {number}, t.row_number, t.{rule.column}_written
            FROM read_{table.name} t WHERE {rule.violated}"""
        )
    _show_accepted(table, [(n, rules[n]) for n in broken], connection)
    return broken


def _broken(
    table: Table, rules: Sequence[Check], connection: duckdb.DuckDBPyConnection
) -> dict[int, int]:
    counts: dict[int, int] = {}
    simple = [number for number, rule in enumerate(rules) if rule.simple]
    if simple:
        counted = ", ".join(f"count_if({rules[number].violated})" for number in simple)
        row = connection.execute(f"SELECT {counted} FROM read_{table.name} t").fetchone() or ()
        counts.update(zip(simple, row, strict=True))
    for number, rule in enumerate(rules):
        if not rule.simple:
            found = connection.execute(
                f"SELECT count(*) FROM read_{table.name} t WHERE {rule.violated}"
            ).fetchone()
            counts[number] = found[0] if found else 0
    return {number: count for number, count in sorted(counts.items()) if count}


def _show_accepted(
    table: Table, broken: Sequence[tuple[int, Check]], connection: duckdb.DuckDBPyConnection
) -> None:
    """The rows that stay. What was only noticed is emptied where it refers to nothing."""
    rejecting = [str(number) for number, rule in broken if rule.rejects]
    emptying: dict[str, list[str]] = {}
    for number, rule in broken:
        if rule.empties and not rule.rejects:
            emptying.setdefault(rule.column, []).append(str(number))
    columns = ", ".join(_kept(table, column, emptying) for column in table.columns)
    where = (
        f"WHERE t.row_number NOT IN (SELECT row_number FROM found_{table.name} "
        f"WHERE rule IN ({', '.join(rejecting)}))"
        if rejecting
        else ""
    )
    connection.execute(
        f"CREATE VIEW accepted_{table.name} AS SELECT {columns} FROM read_{table.name} t {where}"
    )


def _kept(table: Table, column: Column, emptying: dict[str, list[str]]) -> str:
    stored = column.stored
    if stored == "status":
        return "coalesce(t.status, 'active') AS status"
    if stored not in emptying:
        return f"t.{stored}"
    return f"""CASE WHEN t.row_number IN (SELECT row_number FROM found_{table.name}
        WHERE rule IN ({", ".join(emptying[stored])})) THEN NULL ELSE t.{stored} END AS {stored}"""


def _column_rules(table: Table, column: Column, known: Mapping[str, str]) -> Iterator[Check]:
    stored = column.stored
    if column.required:
        yield Check(
            rule="required",
            column=stored,
            violated=_is_missing(table, stored),
            fix="Fill in {column}.",
            simple=True,
        )
    if column.kind not in {"text", "list"} or column.allowed:
        yield _is_well_formed(column)
    if any(column.within):
        yield _is_in_range(column)
    if column.refers_to:
        yield _refers(table, column, known)


def _is_missing(table: Table, stored: str) -> str:
    """Of a row that is to be deleted, its key is enough."""
    missing = f"t.{stored}_written IS NULL"
    if not table.has_status or stored in table.key:
        return missing
    return f"({missing} AND t.status IS DISTINCT FROM 'tobedeleted')"


def _is_well_formed(column: Column) -> Check:
    emptied = (column.empties or column.kind in EMPTIED_KINDS) and not column.required
    allowed = ", ".join(sorted(column.allowed))
    fix = f"Use one of {allowed}, or a value that begins with ext:."
    fix = fix if column.allowed else FIXES[column.kind]
    return Check(
        rule="allowed value" if column.allowed else column.kind,
        column=column.stored,
        violated=f"t.{column.stored}_written IS NOT NULL AND t.{column.stored} IS NULL",
        fix=f"{fix} It was left out." if emptied else fix,
        rejects=not emptied,
        empties=emptied,
        simple=True,
    )


def _is_in_range(column: Column) -> Check:
    quote = "" if column.kind in _NUMBERS else "'"
    least, most = column.within
    ends = [
        f"t.{column.stored} {sign} {quote}{end}{quote}"
        for sign, end in (("<", least), (">", most))
        if end
    ]
    words = [f"{word} {end}" for word, end in (("from", least), ("up to", most)) if end]
    return Check(
        rule="range",
        column=column.stored,
        violated=f"({' OR '.join(ends)})",
        fix=f"Write a value {' '.join(words)}.",
        simple=True,
    )


def _refers(table: Table, column: Column, known: Mapping[str, str]) -> Check:
    return Check(
        rule="reference",
        column=column.stored,
        violated=_names_nothing(table, column, known.get(column.refers_to)),
        fix=f"Add it to {column.refers_to}.csv, or correct {{column}}.",
        rejects=column.must_exist,
        empties=column.kind != "list" and column.refers_to in known,
        simple=column.refers_to not in known,
    )


def _names_nothing(table: Table, column: Column, keys: str | None) -> str:
    """A list refers by each of its items. `keys` is none where there is nothing to refer to."""
    if keys is None:
        return f"t.{column.stored} IS NOT NULL"
    is_strange = f"NOT IN (SELECT key FROM {keys} WHERE key IS NOT NULL)"
    if column.kind == "list":
        return f"""t.row_number IN (SELECT row_number FROM (
            SELECT row_number, unnest({column.stored}) AS item FROM read_{table.name})
            WHERE item {is_strange})"""
    return f"t.{column.stored} IS NOT NULL AND t.{column.stored} {is_strange}"


def _find_repeated(table: Table, connection: duckdb.DuckDBPyConnection) -> None:
    """Makes `repeated_<table>`: the rows whose key an earlier row has, which is the first of them,
    and whether they say the same.
    """
    keys = ", ".join(table.key)
    is_same = " AND ".join(
        f"t.{column.stored}_written IS NOT DISTINCT FROM first.{column.stored}_written"
        for column in table.kept
    )
    connection.execute(
        f"""CREATE TEMP TABLE repeated_{table.name} AS
        SELECT t.row_number, {is_same} AS is_same, first_row, first.from_row AS first_from_row
        FROM read_{table.name} t JOIN (
            SELECT {keys}, min(row_number) AS first_row FROM read_{table.name}
            GROUP BY {keys} HAVING count(*) > 1) repeated
        ON {table.same_key("t", "repeated")} AND t.row_number > first_row
        JOIN read_{table.name} first ON first.row_number = first_row"""
    )


def _no_duplicates(table: Table) -> Iterator[Check]:
    """The first row with a key stays."""
    repeated = f"t.row_number IN (SELECT row_number FROM repeated_{table.name} WHERE {{}})"
    yield Check(
        rule="duplicate",
        column=table.key[0],
        violated=repeated.format("is_same"),
        fix="Keep one row for each {key}.",
    )
    yield Check(
        rule="contradiction",
        column=table.key[0],
        violated=repeated.format("NOT is_same"),
        fix="Two rows with this {key} say different things, and the first was taken: "
        "keep the right one.",
    )


def _was_odd(oddity: Oddity) -> Check:
    better = FIXES.get(oddity.column.kind, "")
    if oddity.column.allowed:
        better = f"Write one of {', '.join(sorted(oddity.column.allowed))}."
    if oddity.notice == BLANK_STATUS:
        better = "An empty status means active."
    return Check(
        rule=oddity.notice,
        column=oddity.column.stored,
        violated=oddity.found,
        fix=f"Nothing: {{column}} was understood. {better}".strip(),
        rejects=False,
        simple=True,
    )
