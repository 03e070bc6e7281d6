"""The tables that expressions are written over, as Ibis knows them: names and types, no rows."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

_MEMBERSHIP = {"student": "int32", "cell": "int32", "groups": "array<int16>"}
_AMOUNTS: Mapping[str, Mapping[str, str]] = {
    "tested": {
        "score": "float64",
        "level_order": "int32",
        "level_count": "int32",
        "level_meets": "int32",
        "growth": "int32",
        "official_growth": "int32",
    },
    "enrolled": {
        "is_tested": "boolean",
        "is_exempt": "boolean",
        "is_alternate": "boolean",
        "arrived_late": "boolean",
    },
    "attendance": {"enrolled_days": "int32", "absent_days": "int32"},
    "graded": {"passes_all": "boolean"},
}
BASES = tuple(_AMOUNTS)
COLUMNS: Mapping[str, Mapping[str, str]] = {
    name: {**_MEMBERSHIP, **amounts} for name, amounts in _AMOUNTS.items()
}


def base_table(name: str) -> ir.Table:
    """One of tested, enrolled, attendance and graded: a row is one student's."""
    return ibis.table(COLUMNS[name], name=name)


def cell_slices() -> ir.Table:
    """In which slices the students of a cell count. A slice is `is_detailed` where groups of
    students are told, too; a grade is a number that stands for it.
    """
    return ibis.table(
        {"cell": "int32", "slice": "int32", "is_detailed": "boolean", "grade": "int16"},
        name="cell_slices",
    )
