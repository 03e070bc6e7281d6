"""Fetches a source into a folder of OneRoster 1.2 CSV files; interrupted, it goes on later.

This process asks the service, and a confined one reads what comes: see `gathering`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from convergent.facts.confined import Child, confined
from convergent.facts.confinement import Limits
from convergent.facts.findings import Finding
from convergent.facts.progress import Progress, never, silent
from convergent.facts.sources.oneroster_rest.asking import Asker
from convergent.facts.sources.oneroster_rest.catalogue import COLLECTIONS
from convergent.facts.sources.oneroster_rest.memory import (
    Remembered,
    one_fetch_at_a_time,
    remember,
)
from convergent.facts.sources.oneroster_rest.nesting import remember_nested
from convergent.facts.sources.oneroster_rest.parts import FilterRefused, Part
from convergent.facts.sources.oneroster_rest.service import Service
from convergent.facts.sources.oneroster_rest.source import Source, read_source
from convergent.facts.sources.oneroster_rest.wanted import Wanted
from convergent.facts.sources.oneroster_rest.writing import Mode

USUAL_LIMITS = Limits()


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What was fetched. `counts` are rows, and `modes` what the manifest says, by file;
    `collections` are those that the service has.

    `since` is the moment after which the next fetch has to look; none where nothing tells it.
    """

    counts: Mapping[str, int]
    modes: Mapping[str, Mode]
    notices: tuple[Finding, ...]
    since: datetime | None
    collections: tuple[str, ...]
    _wanted: Wanted = field(repr=False)
    _state: Path = field(repr=False)

    def remember(self) -> None:
        """To be called after the load: the next fetch brings only what has changed since."""
        if self.since is None:
            return
        for name in self.collections:
            remember_nested(COLLECTIONS[name], self._state)
        remembered = Remembered(self.since, frozenset(self.collections))
        remember(self._wanted, remembered, state=self._state)


def fetch(
    source: Path,
    *,
    into: Path,
    state: Path,
    now: datetime,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
    full: bool = False,
    limits: Limits = USUAL_LIMITS,
    holding: tuple[int, ...] = (),
) -> Fetched:
    """Writes the files and their manifest into the folder `into`.

    `state` is a folder of this source alone. What a failed, cancelled or killed fetch brought is
    kept there for a day. `full` fetches everything, also what has been loaded before. `limits` are
    of the process that reads, which is `holding` a lock. Raises ExportRefused with findings that
    name the address, and Cancelled.
    """
    declared = read_source(source)
    request = {
        "wanted": declared.as_json(),
        "into": str(into.absolute()),
        "state": str(state.absolute()),
        "now": now.isoformat(),
        "full": full,
    }
    with (
        one_fetch_at_a_time(state),
        confined(
            "convergent.facts.sources.oneroster_rest.gathering",
            limits=limits,
            progress=progress,
            cancelled=cancelled,
            holding=holding,
        ) as child,
    ):
        child.begin(request)
        told = _serve(child, declared, cancelled)
    return _fetched(told, declared, state)


def _serve(child: Child, source: Source, cancelled: Callable[[], bool]) -> dict[str, Any]:
    """What the child tells in the end of the pages for which it asked."""
    asker = Asker(source, cancelled=cancelled)
    service = Service(source, asker)
    try:
        for told in child.answers():
            if "fetched" in told:
                break
            _bring(child, service, told["page"], told["query"])
    finally:
        asker.close()
    fetched: dict[str, Any] = told["fetched"]
    return fetched


def _bring(child: Child, service: Service, name: str, query: str) -> None:
    try:
        part = service.page(COLLECTIONS[name], query)
    except FilterRefused:
        child.say({"is_filter_refused": True})
    else:
        child.say(_told(part), part.body or b"")


def _told(part: Part) -> dict[str, Any]:
    return {
        "is_filter_refused": False,
        "is_there": part.body is not None,
        "bytes": len(part.body or b""),
        "announced": part.announced,
        "following": part.following,
        "is_last": part.is_last,
        "date": part.date.isoformat() if part.date else None,
    }


def _fetched(told: dict[str, Any], source: Source, state: Path) -> Fetched:
    since = told["since"]
    return Fetched(
        counts=told["counts"],
        modes=told["modes"],
        notices=tuple(Finding(**one) for one in told["notices"]),
        since=datetime.fromisoformat(since) if since else None,
        collections=tuple(told["collections"]),
        _wanted=source,
        _state=state,
    )
