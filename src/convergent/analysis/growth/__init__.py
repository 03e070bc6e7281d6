"""Student growth percentiles: where a score lies among those of students with the same prior ones.

The method is Betebenner's (2009), as the R package SGP computes it by default: quantile regressions
of a score on cubic B-splines of the prior scores, at a hundred quantiles. The numbers are those of
SGP 2.2 with its defaults.
"""

from convergent.analysis.growth.cohort import Cohort, Outcome, Rules
from convergent.analysis.growth.district import Growth, Keeping, growth_of_district
from convergent.analysis.growth.matrices import TAUS, Matrix, Norms, WrongMatrices
from convergent.analysis.growth.process import TooFew, quantile_process
from convergent.analysis.growth.projections import Targets, projections, targets, targets_of
from convergent.analysis.growth.results import Results, Task
from convergent.analysis.growth.splines import Design, Knots, design

__all__ = [
    "TAUS",
    "Cohort",
    "Design",
    "Growth",
    "Keeping",
    "Knots",
    "Matrix",
    "Norms",
    "Outcome",
    "Results",
    "Rules",
    "Targets",
    "Task",
    "TooFew",
    "WrongMatrices",
    "design",
    "growth_of_district",
    "projections",
    "quantile_process",
    "targets",
    "targets_of",
]
