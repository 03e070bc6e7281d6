"""The gate: what has to be withheld so that no small group can be derived from the whole menu.

The menu of a test and year is a sheet for each family of groups, and one of the grades: places by
parts. They share the column of everybody, which is made safe first; then whoever knows that column
learns nothing small from any sheet, and so from none of them together. Who counts in the district
and at no school is a place too, and who is in no known group a part: nobody is told of them, and
nobody may derive them. See docs/decisions/0016.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from convergent.analysis.children import end_with_parent
from convergent.analysis.disclosure.proofs import CannotBeSafe
from convergent.facts.literals import literal
from convergent.facts.measures.closing import Block, Column, Measure, Places
from convergent.facts.measures.disclosure import OF_TEACHERS, TOO_FEW_CHANGED, TOO_FEW_OTHERS
from convergent.facts.measures.menu import is_share
from convergent.facts.measures.student_groups import EVERYBODY, FIRST_PAIR

MANY_ROWS = 200_000
_BLOCK = ("district_id", "assessment", "subject", "school_year", "is_of_results", "base")
_ROWS = f"""SELECT dense_rank() OVER (ORDER BY {", ".join(_BLOCK)}) AS block,
    dense_rank() OVER (ORDER BY measure) AS measure, row, place_kind, place_id,
    coalesce(network_id, '') AS network, grade, code, students::BIGINT AS students,
    coalesce(everybody, students)::BIGINT AS everybody, minimum::BIGINT AS minimum,
    CASE WHEN {is_share()} THEN round(value * students)::BIGINT ELSE -1 END AS reached,
    withheld IS NOT NULL AS is_withheld, is_known, is_few_changed,
    coalesce(withheld IN ({", ".join(map(literal, sorted(OF_TEACHERS)))}), false) AS is_of_teachers
FROM (
    SELECT *, rests_on IN ('tested', 'growth', 'official') AS is_of_results,
        if(is_of_results, '', rests_on) AS base
    FROM assembled JOIN group_names ON name = student_group
    LEFT JOIN schools ON schools.school_id = assembled.place_id AND place_kind = 'school'
)
WHERE place_kind IN ('district', 'network', 'school') AND code < {FIRST_PAIR}
    AND (grade = '' OR code = {EVERYBODY}) AND NOT stays
ORDER BY block, measure, place_kind, place_id, grade, code"""
_WITHHOLD = f"""UPDATE assembled SET withheld = CASE WHEN is_few_changed
    THEN {literal(TOO_FEW_CHANGED)} ELSE {literal(TOO_FEW_OTHERS)} END
WHERE withheld IS NULL AND row IN (SELECT row FROM closed)"""


def close(connection: duckdb.DuckDBPyConnection, *, seed: int | None = None) -> list[int]:
    """Withholds in `assembled` all that would tell of few; ties are drawn by a secret seed.

    Every sheet draws from the seed afresh: where measures could hide a cell by one or by another,
    they choose the same, and what one withholds need not be withheld from the others too.
    Returns a row of each block that cannot be told anew beside what is out already.
    """
    ties = int(np.random.default_rng(seed).integers(2**62))
    found = list(_all_closed(list(_blocks(connection)), ties))
    stay = [one.stays for one in found if one.stays is not None]
    rows = np.concatenate([np.empty(0, np.int64), *(one.rows for one in found)])
    connection.register("closed", pa.table({"row": pa.array(rows, pa.int64())}))
    connection.execute(_WITHHOLD)
    connection.unregister("closed")
    return stay


def _blocks(connection: duckdb.DuckDBPyConnection) -> Iterator[Block]:
    table = connection.sql(_ROWS).to_arrow_table()
    columns = {name: table[name].to_numpy(zero_copy_only=False) for name in table.column_names}
    starts = np.flatnonzero(np.diff(columns["block"], prepend=-1))
    for start, end in zip(starts, [*starts[1:], table.num_rows], strict=False):
        yield {name: values[start:end] for name, values in columns.items()}


class _Closed(NamedTuple):
    """The rows of a block that are withheld; or one of them, where it stays as it was told."""

    rows: Column
    stays: int | None = None


def _all_closed(blocks: Sequence[Block], ties: int) -> Iterator[_Closed]:
    """Of each block; by all cores where there is much to do."""
    at_once = min(len(os.sched_getaffinity(0)), len(blocks))
    if at_once < 2 or sum(len(one["row"]) for one in blocks) < MANY_ROWS:
        yield from (_closed_block(one, ties) for one in blocks)
        return
    with ProcessPoolExecutor(at_once, get_context("spawn"), end_with_parent) as executor:
        yield from executor.map(_closed_block, blocks, repeat(ties))


def _closed_block(block: Block, ties: int) -> _Closed:
    try:
        return _Closed(np.concatenate(_closed_rows(block, ties)))
    except CannotBeSafe:
        return _Closed(np.empty(0, np.int64), int(block["row"][0]))


def _closed_rows(block: Block, ties: int) -> list[Column]:
    """First of all whom a test counts, whatever the measure; then of each measure beyond it.

    Measures of the same students are closed once.
    """
    places = Places(block)
    of_all = Measure(block, places, "everybody", ties)
    base = of_all.closed({})
    found = [of_all.rows(base)]
    closed: dict[tuple[Any, ...], dict[str, Column]] = {}
    for measure in np.unique(block["measure"]):
        own = {name: values[block["measure"] == measure] for name, values in block.items()}
        one = Measure(own, places, "students", ties)
        if one.is_of_everybody:
            found.append(one.rows(base))
            continue
        if one.looked_at not in closed:
            closed[one.looked_at] = one.closed(base)
        found.append(one.rows(closed[one.looked_at]))
    return found
