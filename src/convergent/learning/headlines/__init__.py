"""Sentences computed from the evidence. Each rule is in the table of cases in tests/learning."""

from convergent.learning.headlines.change import change_headline, changes_title, others_headline
from convergent.learning.headlines.groups import gaps_headline, groups_headline
from convergent.learning.headlines.growth import enrolled_behind, growth_detail, growth_headline
from convergent.learning.headlines.said import Finding, Headline

__all__ = [
    "Finding",
    "Headline",
    "change_headline",
    "changes_title",
    "enrolled_behind",
    "gaps_headline",
    "groups_headline",
    "growth_detail",
    "growth_headline",
    "others_headline",
]
