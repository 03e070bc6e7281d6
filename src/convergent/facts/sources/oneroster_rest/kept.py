"""What a fetch that has begun has brought, page by page, in a folder that survives its end."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from convergent.facts.sources.oneroster_rest.catalogue import Collection
from convergent.facts.sources.oneroster_rest.rows import Odd, Row

FRESH_FOR = timedelta(days=1)
BEGUN = "begun"
_PLAN = "plan.json"


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page as it is kept. `rows` is none where the service had no such page.

    `walk` counts how often the collection was gone through; `offset` is of the rows, not the pages.
    """

    walk: int
    offset: int
    rows: tuple[Row, ...] | None
    announced: int | None
    following: str | None
    is_last: bool


class Kept:
    """The pages of one fetch; each is there as a whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, plan: dict[str, Any], *, now: datetime) -> bool:
        """Whether an earlier fetch after the same plan goes on; any other is thrown away."""
        begun = _read(self._folder / _PLAN)
        goes_on = begun is not None and begun["plan"] == plan and _is_fresh(begun, now)
        if not goes_on:
            self.throw_away()
            self._write_plan({"plan": plan, "began": now.isoformat(), "date": None})
        return goes_on

    def throw_away(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def began(self) -> datetime:
        return datetime.fromisoformat(self._plan["began"])

    @property
    def date(self) -> datetime | None:
        """The service's clock when its first page came."""
        said = self._plan["date"]
        return datetime.fromisoformat(said) if said else None

    def note_date(self, date: datetime | None) -> None:
        if date is not None and self.date is None:
            self._write_plan({**self._plan, "date": date.isoformat()})

    def pages(self, collection: Collection) -> Iterator[Page]:
        for number in range(1_000_000_000):
            page = _read(self._path(collection, number))
            if page is None:
                return
            yield _page(page)

    def keep(self, collection: Collection, number: int, page: Page) -> None:
        write_whole(self._path(collection, number), json.dumps(_as_json(page)))

    def throw_away_pages(self, collection: Collection) -> None:
        shutil.rmtree(self._folder / collection.name, ignore_errors=True)

    def give_up_filter(self, collection: Collection) -> None:
        """From now on the collection is fetched in full."""
        self.throw_away_pages(collection)
        write_whole(self._unfiltered(collection), "")

    def has_filter(self, collection: Collection) -> bool:
        return not self._unfiltered(collection).exists()

    def _unfiltered(self, collection: Collection) -> Path:
        return self._folder / f"{collection.name}.unfiltered"

    def _path(self, collection: Collection, number: int) -> Path:
        return self._folder / collection.name / f"{number:06}.json"

    @property
    def _plan(self) -> dict[str, Any]:
        plan: dict[str, Any] = json.loads((self._folder / _PLAN).read_text(encoding="utf-8"))
        return plan

    def _write_plan(self, plan: dict[str, Any]) -> None:
        write_whole(self._folder / _PLAN, json.dumps(plan))


def kept_until(state: Path) -> datetime | None:
    """Until when the pages of a fetch that has not ended are gone on from; none without any."""
    folder = state / BEGUN
    begun = _read(folder / _PLAN)
    has_pages = any(folder.glob("*/*.json"))
    return datetime.fromisoformat(begun["began"]) + FRESH_FOR if begun and has_pages else None


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that nobody ever meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(path.name + ".part")
    with open_private(part) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def open_private(path: Path) -> IO[str]:
    """For the files of students: their owner alone may read them."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")


def _read(path: Path) -> dict[str, Any] | None:
    """None where the file is absent, or is none of ours: what it held is asked for again."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _is_fresh(begun: dict[str, Any], now: datetime) -> bool:
    return timedelta(0) <= now - datetime.fromisoformat(begun["began"]) < FRESH_FOR


def _as_json(page: Page) -> dict[str, Any]:
    rows = page.rows and [[row.cells, row.nested, list(map(asdict, row.odd))] for row in page.rows]
    return {
        "walk": page.walk,
        "offset": page.offset,
        "rows": rows if rows is None else list(rows),
        "announced": page.announced,
        "following": page.following,
        "is_last": page.is_last,
    }


def _page(said: dict[str, Any]) -> Page:
    rows = said["rows"]
    return Page(
        walk=said["walk"],
        offset=said["offset"],
        rows=None if rows is None else tuple(map(_row, rows)),
        announced=said["announced"],
        following=said["following"],
        is_last=said["is_last"],
    )


def _row(said: list[Any]) -> Row:
    cells, nested, odd = said
    return Row(cells, nested, [Odd(**one) for one in odd])
