"""Loads of a small export, without anybody who listens."""

import csv

import pyarrow.parquet as pq
from tests.facts.first import load_first
from tests.loads.exports import Export

from convergent.facts.load import Options
from convergent.facts.snapshot import current_snapshot


def load_small(export, folder, *, home, **options):
    return load_first(export.write(folder), home=home, options=Options(**options))


def students(number):
    """An export with the first so many students."""
    return Export(students=dict(list(Export().students.items())[:number]))


def serving_users(home):
    rows = pq.read_table(current_snapshot(home).table("users")).to_pylist()
    return {row["sourced_id"]: row for row in rows}


def cells_of(path):
    with path.open(newline="") as file:
        return list(csv.reader(file))
