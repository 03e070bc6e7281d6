"""Student growth percentiles: where a score lies among those of students with the same prior ones.

The method is Betebenner's (2009), as the R package SGP computes it by default: quantile regressions
of a score on cubic B-splines of the prior scores, at a hundred quantiles.
"""

from convergent.analysis.growth.percentiles import (
    TAUS,
    GrowthPercentiles,
    NoCohort,
    Panel,
    growth_percentiles,
)
from convergent.analysis.growth.process import TooFew, quantile_process
from convergent.analysis.growth.splines import Design, Knots, design

__all__ = [
    "TAUS",
    "Design",
    "GrowthPercentiles",
    "Knots",
    "NoCohort",
    "Panel",
    "TooFew",
    "design",
    "growth_percentiles",
    "quantile_process",
]
