"""One home holds one district."""

from collections.abc import Sequence

import duckdb

from convergent.facts.findings import Finding
from convergent.facts.staging import Part

ONE_DISTRICT = "at most one district"


def active_districts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The sourcedIds of the districts among the organizations that were accepted."""
    found = connection.execute(
        """SELECT sourced_id FROM accepted_orgs
        WHERE type = 'district' AND status = 'active' ORDER BY 1"""
    ).fetchall()
    return [district for (district,) in found]


def too_many(districts: Sequence[str], parts: Sequence[Part]) -> Finding:
    return Finding(
        file=parts[0].file.name,
        column="type",
        value=", ".join(districts[:10]),
        rule=ONE_DISTRICT,
        fix="Load one district at a time: give one organization the type district.",
    )


def none_at_all(parts: Sequence[Part]) -> Finding:
    return Finding(
        file=parts[0].file.name,
        line=1,
        column="type",
        rule="a district",
        fix="Add the district itself, with the type district, above its schools.",
    )
