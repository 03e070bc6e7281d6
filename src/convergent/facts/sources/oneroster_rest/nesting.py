"""Rows that nest in others, and which of them are gone.

A service sends a person with all roles of today; a role that is no longer there is not spoken of.
A delta has to say that it is gone. So what nested in each row is remembered after every load: it is
written down as it is fetched, and counts when the load serves.
"""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from convergent.facts.sources.oneroster_rest.catalogue import Collection
from convergent.facts.sources.oneroster_rest.kept import open_private
from convergent.facts.sources.oneroster_rest.rows import Cells, Row

Held = tuple[str, list[Cells]]
"""The id of a row, and the rows of one file that nest in it."""


@dataclass(frozen=True)
class _Holder:
    """The part of a row that matters to what nested in it before."""

    changed: str
    nested: frozenset[str]


def remembered_path(state: Path, file: str) -> Path:
    return state / "nested" / f"{file}.jsonl"


def _coming_path(state: Path, file: str) -> Path:
    return state / "nested" / f"{file}.coming"


def remember_nested(collection: Collection, state: Path) -> None:
    """To be called when the rows have been loaded."""
    for file in collection.nested:
        _coming_path(state, file).replace(remembered_path(state, file))


@contextmanager
def nesting_in(collection: Collection, state: Path, *, is_delta: bool) -> Iterator["Nesting"]:
    """What nests in the rows that are added meanwhile is written down at the end."""
    with ExitStack() as stack:
        lines = {file: stack.enter_context(_coming(state, file)) for file in collection.nested}
        nesting = Nesting(lines, state, is_delta=is_delta)
        yield nesting
        nesting.keep_unspoken()


@contextmanager
def _coming(state: Path, file: str) -> Iterator[IO[str]]:
    path = _coming_path(state, file)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open_private(path) as lines:
        yield lines
        lines.flush()
        os.fsync(lines.fileno())


class Nesting:
    """What nests in the rows of one fetch of a collection. Of a delta the rows are remembered."""

    def __init__(self, lines: dict[str, IO[str]], state: Path, *, is_delta: bool) -> None:
        self._lines = lines
        self._state = state
        self._is_delta = is_delta
        self._holders: dict[str, _Holder] = {}

    def add(self, row: Row) -> None:
        for file, nested in row.nested.items():
            self._keep(file, row.id, nested)
        if self._is_delta and self._lines:
            ids = (cells["sourcedId"] for nested in row.nested.values() for cells in nested)
            self._holders[row.id] = _Holder(row.changed, frozenset(ids))

    def gone(self, file: str) -> Iterator[Cells]:
        """In a delta what no longer nests in a row that it brings, as to be deleted."""
        for owner, before in self._before(file):
            holder = self._holders.get(owner)
            if holder is None:
                continue
            changed = {"dateLastModified": holder.changed} if holder.changed else {}
            for cells in before:
                if cells["sourcedId"] not in holder.nested:
                    yield {**cells, **changed, "status": "tobedeleted"}

    def keep_unspoken(self) -> None:
        """What nests in rows that a delta did not bring is as it was."""
        for file in self._lines:
            for owner, before in self._before(file):
                if owner not in self._holders:
                    self._keep(file, owner, before)

    def _keep(self, file: str, owner: str, nested: list[Cells]) -> None:
        self._lines[file].write(json.dumps([owner, nested]) + "\n")

    def _before(self, file: str) -> Iterator[Held]:
        path = remembered_path(self._state, file)
        if self._is_delta and path.exists():
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    owner, nested = json.loads(line)
                    yield owner, nested
