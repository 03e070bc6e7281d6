"""Removes a student on lawful request: out of every snapshot, held load, quarantine and finding.

What can be told afterwards is that somebody was removed, never who. Later loads drop the student
again: see `tombstones`. What was cut off is finished before anything else has its turn.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from convergent.errors import BadInput
from convergent.facts.announce import announce_removal
from convergent.facts.build import content_hash, table_hash
from convergent.facts.left_out import leave_findings, leave_left_out, speak_of
from convergent.facts.measures.pruning import forget_measures
from convergent.facts.measures.turns import measures_turn
from convergent.facts.one_student import student_called
from convergent.facts.progress import never
from convergent.facts.removal import (
    FolderRemoval,
    Removal,
    Theirs,
    count_theirs,
    end_removal,
    kept_folders,
    read_removal,
    removal_of,
    theirs_of,
    write_removal,
)
from convergent.facts.served import count_served
from convergent.facts.snapshot import MANIFEST, Snapshot, flush, one_load_at_a_time, write_whole
from convergent.facts.sources.fetched import forget_fetches
from convergent.facts.stored import parquet
from convergent.facts.tables import TABLES, Table, table_named
from convergent.facts.tombstones import (
    ROSTER,
    buried_in,
    bury,
    is_buried,
    key_of,
    make_key,
    marks,
)

MEMORY = "700MB"


@dataclass(frozen=True, kw_only=True)
class Removed:
    """How many snapshots and held loads, kept rows and findings the student was taken out of."""

    snapshots: int = 0
    rows: int = 0
    findings: int = 0


def forget(
    home: Path,
    student: str,
    *,
    cancelled: Callable[[], bool] = never,
    note: Callable[[int], None] = lambda _snapshots: None,
) -> Removed:
    """Removes whoever has this sourcedId, or stands by this id in results alone.

    `note` is told the number of snapshots before the first is changed. Raises BadInput where
    nothing speaks of such a student, and Cancelled when told so while a load runs or measures are
    worked out.
    """
    with (
        facts_turn(home, cancelled=cancelled),
        measures_turn(home, cancelled=cancelled) as measures,
        _database() as connection,
    ):
        folders = kept_folders(home)
        found = student_called(student, folders, connection)
        removal = removal_of(found, folders, connection)
        if not (removal.folders or speak_of(home, found) or is_buried(home, student)):
            raise BadInput(
                f"Nothing that was loaded speaks of a student {student}.",
                "Look up the sourcedId in the student system, and mind capitals.",
            )
        make_key(home)
        note(len(removal.folders))
        write_removal(home, removal)
        return _carry_out(home, removal, measures, connection)


def forget_again(home: Path) -> int:
    """Removes whoever was removed before and came back with a backup; how many that were."""
    again = 0
    while found := _came_back(home):
        forget(home, found)
        again += 1
    return again


def _came_back(home: Path) -> str:
    """One student who is buried and there again, called as `forget` calls one; whoever stands in
    a roster first, with whom the rest goes.
    """
    hashes, key = marks(home), key_of(home)
    if not hashes:
        return ""
    with _database() as connection:
        found = [
            one
            for folder in kept_folders(home)
            for table in TABLES
            if (file := folder / f"{table.name}.parquet").exists()
            for one in buried_in(table, file, hashes=hashes, key=key, connection=connection)
        ]
    found.sort(key=lambda one: one.kind != ROSTER)
    return next((one.value if one.kind == ROSTER else ":".join(one) for one in found), "")


@contextmanager
def facts_turn(home: Path, *, cancelled: Callable[[], bool]) -> Iterator[tuple[Path, int]]:
    """As `one_load_at_a_time`, after a removal that was cut off has been finished."""
    with one_load_at_a_time(home, cancelled=cancelled) as taken:
        left = read_removal(home)
        if left is not None:
            with measures_turn(home, cancelled=cancelled) as measures, _database() as connection:
                _carry_out(home, left, measures, connection)
        yield taken


def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY})


def _carry_out(
    home: Path, removal: Removal, measures: Path, connection: duckdb.DuckDBPyConnection
) -> Removed:
    """Whatever of it was done before is done again without harm."""
    bury(home, removal.student.ids)
    rewriting = _Rewriting(removal, connection)
    for one in removal.folders:
        rewriting.rewrite(one)
    rows = leave_left_out(home, removal.student)
    findings = leave_findings(home)
    forget_fetches(home)
    forget_measures(measures)
    announce_removal(home)
    end_removal(home)
    return Removed(snapshots=len(removal.folders), rows=rows, findings=findings)


@dataclass
class _Rewriting:
    removal: Removal
    connection: duckdb.DuckDBPyConnection
    rewritten: dict[tuple[int, int], tuple[Path, str]] = field(default_factory=dict)

    def rewrite(self, removal: FolderRemoval) -> None:
        hashes = {name: self._table(table_named(name), removal) for name in removal.tables}
        before = Snapshot(removal.folder).manifest
        hashes = {**before.hashes, **hashes}
        manifest = replace(
            before,
            hashes=hashes,
            content_hash=content_hash(hashes),
            served=count_served(removal.folder),
            removals=removal.removals,
        )
        write_whole(removal.folder / MANIFEST, manifest.as_json())

    def _table(self, table: Table, removal: FolderRemoval) -> str:
        """The table's new hash. Snapshots share files, and go on sharing them."""
        file = removal.folder / f"{table.name}.parquet"
        theirs = theirs_of(table, file, self.removal.student, removal.keys, self.connection)
        original = (file.stat().st_ino, count_theirs(file, theirs, self.connection))
        if not original[1]:
            return table_hash(table, file, self.connection)
        following = file.with_suffix(".following")
        following.unlink(missing_ok=True)
        if original in self.rewritten:
            path, digest = self.rewritten[original]
            os.link(path, following)
        else:
            digest = self._write(table, file, theirs, following)
            self.rewritten[original] = (file, digest)
        following.replace(file)
        flush(file.parent)
        return digest

    def _write(self, table: Table, file: Path, theirs: Theirs, following: Path) -> str:
        kept = "".join(
            f" REPLACE (list_filter({c}, lambda id: id NOT IN ({theirs.ids})) AS {c})"
            for c in theirs.lists
        )
        self.connection.execute(
            f"""COPY (SELECT *{kept} FROM {parquet(file)} WHERE NOT ({theirs.rows}))
            TO '{str(following).replace("'", "''")}' (FORMAT parquet, COMPRESSION zstd)"""
        )
        flush(following)
        return table_hash(table, following, self.connection)
