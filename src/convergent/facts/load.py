"""Loads what the district exports: all of it, or nothing."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from convergent import __version__
from convergent.facts.announce import announce
from convergent.facts.build import content_hash, write_table
from convergent.facts.checks import checks_of, refuse_whole, run_checks
from convergent.facts.findings import (
    ExportRefused,
    Finding,
    LoadResult,
    LoadStatus,
    TableCount,
)
from convergent.facts.located import locate, ragged_count, refuse_open_quote
from convergent.facts.progress import Cancelled, Progress, Steps, never, silent
from convergent.facts.snapshot import (
    Manifest,
    Snapshot,
    current_snapshot,
    one_load_at_a_time,
    publish,
)
from convergent.facts.sources.oneroster_csv import Export, ExportFile, find_export, stage
from convergent.facts.tables import TABLES, Table

REJECTS_ALLOWED = 10
REJECTS_ALLOWED_SHARE = 0.01


def load(
    paths: Sequence[Path],
    *,
    home: Path,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
    as_of: date | None = None,
) -> LoadResult:
    """Checks the exports and publishes them as the current snapshot.

    `as_of` is the day that the exports describe, today if not given. Listeners hear of a load that
    changed nothing too, so that one which was killed before it heard catches up.
    """
    try:
        with one_load_at_a_time(home, cancelled=cancelled) as staging:
            steps = Steps(2 * len(TABLES) + 2, progress=progress, cancelled=cancelled)
            result = _Load(paths, home=home, staging=staging, steps=steps).run(as_of)
    except ExportRefused as refused:
        return _without_change(home, "refused", refused.findings)
    except Cancelled:
        return _without_change(home, "cancelled")
    snapshot = current_snapshot(home)
    if snapshot is not None and result.status != "refused":
        announce(snapshot)
    return result


def _without_change(home: Path, status: LoadStatus, errors: tuple[Finding, ...] = ()) -> LoadResult:
    serving = current_snapshot(home)
    return LoadResult(
        status=status, snapshot=serving.id if serving else None, tables={}, errors=errors
    )


class _Load:
    """One load, from its files to its result; staged until it publishes."""

    def __init__(self, paths: Sequence[Path], *, home: Path, staging: Path, steps: Steps) -> None:
        self.paths = paths
        self.home = home
        self.staging = staging
        self.steps = steps
        self.counts: dict[str, TableCount] = {}
        self.errors: list[Finding] = []
        self.notices: list[Finding] = []

    def run(self, as_of: date | None) -> LoadResult:
        self.steps.begin("Finding the files")
        export = find_export(self.paths, staging=self.staging)
        self.notices.extend(export.notices)
        with _staging_database(self.staging) as connection:
            for table in TABLES:
                self.steps.begin(f"Checking {table.name}")
                self._check(table, export, connection)
            whole = refuse_whole(connection)
            self.errors.extend(whole)
            if whole or not all(map(_is_acceptable, self.counts.values())):
                return self._result("refused", current_snapshot(self.home))
            hashed = self._build(connection)
        return self._publish(export, hashed, as_of)

    def _check(self, table: Table, export: Export, connection: duckdb.DuckDBPyConnection) -> None:
        file = next((file for file in export.files if file.table is table), None)
        if file is None:
            _accept_nothing(table, connection)
            return
        stage(file, connection)
        refuse_open_quote(file, connection)
        checks = checks_of(table)
        run_checks(table, checks, connection)
        errors, notices = locate(file, checks, connection)
        self.errors.extend(errors)
        self.notices.extend(notices)
        self.counts[table.name] = _counted(file, connection)

    def _build(self, connection: duckdb.DuckDBPyConnection) -> str:
        built = self.staging / "built"
        built.mkdir()
        for table in TABLES:
            self.steps.begin(f"Writing {table.name}")
            write_table(table, built, connection)
        return content_hash(built, connection)

    def _publish(self, export: Export, hashed: str, as_of: date | None) -> LoadResult:
        self.steps.begin("Publishing")
        serving = current_snapshot(self.home)
        if serving is not None and serving.manifest.content_hash == hashed:
            return self._result("unchanged", serving)
        manifest = self._manifest(export, hashed, as_of)
        snapshot = publish(self.staging / "built", manifest, home=self.home)
        return self._result("published_with_rejects" if self.errors else "published", snapshot)

    def _manifest(self, export: Export, hashed: str, as_of: date | None) -> Manifest:
        now = datetime.now(UTC)
        return Manifest(
            content_hash=hashed,
            as_of=as_of or now.date(),
            built_at=now,
            code_version=__version__,
            inputs={file.path.name: _sha256(file.path) for file in export.files},
            tables=self.counts,
            checks={"errors": len(self.errors), "notices": len(self.notices)},
        )

    def _result(self, status: LoadStatus, snapshot: Snapshot | None) -> LoadResult:
        return LoadResult(
            status=status,
            snapshot=snapshot.id if snapshot else None,
            tables=self.counts,
            errors=tuple(self.errors),
            notices=tuple(self.notices),
        )


def _staging_database(staging: Path) -> duckdb.DuckDBPyConnection:
    """On disk, so that memory stays bounded however large the district."""
    return duckdb.connect(
        str(staging / "staged.duckdb"),
        config={"memory_limit": "1GB", "temp_directory": str(staging / "spilled")},
    )


def _accept_nothing(table: Table, connection: duckdb.DuckDBPyConnection) -> None:
    columns = ", ".join(f"{column.stored} VARCHAR" for column in table.columns)
    connection.execute(f"CREATE TABLE accepted_{table.name} ({columns})")


def _counted(file: ExportFile, connection: duckdb.DuckDBPyConnection) -> TableCount:
    name = file.table.name
    counted = connection.execute(
        f"SELECT (SELECT count(*) FROM staged_{name}), (SELECT count(*) FROM accepted_{name})"
    ).fetchone()
    staged, loaded = counted or (0, 0)
    read = staged + ragged_count(file, connection)
    return TableCount(read=read, loaded=loaded, rejected=read - loaded)


def _is_acceptable(count: TableCount) -> bool:
    """Few rows were rejected, and not every one."""
    allowed = max(REJECTS_ALLOWED, int(count.read * REJECTS_ALLOWED_SHARE))
    return count.rejected <= allowed and (count.loaded > 0 or count.read == 0)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
