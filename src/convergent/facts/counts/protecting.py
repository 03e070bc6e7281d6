"""Counts made safe together with what is out already, and looked at by the attacker."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from convergent.analysis.disclosure.audit import Findings, WrongReleases, audit
from convergent.analysis.disclosure.proofs import CannotBeSafe
from convergent.analysis.disclosure.standing import CannotCompare
from convergent.analysis.disclosure.suppression import Protected, protect
from convergent.analysis.disclosure.table import Codes, Release
from convergent.errors import BadInput, NotAllowed
from convergent.facts.counts.dimensions import Dimension, columns_of
from convergent.facts.counts.menus import Menus
from convergent.facts.counts.reading import Counted, columns_of_file, read_counts
from convergent.facts.counts.releases import OWN, columns_of_release, read_release
from convergent.facts.counts.scores import InCells, Scale
from convergent.facts.counts.shares import amounts_of, percents_of


class NoRoom(NotAllowed):
    """What is out leaves a small group no room."""

    def __init__(self) -> None:
        super().__init__(
            "What is out already leaves a small group no room, whatever is withheld now.",
            "Nothing was written. Leave out a dimension that what is out has too.",
        )


@dataclass(frozen=True)
class Beside:
    """The counts of a file by the dimensions of a release, and by what else `standing` tells of."""

    counted: Counted
    dimensions: int
    standing: list[Release]

    @classmethod
    def read(
        cls,
        source: Path,
        dimensions: tuple[Dimension, ...],
        also: Sequence[Path],
        *,
        count: str = "",
        shares: Sequence[str] = (),
        scales: Sequence[Scale] = (),
        menus: Menus | None = None,
    ) -> Beside:
        """Beside `menus` the file has to say what pages of evidence tell by.

        Raises ExportRefused, and BadInput where it does not.
        """
        known = columns_of(dimensions)
        _refuse_own(known)
        others = [one for path in also for one in columns_of_release(path) if one not in known]
        if menus:
            others += menus.columns(columns_of_file(source), [*known, *others])
        more = tuple(Dimension((one,)) for one in dict.fromkeys(others) if one not in known)
        counted = read_counts(
            source, (*dimensions, *more), count=count, shares=shares, scales=scales
        )
        standing = [read_release(path, counted) for path in also]
        if menus:
            standing += menus.releases(counted)
        return cls(counted, len(dimensions), standing)

    @cached_property
    def scores(self) -> list[InCells]:
        return [one.in_cells(self.counted.table, self.dimensions) for one in self.counted.scores]

    def columns(self, release: Release) -> dict[str, list[str]]:
        """What is told beside the counts: percentages, means and medians."""
        found = percents_of(self.counted, self.dimensions, release)
        for one in self.scores:
            found |= one.columns(release)
        return found


def _refuse_own(columns: Sequence[str]) -> None:
    for one in columns:
        if one in OWN:
            raise BadInput(
                f"A release has a column {one} of its own, so no dimension can have that name.",
                "Name it otherwise in the file and in --dimensions.",
            )


def protected(
    beside: Beside, auditor: Auditor, *, seed: int | None = None, processes: int | None = None
) -> Protected:
    """Raises NoRoom, and BadInput where what is out does not fit the counts."""
    table = beside.counted.table
    try:
        return protect(
            table,
            minimum=auditor.minimum,
            seed=seed,
            dimensions=table.dimensions[: beside.dimensions],
            amounts=(
                *amounts_of(beside.counted, beside.dimensions),
                *(one.told for one in beside.scores),
            ),
            standing=beside.standing,
            audit=auditor,
            processes=processes,
        )
    except CannotBeSafe:
        raise NoRoom from None
    except WrongReleases as wrong:
        raise BadInput(
            f"What is out already cannot all be true: {wrong}.",
            "Name the files as protect wrote them.",
        ) from None
    except CannotCompare:
        raise BadInput(
            "A release that is out has cells that this table cannot have.",
            "Name hierarchies in --dimensions as they were when it was written.",
        ) from None


class Auditor:
    """An attacker who sees all releases; `findings` are those of the last look."""

    def __init__(self, minimum: int, processes: int | None = None) -> None:
        self.minimum = minimum
        self.processes = processes or len(os.sched_getaffinity(0))
        self.findings: Findings | None = None

    def __call__(self, releases: Sequence[Release]) -> list[Codes]:
        """The rows of each release of which too much is learned."""
        self.findings = audit(releases, minimum=self.minimum, processes=self.processes)
        return [self.findings.too_narrow(at) for at in range(len(releases))]
