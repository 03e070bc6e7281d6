"""Rows that nest in others, and which of them are gone.

A service sends a person with all roles of today; a role that is no longer there is not spoken of.
A delta has to say that it is gone. So what nested in each row is remembered after every load.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from convergent.facts.sources.oneroster_rest.catalogue import Collection
from convergent.facts.sources.oneroster_rest.kept import write_whole
from convergent.facts.sources.oneroster_rest.rows import Cells, Row

Held = tuple[str, list[Cells]]
"""The id of a row, and the rows of one file that nest in it."""


@dataclass(frozen=True)
class _Holder:
    """The part of a row that matters here."""

    changed: str
    nested: dict[str, list[Cells]]


def remembered_path(state: Path, file: str) -> Path:
    return state / "nested" / f"{file}.jsonl"


@dataclass
class Nesting:
    """What nests in the rows of one fetch of a collection."""

    collection: Collection
    state: Path
    is_delta: bool
    _holders: dict[str, _Holder] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        if row.nested or (self.is_delta and self.collection.nested):
            self._holders[row.id] = _Holder(row.changed, row.nested)

    def rows(self, file: str) -> Iterator[Cells]:
        """What nests now, and in a delta also what no longer does, as to be deleted."""
        for holder in self._holders.values():
            yield from holder.nested.get(file, ())
        for holder, cells in self._gone(file) if self.is_delta else ():
            changed = {"dateLastModified": holder.changed} if holder.changed else {}
            yield {**cells, **changed, "status": "tobedeleted"}

    def remember(self) -> None:
        """To be called when the rows have been loaded."""
        for file in self.collection.nested:
            lines = [json.dumps(held) for held in self._all(file)]
            write_whole(remembered_path(self.state, file), "".join(f"{one}\n" for one in lines))

    def _gone(self, file: str) -> Iterator[tuple[_Holder, Cells]]:
        for owner, before in self._before(file):
            holder = self._holders.get(owner)
            if holder is not None:
                now = {cells["sourcedId"] for cells in holder.nested.get(file, ())}
                yield from ((holder, cells) for cells in before if cells["sourcedId"] not in now)

    def _all(self, file: str) -> Iterator[Held]:
        for owner, before in self._before(file) if self.is_delta else ():
            if owner not in self._holders:
                yield owner, before
        for owner, holder in self._holders.items():
            if nested := holder.nested.get(file):
                yield owner, nested

    def _before(self, file: str) -> Iterator[Held]:
        path = remembered_path(self.state, file)
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    owner, nested = json.loads(line)
                    yield owner, nested
