"""How many districts a roster names: mostly one. Several are kept apart by whoever follows."""

from collections.abc import Sequence

import duckdb

from convergent.facts.findings import Finding
from convergent.facts.located import found_in, line_of
from convergent.facts.staging import Part

ONE_DISTRICT = "at most one district"
SHOWN = 10


def known_districts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The sourcedIds of the active districts among the organizations that this load would leave."""
    found = connection.execute(
        """SELECT sourced_id FROM known_orgs GROUP BY sourced_id
        HAVING bool_and(type = 'district' AND status = 'active') ORDER BY 1"""
    ).fetchall()
    return [district for (district,) in found]


def too_many(
    districts: Sequence[str], parts: Sequence[Part], connection: duckdb.DuckDBPyConnection
) -> Finding:
    """For whoever may load one district alone."""
    fix = "Give one organization the type district; whoever runs the server may load several."
    return _several(districts, parts, connection, fix=fix)


def several(
    districts: Sequence[str], parts: Sequence[Part], connection: duckdb.DuckDBPyConnection
) -> Finding:
    fix = "Nothing, if these are several districts: each is its own."
    return _several(districts, parts, connection, fix=fix)


def _several(
    districts: Sequence[str],
    parts: Sequence[Part],
    connection: duckdb.DuckDBPyConnection,
    *,
    fix: str,
) -> Finding:
    """At the last of them that the files give; one of them may have been loaded before."""
    last = connection.execute(
        """SELECT row_number, from_row FROM read_orgs WHERE list_contains($districts, sourced_id)
        ORDER BY 1 DESC LIMIT 1""",
        {"districts": list(districts)},
    ).fetchone()
    found = found_in(parts, 0, last[0], last[1], "") if last else None
    return Finding(
        file=found.part.file.name if found else parts[0].file.name,
        line=line_of(found) if found else 0,
        column="type",
        value=", ".join(districts[:SHOWN]),
        rule=ONE_DISTRICT,
        fix=fix,
    )


def none_at_all(parts: Sequence[Part]) -> Finding:
    return Finding(
        file=parts[0].file.name,
        line=parts[0].text.heading_line,
        column="type",
        rule="a district",
        fix="Add the district itself, with the type district, above its schools.",
    )
