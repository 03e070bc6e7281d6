"""Turns what the checks found into findings with file, line, column, value, rule and fix."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from convergent.facts.checks import Check
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.sources.lines import LineNumbers, find_lines
from convergent.facts.sources.oneroster_csv import ExportFile

KEPT_OF_EACH_RULE = 1_000

_RAGGED = {
    "MISSING COLUMNS": ("too few values", "Give the row a value, or nothing, for every column."),
    "TOO MANY COLUMNS": ("too many values", "Put values that hold a comma in double quotes."),
    "UNQUOTED VALUE": ("quotes", "Write a double quote inside a value twice."),
    "INVALID ENCODING": ("encoding", "Save the file as CSV in UTF-8."),
    "LINE SIZE OVER MAXIMUM": ("row length", "Shorten the row; it is over 2 million bytes long."),
}
_UNREADABLE = ("readable row", "Write the row anew.")


@dataclass(frozen=True)
class _Ragged:
    byte: int
    column_index: int
    kind: str


@dataclass(frozen=True)
class _Found:
    check: int
    row: int
    value: str


def refuse_open_quote(file: ExportFile, connection: duckdb.DuckDBPyConnection) -> None:
    """Raises ExportRefused where a ragged row runs over several lines: a quote is open."""
    open_quote = connection.execute(
        f"""SELECT line_byte_position FROM ragged_{file.table.name}
        WHERE contains(trim(csv_line, chr(13) || chr(10)), chr(10))
        ORDER BY 1 LIMIT 1"""
    ).fetchone()
    if open_quote:
        lines = find_lines(file.path, rows=(), ragged_bytes=[open_quote[0]])
        raise ExportRefused(
            Finding(
                file=file.path.name,
                line=lines.of_byte[open_quote[0]],
                rule="open quote",
                fix="Close the double quote that is opened on this line.",
            )
        )


def locate(
    file: ExportFile, checks: Sequence[Check], connection: duckdb.DuckDBPyConnection
) -> tuple[list[Finding], list[Finding]]:
    """The errors and the notices of one file: at most a thousand of each rule, in file order."""
    ragged = _ragged_rows(file, connection)
    found = _found_rows(file, connection)
    if not ragged and not found:
        return [], []
    lines = find_lines(
        file.path, rows={f.row for f in found}, ragged_bytes={r.byte for r in ragged}
    )
    errors = [_ragged_finding(r, file, lines) for r in ragged]
    errors += _findings((f for f in found if checks[f.check].rejects), checks, file, lines)
    notices = _findings((f for f in found if not checks[f.check].rejects), checks, file, lines)
    return sorted(errors, key=_line), notices


def ragged_count(file: ExportFile, connection: duckdb.DuckDBPyConnection) -> int:
    counted = connection.execute(
        f"SELECT count(DISTINCT line_byte_position) FROM ragged_{file.table.name}"
    ).fetchone()
    return int(counted[0]) if counted else 0


def _ragged_rows(file: ExportFile, connection: duckdb.DuckDBPyConnection) -> list[_Ragged]:
    """One for each row: the first of its faults."""
    rows = connection.execute(
        f"""SELECT line_byte_position, min(column_idx), arg_min(error_type, column_idx)::VARCHAR
        FROM ragged_{file.table.name} GROUP BY 1 ORDER BY 1 LIMIT {KEPT_OF_EACH_RULE}"""
    ).fetchall()
    return [_Ragged(*row) for row in rows]


def _found_rows(file: ExportFile, connection: duckdb.DuckDBPyConnection) -> list[_Found]:
    rows = connection.execute(
        f"""SELECT check_number, row_number, coalesce(value, '') FROM found_{file.table.name}
        QUALIFY row_number() OVER (PARTITION BY check_number ORDER BY row_number)
            <= {KEPT_OF_EACH_RULE}
        ORDER BY row_number, check_number"""
    ).fetchall()
    return [_Found(*row) for row in rows]


def _findings(
    found: Iterable[_Found], checks: Sequence[Check], file: ExportFile, lines: LineNumbers
) -> list[Finding]:
    return [
        Finding(
            file=file.path.name,
            line=lines.of_row[f.row],
            column=checks[f.check].column.name,
            value=f.value[:200],
            rule=checks[f.check].rule,
            fix=checks[f.check].fix,
        )
        for f in found
    ]


def _ragged_finding(ragged: _Ragged, file: ExportFile, lines: LineNumbers) -> Finding:
    rule, fix = _RAGGED.get(ragged.kind, _UNREADABLE)
    in_heading = ragged.column_index < len(file.heading)
    return Finding(
        file=file.path.name,
        line=lines.of_byte[ragged.byte],
        column=file.heading[ragged.column_index] if in_heading else "",
        rule=rule,
        fix=fix,
    )


def _line(finding: Finding) -> int:
    return finding.line
