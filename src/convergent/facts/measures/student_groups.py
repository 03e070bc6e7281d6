"""The groups of students that values are told for, and the pairs whose gap is told.

Belonging is by dates where `program_status` has them, else by `demographics`. A group of which
nothing is known in a snapshot has no rows.
"""

from typing import NamedTuple

from convergent.facts.measures.aggregate_table import AGAINST, ALL_STUDENTS


class Program(NamedTuple):
    """A program; `flag` is its column in demographics, if there is one."""

    name: str
    flag: str = ""

    @property
    def others(self) -> str:
        return f"not_{self.name}"


PROGRAMS = (
    Program("economic_disadvantage", "economic_disadvantage"),
    Program("english_learner", "english_learner"),
    Program("disability", "disability"),
    Program("gifted"),
    Program("homeless"),
    Program("foster_care"),
    Program("migrant"),
    Program("military_connected"),
)
SEXES = ("female", "male")
ORIGINS = (
    "american_indian_or_alaska_native",
    "asian",
    "black_or_african_american",
    "hispanic_or_latino",
    "pacific_islander",
    "two_or_more_races",
    "white",
)
GROUPS = (
    *(name for program in PROGRAMS for name in (program.name, program.others)),
    *SEXES,
    *ORIGINS,
)
PAIRS = (
    ("economic_disadvantage", "not_economic_disadvantage"),
    ("english_learner", "not_english_learner"),
    ("disability", "not_disability"),
    ("female", "male"),
    ("black_or_african_american", "white"),
    ("hispanic_or_latino", "white"),
)
FAMILIES = {
    **{name: program.name for program in PROGRAMS for name in (program.name, program.others)},
    **dict.fromkeys(SEXES, "sex"),
    **dict.fromkeys(ORIGINS, "origin"),
}
"""Groups of one family are parts of all students, apart from each other."""
EVERYBODY = 0
CODES = {ALL_STUDENTS: EVERYBODY, **{name: code for code, name in enumerate(GROUPS, 1)}}
"""Groups are numbers until the aggregates are written: so they are quick to count."""
FIRST_PAIR = 100
PAIR_CODES = tuple(
    (FIRST_PAIR + at, CODES[group], CODES[other]) for at, (group, other) in enumerate(PAIRS)
)
"""The code of each gap, and those of its two groups."""
NAMES = {
    **{code: name for name, code in CODES.items()},
    **{FIRST_PAIR + at: AGAINST.join(pair) for at, pair in enumerate(PAIRS)},
}
