"""Coefficients of fitted models: to score other students by, and to project where scores will be.

As a file they are one JSON object, whose fields docs/reference/growth-matrices.md explains. Numbers
are written so that they are read back exactly.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from convergent.analysis.growth.splines import (
    COLUMNS,
    KNOT_PERCENTILES,
    Floats,
    Integers,
    Knots,
    design,
)

TAUS: Floats = np.arange(100) / 100 + 0.005
HALF_DIGIT = 5e-6
"""Predictions are compared with a score when rounded to five digits."""
FORMAT = "convergent growth matrices"
VERSION = 1


class WrongMatrices(ValueError):
    """A text is no file of matrices, or of a version that is not known."""


@dataclass(frozen=True)
class Matrix:
    """One model: the hundred quantiles of a score by the scores of the years before.

    Parameters
    ----------
    subject, year
        Of the scores that it was fitted on.
    grades
        Consecutive, the current one last.
    knots
        Of each prior, the last first.
    coefficients
        Columns × quantiles: an intercept, then seven for each prior, the last first.
    students
        How many it was fitted on.
    scores
        The lowest and the highest score that it was fitted on.

    Examples
    --------
    One by which every quantile is the same whatever the prior:

    >>> coefficients = np.zeros((8, 100))
    >>> coefficients[0] = np.arange(400.0, 600.0, 2.0)
    >>> knots = (Knots((440.0, 480.0, 520.0, 560.0), 390.0, 610.0),)
    >>> flat = Matrix("reading", 2025, (3, 4), knots, coefficients, 1_000, (400.0, 600.0))
    >>> flat.percentiles(np.array([399.0, 501.0, 650.0]), np.array([[500.0], [450.0], [520.0]]))
    array([ 1, 51, 99])
    """

    subject: str
    year: int
    grades: tuple[int, ...]
    knots: tuple[Knots, ...]
    coefficients: Floats
    students: int
    scores: tuple[float, float]

    def quantiles(self, priors: Floats) -> Floats:
        """The predicted quantiles (students × 100), rising, for priors with the last one first."""
        whole = design(np.ascontiguousarray(priors), list(self.knots))
        rows = whole.rows(np.arange(len(priors)))
        predicted: Floats = np.sort(rows @ self.coefficients, axis=1)
        return predicted

    def percentiles(self, scores: Floats, priors: Floats) -> Integers:
        """The growth percentile, 1 to 99, of each score after its priors."""
        below = (scores[:, None] - self.quantiles(priors) > HALF_DIGIT).sum(axis=1)
        percentiles: Integers = np.clip(below, 1, len(TAUS) - 1)
        return percentiles


@dataclass(frozen=True)
class Norms:
    """Matrices to score by, such as a state's or those of a baseline year."""

    matrices: tuple[Matrix, ...]

    def of(self, subject: str, grades: Sequence[int]) -> dict[int, Matrix]:
        """For a progression, by number of priors; of two years' the later one's."""
        found = {}
        for one in sorted(self.matrices, key=lambda matrix: matrix.year):
            if one.subject == subject and one.grades == tuple(grades)[-len(one.grades) :]:
                found[len(one.knots)] = one
        return found

    def as_text(self) -> str:
        """One JSON object. The lowest and highest score are somebody's: rounded outwards."""
        written = [_as_json(one) for one in self.matrices]
        whole = {"format": FORMAT, "version": VERSION, "matrices": written}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_text(cls, text: str) -> "Norms":
        """Reads what `as_text` wrote. Raises WrongMatrices.

        Examples
        --------
        >>> Norms.from_text(Norms(()).as_text())
        Norms(matrices=())
        """
        try:
            whole = json.loads(text)
            if whole["format"] != FORMAT or whole["version"] != VERSION:
                raise WrongMatrices(f"it is not of “{FORMAT}”, version {VERSION}")
            return cls(tuple(_numbered(whole["matrices"])))
        except (*_WRONG, RecursionError) as wrong:
            raise WrongMatrices(_reason(wrong)) from wrong


_WRONG = (KeyError, TypeError, ValueError, OverflowError)


def _reason(wrong: Exception) -> str:
    if isinstance(wrong, KeyError):
        return f"{wrong.args[0]!r} is missing"
    if isinstance(wrong, RecursionError):
        return "it is nested too deeply"
    return str(wrong)


def _numbered(stored: Iterable[dict[str, Any]]) -> Iterable[Matrix]:
    for number, one in enumerate(stored, 1):
        try:
            yield _from_json(one)
        except _WRONG as wrong:
            raise WrongMatrices(f"matrix {number}: {_reason(wrong)}") from wrong


def _as_json(matrix: Matrix) -> dict[str, Any]:
    return {
        "subject": matrix.subject,
        "year": matrix.year,
        "grades": list(matrix.grades),
        "students": matrix.students,
        "scores": outwards(*matrix.scores),
        "priors": [
            {"inner_knots": list(one.inner), "boundaries": [one.lowest, one.highest]}
            for one in matrix.knots
        ],
        "coefficients": matrix.coefficients.T.tolist(),
    }


def outwards(lowest: float, highest: float) -> list[float]:
    """Ends around these, on marks of which more than ten lie between them.

    Examples
    --------
    >>> outwards(313.0, 688.0)
    [310.0, 690.0]
    """
    if highest <= lowest:
        return [lowest, highest]
    mark = 10.0 ** (math.floor(math.log10(highest - lowest)) - 1)
    low, high = math.floor(lowest / mark) * mark, math.ceil(highest / mark) * mark
    return [round(low, 6), round(high, 6)]


def _knots(stored: dict[str, Any]) -> Knots:
    """Compiled code looks at as many knots as there should be, and never whether they are."""
    inner = tuple(map(float, stored["inner_knots"]))
    lowest, highest = map(float, stored["boundaries"])
    every = (lowest, *inner, highest)
    if len(inner) != len(KNOT_PERCENTILES) or not all(map(math.isfinite, every)):
        raise WrongMatrices(f"“inner_knots” and “boundaries” are not {len(KNOT_PERCENTILES)} and 2")
    if list(every) != sorted(every) or lowest == highest:
        raise WrongMatrices("“inner_knots” do not rise from one boundary to the other")
    return Knots(inner, lowest, highest)


def _from_json(stored: dict[str, Any]) -> Matrix:
    knots = tuple(map(_knots, stored["priors"]))
    coefficients = np.array(stored["coefficients"], np.float64).T
    grades = tuple(map(int, stored["grades"]))
    wanted = (1 + COLUMNS * len(knots), len(TAUS))
    if coefficients.shape != wanted or not np.isfinite(coefficients).all():
        raise WrongMatrices(f"“coefficients” are not {wanted[1]} lists of {wanted[0]} numbers")
    if len(grades) != len(knots) + 1:
        raise WrongMatrices("“grades” are not one more than “priors”")
    lowest, highest = map(float, stored["scores"])
    if not lowest <= highest or not math.isfinite(highest - lowest):
        raise WrongMatrices("“scores” are not the lowest and the highest")
    return Matrix(
        str(stored["subject"]),
        int(stored["year"]),
        grades,
        knots,
        coefficients,
        int(stored["students"]),
        (lowest, highest),
    )
