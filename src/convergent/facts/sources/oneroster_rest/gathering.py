"""Reads what a service sends, in a confined process that asks its parent for each page."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from convergent.facts.confined import Answering, answer
from convergent.facts.findings import Finding
from convergent.facts.sources.oneroster_rest.catalogue import Collection
from convergent.facts.sources.oneroster_rest.kept import BEGUN, Kept
from convergent.facts.sources.oneroster_rest.memory import recall, since_of
from convergent.facts.sources.oneroster_rest.nesting import nesting_in
from convergent.facts.sources.oneroster_rest.notices import notices_of
from convergent.facts.sources.oneroster_rest.parts import FilterRefused, Part
from convergent.facts.sources.oneroster_rest.refusals import missing_collection
from convergent.facts.sources.oneroster_rest.walking import Walked, Walker, in_filter
from convergent.facts.sources.oneroster_rest.wanted import Wanted, wanted_from
from convergent.facts.sources.oneroster_rest.writing import (
    Mode,
    Overview,
    clear,
    look_over,
    write_manifest,
    write_rows,
)

_FORM = 1  # of the kept pages: another one begins anew


class AskingParent:
    """The pages of a service, had through the process that may ask it."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def page(self, collection: Collection, query: str) -> Part:
        told, body = self._answering.ask({"page": collection.name, "query": query})
        if told["is_filter_refused"]:
            raise FilterRefused
        return Part(
            body=body if told["is_there"] else None,
            announced=told["announced"],
            following=told["following"],
            is_last=told["is_last"],
            date=datetime.fromisoformat(told["date"]) if told["date"] else None,
        )


class Gathering:
    """One fetch, from its pages to its files."""

    def __init__(self, wanted: Wanted, answering: Answering, *, state: Path, full: bool) -> None:
        self._wanted = wanted
        self._state = state
        self._kept = Kept(state / BEGUN)
        self._walker = Walker(
            wanted=wanted,
            service=AskingParent(answering),
            kept=self._kept,
            progress=answering.progress,
        )
        self._since = {
            collection.name: None if full else since_of(collection, wanted, state=state)
            for collection in wanted.collections
        }
        self._counts: dict[str, int] = {}
        self._modes: dict[str, Mode] = {}
        self._notices: list[Finding] = []
        self._names: list[str] = []
        self._latest: list[datetime] = []

    def run(self, into: Path, *, now: datetime) -> dict[str, Any]:
        """What is to be told of it."""
        self._kept.begin(self._plan(), now=now)
        walked = {one.name: self._walk(one) for one in self._wanted.collections}
        clear(into)
        for collection in self._wanted.collections:
            self._write(collection, walked[collection.name], into)
        system = urlsplit(self._wanted.url).hostname or ""
        write_manifest(into, modes=self._modes, system=system)
        told = self._told()
        self._kept.throw_away()
        return told

    def _plan(self) -> dict[str, object]:
        return {
            "form": _FORM,
            "url": self._wanted.url,
            "client_id": self._wanted.client_id,
            "page_size": self._wanted.page_size,
            "since": {name: since and in_filter(since) for name, since in self._since.items()},
        }

    def _walk(self, collection: Collection) -> Walked:
        walked = self._walker.walk(collection, since=self._since[collection.name])
        if walked.is_absent and collection.needed:
            raise missing_collection(self._wanted.path_of(collection))
        return walked

    def _write(self, collection: Collection, walked: Walked, into: Path) -> None:
        overview = Overview()
        if not walked.is_absent:
            overview = self._write_files(collection, into, is_delta=walked.is_filtered)
            mode: Mode = "delta" if walked.is_filtered else "bulk"
            self._modes |= dict.fromkeys(collection.files, mode)
            self._names.append(collection.name)
        if overview.latest is not None:
            self._latest.append(overview.latest)
        where = self._wanted.path_of(collection)
        since = self._since[collection.name]
        self._notices.extend(notices_of(where, walked, overview, since=since))

    def _write_files(self, collection: Collection, into: Path, *, is_delta: bool) -> Overview:
        overview = look_over(self._kept.pages(collection), collection)
        pages = self._kept.pages(collection)
        with nesting_in(collection, self._state, is_delta=is_delta) as nesting:
            self._counts |= write_rows(
                pages, collection, overview=overview, nesting=nesting, into=into
            )
        return overview

    def _told(self) -> dict[str, Any]:
        since = self._next_since()
        return {
            "counts": self._counts,
            "modes": self._modes,
            "notices": [asdict(notice) for notice in self._notices],
            "since": since.isoformat() if since else None,
            "collections": self._names,
        }

    def _next_since(self) -> datetime | None:
        """The service's clock when the fetch began, less an overlap. A service that hides its clock
        is known by its rows: nothing later than the latest change, or than our own clock, is sure.
        """
        moment = self._kept.date
        if moment is None and self._latest:
            moment = min(self._kept.began, max(self._latest))
        if moment is None:
            remembered = recall(self._wanted, state=self._state)
            return remembered.since if remembered else None
        return moment - self._wanted.overlap


def _gather(asked: dict[str, Any], answering: Answering) -> dict[str, Any]:
    gathering = Gathering(
        wanted_from(asked["wanted"]),
        answering,
        state=Path(asked["state"]),
        full=asked["full"],
    )
    now = datetime.fromisoformat(asked["now"])
    return {"fetched": gathering.run(Path(asked["into"]), now=now)}


if __name__ == "__main__":
    answer(_gather)
