"""Goes through a collection to its end, whatever the service makes of limit and offset.

The next offset is what came, not what was asked for. A page that is empty, or that brings nothing
new, is the end. Where the service counts its rows and the count changes on the way, or more were
announced than came, the collection is gone through once more: a row that was deleted has moved
another one across the border between two pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from convergent.facts.findings import ExportRefused
from convergent.facts.progress import Progress
from convergent.facts.sources.oneroster_rest.catalogue import Collection
from convergent.facts.sources.oneroster_rest.json_text import NotJson, read_json
from convergent.facts.sources.oneroster_rest.kept import Kept, Page
from convergent.facts.sources.oneroster_rest.parts import FilterRefused, Part, Parts
from convergent.facts.sources.oneroster_rest.refusals import (
    not_json,
    not_oneroster,
    offset_ignored,
    too_many_pages,
    too_many_rows,
)
from convergent.facts.sources.oneroster_rest.rows import Row, read_row
from convergent.facts.sources.oneroster_rest.wanted import Wanted

MOST_PAGES = 100_000
_WALKS = 2


@dataclass
class Walked:
    """What the pages so far have brought, and what they say of the next one.

    `rows` counts those that have an id, each once.
    """

    page_size: int
    is_filtered: bool
    pages: int = 0
    walk: int = 1
    offset: int = 0
    following: str | None = None
    has_ended: bool = False
    is_absent: bool = False
    repeats: int = 0
    rows: int = 0
    _ids: set[str] = field(default_factory=set)
    _first: list[str] = field(default_factory=list)
    _in_walk: set[str] = field(default_factory=set)
    _announced: list[int] = field(default_factory=list)

    @property
    def announced(self) -> int | None:
        return self._announced[-1] if self._announced else None

    @property
    def falls_short(self) -> bool:
        """Whether fewer rows came than were announced; with a filter, who knows what is counted."""
        return not self.is_filtered and self.rows < max(self._announced, default=0)

    def add(self, page: Page) -> None:
        self.pages += 1
        ids = [row.id for row in page.rows or ()]
        self.is_absent = page.rows is None and page.offset == 0 and page.walk == 1
        if page.announced is not None:
            self._announced.append(page.announced)
        if page.offset == 0:
            self._first = ids
        is_repeated = bool(ids) and page.offset > 0 and ids == self._first
        brings_new = not set(ids) - {""} <= self._in_walk
        self._in_walk.update(ids)
        self._ids.update(ids)
        self._ids.discard("")
        self.rows = len(self._ids)
        self.offset = page.offset + len(ids)
        self.following = page.following
        if is_repeated:
            self.repeats = len(ids)
        if not ids or is_repeated or self._is_end(page, brings_new=brings_new):
            self._end_walk()

    def forget_ids(self) -> None:
        """Once it has ended, how many there were is enough."""
        self._ids.clear()
        self._in_walk.clear()

    @property
    def lost_rows(self) -> bool:
        """Whether a service that repeats its first page has more rows than that page holds."""
        more = self.announced is not None and self.announced > self.rows
        return bool(self.repeats) and (
            more or self.repeats == self.page_size or self.following is not None
        )

    def _is_end(self, page: Page, *, brings_new: bool) -> bool:
        is_all = self.announced is None or self.announced <= len(self._in_walk)
        return (page.is_last and is_all) or (not brings_new and (is_all or not page.following))

    def _end_walk(self) -> None:
        is_steady = len(set(self._announced)) <= 1 and not self.falls_short
        if self.walk == _WALKS or is_steady or self.is_absent or self.repeats:
            self.has_ended = True
        else:
            self.walk += 1
            self.offset, self.following = 0, None
            self._in_walk.clear()
            self._announced = self._announced[-1:]


@dataclass(frozen=True, kw_only=True)
class Walker:
    """Goes through the collections of one source."""

    wanted: Wanted
    service: Parts
    kept: Kept
    progress: Progress

    def walk(self, collection: Collection, *, since: datetime | None) -> Walked:
        """Asks for the pages that are not kept yet; raises ExportRefused."""
        try:
            return self._walk(collection, since if self.kept.has_filter(collection) else None)
        except FilterRefused:
            self.kept.give_up_filter(collection)
            return self._walk(collection, None)

    def _walk(self, collection: Collection, since: datetime | None) -> Walked:
        walked = Walked(self.wanted.page_size, is_filtered=since is not None)
        self._add(collection, walked, self.kept.pages(collection))
        while not walked.has_ended:
            page = self._ask(collection, walked, since)
            if page.rows is not None or walked.pages:
                self.kept.keep(collection, walked.pages, page)
            self._add(collection, walked, [page])
        walked.forget_ids()
        return walked

    def _add(self, collection: Collection, walked: Walked, pages: Iterable[Page]) -> None:
        for page in pages:
            walked.add(page)
            rows = walked.rows
            self.progress(f"Fetching {collection.name}", rows, max(rows, walked.announced or 0))
            if max(rows, walked.offset) > self.wanted.limits.most_rows:
                raise too_many_rows(self.wanted.path_of(collection), self.wanted.limits.most_rows)
            if walked.lost_rows or walked.pages > MOST_PAGES:
                self.kept.throw_away_pages(collection)
                raise self._refusal(collection, walked)

    def _refusal(self, collection: Collection, walked: Walked) -> ExportRefused:
        where = self.wanted.path_of(collection)
        if walked.lost_rows:
            return offset_ignored(where, walked.repeats)
        return too_many_pages(where, walked.pages)

    def _ask(self, collection: Collection, walked: Walked, since: datetime | None) -> Page:
        query = walked.following or urlencode(self._query(walked.offset, since))
        part = self.service.page(collection, query)
        self.kept.note_date(part.date)
        rows = _rows(collection, part, self.wanted.path_of(collection))
        return _page(walked, part, rows)

    def _query(self, offset: int, since: datetime | None) -> dict[str, Any]:
        query: dict[str, Any] = {"limit": self.wanted.page_size, "offset": offset}
        if since is not None:
            query["filter"] = f"dateLastModified>'{in_filter(since)}'"
        return query


def _rows(collection: Collection, part: Part, where: str) -> tuple[Row, ...] | None:
    if part.body is None:
        return None
    try:
        said = read_json(part.body)
    except NotJson as reason:
        raise not_json(where, str(reason)) from None
    rows = said.get(collection.name) if isinstance(said, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        shown = ", ".join(map(str, said)) if isinstance(said, dict) else type(said).__name__
        raise not_oneroster(where, wanted=collection.name, value=shown)
    return tuple(read_row(collection, row) for row in rows)


def _page(walked: Walked, part: Part, rows: tuple[Row, ...] | None) -> Page:
    return Page(
        walk=walked.walk,
        offset=walked.offset,
        rows=rows,
        announced=part.announced,
        following=part.following,
        is_last=part.is_last,
    )


def in_filter(moment: datetime) -> str:
    """The moment as OneRoster writes it: in UTC, with thousandths."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
