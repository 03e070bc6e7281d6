"""What is remembered of a source after a load: up to which moment, and of which collections."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from convergent.facts.sources.oneroster_rest.catalogue import Collection
from convergent.facts.sources.oneroster_rest.kept import write_whole
from convergent.facts.sources.oneroster_rest.nesting import remembered_path
from convergent.facts.sources.oneroster_rest.refusals import refused
from convergent.facts.sources.oneroster_rest.wanted import Wanted

_REMEMBERED = "remembered.json"


@dataclass(frozen=True)
class Remembered:
    """A load that succeeded: what changed after `since` has not been seen."""

    since: datetime
    collections: frozenset[str]


def since_of(collection: Collection, wanted: Wanted, *, state: Path) -> datetime | None:
    """From when on the collection is fetched; none means all of it."""
    remembered = recall(wanted, state=state)
    if remembered is None:
        return wanted.since
    knows_nested = all(remembered_path(state, file).exists() for file in collection.nested)
    is_known = collection.name in remembered.collections and knows_nested
    return remembered.since if is_known else None


def recall(wanted: Wanted, *, state: Path) -> Remembered | None:
    """None for the first time, after another address was declared, or if the file is spoilt."""
    try:
        said = json.loads((state / _REMEMBERED).read_text(encoding="utf-8"))
        if said["source"] != _key(wanted):
            return None
        return Remembered(datetime.fromisoformat(said["since"]), frozenset(said["collections"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def remember(wanted: Wanted, remembered: Remembered, *, state: Path) -> None:
    said = {
        "source": _key(wanted),
        "since": remembered.since.isoformat(),
        "collections": sorted(remembered.collections),
    }
    write_whole(state / _REMEMBERED, json.dumps(said))


def _key(wanted: Wanted) -> list[str]:
    return [wanted.url, wanted.client_id]


@contextmanager
def one_fetch_at_a_time(state: Path) -> Iterator[None]:
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refused(
                state.name, rule="one fetch at a time", fix="Wait until the other fetch has ended."
            ) from None
        yield
