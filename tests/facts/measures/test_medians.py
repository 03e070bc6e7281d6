"""The median and its interval of order statistics, as the engine works them out."""

import duckdb
import ibis
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from convergent.facts.measures.summaries import medians

COUNTS = {"slice": "int32", "student_group": "int16", "amount": "int32", "n": "int64"}
QUESTION = ibis.to_sql(medians(ibis.table(COUNTS, name="counts")), dialect="duckdb")


def median_of(values):
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE counts (slice INT, student_group INT, amount INT, n BIGINT)"
        )
        for amount, n in zip(*np.unique(values, return_counts=True), strict=True):
            connection.execute("INSERT INTO counts VALUES (1, 0, ?, ?)", [int(amount), int(n)])
        (row,) = connection.execute(str(QUESTION)).fetchall()
    return row[2:]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 99), min_size=1, max_size=60))
def test_median_is_numpys(values):
    median, _, low, high, students = median_of(values)
    assert (median, students) == (np.median(values), len(values))
    assert low is None or low <= median <= high


@pytest.mark.parametrize("students", [5, 6, 10, 25, 60, 300])
def test_interval_holds_the_median_in_nine_samples_of_ten(students):
    """The chance is binomial: that of fewer than `rank` values below the true median."""
    _, _, low, high, _ = median_of(range(1, students + 1))
    assert low + high == students + 1
    missed = 2 * binom.cdf(low - 1, students, 0.5)
    assert missed <= 0.105
    assert 2 * binom.cdf(low, students, 0.5) > 0.10 or low == 1


def test_four_students_have_no_interval():
    assert median_of([1, 2, 3, 4])[2:4] == (None, None)
