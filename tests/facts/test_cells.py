"""Whatever a cell holds, a spreadsheet takes it for no formula, and it comes back as it was."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergent.facts.cells import marked, unmarked

pytestmark = pytest.mark.without_records
CELLS = st.text() | st.from_regex(r"\A'{0,3}[=+\-@\t\r]\w{0,3}\Z")


def read(value):
    question = f"SELECT {unmarked('value')} FROM (SELECT $value AS value)"
    with duckdb.connect() as connection:
        ((found,),) = connection.execute(question, {"value": value}).fetchall()
    return found


@given(CELLS.filter(lambda value: "\0" not in value))
def test_marked_cell_comes_back_as_it_was(value):
    assert read(marked(value)) == value


@given(st.text().filter(lambda value: "\0" not in value and not value.startswith("'")))
def test_cell_without_a_mark_is_read_as_it_is(value):
    assert read(value) == value


@given(CELLS)
def test_no_marked_cell_begins_like_a_formula(value):
    begins = marked(value)[:1]
    assert begins not in {"=", "@", "\t", "\r"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("=1+1", "'=1+1"), ("'=1", "''=1"), ("-5", "-5"), ("-5,5", "-5,5"), ("-a", "'-a"), ("a", "a")],
)
def test_examples(value, expected):
    assert marked(value) == expected
