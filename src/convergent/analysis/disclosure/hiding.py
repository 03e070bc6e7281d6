"""How cells of a sheet are hidden: by others that can exchange students with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from convergent.analysis.disclosure.blocks import Places
from convergent.analysis.disclosure.margins import System
from convergent.analysis.disclosure.problem import LOTTERY, NEVER, Problem
from convergent.analysis.disclosure.proofs import CannotBeSafe
from convergent.analysis.disclosure.rolls import NOWHERE, Roll, Room, Sheet
from convergent.analysis.disclosure.suppression import withhold_for
from convergent.analysis.disclosure.table import Codes, Flags, Numbers


class Hiding:
    """What is withheld so far; it only grows."""

    def __init__(
        self,
        sheet: Sheet,
        withheld: Flags,
        known: Flags | None,
        untold: Flags | None,
        minimum: int,
        rng: np.random.Generator,
    ) -> None:
        self.sheet, self.minimum, self.rng = sheet, minimum, rng
        self.n = sheet.filled(sheet.n)
        self.withheld = withheld & (self.n > 0)
        least = np.ones_like(sheet.n) if sheet.least is None else sheet.least
        self.lowest = sheet.filled(np.minimum(least, sheet.n))
        self.is_unsure = np.zeros(self.n.shape, bool)
        self.is_untold = np.zeros(len(self.n), bool) if untold is None else untold
        self.price = self.n * (1 + LOTTERY * rng.random(self.n.shape))
        self.price[self.withheld] = 0.0
        self.is_all_open = known is None or not known.any()
        if known is not None:
            self.price[known] = NEVER
        self.in_region = [np.flatnonzero(sheet.region == region) for region in range(sheet.regions)]

    def asked(self, secret: Flags, unsure: Flags | None) -> Codes:
        """The cells to hide, by place and part."""
        if unsure is not None:
            self.is_unsure = unsure & ~secret & ~((self.n > 0) & (self.n < self.minimum))
            self.withheld |= unsure & (self.n > 0)
            self.price[self.is_unsure & np.isfinite(self.price)] = 0.0
            secret = secret | unsure
        return np.argwhere(secret & (self.n > 0))

    def room(self, place: int, part: int) -> Room:
        n, lowest = int(self.n[place, part]), int(self.lowest[place, part])
        if self.is_unsure[place, part]:
            return Room(0, min(1, n - lowest))
        if n >= self.minimum:
            return Room(self.minimum - 1, min(self.minimum - 1, n - lowest))
        return Room(max(lowest + self.minimum - 2 - n, 0), n - lowest)

    def left_of(self, cells: Codes) -> Codes:
        """Hides each of these cells; those that nothing simple hides are left."""
        left = [cell for cell in cells.tolist() if not self.hide(*cell)]
        return np.array(left, np.int64).reshape(-1, 2)

    def look_at_counts_alone(self) -> None:
        """From now on shares need not be in doubt: as for linear programs, which cost far more."""
        self.sheet = replace(self.sheet, reached=None)

    def hide(self, place: int, part: int) -> bool:
        """Withholds the cells that cost least beside it; False where there are none."""
        if place >= len(self.sheet.n):
            return False
        near, every = self._near(place), np.arange(len(self.sheet.n))
        return (
            self._hide_with_untold(place, part)
            or self._hide_with_one(near, place, part)
            or self._hide_with_some(near, place, part)
            or self._hide_with_one(every, place, part)
            or self._hide_with_some(every, place, part)
        )

    def _hide_with_untold(self, place: int, part: int) -> bool:
        """Between two places of which not even the totals are told nothing more is withheld."""
        if not self.is_untold[place]:
            return False
        room, n = self.room(place, part), self.sheet.n
        others = self.is_untold[: len(n)] & (n[:, part] > room.up)
        others[place] = False
        beyond = self._are_regions_untold()
        is_near = (self.sheet.region == self.sheet.region[place]) & (self.sheet.region != NOWHERE)
        return bool((others & (is_near | (beyond & beyond[place]))).any())

    def hide_total(self, roll: Roll, place: int) -> bool:
        """With the cheapest place that can exchange students with it; False where there is none."""
        if place >= len(roll.n):
            return False
        cost = self.price[: len(roll.n), 0].copy()
        of_regions = np.append(self.price[len(roll.n) :, 0], 0.0)
        own = roll.region[place]
        beyond = np.where(roll.region == NOWHERE, 0.0, of_regions[roll.region])
        beyond += of_regions[own] if own != NOWHERE else 0.0
        cost += np.where((roll.region == own) & (own != NOWHERE), 0.0, beyond)
        cost[~roll.partners(place, self.room(place, 0))] = np.inf
        if not np.isfinite(cost).any():
            return False
        self._withhold_total(place, int(np.argmin(cost)), roll)
        return True

    def _withhold_total(self, place: int, other: int, roll: Roll) -> None:
        rows = [place, other]
        regions = {int(roll.region[one]) for one in rows}
        if len(regions) > 1 or NOWHERE in regions:
            rows += [len(roll.n) + one for one in regions if one != NOWHERE]
        self.withheld[rows], self.price[rows] = True, 0.0

    def _are_regions_untold(self) -> Flags:
        """Of each place, whether it can exchange students with other regions unseen."""
        region = self.sheet.region
        found: Flags = (region == NOWHERE) | self.is_untold[len(self.sheet.n) + region]
        return found

    def _near(self, place: int) -> Codes:
        """The places of its region."""
        region = self.sheet.region[place]
        return np.empty(0, np.int64) if region == NOWHERE else self.in_region[region]

    def _hide_with_one(self, places: Codes, place: int, part: int) -> bool:
        """Among four cells: whom one place gets more of in this part, the other gets fewer of."""
        n, room = self.sheet.n, self.room(place, part)
        least_given = room.up + 1
        others = places[(places != place) & (n[places, part] >= least_given)]
        parts = np.flatnonzero(n[place] >= least_given)
        parts = parts[parts != part]
        if not len(others) or not len(parts):
            return False
        cost = self._cost(place, part, others, parts)
        cost[n[np.ix_(others, parts)] < room.down + 1] = np.inf
        cost[~self._is_open(place, part, others, parts)] = np.inf
        other, beside = np.unravel_index(np.argmin(cost), cost.shape)
        if not np.isfinite(cost[other, beside]):
            return False
        self._withhold([place, int(others[other])], part, int(parts[beside]))
        return True

    def _hide_with_some(self, places: Codes, place: int, part: int) -> bool:
        """With several places, each of which has too few in this part to give so many by itself."""
        n, room = self.sheet.n, self.room(place, part)
        if not room.up:
            return False
        others = places[(places != place) & (n[places, part] > 1)]
        found: tuple[float, Codes, int] = (np.inf, others, NOWHERE)
        for beside in np.flatnonzero(n[place] > room.up).tolist():
            if beside != part:
                partners = self._partners(place, part, others, beside)
                cost = self._cost(place, part, partners, np.array([beside])).sum()
                if len(partners) and cost < found[0]:
                    found = cost, partners, beside
        if found[2] == NOWHERE:
            return False
        self._withhold([place, *found[1].tolist()], part, found[2])
        return True

    def _partners(self, place: int, part: int, others: Codes, beside: int) -> Codes:
        """The cheapest places that together have enough in both parts; none where they have not."""
        n, room = self.sheet.n, self.room(place, part)
        others = others[n[others, beside] > 1]
        given = np.minimum(n[others, part] - 1, room.up)
        cost = self._cost(place, part, others, np.array([beside]))[:, 0]
        is_allowed = np.isfinite(cost)
        others, given, cost = others[is_allowed], given[is_allowed], cost[is_allowed]
        order = others[np.argsort(cost / given, kind="stable")]
        is_enough = (np.cumsum(n[order, part] - 1) >= room.up) & (
            np.cumsum(n[order, beside] - 1) >= room.down
        )
        is_enough &= np.logical_or.accumulate(
            self._is_open(place, part, order, np.array([beside]))[:, 0]
        )
        return order[: int(np.argmax(is_enough)) + 1] if is_enough.any() else order[:0]

    def _cost(self, place: int, part: int, others: Codes, parts: Codes) -> Numbers:
        """Of withholding what is not yet, for each other place (rows) and part (columns)."""
        price = self.price
        found: Numbers = price[place, parts][None, :] + price[others, part][:, None]
        found = found + price[np.ix_(others, parts)]
        own, theirs = self.sheet.region[place], self.sheet.region[others]
        beyond = np.zeros(found.shape)
        if own != NOWHERE:
            row = len(self.sheet.n) + own
            beyond += price[row, part] + price[row, parts][None, :]
        rows = len(self.sheet.n) + theirs
        of_others = price[rows, part][:, None] + price[np.ix_(rows, parts)]
        beyond += np.where((theirs != NOWHERE)[:, None], of_others, 0.0)
        return np.where((theirs == own)[:, None] & (own != NOWHERE), found, found + beyond)

    def _is_open(self, place: int, part: int, others: Codes, parts: Codes) -> Flags:
        """Whether somebody could have reached it, or not, in another of the four cells."""
        reached, n = self.sheet.reached, self.sheet.n
        if reached is None:
            return np.ones((len(others), len(parts)), bool)
        some, not_all = reached > 0, reached < n
        across = np.ix_(others, parts)
        more = not_all[place, part] & (some[place, parts][None, :] & some[others, part][:, None])
        fewer = some[place, part] & (
            not_all[place, parts][None, :] & not_all[others, part][:, None]
        )
        found: Flags = (more & not_all[across]) | (fewer & some[across])
        return found

    def _withhold(self, places: list[int], part: int, beside: int) -> None:
        """Both parts at these places, and of their regions unless they are all in one."""
        regions = set(self.sheet.region[places].tolist())
        if len(regions) > 1:
            places = [*places, *(len(self.sheet.n) + one for one in regions if one != NOWHERE)]
        rows = np.ix_(places, [part, beside])
        self.withheld[rows], self.price[rows] = True, 0.0

    def hide_by_programs(self, cells: Codes) -> None:
        """For cells of regions, of all, and those that nothing simple hides."""
        left = cells
        while len(left):
            problem, places = self._problem(left)
            withheld = np.append(self.withheld.ravel(), self.is_untold)
            try:
                withhold_for(problem, withheld, problem.up + problem.down > 0, places, self.rng)
            except CannotBeSafe as found:
                left = self._give_up_parts(left, found.cell)
            else:
                left = cells[:0]
            self.withheld |= withheld[: self.n.size].reshape(self.n.shape)

    def _give_up_parts(self, cells: Codes, cell: int) -> Codes:
        """Withholds a part, and the largest one beside it, at all places; the cells that are left.

        Raises CannotBeSafe where not even that can help.
        """
        part = cell % self.sheet.parts
        beside = int(np.where(np.arange(self.sheet.parts) == part, -1, self.n[-1]).argmax())
        pair = np.array([part, beside])
        both = self.n[:, pair] > 0
        if (both & np.isinf(self.price[:, pair])).any():
            raise CannotBeSafe(cell)
        self.withheld[:, pair] |= both
        self.price[:, pair] = 0.0
        left: Codes = cells[cells[:, 0] * self.sheet.parts + cells[:, 1] != cell]
        return left

    def _problem(self, cells: Codes) -> tuple[Problem, Places]:
        """All cells, and after them the totals, which stay where they are told."""
        places, parts = np.nonzero(self.sheet.n)
        system = self._system(places, parts)
        cost = np.append(
            np.where(self.n > 0, self.price, NEVER).ravel(), np.where(self.is_untold, 0.0, NEVER)
        )
        up, down = (np.zeros(system.size, np.int64) for _ in range(2))
        for place, part in cells.tolist():
            at = place * self.sheet.parts + part
            up[at], down[at] = self.room(place, part)
        return Problem(system, cost, up, down), Places(places, self.sheet.region[places])

    def _system(self, places: Codes, parts: Codes) -> System:
        region = self.sheet.region[places]
        rows = np.column_stack(
            [
                places,
                np.where(region == NOWHERE, len(self.n), len(self.sheet.n) + region),
                np.full_like(places, len(self.n) - 1),
            ]
        )
        end = self.n.size + len(self.n)
        is_there = rows < len(self.n)
        of_part = np.where(is_there, rows * self.sheet.parts + parts[:, None], end)
        totals = np.where(is_there, self.n.size + rows, end)
        return System(self.sheet.n[places, parts], np.hstack([of_part, totals]), end)
