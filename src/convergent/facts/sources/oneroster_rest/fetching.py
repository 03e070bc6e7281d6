"""Fetches a source into a folder of OneRoster 1.2 CSV files; interrupted, it goes on later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from convergent.facts.findings import Finding
from convergent.facts.progress import Progress, never, silent
from convergent.facts.sources.oneroster_rest.asking import Asker
from convergent.facts.sources.oneroster_rest.catalogue import Collection
from convergent.facts.sources.oneroster_rest.kept import Kept
from convergent.facts.sources.oneroster_rest.memory import (
    Remembered,
    one_fetch_at_a_time,
    recall,
    remember,
    since_of,
)
from convergent.facts.sources.oneroster_rest.nesting import Nesting
from convergent.facts.sources.oneroster_rest.notices import notices_of
from convergent.facts.sources.oneroster_rest.refusals import missing_collection
from convergent.facts.sources.oneroster_rest.service import Service
from convergent.facts.sources.oneroster_rest.source import Source, read_source
from convergent.facts.sources.oneroster_rest.walking import Walked, Walker, in_filter
from convergent.facts.sources.oneroster_rest.writing import (
    Mode,
    Overview,
    clear,
    look_over,
    write_manifest,
    write_rows,
)

_FORM = 1  # of the kept pages: another one begins anew


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What was fetched. `counts` are rows, and `modes` what the manifest says, by file.

    `since` is the moment after which the next fetch has to look; none where nothing tells it.
    """

    counts: Mapping[str, int]
    modes: Mapping[str, Mode]
    notices: tuple[Finding, ...]
    since: datetime | None
    _source: Source = field(repr=False)
    _state: Path = field(repr=False)
    _nestings: tuple[Nesting, ...] = field(repr=False)

    def remember(self) -> None:
        """To be called after the load: the next fetch brings only what has changed since."""
        if self.since is None:
            return
        for nesting in self._nestings:
            nesting.remember()
        names = frozenset(nesting.collection.name for nesting in self._nestings)
        remember(self._source, Remembered(self.since, names), state=self._state)


def fetch(
    source: Path,
    *,
    into: Path,
    state: Path,
    now: datetime,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
    full: bool = False,
) -> Fetched:
    """Writes the files and their manifest into the folder `into`.

    `state` is a folder of this source alone. What a failed, cancelled or killed fetch brought is
    kept there for a day. `full` fetches everything, also what has been loaded before. Raises
    ExportRefused with findings that name the address, and Cancelled.
    """
    declared = read_source(source)
    with one_fetch_at_a_time(state):
        return _Fetch(declared, state=state, full=full).run(
            into, now=now, progress=progress, cancelled=cancelled
        )


class _Fetch:
    def __init__(self, source: Source, *, state: Path, full: bool) -> None:
        self._source = source
        self._state = state
        self._kept = Kept(state / "begun")
        self._since = {
            collection.name: None if full else since_of(collection, source, state=state)
            for collection in source.collections
        }
        self._counts: dict[str, int] = {}
        self._modes: dict[str, Mode] = {}
        self._notices: list[Finding] = []
        self._nestings: list[Nesting] = []
        self._latest: list[datetime] = []

    def run(
        self, into: Path, *, now: datetime, progress: Progress, cancelled: Callable[[], bool]
    ) -> Fetched:
        self._kept.begin(self._plan(), now=now)
        walked = self._walk(progress, cancelled)
        clear(into)
        for collection in self._source.collections:
            self._write(collection, walked[collection.name], into)
        system = urlsplit(self._source.url).hostname or ""
        write_manifest(into, modes=self._modes, system=system)
        fetched = self._fetched()
        self._kept.throw_away()
        return fetched

    def _plan(self) -> dict[str, object]:
        return {
            "form": _FORM,
            "url": self._source.url,
            "client_id": self._source.client_id,
            "page_size": self._source.page_size,
            "since": {name: since and in_filter(since) for name, since in self._since.items()},
        }

    def _walk(self, progress: Progress, cancelled: Callable[[], bool]) -> dict[str, Walked]:
        asker = Asker(self._source, cancelled=cancelled)
        walker = Walker(
            source=self._source,
            service=Service(self._source, asker),
            kept=self._kept,
            progress=progress,
            cancelled=cancelled,
        )
        try:
            return {one.name: self._walk_one(walker, one) for one in self._source.collections}
        finally:
            asker.close()

    def _walk_one(self, walker: Walker, collection: Collection) -> Walked:
        walked = walker.walk(collection, since=self._since[collection.name])
        if walked.is_absent and collection.needed:
            raise missing_collection(self._source.path_of(collection))
        return walked

    def _write(self, collection: Collection, walked: Walked, into: Path) -> None:
        since = self._since[collection.name]
        nesting = Nesting(collection, self._state, is_delta=walked.is_filtered)
        overview = Overview()
        if not walked.is_absent:
            overview = look_over(self._kept.pages(collection), collection)
            pages = self._kept.pages(collection)
            self._counts |= write_rows(
                pages, collection, overview=overview, nesting=nesting, into=into
            )
            mode: Mode = "delta" if walked.is_filtered else "bulk"
            self._modes |= dict.fromkeys(collection.files, mode)
            self._nestings.append(nesting)
        if overview.latest is not None:
            self._latest.append(overview.latest)
        where = self._source.path_of(collection)
        self._notices.extend(notices_of(where, walked, overview, since=since))

    def _fetched(self) -> Fetched:
        return Fetched(
            counts=self._counts,
            modes=self._modes,
            notices=tuple(self._notices),
            since=self._next_since(),
            _source=self._source,
            _state=self._state,
            _nestings=tuple(self._nestings),
        )

    def _next_since(self) -> datetime | None:
        """The service's clock when the fetch began, less an overlap. A service that hides its clock
        is known by its rows: nothing later than the latest change, or than our own clock, is sure.
        """
        moment = self._kept.date
        if moment is None and self._latest:
            moment = min(self._kept.began, max(self._latest))
        if moment is None:
            remembered = recall(self._source, state=self._state)
            return remembered.since if remembered else None
        return moment - self._source.overlap
