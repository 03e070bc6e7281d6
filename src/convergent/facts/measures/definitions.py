"""The definitions of the measures, read from their TOML files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from convergent.errors import BadInput

FOLDER = Path(__file__).parent
DIRECTIONS = ("higher is better", "lower is better", "nearer to nought is better")
UNITS = ("share", "points", "percentile", "standard deviations")
OF = ("tested", "enrolled", "attendance", "graded")
SUMMARIES = ("share", "mean", "median", "gap", "ordinal gap")

Unit = Literal["share", "points", "percentile", "standard deviations"]


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What one measure says, and who answers for it.

    `of` names the base table, a row of which is one student's; `summary` how the students' amounts
    become a value; `of_measure` the measure whose gap it is. `says_missing` is said where the data
    do not allow it.
    """

    id: str
    title: str
    why_it_matters: str
    definition: str
    direction: str
    unit: Unit
    grain: str
    minimum_students: int
    owner: str
    checked_by: str
    next_review: date
    of: str
    summary: str
    of_measure: str = ""
    says_missing: str = ""

    @property
    def is_growth(self) -> bool:
        return self.unit == "percentile"


@cache
def definitions() -> Mapping[str, Definition]:
    """Every measure by its id, in the order of the ids."""
    return {path.stem: read_definition(path) for path in sorted(FOLDER.glob("*.toml"))}


def read_definition(path: Path) -> Definition:
    """Raises BadInput where something is missing, blank, unknown or of the wrong kind."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is no TOML: {error}.", "Mend that line.") from None
    known = {one.name: one for one in fields(Definition) if one.name != "id"}
    for key in said:
        if key not in known:
            raise BadInput(f"{path.name} has an unknown key, {key}.", _one_of(tuple(known)))
    for name, one in known.items():
        _check(path.name, name, said.get(name, one.default if one.default == "" else None))
    return Definition(id=path.stem, **said)


def overdue(definition: Definition, *, today: date) -> bool:
    """Whether its review was due before a day."""
    return definition.next_review < today


_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "direction": DIRECTIONS,
    "unit": UNITS,
    "of": OF,
    "summary": SUMMARIES,
}
_KINDS: Mapping[str, type] = {"minimum_students": int, "next_review": date}
_MAY_BE_EMPTY = {"of_measure", "says_missing"}


def _check(file: str, name: str, value: Any) -> None:
    kind = _KINDS.get(name, str)
    if value is None:
        raise BadInput(f"{file} does not say {name}.", f"Add the line: {name} = …")
    if type(value) is not kind:
        raise BadInput(f"{file}: {name} has to be {_KIND_WORDS[kind]}.", f"It is {value!r}.")
    if value == "" and name not in _MAY_BE_EMPTY:
        raise BadInput(f"{file}: {name} is blank.", "Fill it in.")
    if name in _ALLOWED and value not in _ALLOWED[name]:
        raise BadInput(f"{file}: {name} is “{value}”.", _one_of(_ALLOWED[name]))


_KIND_WORDS: Mapping[type, str] = {
    str: "a text in quotes",
    int: "a whole number",
    date: "a date such as 2027-06-30, without quotes",
}


def _one_of(allowed: tuple[str, ...]) -> str:
    return f"Use one of: {', '.join(allowed)}."
