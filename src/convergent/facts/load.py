"""Loads what the district exports: all of it, or nothing."""

import errno
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from convergent import __version__
from convergent.facts import held
from convergent.facts.announce import announce
from convergent.facts.build import content_hash
from convergent.facts.child import prepare_in_child
from convergent.facts.confinement import Limits
from convergent.facts.findings import (
    SERVES,
    Difference,
    ExportRefused,
    Finding,
    LoadResult,
    LoadStatus,
    no_room,
)
from convergent.facts.forgetting import facts_turn
from convergent.facts.history import compare
from convergent.facts.preparing import Prepared, Request
from convergent.facts.progress import Cancelled, Progress, never, silent
from convergent.facts.served import count_served, served_rows
from convergent.facts.snapshot import (
    Manifest,
    Snapshot,
    all_snapshots,
    current_snapshot,
    quarantine_folder,
)
from convergent.facts.sources.fetched import fetch_sources
from convergent.facts.switching import Switch, publish, switch_for
from convergent.facts.tables import rostering
from convergent.facts.tombstones import key_of, marks

DEFAULT_LIMITS = Limits()
ROSTER = frozenset(table.name for table in rostering.TABLES)
DISK_TROUBLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a person wants a load done.

    `as_of` is the day that the exports describe, today if not given. `layout` says what the files
    are, where they do not tell. With `whole` false they hold changes alone. With `anew` sources are
    asked for everything, not only for what changed. With `one_district` several are refused.
    `dry_run` only checks. The `occasion` is written down with the switch to what was loaded, so
    that a load which was cut off after it is known when it is begun again.
    """

    as_of: date | None = None
    layout: str = ""
    whole: bool = True
    anew: bool = False
    one_district: bool = False
    dry_run: bool = False
    occasion: str = ""
    limits: Limits = DEFAULT_LIMITS


def load(
    paths: Sequence[Path],
    *,
    home: Path,
    options: Options | None = None,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
) -> LoadResult:
    """Checks the exports and publishes them as the current snapshot.

    Listeners hear of a load that changed nothing too, so that one which was killed before it heard
    catches up.
    """
    options = options or Options()
    try:
        with facts_turn(home, cancelled=cancelled) as (staging, lock):
            result = _Load(paths, home, options, staging).run(progress, cancelled, lock)
    except ExportRefused as refused:
        return _without_change(home, "refused", refused.findings)
    except OSError as trouble:
        if trouble.errno not in DISK_TROUBLE:
            raise
        return _without_change(home, "refused", (no_room(trouble, file="facts"),))
    except Cancelled:
        return _without_change(home, "cancelled")
    snapshot = current_snapshot(home)
    if snapshot is not None and result.status in SERVES:
        announce(snapshot)
    return result


def _without_change(home: Path, status: LoadStatus, errors: tuple[Finding, ...] = ()) -> LoadResult:
    serving = current_snapshot(home)
    return LoadResult(
        status=status, snapshot=serving.id if serving else None, tables={}, errors=errors
    )


class _Load:
    """One load, from its files to its result; staged until it publishes."""

    def __init__(self, paths: Sequence[Path], home: Path, options: Options, staging: Path) -> None:
        self.paths = paths
        self.home = home
        self.options = options
        self.staging = staging
        self.as_of = options.as_of or datetime.now(UTC).date()
        self.serving = current_snapshot(home)

    def run(self, progress: Progress, cancelled: Callable[[], bool], lock: int) -> LoadResult:
        if cancelled():
            raise Cancelled
        given = fetch_sources(
            self.paths,
            home=self.home,
            into=self.staging / "fetched",
            now=datetime.now(UTC),
            full=self.options.anew,
            limits=self.options.limits,
            holding=(lock,),
            progress=progress,
            cancelled=cancelled,
        )
        result = self._load(given.paths, progress, cancelled, lock)
        if result.status in SERVES:
            given.remember()
        return replace(result, notices=given.notices + result.notices)

    def _load(
        self,
        paths: Sequence[Path],
        progress: Progress,
        cancelled: Callable[[], bool],
        lock: int,
    ) -> LoadResult:
        prepared = prepare_in_child(
            self._request(paths),
            limits=self.options.limits,
            progress=progress,
            cancelled=cancelled,
            holding=(lock,),
        )
        quarantine = self._keep_quarantine(prepared)
        if not prepared.is_acceptable:
            return self._result("refused", self.serving, prepared, quarantine=quarantine)
        if self.options.dry_run:
            return self._result("checked", self.serving, prepared, quarantine=quarantine)
        progress("Publishing", 1, 1)
        return self._publish(prepared, quarantine)

    def _request(self, paths: Sequence[Path]) -> Request:
        return Request(
            paths=tuple(path.absolute() for path in paths),
            staging=self.staging,
            serving=self.serving.folder if self.serving else None,
            as_of=self.as_of,
            mappings=self.home.resolve() / "mappings",
            layout=self.options.layout,
            whole=self.options.whole,
            one_district=self.options.one_district,
            build=not self.options.dry_run,
            forgotten=marks(self.home),
            forgotten_key=key_of(self.home),
            memory_megabytes=self.options.limits.memory_megabytes,
        )

    def _publish(self, prepared: Prepared, quarantine: str | None) -> LoadResult:
        built = self.staging / "built"
        manifest = self._manifest(prepared)
        if self.serving and self.serving.manifest.content_hash == manifest.content_hash:
            return self._unchanged(self.serving, prepared, quarantine)
        if self.serving:
            _carry_over(self.serving, built, prepared.hashes)
        manifest = replace(manifest, served=count_served(built))
        if self.serving and _needs_a_person(prepared, self.serving):
            waiting = held.hold(built, manifest, prepared.differences, home=self.home)
            return self._result(
                "held", self.serving, prepared, quarantine=quarantine, waiting=waiting
            )
        snapshot = publish(built, manifest, home=self.home, occasion=self.options.occasion)
        held.replace_waiting(self.home)
        return self._result(_published(prepared), snapshot, prepared, quarantine=quarantine)

    def _unchanged(
        self, serving: Snapshot, prepared: Prepared, quarantine: str | None
    ) -> LoadResult:
        """Where a first attempt of this very load was cut off after its switch, what that did."""
        done = switch_for(self.home, self.options.occasion)
        if done is None:
            return self._result("unchanged", serving, prepared, quarantine=quarantine)
        held.replace_waiting(self.home)
        prepared.differences = _changed_by(done, self.home)
        return self._result(_published(prepared), serving, prepared, quarantine=quarantine)

    def _manifest(self, prepared: Prepared) -> Manifest:
        serving = self.serving.manifest if self.serving else None
        hashes = {**(serving.hashes if serving else {}), **prepared.hashes}
        tables = {**(serving.tables if serving else {}), **prepared.counts}
        return Manifest(
            content_hash=content_hash(hashes),
            as_of=self.as_of,
            built_at=datetime.now(UTC),
            code_version=__version__,
            inputs=prepared.inputs,
            tables=tables,
            hashes=hashes,
            checks={"errors": len(prepared.errors), "notices": len(prepared.notices)},
        )

    def _keep_quarantine(self, prepared: Prepared) -> str | None:
        if not prepared.has_quarantine:
            return None
        name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        folder = quarantine_folder(self.home)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.move(self.staging / "quarantine", folder / name)
        return name

    def _result(
        self,
        status: LoadStatus,
        snapshot: Snapshot | None,
        prepared: Prepared,
        *,
        quarantine: str | None,
        waiting: str | None = None,
    ) -> LoadResult:
        return LoadResult(
            status=status,
            snapshot=snapshot.id if snapshot else None,
            tables=prepared.counts,
            files=tuple(prepared.files),
            errors=tuple(prepared.errors),
            notices=tuple(prepared.notices),
            broken=tuple(prepared.broken),
            differences=tuple(prepared.differences),
            held=waiting,
            quarantine=quarantine,
        )


def _needs_a_person(prepared: Prepared, serving: Snapshot) -> bool:
    """Whether a load waits. A roster that lets nobody in is changed without asking."""
    large = [one.table for one in prepared.differences if one.is_large]
    if not served_rows(serving).get("roles"):
        large = [name for name in large if name not in ROSTER]
    return prepared.is_doubtful or bool(large)


def _published(prepared: Prepared) -> LoadStatus:
    return "published_with_rejects" if prepared.errors else "published"


def _changed_by(done: Switch, home: Path) -> list[Difference]:
    kept = {snapshot.id: snapshot for snapshot in all_snapshots(home)}
    if done.before not in kept:
        return []
    return list(compare(kept[done.before], kept[done.after]).differences)


def _carry_over(serving: Snapshot, built: Path, written: Mapping[str, str]) -> None:
    """Tables that this load does not speak of stay; no snapshot changes, so files are shared."""
    for file in serving.folder.glob("*.parquet"):
        if file.stem not in written:
            os.link(file, built / file.name)
