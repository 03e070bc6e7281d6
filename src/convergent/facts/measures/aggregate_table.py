"""The table of aggregates: its columns, in their order, and what each means.

Grain: one row for each measure × assessment × subject × school year × grade × student group × place
that has anybody behind it. Of schools and teams there are rows of each grade for all students, and
of each group for all grades; of networks and districts also of each group in each grade.
"""

from typing import NamedTuple

ALL_GRADES = ""
ALL_STUDENTS = "all"
AGAINST = " - "
"""Stands between the two groups of a gap, the first of which is taken less the second."""


class AggregateColumn(NamedTuple):
    name: str
    kind: str
    says: str


COLUMNS = (
    AggregateColumn("measure", "VARCHAR", "The measure's id: the name of its TOML file."),
    AggregateColumn("assessment", "VARCHAR", "Empty for measures that rest on no assessment."),
    AggregateColumn("subject", "VARCHAR", "As the results file names it; may be empty."),
    AggregateColumn("school_year", "INTEGER", "The year in which it ends."),
    AggregateColumn("grade", "VARCHAR", "When tested; empty for all grades."),
    AggregateColumn("place_kind", "VARCHAR", "district, network, school or team."),
    AggregateColumn("place_id", "VARCHAR", "The sourcedId of the organization."),
    AggregateColumn("school_id", "VARCHAR", "The school, or the team's; empty above schools."),
    AggregateColumn("district_id", "VARCHAR", "The district that the place is of."),
    AggregateColumn("student_group", "VARCHAR", "all, a group, or for gaps “a - b”."),
    AggregateColumn("value", "DOUBLE", "What the measure's definition says."),
    AggregateColumn("standard_error", "DOUBLE", "NULL where students are too few to tell."),
    AggregateColumn("low", "DOUBLE", "The lower end of the 90 % interval."),
    AggregateColumn("high", "DOUBLE", "The upper end."),
    AggregateColumn("students", "BIGINT", "Behind the value; of a gap, of its smaller group."),
    AggregateColumn("everybody", "BIGINT", "Tested at all; more than those with growth, say."),
    AggregateColumn("enrolled", "BIGINT", "At the place on the test day; NULL without rosters."),
    AggregateColumn("tested", "BIGINT", "Of these, with a result."),
    AggregateColumn("exempt", "BIGINT", "Exempt from the test."),
    AggregateColumn("alternate", "BIGINT", "Tested by an alternate assessment."),
    AggregateColumn("arrived_late", "BIGINT", "There on the test day, and not continuously."),
    AggregateColumn("teachers", "BIGINT", "On how many it rests, in effect; NULL where unknown."),
    AggregateColumn("withheld", "VARCHAR", "Why not everybody sees the value; NULL: all may."),
    AggregateColumn("withheld_inside", "VARCHAR", "Why not even the school's own leaders do."),
    AggregateColumn("peers", "BIGINT", "How many schools of similar need have the value."),
    AggregateColumn("peers_mean", "DOUBLE", "The mean of their values."),
    AggregateColumn("peers_low", "DOUBLE", "The lower end of their middle 80 %."),
    AggregateColumn("peers_high", "DOUBLE", "The upper end."),
    AggregateColumn("q", "DOUBLE", "Adjusted p of the difference from them; NULL: not compared."),
    AggregateColumn("change", "DOUBLE", "From the school year before; NULL where there is none."),
    AggregateColumn("change_error", "DOUBLE", "Its standard error."),
    AggregateColumn("change_q", "DOUBLE", "Adjusted p of the change; NULL: not compared."),
    AggregateColumn("norm", "VARCHAR", "Of growth: district, state or official; else empty."),
)
NAMES = tuple(column.name for column in COLUMNS)
SLICE = (
    "assessment",
    "subject",
    "school_year",
    "grade",
    "place_kind",
    "place_id",
    "student_group",
)
"""What tells two rows of one measure apart."""
