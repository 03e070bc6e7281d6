"""Protects a table with tau-ARGUS, by its Python package; needs `pip install pytauargus`.

Its modular method (HiTaS), with the frequency rule of ten students and a safety range. A range in
percent of a cell's value is what its rules know, and its manual's is 20: of a cell of three that is
less than one student. `OUR_RULE` gives each small cell the range that ours asks of it, by a file of
protection levels, so that both do the same.
"""

import time
from pathlib import Path

import numpy as np

from convergent.analysis.disclosure.table import TOTAL, Release

WITHHELD = ("U", "M")
MINIMUM = 10
OUR_RULE = 0
"""In place of a percentage."""
LEAST_RANGE = 1
METHODS = {"modular": "MOD(1,5,1,0,0,0)", "optimal": "OPT(1,60)"}


def protected(table, cross, *, percent, method, folder):
    """Its release of a table, by the rows of our cross, and the CPU seconds that it took."""
    from pytauargus import TableResult, protect
    from pytauargus.engine import run_batch

    began = time.process_time()
    found = protect(
        _students(table),
        ["school", "groups", "levels"],
        response="students",
        safety_rules=f"FREQ(10,{percent or LEAST_RANGE})",
        suppress=METHODS[method],
        hrc={"school": _hierarchy(table, Path(folder))},
        hierleadstring="@",
        workdir=str(folder),
        run=False,
    )
    if percent == OUR_RULE:
        _ask_for_our_ranges(cross, Path(found.files["arb"]))
    run_batch(found.files["arb"])
    seconds = time.process_time() - began
    theirs = TableResult(found.files["tab1"], ["school", "groups", "levels"], "students")
    return _release(theirs, cross), seconds


def _ask_for_our_ranges(cross, batch):
    """Down to the lowest value that each small cell can have, and minus two above that."""
    n, lowest = cross.system.n, cross.system.lowest
    lines = []
    for cell in np.flatnonzero((n > 0) & (n < MINIMUM)).tolist():
        named = ";".join(_named(cross.codes[cell].tolist()))
        more = max(lowest[cell] + MINIMUM - 2 - n[cell], 0)
        # Its reader counts columns on the first line, and knows no two numbers there.
        lines += [] if lines else [f"{named};U"]
        lines.append(f"{named};PL;{n[cell] - lowest[cell]};{more}")
    file = batch.with_name("ranges.hst")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = batch.read_text(encoding="utf-8")
    asked = f'<APRIORI> "{file}",1,";",0,0\n<SUPPRESS>'
    batch.write_text(told.replace("<SUPPRESS>", asked, 1), encoding="utf-8")


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
