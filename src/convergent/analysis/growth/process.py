"""The quantile regression process: the same regression for many taus, each solved exactly.

Taus are walked outwards from the median. Coefficients are extrapolated from the last ones, so the
sign of most residuals is known beforehand: those rows are summed into one vector (Portnoy and
Koenker 1997; Chernozhukov, Fernández-Val and Melly 2020), and the vertex is found over the few
thousand rows that remain. Afterwards every sign is checked; rows that were taken for granted
wrongly join the band.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from convergent.analysis.growth import residuals as over
from convergent.analysis.growth.splines import Booleans, Design, Floats, Integers
from convergent.analysis.growth.vertex import NO_OPTIMUM, close_vertex, most_different, smooth, walk

BAND = 3_000
"""Rows whose sign is open."""
CORE = 400
"""Rows of least residual, among which the optimum mostly is."""
WIDTHS = ((0.1, 5), (0.04, 4))
"""Shares of the band over which kinks are rounded, and Newton steps for each."""
MOST_STEPS = 20_000
ROWS_OF_A_PRIOR = 100
"""Rows of each prior, from its lowest score to its highest, that independent ones are sought in."""
_JITTER = 1e-7
_SAMPLE = 8_000
"""Rows by which a band's width is estimated."""

Seen = Callable[[int, Floats], None]


class TooFew(ValueError):
    """There are not enough different students to fit as many coefficients as the model has."""


@dataclass
class _Problem:
    """All students, and what is known of them for every tau. `jittered` scores have no ties.

    `spanning` are students with independent rows, as many as columns: they are in every band, as
    on a scale of few levels the nearest thousands may all be of the same few.
    """

    scores: Floats
    jittered: Floats
    design: Design
    steady: Floats
    total: Floats
    start: Floats
    spanning: Integers
    is_below: Booleans
    below: Floats

    @classmethod
    def of(cls, scores: Floats, design: Design) -> "_Problem":
        columns = design.columns
        table = design.levels, design.first, design.values
        product = over.gram(*table, columns)
        if np.linalg.matrix_rank(product, hermitian=True) < columns:
            raise TooFew(f"the priors of {len(scores)} students do not tell {columns} apart")
        inverse: Floats = np.linalg.inv(product).astype(np.float64)
        right = over.weighted_sum(*table, scores, columns)
        jitter = _JITTER * np.random.default_rng(0).random(len(scores))
        steady = over.steadiness(*table, inverse)
        nobody = np.zeros(len(scores), np.bool_)
        return cls(
            scores,
            scores + jitter,
            design,
            steady,
            total=product[0].copy(),
            start=inverse @ right,
            spanning=_spanning(design),
            is_below=nobody,
            below=np.zeros(columns),
        )


def _spanning(design: Design) -> Integers:
    """Students with independent rows, as many as columns. Raises TooFew."""
    students = len(design.levels)
    some: Integers
    for some in (_of_many_levels(design), np.arange(students)):
        chosen = most_different(design.rows(some))
        if len(chosen) == design.columns:
            return some[chosen]
    raise TooFew(f"the priors of {students} students do not tell {design.columns} apart")


def _of_many_levels(design: Design) -> Integers:
    """Students at evenly spread levels of each prior."""
    at_level = np.empty(len(design.first), np.int64)
    wanted = []
    for prior, (begin, end) in enumerate(pairwise(design.starts)):
        at_level[design.levels[:, prior]] = np.arange(len(design.levels))
        wanted.append(np.linspace(begin, end - 1, min(ROWS_OF_A_PRIOR, end - begin)).astype(int))
    students: Integers = np.unique(at_level[np.concatenate(wanted)])
    return students


# Long by its reference: what it does is sixteen lines.
def quantile_process(
    scores: Floats, design: Design, taus: Floats, *, seen: Seen | None = None
) -> Floats:
    """The coefficients of quantile regressions of scores on a design, each solved exactly.

    Parameters
    ----------
    scores
        One for each student.
    design
        The students' priors, in the same order.
    taus
        Which quantiles, rising, each between 0 and 1.
    seen
        Is told, for each tau's number, the residuals of all students.

    Returns
    -------
    coefficients
        Columns of the design × taus.

    Raises
    ------
    TooFew
        Where the students' priors do not tell as many coefficients apart as there are columns.

    Examples
    --------
    >>> from convergent.analysis.growth import Knots, design
    >>> chance = np.random.default_rng(1)
    >>> before = chance.normal(500, 50, 400).round()
    >>> after = (before + chance.normal(20, 30, 400)).round()
    >>> designed = design(before[:, None], [Knots.of(before)])
    >>> found = quantile_process(after, designed, np.array([0.25, 0.5, 0.75]))
    >>> predicted = designed.rows(np.arange(400)) @ found
    >>> found.shape, (after[:, None] < predicted).mean(axis=0).round(1).tolist()
    ((8, 3), [0.2, 0.5, 0.7])
    """
    problem = _Problem.of(scores, design)
    found = np.empty((design.columns, len(taus)))
    middle = len(taus) // 2
    known: list[int] = []
    for order in (range(middle, len(taus)), range(middle - 1, -1, -1)):
        known = known[1::-1]
        guess = _ahead([found[:, at] for at in known], problem.start)
        expected, _ = _residuals(problem, guess, guess)
        for at in order:
            before = [found[:, one] for one in known[-2:]]
            solution = _solve(problem, float(taus[at]), before, guess, expected)
            found[:, at] = solution.coefficients
            guess, expected = solution.ahead, solution.expected
            known.append(at)
            if seen is not None:
                seen(at, solution.left)
    return found


@dataclass(frozen=True)
class _Solution:
    """The exact coefficients of one tau and what they leave; the same as guessed for the next."""

    coefficients: Floats
    left: Floats
    ahead: Floats
    expected: Floats


def _ahead(last: Sequence[Floats], start: Floats) -> Floats:
    """Where the next coefficients should lie, by the last three at most."""
    if not last:
        return start
    if len(last) == 1:
        return last[0]
    if len(last) == 2:
        return 2 * last[1] - last[0]
    return 3 * last[-1] - 3 * last[-2] + last[-3]


def _residuals(problem: _Problem, one: Floats, other: Floats) -> tuple[Floats, Floats]:
    table = problem.design
    parts = over.predicted_parts(table.starts, table.first, table.values, one, other)
    return over.two_residuals(problem.scores, table.levels, parts, one[0], other[0])


def _solve(
    problem: _Problem, tau: float, before: Sequence[Floats], guess: Floats, expected: Floats
) -> _Solution:
    """The exact solution of one tau; `before` are the coefficients of the last ones."""
    wanted = BAND if before else 4 * BAND
    band = _Band.around(problem, expected, wanted)
    start: Floats | None = guess
    while True:
        vertex = band.vertex(problem, tau, start)
        if vertex is None:
            if len(band.near) == len(problem.scores):
                raise TooFew(f"no {len(guess)} coefficients fit {len(problem.scores)} students")
            wanted *= 3
            band, start = _Band.around(problem, expected, wanted), guess
            continue
        rows = problem.design.rows(vertex)
        solved = np.linalg.solve(rows, problem.scores[vertex])
        coefficients: Floats = solved.astype(np.float64)
        ahead = _ahead([*before, coefficients], guess)
        left, then = _residuals(problem, coefficients, ahead)
        wrong = over.crossed(left, expected, band.near)
        if not len(wrong):
            return _Solution(coefficients, left, ahead, then)
        band.take_in(problem, wrong, expected)
        start = None


@dataclass
class _Band:
    """Rows whose sign is open, those that span the columns last, and what the others add up to."""

    near: Integers
    sum_near: Floats
    sum_below: Floats
    last: Integers

    @classmethod
    def around(cls, problem: _Problem, expected: Floats, wanted: int) -> "_Band":
        most = _bound(problem, expected, wanted)
        near = over.part(expected, problem.steady, most, problem.spanning)
        table = problem.design.levels, problem.design.first, problem.design.values
        over.bring_below(expected, *table, problem.is_below, problem.below)
        rows = problem.design.rows(near)
        sum_below = problem.below - rows[expected[near] < 0.0].sum(axis=0)
        return cls(near, rows.sum(axis=0), sum_below, last=np.arange(0))

    def take_in(self, problem: _Problem, wrong: Integers, expected: Floats) -> None:
        """Rows join the band."""
        rows = problem.design.rows(wrong)
        self.sum_near += rows.sum(axis=0)
        self.sum_below -= rows[expected[wrong] < 0.0].sum(axis=0)
        self.near = np.concatenate([self.near, wrong])

    def vertex(self, problem: _Problem, tau: float, start: Floats | None) -> Integers | None:
        """The students whose scores the optimum meets; None where the band cannot hold it.

        Without a start it begins from its last vertex.
        """
        rows, scores = problem.design.rows(self.near), problem.jittered[self.near]
        above = problem.total - self.sum_near - self.sum_below
        rest = tau * above + (tau - 1.0) * self.sum_below
        if start is None:
            chosen = self.last
        else:
            chosen = _near_optimum(rows, scores, problem.steady[self.near], rest, tau, start)
        if walk(rows, scores, rest, tau, chosen, MOST_STEPS) == NO_OPTIMUM:
            return None
        self.last = chosen
        return self.near[chosen]


def _bound(problem: _Problem, expected: Floats, wanted: int) -> float:
    """Of residual times steadiness, so that about as many rows as wanted lie within it."""
    if wanted >= len(expected):
        return np.inf
    some = slice(None, None, max(1, len(expected) // _SAMPLE))
    sampled, steady = expected[some], problem.steady[some]
    beyond = float(np.abs(sampled * steady).max()) * 1.5 + 1e-9
    return over.nearest(sampled, steady, wanted * len(sampled) // len(expected), beyond)


def _near_optimum(
    rows: Floats, scores: Floats, steady: Floats, rest: Floats, tau: float, start: Floats
) -> Integers:
    """A vertex that is mostly the optimum: it is that of the rows of least residual, with the
    signs of the others taken for granted. The last rows span the columns.
    """
    left = scores - rows @ start
    distances = np.abs(left) * steady
    for share, steps in WIDTHS:
        at = min(len(left) - 1, int(len(left) * share))
        width = float(np.partition(distances, at)[at]) + 1e-6
        smooth(rows, left, steady, rest, tau, width, steps)
        distances = np.abs(left) * steady
    core = np.argsort(distances)[:CORE]
    inner = rows[core]
    chosen = close_vertex(inner)
    if len(chosen) < rows.shape[1]:
        return np.arange(len(rows) - rows.shape[1], len(rows))
    weights = np.where(left > 0.0, tau, tau - 1.0)
    weights[core] = 0.0
    walk(inner, scores[core], rest + weights @ rows, tau, chosen, MOST_STEPS)
    vertex: Integers = core[chosen]
    return vertex
