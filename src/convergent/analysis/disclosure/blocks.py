"""Parts of a big table that are made safe one by one: what is safe in a part is safe in all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convergent.analysis.disclosure.table import Codes, Hierarchy

SMALL_ENOUGH = 1_000
"""So many leaves are one part."""
WIDE = 24
"""So many places are looked at together for a cell that no part holds."""


@dataclass(frozen=True)
class Places:
    """Leaves by place and region: codes of the finest and the next level of one dimension."""

    place: Codes
    region: Codes

    @classmethod
    def of(cls, dimensions: tuple[Hierarchy, ...], leaf_codes: list[Codes]) -> Places:
        """By the dimension of which most codes are in use."""
        used = [len(np.unique(codes)) for codes in leaf_codes]
        widest = int(np.argmax(used))
        place = leaf_codes[widest]
        parents = dimensions[widest].parents
        region = parents[0][place] if parents else np.zeros_like(place)
        return cls(place, region)

    def blocks(self) -> list[Codes]:
        """Leaves of neighbouring places in one region, as many as are small enough."""
        if not len(self.place):
            return []
        if len(self.place) <= SMALL_ENOUGH:
            return [np.arange(len(self.place))]
        found = []
        for region in np.unique(self.region):
            leaves = np.flatnonzero(self.region == region)
            parts = -(-len(leaves) // SMALL_ENOUGH)
            places = np.array_split(np.unique(self.place[leaves]), parts)
            found += [leaves[np.isin(self.place[leaves], some)] for some in places if len(some)]
        return found

    def around(self, leaves: Codes, rng: np.random.Generator) -> Codes:
        """All leaves at the places of these, and at some others, half of them in their region."""
        here = np.unique(self.place[leaves])
        near = np.unique(self.place[np.isin(self.region, self.region[leaves])])
        far = np.unique(self.place)
        some = [here, _some(near, WIDE // 2, rng), _some(far, WIDE // 2, rng)]
        return np.flatnonzero(np.isin(self.place, np.concatenate(some)))


def _some(places: Codes, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return rng.choice(places, min(count, len(places)), replace=False)
