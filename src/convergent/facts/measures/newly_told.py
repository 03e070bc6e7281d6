"""What of a menu was not out before, as a file for each district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from convergent.facts.literals import literal
from convergent.facts.measures.menu import UNIT
from convergent.facts.snapshot import Snapshot


@dataclass(frozen=True)
class NewlyTold:
    """`cells` are all rows, `reasons` counts those withheld by why, `units` has them by test and
    year.
    """

    district: str
    file: Path
    cells: int
    reasons: Mapping[str, int]
    units: Sequence[Mapping[str, Any]]


def newly_told(told: Path, snapshot: Snapshot, folder: Path) -> list[NewlyTold]:
    """Written into the folder; nothing where all of it was out."""
    with duckdb.connect() as connection:
        connection.execute(
            f"""CREATE VIEW new AS SELECT * FROM read_parquet({literal(str(told))})
            WHERE told_from = {literal(snapshot.id)}"""
        )
        districts = connection.execute("SELECT DISTINCT district_id FROM new ORDER BY 1").fetchall()
        return [
            _of_district(connection, district, folder / f"{at}.parquet")
            for at, (district,) in enumerate(districts)
        ]


def _of_district(connection: duckdb.DuckDBPyConnection, district: str, file: Path) -> NewlyTold:
    own = f"(SELECT * FROM new WHERE district_id = {literal(district)})"
    connection.execute(f"COPY {own} TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")
    reasons = connection.execute(
        f"SELECT withheld, count(*) FROM {own} WHERE withheld IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    named = UNIT[1:]
    units = connection.execute(
        f"""SELECT {", ".join(named)}, count(*), count(*) FILTER (withheld IS NOT NULL)
        FROM {own} GROUP BY ALL ORDER BY school_year DESC, subject, assessment, alone"""
    ).fetchall()
    found = [dict(zip((*named, "cells", "withheld"), one, strict=True)) for one in units]
    return NewlyTold(district, file, sum(one["cells"] for one in found), dict(reasons), found)
