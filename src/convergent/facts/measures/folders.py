"""Where the measures of a snapshot lie."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from convergent.facts.snapshot import MANIFEST, Snapshot, facts_folder

AGGREGATES = "measures.parquet"
TOLD = "told.parquet"
"""The menu: all that is told to whoever has no access to the students of a school."""
STRIPS = "strips.parquet"
PARTS = "parts.parquet"
GROWTH = "growth.parquet"
SIMILAR = "similar.parquet"
KEPT = "kept"
"""The folder of growth that later snapshots need not work out again."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One assessment in one subject of a district: how many results, between which days, and
    whether any came with its parts.
    """

    district_id: str
    assessment: str
    subject: str
    school_year: int
    results: int
    first_test: date | None
    last_test: date | None
    has_parts: bool = False


@dataclass(frozen=True, kw_only=True)
class BuiltMeasures:
    """What the measures of a snapshot were made of, and what could not be made and why.

    `key` is a hash of all that they depend on, `content_hash` that of the snapshot as it was then;
    `growth` the keys of the growth that they rest on.
    """

    key: str
    content_hash: str
    built_on: date
    code_version: str
    rows: int
    sources: tuple[Source, ...]
    notices: tuple[str, ...]
    growth: tuple[str, ...]
    seconds: float
    engine: str = "duckdb"

    def as_json(self) -> str:
        return json.dumps(asdict(self), default=str, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "BuiltMeasures":
        stored: dict[str, Any] = json.loads(text)
        stored["built_on"] = date.fromisoformat(stored["built_on"])
        stored["sources"] = tuple(_source(one) for one in stored["sources"])
        stored["notices"] = tuple(stored["notices"])
        stored["growth"] = tuple(stored["growth"])
        return cls(**stored)


def _source(stored: dict[str, Any]) -> Source:
    days = ("first_test", "last_test")
    dated = {day: stored[day] and date.fromisoformat(stored[day]) for day in days}
    return Source(**{**stored, **dated})


def measures_home(home: Path) -> Path:
    return facts_folder(home) / "measures"


def all_measures(snapshot: Snapshot) -> Path:
    """The folder that holds those of every snapshot."""
    return snapshot.folder.parent.parent / "measures"


def measures_folder(snapshot: Snapshot) -> Path:
    return all_measures(snapshot) / snapshot.id


def built_measures(snapshot: Snapshot) -> BuiltMeasures | None:
    """None while they are not worked out yet, and where the snapshot was another then, as before a
    student was removed from it.
    """
    try:
        text = (measures_folder(snapshot) / MANIFEST).read_text(encoding="utf-8")
        built = BuiltMeasures.from_json(text)
    except (FileNotFoundError, TypeError):  # none, or an earlier version's
        return None
    return built if built.content_hash == snapshot.manifest.content_hash else None
