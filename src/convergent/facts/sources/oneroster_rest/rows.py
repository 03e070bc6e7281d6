"""A row of JSON as rows of CSV: lists joined by commas, references by their sourcedId."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from convergent.facts.sources.oneroster_rest.catalogue import HEADINGS, Collection

Cells = dict[str, str]
"""The cells of one row that hold anything, by heading."""

_DATES = frozenset(
    ["startDate", "endDate", "beginDate", "birthDate", "assignDate", "dueDate", "scoreDate"]
)
_PAIRS = {
    "userIds": ("type", "identifier"),
    "scoreScaleValue": ("itemValueLHS", "itemValueRHS"),
}
_OTHERWISE = {"academicSession": "gradingPeriod"}
_LEFT_OUT = frozenset({"password", "userProfileSourcedId"})  # nobody here needs them
_METADATA = re.compile(r"[\w.:-]{1,100}", re.ASCII)
_ISO_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T\S+")


@dataclass(frozen=True, kw_only=True)
class Odd:
    """Something in a row that its CSV file cannot hold, or not as it was."""

    column: str
    value: str
    rule: str


@dataclass
class Row:
    """One row of a collection: its own cells, and those of the rows that nest in it, by file."""

    cells: Cells
    nested: dict[str, list[Cells]] = field(default_factory=dict)
    odd: list[Odd] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.cells.get("sourcedId", "")

    @property
    def changed(self) -> str:
        return self.cells.get("dateLastModified", "")


def read_row(collection: Collection, item: Mapping[str, Any]) -> Row:
    row = Row({})
    row.cells = _cells(collection.name, item, row.odd)
    for file in collection.nested:
        rows = _unique([_nested(file, row, part) for part in _parts(file, item)])
        if rows:
            row.nested[file] = rows
    return row


def _cells(file: str, item: Mapping[str, Any], odd: list[Odd]) -> Cells:
    cells = {heading: _cell(heading, item, odd) for heading in HEADINGS[file]}
    cells |= _metadata(item.get("metadata"), odd)
    return {heading: text for heading, text in cells.items() if text}


def _cell(heading: str, item: Mapping[str, Any], odd: list[Odd]) -> str:
    if heading in _LEFT_OUT:
        return ""
    if heading.endswith("SourcedIds"):
        return _list(heading, item.get(heading.removesuffix("SourcedIds") + "s"), odd)
    if heading.endswith("SourcedId"):
        name = heading.removesuffix("SourcedId")
        return _reference(item.get(name) or item.get(_OTHERWISE.get(name, name)))
    text = _value(heading, item.get(heading), odd)
    moment = _ISO_MOMENT.fullmatch(text) if heading in _DATES else None
    return moment[1] if moment else text


def _value(heading: str, value: Any, odd: list[Odd]) -> str:
    if isinstance(value, list):
        return _list(heading, value, odd)
    if isinstance(value, dict):
        odd.append(Odd(column=heading, value=", ".join(value), rule="plain value"))
        return ""
    return _plain(value)


def _plain(value: Any) -> str:
    """Numbers arrive as the text that they are; CSV holds no NUL, UTF-8 no half character."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _list(heading: str, value: Any, odd: list[Odd]) -> str:
    values = value if isinstance(value, list) else [] if value is None else [value]
    texts = [_element(heading, one) for one in values]
    odd.extend(
        Odd(column=heading, value=text, rule="no comma in a list")
        for text in texts
        if "," in text and heading not in _PAIRS
    )
    return ",".join(text for text in texts if text)


def _element(heading: str, value: Any) -> str:
    if not isinstance(value, dict):
        return _plain(value)
    if heading in _PAIRS:
        return "{" + ":".join(_plain(value.get(part)) for part in _PAIRS[heading]) + "}"
    return _reference(value)


def _reference(value: Any) -> str:
    return _plain(value.get("sourcedId") if isinstance(value, dict) else value)


def _metadata(metadata: Any, odd: list[Odd]) -> Cells:
    cells = {}
    for name, value in metadata.items() if isinstance(metadata, dict) else ():
        heading = f"metadata.{name}"
        if not _METADATA.fullmatch(name):
            odd.append(Odd(column=heading, value=name, rule="name of a column"))
        else:
            cells[heading] = _value(heading, value, odd)
    return cells


def _parts(file: str, item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What nests in a row, each in the form that its own file's row would have had."""
    if file == "roles":
        yield from _objects(item.get("roles"))
    elif file.endswith("ScoreScales"):
        if item.get("scoreScale"):
            yield {"scoreScale": item["scoreScale"]}
    else:
        for group in _objects(item.get("learningObjectiveSet")):
            yield from _objectives(group)


def _objectives(group: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    source = {"source": group.get("source")}
    for one in group.get("learningObjectiveIds") or ():
        yield {**source, "learningObjectiveId": one}
    for one in _objects(group.get("learningObjectiveResults")):
        yield {**source, **one}


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


_KEYS = {
    "roles": ("role", "orgSourcedId"),
    "lineItemScoreScales": ("scoreScaleSourcedId",),
    "resultScoreScales": ("scoreScaleSourcedId",),
    "lineItemLearningObjectiveIds": ("source", "learningObjectiveId"),
    "resultLearningObjectiveIds": ("source", "learningObjectiveId"),
}
_OWNERS = {"roles": "userSourcedId"}


def _nested(file: str, row: Row, part: Mapping[str, Any]) -> Cells:
    """A nested row has no life of its own: it changes, and goes, with the row that holds it."""
    own = _cells(file, part, row.odd)
    owner = _OWNERS.get(
        file, "lineItemSourcedId" if file.startswith("lineItem") else "resultSourcedId"
    )
    shared = {
        heading: row.cells[heading]
        for heading in ("status", "dateLastModified")
        if heading in row.cells
    }
    key = [row.id, *(own.get(heading, "") for heading in _KEYS[file])]
    made = ":".join(quote(one, safe="") for one in key)
    return {"sourcedId": made, **shared, **own, owner: row.id}


def _unique(rows: list[Cells]) -> list[Cells]:
    """The rows under ids of their own: terms of one role at one place count on, by their begin."""
    counts: dict[str, int] = {}
    for cells in sorted(rows, key=lambda one: (one["sourcedId"], one.get("beginDate", ""))):
        made = cells["sourcedId"]
        counts[made] = counts.get(made, 0) + 1
        if counts[made] > 1:
            cells["sourcedId"] = f"{made}:{counts[made]}"
    return rows
