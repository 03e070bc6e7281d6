"""Scores from a file of a person's own, and growth percentiles into one; no snapshot is needed."""

from convergent.facts.scores.cuts import Cuts, cuts_of, read_cuts
from convergent.facts.scores.reading import Scores, read_scores
from convergent.facts.scores.writing import write_growth

__all__ = ["Cuts", "Scores", "cuts_of", "read_cuts", "read_scores", "write_growth"]
