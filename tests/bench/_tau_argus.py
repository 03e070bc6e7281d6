"""Protects a table with tau-ARGUS, by its Python package; needs `pip install pytauargus`.

Its modular method (HiTaS), with the frequency rule of ten students and a safety range in percent of
a cell: the nearest to ours that it knows. A range of 20 is its manual's; 100 is near our rule.
"""

import time
from pathlib import Path

import numpy as np

from convergent.analysis.disclosure.table import TOTAL, Release

WITHHELD = ("U", "M")


def protected(table, cross, *, percent, folder):
    """Its release of a table, by the rows of our cross, and the seconds that it took."""
    from pytauargus import protect

    began = time.perf_counter()
    found = protect(
        _students(table),
        ["school", "groups", "levels"],
        response="students",
        safety_rules=f"FREQ(10,{percent})",
        suppress="MOD(1,5,1,0,0,0)",
        hrc={"school": _hierarchy(table, Path(folder))},
        hierleadstring="@",
        workdir=str(folder),
    )
    seconds = time.perf_counter() - began
    return _release(found.tables[0], cross), seconds


def _students(table):
    """A row for each of them."""
    school, group, level = (np.repeat(codes, table.n) for codes in table.codes)
    return {
        "school": [_school(one) for one in school],
        "groups": [f"G{one}" for one in group],
        "levels": [f"L{one}" for one in level],
        "students": [1.0] * len(school),
    }


def _hierarchy(table, folder):
    (networks,) = table.dimensions[0].parents
    lines = [
        line
        for network in np.unique(networks)
        for line in [
            _network(network),
            *(f"@{_school(one)}" for one in np.flatnonzero(networks == network)),
        ]
    ]
    file = folder / "school.hrc"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


def _release(theirs, cross):
    """A cell that they leave out holds nobody."""
    withheld = {
        (row["school"], row["groups"], row["levels"])
        for row, status in zip(theirs.rows, theirs.status(), strict=True)
        if status in WITHHELD
    }
    is_published = np.array([_named(codes) not in withheld for codes in cross.codes.tolist()])
    assert (~is_published).sum() == len(withheld)
    return Release(cross.dimensions, cross.codes, cross.system.n, is_published)


def _named(codes):
    school, network, group, level = codes
    place = _school(school) if school != TOTAL else _network(network) if network != TOTAL else ""
    return (
        place or "Total",
        f"G{group}" if group != TOTAL else "Total",
        f"L{level}" if level != TOTAL else "Total",
    )


def _school(code):
    return f"S{code:05d}"


def _network(code):
    return f"N{code:03d}"
