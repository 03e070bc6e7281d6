"""Students by place and part, and by place alone: what is to be told of a test and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convergent.analysis.disclosure.table import Codes, Counts, Flags

NOWHERE = -1
"""The region of a place that lies in none."""


@dataclass(frozen=True)
class Sheet:
    """Students by place (rows) and part (columns), and the region of each place.

    Places are apart, and so are parts; each row is whole: whoever is in no known part has a column
    too. `reached` says how many of them did, where a share of them is told; `least` what others
    know each cell to hold at least, where that is more than one.
    """

    n: Counts
    region: Codes
    reached: Counts | None = None
    least: Counts | None = None

    @property
    def regions(self) -> int:
        return int(self.region.max(initial=NOWHERE)) + 1

    @property
    def parts(self) -> int:
        return int(self.n.shape[1])

    def filled(self, of_places: NDArray[np.int64]) -> NDArray[np.int64]:
        """From the places' cells to every cell: of places, of regions and of all, in this order."""
        of_regions = np.zeros((self.regions, self.parts), np.int64)
        inside = self.region != NOWHERE
        np.add.at(of_regions, self.region[inside], of_places[inside])
        return np.vstack([of_places, of_regions, of_places.sum(axis=0)[None, :]])


@dataclass(frozen=True)
class Roll:
    """Students by place alone, and the region of each; `sheets` are those that have it as a total.

    Each sheet has a row for each place, and a column for each part.
    """

    n: Counts
    region: Codes
    sheets: tuple[Counts, ...] = ()

    @property
    def least(self) -> Counts:
        """What others know each place to hold at least: a student in each part that has any."""
        parts = [np.minimum(self.n, 1), *((one > 0).sum(axis=1) for one in self.sheets)]
        found: Counts = np.max(parts, axis=0)
        return found

    def tells_parts(self, minimum: int) -> Flags:
        """Which totals must not be told: small ones, and those that leave a part too little."""
        least = np.maximum(self.least - 1, 0)
        found: Flags = (self.n > 0) & (self.n < minimum + least - (least > 0))
        return found

    def partners(self, place: int, room: Room) -> Flags:
        """Places that can exchange so many students with it in every sheet."""
        found: Flags = np.arange(len(self.n)) != place
        for n in self.sheets or (self.n[:, None],):
            given = np.where(n[place] > 0, np.maximum(n - 1, 0), 0).sum(axis=1)
            taken = np.where(n > 0, np.maximum(n[place] - 1, 0), 0).sum(axis=1)
            found &= (given >= room.up) & (taken >= room.down)
        return found


class Room(NamedTuple):
    """By how many students more, and fewer, a cell must be able to differ."""

    up: int
    down: int
