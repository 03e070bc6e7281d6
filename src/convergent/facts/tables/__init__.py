"""Every table that a snapshot can hold."""

from convergent.facts.tables import days, finance, gradebook, resources, results, rostering, staff
from convergent.facts.tables.declare import Absence, Check, Column, Filling, Kind, Table
from convergent.facts.tables.rostering import NOT_STAFF

__all__ = [
    "NOT_STAFF",
    "TABLES",
    "Absence",
    "Check",
    "Column",
    "Filling",
    "Kind",
    "Table",
    "table_named",
]

TABLES: tuple[Table, ...] = (
    *rostering.TABLES,
    *gradebook.TABLES,
    *resources.TABLES,
    *days.TABLES,
    *staff.TABLES,
    *finance.TABLES,
    *results.TABLES,
)
"""In the order of checking: what a row refers to comes before it."""

_NAMED = {table.name: table for table in TABLES}


def table_named(name: str) -> Table:
    return _NAMED[name]
