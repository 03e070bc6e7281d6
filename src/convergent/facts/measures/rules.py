"""What a district or its state may settle differently."""

from dataclasses import dataclass, field

from convergent.facts.measures.state_norms import StateNorms


@dataclass(frozen=True, kw_only=True)
class Rules:
    """A student counts at a school from `continuous_from` (month, day) to the test day, with one
    absence from its rolls of up to `gap_in_school_days`.

    A grade is tested where `least_tested` of its students have a result. Where nobody has said
    which schools are alternative, their names tell. Without norms of the state the district is its
    own comparison.
    """

    continuous_from: tuple[int, int] = (10, 1)
    gap_in_school_days: int = 10
    least_tested: float = 0.3
    chronic_share: float = 0.1
    fewest_days: int = 10
    passing_share: float = 0.6
    alternative_schools: frozenset[str] = field(default_factory=frozenset)
    alternative_words: tuple[str, ...] = ("alternative", "continuation", "opportunity", "juvenile")
    most_similar: int = 10
    fewest_similar: int = 5
    minimum_cohort: int = 300
    state_norms: StateNorms | None = None
