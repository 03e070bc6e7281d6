"""Works out the measures of a snapshot, and puts them in their place: whole, or not at all."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from convergent import __version__
from convergent.facts.measures.base.making import make_base_tables
from convergent.facts.measures.base.similar import make_similar
from convergent.facts.measures.base.slices import make_slices
from convergent.facts.measures.comparing import compare
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.engines import DuckDB, Engine
from convergent.facts.measures.finishing import assemble, write
from convergent.facts.measures.folders import (
    KEPT,
    TOLD,
    BuiltMeasures,
    Source,
    all_measures,
    built_measures,
    measures_folder,
)
from convergent.facts.measures.growth import KeptGrowth, grow
from convergent.facts.measures.ledger import NO_LEDGER, Ledger
from convergent.facts.measures.ordinal import add_ordinal_gaps
from convergent.facts.measures.planning import plan
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.standing import key_of
from convergent.facts.measures.turns import building_folder, measures_turn
from convergent.facts.progress import Cancelled, Progress, Steps, never, silent
from convergent.facts.snapshot import MANIFEST, Snapshot, flush

MEMORY = "60%"
"""Of what there is: a million students and five years take four gigabytes or more."""
DUCKDB = DuckDB()
STEPS = 8
BEFORE_GROWTH = 3
_SOURCES = """SELECT coalesce(district_id, (
        SELECT sourced_id FROM orgs WHERE type = 'district' QUALIFY count(*) OVER () = 1
    ), '') AS district_id, assessment, subject, school_year, count(*), min(administered_on),
    max(administered_on), bool_or(result_id IN (SELECT result_id FROM assessment_parts))
FROM counted LEFT JOIN schools ON schools.school_id = near_school GROUP BY ALL ORDER BY ALL"""


def build(
    snapshot: Snapshot,
    home: Path,
    *,
    rules: Rules | None = None,
    engine: Engine = DUCKDB,
    today: date,
    ledger: Ledger = NO_LEDGER,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> BuiltMeasures:
    """The measures of a snapshot; found where the engine worked them out already, by these rules.

    What anybody may read of them is safe beside what the ledger says is out, and is in the ledger
    before anybody reads it. Raises Cancelled. One build runs at a time in a home; another waits.
    """
    rules = rules or Rules()
    with measures_turn(home, cancelled=cancelled) as measures:
        while True:
            now = Snapshot(snapshot.folder)  # a removal may have changed it since
            key = key_of(now, rules)
            found = built_measures(now)
            if found is not None and (found.key, found.engine) == (key, engine.name):
                return found
            with building_folder(measures) as folder:
                building = _Building(now, folder, rules, engine, today, ledger, progress, cancelled)
                built = building.run(key)
                if key_of(Snapshot(snapshot.folder), rules) == key:
                    ledger.record(folder / TOLD, now)
                    _put_in_place(folder, measures_folder(now))
                    return built


def _put_in_place(folder: Path, place: Path) -> None:
    """Readers find the old folder or the new; what a kill leaves between the two is built again."""
    for file in folder.iterdir():
        flush(file)
    outgoing = place.with_name(f"outgoing-{place.name}")
    shutil.rmtree(outgoing, ignore_errors=True)
    if place.exists():
        place.rename(outgoing)
    folder.rename(place)
    flush(place.parent)
    shutil.rmtree(outgoing, ignore_errors=True)


@dataclass
class _Building:
    snapshot: Snapshot
    folder: Path
    rules: Rules
    engine: Engine
    today: date
    ledger: Ledger
    progress: Progress
    cancelled: Callable[[], bool]

    def run(self, key: str) -> BuiltMeasures:
        started = time.monotonic()
        self.steps = Steps(STEPS, progress=self.progress, cancelled=self.cancelled)
        self.kept = KeptGrowth(all_measures(self.snapshot) / KEPT)
        self.notices: tuple[str, ...] = ()
        spilled = self.folder / "spilled"
        config: dict[str, Any] = {"memory_limit": MEMORY, "temp_directory": str(spilled)}
        with duckdb.connect(config=config) as connection:
            rows = self._work_out(connection)
            sources = _sources(connection)
        shutil.rmtree(spilled, ignore_errors=True)
        built = BuiltMeasures(
            key=key,
            content_hash=self.snapshot.manifest.content_hash,
            built_on=self.today,
            code_version=__version__,
            rows=rows,
            sources=sources,
            notices=self.notices,
            growth=tuple(sorted(self.kept.used)),
            engine=self.engine.name,
            seconds=round(time.monotonic() - started, 2),
        )
        (self.folder / MANIFEST).write_text(built.as_json(), encoding="utf-8")
        return built

    def _work_out(self, connection: duckdb.DuckDBPyConnection) -> int:
        make_base_tables(
            connection, self.snapshot, rules=self.rules, grow=self._grow, begin=self.steps.begin
        )
        make_slices(connection)
        known = tuple(definitions().values())
        self.steps.begin("Working out measures")
        abroad = self.folder / "abroad"
        self.engine.make(plan(known, self.rules), connection, abroad)
        shutil.rmtree(abroad, ignore_errors=True)
        self.steps.begin("Comparing")
        for one in known:
            if one.summary == "ordinal gap":
                add_ordinal_gaps(connection, one.id)
        make_similar(connection, self.rules)
        assemble(connection, known, self.rules, self.ledger)
        compare(connection, self.rules)
        self.steps.begin("Writing")
        return write(connection, self.folder, told_from=self.snapshot.id)

    def _grow(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.steps.begin("Growth")
        self.notices = grow(connection, self.kept, rules=self.rules, progress=self._tell)

    def _tell(self, step: str, done: int, total: int) -> None:
        if self.cancelled():
            raise Cancelled
        self.progress(f"Growth: {step}", BEFORE_GROWTH * total + done, STEPS * total)


def _sources(connection: duckdb.DuckDBPyConnection) -> tuple[Source, ...]:
    rows = connection.execute(_SOURCES).fetchall()
    return tuple(
        Source(
            district_id=district,
            assessment=assessment,
            subject=subject,
            school_year=school_year,
            results=results,
            first_test=first,
            last_test=last,
            has_parts=has_parts,
        )
        for district, assessment, subject, school_year, results, first, last, has_parts in rows
    )
