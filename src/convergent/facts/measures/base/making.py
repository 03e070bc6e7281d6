"""Makes the base tables, in the order in which they rest on each other."""

from collections.abc import Callable

import duckdb

from convergent.facts.measures.base.attending import make_attending
from convergent.facts.measures.base.attribution import make_attribution
from convergent.facts.measures.base.belonging import make_belonging
from convergent.facts.measures.base.counted import make_counted
from convergent.facts.measures.base.course_work import make_course_work
from convergent.facts.measures.base.people import make_people
from convergent.facts.measures.base.rows import make_asked_days, make_rows
from convergent.facts.measures.base.schools import make_schools
from convergent.facts.measures.base.snapshot_views import show_snapshot
from convergent.facts.measures.base.teaching import make_teaching
from convergent.facts.measures.base.tests_taken import make_tests
from convergent.facts.measures.rules import Rules
from convergent.facts.snapshot import Snapshot

Grow = Callable[[duckdb.DuckDBPyConnection], None]
"""Makes the tables `growth` and `official_growth` from `chosen` and `assessment_parts`."""


def make_base_tables(
    connection: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    *,
    rules: Rules,
    grow: Grow,
    begin: Callable[[str], None],
) -> None:
    """`begin` is told each step, and may raise to stop."""
    as_of = snapshot.manifest.as_of
    this_year = as_of.year + (1 if as_of.month >= 7 else 0)
    begin("Reading results")
    show_snapshot(connection, snapshot)
    make_schools(connection, rules)
    make_people(connection)
    make_tests(connection)
    begin("Who was where")
    make_attribution(connection, rules)
    make_counted(connection, rules, this_year=this_year)
    make_attending(connection, rules, as_of=as_of)
    make_course_work(connection, rules, as_of=as_of)
    make_teaching(connection, as_of=as_of)
    begin("Groups of students")
    make_asked_days(connection)
    make_belonging(connection)
    grow(connection)
    begin("Sorting results")
    make_rows(connection, this_year=this_year)
