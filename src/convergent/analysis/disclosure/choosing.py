"""Which cells to withhold beside those that are withheld anyway: as cheap a choice as can be.

The choice is a programme of yes and no whose rules are too many to write down, so that they are
found as they are broken (Benders' decomposition; Fischetti and Salazar 2001): where a choice holds
a small cell too narrowly, the dual of the attacker's own linear program names the cells of which
some have to be withheld too. Choices in parts are tried first, since they are quick to
find, and tell how cheap no choice can be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from convergent.analysis.disclosure.moves import Mover, Reach, changes_of_cells, quiet_solver
from convergent.analysis.disclosure.problem import TOLERANCE, Problem
from convergent.analysis.disclosure.proofs import Proofs
from convergent.analysis.disclosure.table import Codes, Flags, Numbers

MOST_NODES = 200
"""A programme of yes and no looks at so many branches at most."""
NEAR_CHEAPEST = 0.005
"""Each choice may cost so much more than the cheapest under the rules known then."""
LOOSE = 1.02
"""Rules that the cheapest choice in parts fulfils by more are forgotten: they slow choices down."""
CLEARLY = 1e-3
"""A rule is added where it is broken by this share at least."""


@dataclass(frozen=True)
class Effort:
    """How hard to look for a cheaper choice, in counts, so that time decides nothing.

    Shares end when `stalled` rounds bring less than this `gain`. So many `choices` of yes and no
    follow at most, unless one is shown to cost at most `near` more than the cheapest. Rules are
    closer where wishes are looked at `by_size`. With `whole`, each wish has a move of whole
    students.
    """

    rules_at_once: int = 400
    gain: float = 0.0005
    stalled: int = 2
    choices: int = 6
    near: float = 0.04
    least_spared: int = 1
    by_size: bool = True
    whole: bool = True


THOROUGH = Effort()
QUICK = Effort(
    rules_at_once=40,
    gain=0.02,
    stalled=1,
    choices=0,
    least_spared=6,
    by_size=False,
    whole=False,
)


@dataclass(frozen=True)
class Choice:
    """Which cells are withheld, what that costs, and a cost under which no choice can be."""

    is_withheld: Flags
    cost: float
    at_least: float


def choose(problem: Problem, rng: np.random.Generator, effort: Effort = THOROUGH) -> Choice:
    """A choice under which every cell that must be able to move can, and none is withheld idly."""
    search = _Search(problem, rng, effort)
    shares = search.relaxed()
    chosen = search.decided(search.mended(shares))
    if effort.whole:
        proofs = Proofs(problem, chosen, mover=search.mover, whole=True)
        proofs.complete()
        chosen = proofs.withheld
    return Choice(chosen, float(problem.cost[chosen].sum()), search.at_least)


@dataclass
class _Search:
    problem: Problem
    rng: np.random.Generator
    effort: Effort
    known: set[bytes] = field(default_factory=set)
    at_least: float = 0.0

    def __post_init__(self) -> None:
        self.mover = Mover(self.problem)
        self.candidates = self.problem.candidates
        self.range = self.problem.system.n - self.problem.system.lowest
        self.master: Any = quiet_solver()
        self.master.setOptionValue("mip_max_nodes", MOST_NODES)
        self.master.setOptionValue("mip_rel_gap", NEAR_CHEAPEST)
        count = len(self.candidates)
        self.columns = np.arange(count, dtype=np.int32)
        self.master.addVars(count, np.zeros(count), np.ones(count))
        self.master.changeColsCost(count, self.columns, self.problem.cost[self.candidates])

    def relaxed(self) -> Numbers:
        """The cheapest choice in parts under the rules found until finding them brings little."""
        shares, stalled = np.zeros(len(self.candidates)), 0
        while stalled < self.effort.stalled and self.add_rules(shares):
            shares = self._solved()
            cost = float(self.master.getObjectiveValue())
            stalled = 0 if cost > self.at_least * (1 + self.effort.gain) else stalled + 1
            self.at_least = max(self.at_least, cost)
        return shares

    def decided(self, best: Flags) -> Flags:
        """The cheapest of a safe choice and some of yes and no, each under rules others broke."""
        cheapest = self._cost(best)
        self._forget_loose_rules()
        for _ in range(self.effort.choices):
            if cheapest <= self.at_least * (1 + self.effort.near):
                break
            shares = self._decided(best)
            self.add_rules(shares)
            mended = self.mended(shares)
            if self._cost(mended) < cheapest:
                best, cheapest = mended, self._cost(mended)
        return best

    def _cost(self, withheld: Flags) -> float:
        return float(self.problem.cost[withheld].sum())

    def mended(self, shares: Numbers) -> Flags:
        """The cells of a choice, and more where a wish has no move yet, without idle ones."""
        withheld: Flags = self.problem.cost == 0
        withheld[self.candidates[shares > TOLERANCE]] = True
        proofs = Proofs(self.problem, withheld, mover=self.mover)
        proofs.complete()
        proofs.spare(
            self._least_sure_first(shares, proofs.withheld), least=self.effort.least_spared
        )
        return proofs.withheld

    def _least_sure_first(self, shares: Numbers, withheld: Flags) -> Codes:
        """By their shares, and the dearest first among those that have the same."""
        sure = np.zeros(self.problem.system.size)
        sure[self.candidates] = shares
        chosen = np.flatnonzero(withheld & (self.problem.cost > 0))
        return chosen[np.lexsort((-self.problem.cost[chosen], np.round(sure[chosen], 3)))]

    def _solved(self) -> Numbers:
        self.master.run()
        return np.asarray(self.master.getSolution().col_value)

    def _decided(self, known: Flags) -> Numbers:
        """A choice of yes and no under the rules found, near the cheapest; a safe one is known."""
        self._set_kind(highspy.HighsVarType.kInteger)
        solution = highspy.HighsSolution()
        solution.col_value = known[self.candidates].astype(np.float64).tolist()
        self.master.setSolution(solution)
        shares = np.rint(self._solved())
        self.at_least = max(self.at_least, self.master.getInfo().mip_dual_bound)
        self._set_kind(highspy.HighsVarType.kContinuous)
        return shares

    def _set_kind(self, kind: highspy.HighsVarType) -> None:
        self.master.changeColsIntegrality(
            len(self.columns), self.columns, np.full(len(self.columns), kind)
        )

    def _forget_loose_rules(self) -> None:
        """Keeps those that the cheapest choice in parts fulfils by a hair."""
        self._solved()
        filled = np.asarray(self.master.getSolution().row_value)
        loose = np.flatnonzero(filled > LOOSE).astype(np.int32)
        self.master.deleteRows(len(loose), loose)
        self.known.clear()

    def add_rules(self, shares: Numbers) -> int:
        """Rules that this choice breaks, so many at once at most; how many are new.

        Of a cell no more counts than a wish asks, so wishes of each size are looked at by
        themselves: the same share of a cell gives those of eight more room than those of two.
        """
        found, sizes = 0, np.abs(self.problem.wished.by)
        if not self.effort.by_size:
            sizes = np.full(len(sizes), sizes.max(initial=0))
        for size in self.rng.permutation(np.unique(sizes)):
            self._open(size * shares)
            most = self.effort.rules_at_once - found
            found += self._rules_of(np.flatnonzero(sizes == size), most)
        return found

    def _open(self, room_of_candidates: Numbers) -> None:
        room = np.zeros(self.problem.system.size)
        room[self.candidates] = room_of_candidates
        self.mover.open(room)

    def _rules_of(self, of_wishes: Codes, most: int) -> int:
        """Those that some wishes break, in the room that is open."""
        found, wishes, left = 0, self.problem.wished, self.rng.permutation(of_wishes)
        while found < most and len(left):
            wish = wishes.at(left[-1])
            reach = self.mover.furthest(*wish)
            if reach.by < abs(wish.by) * (1 - CLEARLY):
                found += self._add_rule(reach, abs(wish.by))
            changes = changes_of_cells(self.problem.system, reach.leaves)
            left = left[:-1][~wishes.met_by(changes)[left[:-1]]]
        return found

    def _add_rule(self, reach: Reach, needed: int) -> bool:
        """Of the cells that hold it, as many as let it reach what is needed."""
        missing = needed - reach.beyond
        holding = reach.holding[self.candidates]
        room = np.where(holding > 0, np.inf, self.range[self.candidates])
        with np.errstate(invalid="ignore"):
            gain = np.nan_to_num(np.abs(holding) * room, nan=0.0, posinf=np.inf)
        weight = np.minimum(1.0, np.where(np.abs(holding) > TOLERANCE, gain / missing, 0.0))
        at = np.flatnonzero(weight > TOLERANCE)
        rule = at.tobytes() + np.round(weight[at], 5).tobytes()
        if missing < TOLERANCE or not len(at) or rule in self.known:
            return False
        self.known.add(rule)
        self.master.addRow(1.0, np.inf, len(at), at.astype(np.int32), weight[at])
        return True
