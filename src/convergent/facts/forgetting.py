"""Removes a student on lawful request: out of every snapshot, held load, quarantine and finding.

What can be told afterwards is that somebody was removed, never who. Later loads drop the student
again: see `tombstones`. Cut off, it is simply begun again.
"""

import csv
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from convergent.facts.build import content_hash, table_hash
from convergent.facts.findings import KEPT
from convergent.facts.progress import never
from convergent.facts.snapshot import (
    MANIFEST,
    Snapshot,
    facts_folder,
    flush,
    held_folder,
    one_load_at_a_time,
    quarantine_folder,
    snapshots_folder,
)
from convergent.facts.sources.fetched import forget_fetches
from convergent.facts.sources.forms import literal
from convergent.facts.tables import TABLES, Table
from convergent.facts.tombstones import bury, person_columns

OWN_VALUES = ("sourced_id", "username", "identifier", "email", "given_name", "family_name")
MEMORY = "700MB"


@dataclass(kw_only=True)
class Removed:
    """How many snapshots and held loads, kept rows and findings the student was taken out of."""

    snapshots: int = 0
    rows: int = 0
    findings: int = 0


def forget(home: Path, student: str, *, cancelled: Callable[[], bool] = never) -> Removed:
    """Removes whoever has this sourcedId; raises Cancelled when told so while a load runs."""
    with one_load_at_a_time(home, cancelled=cancelled):
        bury(home, student)
        with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
            return _Forgetting(home, student, connection).run()


@dataclass(frozen=True)
class _Theirs:
    """What of a table is the student's: `rows`, as SQL over one, and places in the `lists`."""

    rows: str
    lists: tuple[str, ...]


@dataclass
class _Forgetting:
    home: Path
    student: str
    connection: duckdb.DuckDBPyConnection
    rewritten: dict[tuple[int, int], tuple[Path, str]] = field(default_factory=dict)
    removed: Removed = field(default_factory=Removed)

    def run(self) -> Removed:
        folders = sorted(
            manifest.parent
            for within in (snapshots_folder(self.home), held_folder(self.home))
            for manifest in within.glob(f"*/{MANIFEST}")
        )
        own = {value for folder in folders for value in self._own_values(folder)}
        for folder in folders:
            self._leave_snapshot(folder)
        self._leave_quarantine()
        self._leave_findings(own | {self.student})
        forget_fetches(self.home)
        return self.removed

    def _own_values(self, folder: Path) -> list[str]:
        """By which a finding that was kept may have named the student."""
        users = folder / "users.parquet"
        if not users.exists():
            return []
        rows = self.connection.execute(
            f"SELECT {', '.join(OWN_VALUES)} FROM {_parquet(users)} WHERE sourced_id = $student",
            {"student": self.student},
        ).fetchall()
        return [value for row in rows for value in row if value]

    def _leave_snapshot(self, folder: Path) -> None:
        """Table by table, in their order, so that what refers to a removed row goes with it."""
        self.connection.execute("CREATE OR REPLACE TEMP TABLE removed (kind VARCHAR, key VARCHAR)")
        hashes = {}
        for table in TABLES:
            file = folder / f"{table.name}.parquet"
            if not file.exists():
                continue
            theirs = self._theirs(table, self._columns(file))
            if touched := self._note_removed(table, file, theirs):
                hashes[table.name] = self._rewrite(table, file, theirs, touched)
        if hashes:
            self._rewrite_manifest(Snapshot(folder), hashes)
            self.removed.snapshots += 1

    def _columns(self, file: Path) -> set[str]:
        found = self.connection.execute(f"DESCRIBE SELECT * FROM {_parquet(file)}").fetchall()
        return {row[0] for row in found}

    def _theirs(self, table: Table, stored: set[str]) -> _Theirs:
        named = [f"{c} = {literal(self.student)}" for c in person_columns(table) if c in stored]
        belonging = [
            f"{c.stored} IN (SELECT key FROM removed WHERE kind = {literal(c.refers_to)})"
            for c in table.columns
            if c.must_exist and c.refers_to not in {"", "users"} and c.stored in stored
        ]
        lists = [
            c.stored
            for c in table.columns
            if c.refers_to == "users" and c.kind == "list" and c.stored in stored
        ]
        return _Theirs(" OR ".join([*named, *belonging]) or "false", tuple(lists))

    def _note_removed(self, table: Table, file: Path, theirs: _Theirs) -> int:
        """How many rows are to go or to change."""
        if len(table.key) == 1:
            self.connection.execute(
                f"""INSERT INTO removed SELECT {literal(table.name)}, {table.key[0]}
                FROM {_parquet(file)} WHERE {theirs.rows}"""
            )
        listed = [f"list_contains({c}, {literal(self.student)})" for c in theirs.lists]
        counted = self.connection.execute(
            f"SELECT count(*) FROM {_parquet(file)} WHERE {' OR '.join([theirs.rows, *listed])}"
        ).fetchone()
        return int(counted[0]) if counted else 0

    def _rewrite(self, table: Table, file: Path, theirs: _Theirs, touched: int) -> str:
        """The table's new hash. Snapshots share files, and go on sharing them."""
        original = (file.stat().st_ino, touched)
        following = file.with_suffix(".following")
        following.unlink(missing_ok=True)
        if original in self.rewritten:
            path, digest = self.rewritten[original]
            os.link(path, following)
        else:
            others = "".join(
                f" REPLACE (list_filter({c}, lambda id: id <> {literal(self.student)}) AS {c})"
                for c in theirs.lists
            )
            self.connection.execute(
                f"""COPY (SELECT *{others} FROM {_parquet(file)}
                WHERE ({theirs.rows}) IS NOT TRUE)
                TO {literal(str(following))} (FORMAT parquet, COMPRESSION zstd)"""
            )
            flush(following)
            digest = table_hash(table, following, self.connection)
            self.rewritten[original] = (file, digest)
        following.replace(file)
        flush(file.parent)
        return digest

    def _rewrite_manifest(self, snapshot: Snapshot, changed: dict[str, str]) -> None:
        before = snapshot.manifest
        hashes = {**before.hashes, **changed}
        manifest = replace(
            before,
            hashes=hashes,
            content_hash=content_hash(hashes),
            removals=before.removals + 1,
        )
        _write_whole(snapshot.folder / MANIFEST, manifest.as_json())

    def _leave_quarantine(self) -> None:
        for file in sorted(quarantine_folder(self.home).glob("*/*")):
            rows = list(_records(file.read_bytes()))
            kept = [row for row in rows if not self._names_student(row)]
            if len(kept) < len(rows):
                self.removed.rows += len(rows) - len(kept)
                _write_whole(file, b"".join(kept))

    def _names_student(self, row: bytes) -> bool:
        text = row.decode("utf-8", errors="replace")
        if self.student not in text:
            return False
        parts = [text, *(cell for mark in ",;\t|" for cell in _cells(text, mark))]
        return any(part.strip() == self.student for part in parts)

    def _leave_findings(self, own: set[str]) -> None:
        said = {value.casefold() for value in own}
        for file in sorted((facts_folder(self.home) / KEPT).glob("*.json")):
            told = json.loads(file.read_text(encoding="utf-8"))
            found = [one for kind in ("errors", "notices") for one in told.get(kind, ())]
            naming = [one for one in found if one["value"].casefold() in said]
            for one in naming:
                one["value"] = ""
            if naming:
                self.removed.findings += len(naming)
                _write_whole(file, json.dumps(told, indent=1))


def _records(content: bytes) -> Iterator[bytes]:
    """A value in quotes may hold line breaks."""
    record = b""
    for line in content.splitlines(keepends=True):
        record += line
        if record.count(b'"') % 2 == 0:
            yield record
            record = b""
    if record:
        yield record


def _cells(text: str, mark: str) -> Iterator[str]:
    for row in csv.reader([text], delimiter=mark):
        yield from row


def _write_whole(path: Path, content: str | bytes) -> None:
    following = path.with_name(f".{path.name}.following")
    following.write_bytes(content.encode() if isinstance(content, str) else content)
    following.chmod(0o600)
    flush(following)
    following.replace(path)
    flush(path.parent)


def _parquet(file: Path) -> str:
    return f"read_parquet({literal(str(file))})"
