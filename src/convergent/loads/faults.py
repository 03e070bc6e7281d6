"""What was wrong with the rows of a load, gathered: each fault with its rows and its own advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convergent.facts.findings import Broken, Finding
from convergent.facts.located import KEPT_OF_EACH_RULE


@dataclass(frozen=True)
class Fault:
    """A rule that rows of one file broke in one column. `rows` counts them; where `is_all` is
    false, at least so many.
    """

    found: tuple[Finding, ...]
    rows: int
    is_all: bool = True

    @property
    def first(self) -> Finding:
        return self.found[0]

    @property
    def rule(self) -> str:
        return self.first.rule


def faults_of(
    errors: Sequence[Finding], broken: Sequence[Broken], *, tables: Mapping[str, str]
) -> tuple[Fault, ...]:
    """In the order of checking: what is mended first often mends what comes after it. `tables`
    says which kind of row each file holds, where that is known.
    """
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for one in errors:
        groups.setdefault((one.file, *_place(one)), []).append(one)
    shown = Counter(map(_place, errors))
    return tuple(
        _fault(found, shown[_place(found[0])], broken, tables) for found in groups.values()
    )


def tables_of_files(files: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """By file: a form is called after the kind of row that it gives, “OneRoster users”."""
    return {one["file"]: one["form"].rpartition(" ")[2] for one in files}


def _place(one: Finding) -> tuple[str, str, str]:
    return one.rule, one.column, one.fix


def _fault(
    found: Sequence[Finding], shown: int, broken: Sequence[Broken], tables: Mapping[str, str]
) -> Fault:
    """Of a rule with more rows than are shown, as many as were counted."""
    if shown < KEPT_OF_EACH_RULE:
        return Fault(tuple(found), len(found))
    counted = _counted(found[0], broken, tables.get(found[0].file, ""))
    if len(counted) == 1 and shown == len(found):
        return Fault(tuple(found), counted[0])
    return Fault(tuple(found), len(found), is_all=False)


def _counted(first: Finding, broken: Sequence[Broken], table: str) -> list[int]:
    alike = [one for one in broken if one.rule == first.rule]
    of_table = [one for one in alike if one.table == table] or alike
    of_column = [one for one in of_table if one.column == first.column] or of_table
    return [one.rows for one in of_column]
