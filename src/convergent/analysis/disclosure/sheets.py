"""Sheets: places by parts of their students, such as schools by origins, made safe in one pass.

A page shows few tables, but of many years and subjects, so that they have to be quick. What is
withheld only ever grows, and what is withheld more lets an attacker know less: so each small cell
is looked at once, and what then hides it stays.

A small cell is hidden where withheld cells, in two parts at two places or more, can exchange
students without any other number changing. Where shares are told, some of them should be in doubt
too; where everybody reached it, none can be. What finds none is left to linear programs.
"""

from __future__ import annotations

import numpy as np

from convergent.analysis.disclosure.hiding import Hiding
from convergent.analysis.disclosure.rolls import NOWHERE, Roll, Sheet
from convergent.analysis.disclosure.table import Flags

__all__ = ["NOWHERE", "Roll", "Sheet", "hide", "hide_places"]


# Long by its reference: what it does is twelve lines.
def hide(
    sheet: Sheet,
    *,
    withheld: Flags,
    secret: Flags,
    unsure: Flags | None = None,
    known: Flags | None = None,
    untold: Flags | None = None,
    minimum: int = 10,
    rng: np.random.Generator,
) -> Flags:
    """Which cells are withheld so that no secret one can be derived, whatever totals are known.

    Parameters
    ----------
    sheet
        The counts.
    withheld
        What is withheld anyway: a row for each place, then each region, then for all places.
    secret
        Which cells must not be derived. Of a small one the attacker finds `minimum` - 1 values
        possible, from the lowest on; of another as many, up and down.
    unsure
        Which cells must only not be known exactly.
    known
        Which cells an attacker knows from elsewhere: they hide nothing.
    untold
        Of which places, regions and of all not even the total is told; all others' totals are.
    minimum
        From so many students on a count may be told.
    rng
        Draws ties.

    Raises
    ------
    CannotBeSafe
        What is known leaves a secret cell no room.

    Examples
    --------
    Two schools in one region; four students of the first are withheld, and so are three cells more.

    >>> sheet = Sheet(np.array([[4, 40, 50], [20, 30, 60]]), np.array([0, 0]))
    >>> small = sheet.filled(sheet.n) == 4
    >>> found = hide(sheet, withheld=small, secret=small, rng=np.random.default_rng(1))
    >>> found.astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 0], [0, 0, 0]]
    """
    hiding = Hiding(sheet, withheld | secret, known, untold, minimum, rng)
    left = hiding.left_of(rng.permutation(hiding.asked(secret, unsure)))
    if len(left) and sheet.reached is not None:
        hiding.look_at_counts_alone()
        left = hiding.left_of(left)
    if len(left):
        hiding.hide_by_programs(left)
    return hiding.withheld


def hide_places(
    roll: Roll,
    *,
    withheld: Flags,
    secret: Flags,
    unsure: Flags | None = None,
    known: Flags | None = None,
    minimum: int = 10,
    rng: np.random.Generator,
) -> Flags:
    """The same of totals, whose places sum up to their region and to all.

    Examples
    --------
    >>> roll = Roll(np.array([4, 40, 50]), np.array([0, 0, 0]))
    >>> small = np.array([True, False, False, False, False])
    >>> hide_places(roll, withheld=small, secret=small, rng=np.random.default_rng(1)).tolist()
    [True, True, False, False, False]
    """
    sheet = Sheet(roll.n[:, None], roll.region, least=roll.least[:, None])
    is_known = None if known is None else known[:, None]
    every = np.ones(len(withheld), bool)
    hiding = Hiding(sheet, (withheld | secret)[:, None], is_known, every, minimum, rng)
    asked = hiding.asked(secret[:, None], None if unsure is None else unsure[:, None])
    left = [(place, 0) for place, _ in asked.tolist() if not hiding.hide_total(roll, place)]
    if left:
        hiding.hide_by_programs(np.array(left))
    return hiding.withheld[:, 0]
