"""Releases, read as an attacker reads them: quantities, and the rows that tie them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from convergent.analysis.disclosure.audit.amounts import with_amounts
from convergent.analysis.disclosure.audit.cells import Cells, cells_of
from convergent.analysis.disclosure.audit.counts import asked_counts, counts
from convergent.analysis.disclosure.audit.differences import with_difference
from convergent.analysis.disclosure.audit.told import Asked, Rule, Told
from convergent.analysis.disclosure.table import Release


@dataclass(frozen=True)
class Reading:
    """What was told, what is asked of it, and the cells that it is about."""

    told: Told
    asked: tuple[Asked, ...]
    cells: Cells


def read(releases: Sequence[Release], rule: Rule) -> Reading:
    """All that the releases tell together. Raises WrongReleases."""
    cells = cells_of(releases)
    told = counts(releases, cells, rule)
    asked = asked_counts(releases, cells, told)
    for pair in combinations(range(len(cells.words)), 2):
        told, found = with_difference(told, cells, pair, rule)
        asked += found
    told, found = with_amounts(told, cells, releases)
    return Reading(told, (*asked, *found), cells)
