"""Percentages beside counts: who of the students did, in whole percents with coded ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from convergent.analysis.disclosure.amounts import HIGH_END, LOW_END, PERCENT, shares_told
from convergent.analysis.disclosure.margins import cross
from convergent.analysis.disclosure.table import Amount, Counts, Release, Table
from convergent.facts.counts.reading import Counted

SIGN = " %"
"""Ends the heading of a column of percentages."""
LOW, HIGH = f"≤{round(PERCENT * LOW_END)}", f"≥{round(PERCENT * HIGH_END)}"
WITHHELD, NOBODY = "withheld", "nobody"


def amounts_of(counted: Counted, dimensions: int) -> tuple[Amount, ...]:
    """What the percentages of every cell would tell, by the first so many dimensions."""
    n = _in_cells(counted, counted.table.n, dimensions)
    return tuple(
        shares_told(name, n, _in_cells(counted, reached, dimensions))
        for name, reached in counted.reached.items()
    )


def percents_of(counted: Counted, dimensions: int, release: Release) -> dict[str, list[str]]:
    """A column for each: what is told of each cell of the release, in words where it is none."""
    told = {one.name: set(one.cells.tolist()) for one in release.amounts}
    found = {}
    for name, reached in counted.reached.items():
        in_cells = _in_cells(counted, reached, dimensions)
        texts = zip(release.n.tolist(), in_cells.tolist(), strict=True)
        found[f"{name}{SIGN}"] = [
            (NOBODY if not n else _text(n, did)) if not n or at in told.get(name, ()) else WITHHELD
            for at, (n, did) in enumerate(texts)
        ]
    return found


def read_amount(name: str, texts: Sequence[str], n: Counts) -> Amount:
    """What a column that was written so tells. Raises ValueError for a text that is none."""
    cells = np.array([at for at, text in enumerate(texts) if text not in {WITHHELD, NOBODY}], int)
    ends = [_ends(texts[at], int(n[at])) for at in cells.tolist()]
    low, high = (np.array(end, float) for end in (zip(*ends, strict=True) if ends else ((), ())))
    return Amount(name.removesuffix(SIGN), cells, low, high, 0, 1, True)


def _in_cells(counted: Counted, of_leaves: Counts, dimensions: int) -> Counts:
    table = counted.table
    whole = cross(Table(table.dimensions, table.codes, of_leaves), table.dimensions[:dimensions])
    return whole.system.n


def _text(n: int, reached: int) -> str:
    if reached <= LOW_END * n:
        return LOW
    return HIGH if reached >= HIGH_END * n else str(round(PERCENT * reached / n))


def _ends(text: str, n: int) -> tuple[float, float]:
    if text == LOW:
        return 0.0, float(np.floor(LOW_END * n))
    if text == HIGH:
        return float(np.ceil(HIGH_END * n)), float(n)
    percent = float(text)
    low = np.ceil(n * (percent - 0.5) / PERCENT)
    return float(low), float(max(low, np.floor(n * (percent + 0.5) / PERCENT)))
