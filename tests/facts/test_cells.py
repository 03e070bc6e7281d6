"""Whatever a cell holds, a spreadsheet takes it for no formula, and it comes back as it was."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convergent.facts.cells import marked, unmarked
from convergent.facts.sources.secret_columns import is_secret

pytestmark = pytest.mark.without_records
CELLS = st.text() | st.from_regex(
    "\\A'{0,3}[ \u00a0\u3000\n]{0,2}[=+\\-@\\t\\r\\n\uff1d\uff0b]\\w{0,3}\\Z"
)


def read(value):
    question = f"SELECT {unmarked('value')} FROM (SELECT $value AS value)"
    with duckdb.connect() as connection:
        ((found,),) = connection.execute(question, {"value": value}).fetchall()
    return found


@pytest.mark.asvs("1.1.1")
@settings(deadline=None)
@given(CELLS.filter(lambda value: "\0" not in value))
def test_marked_cell_comes_back_as_it_was(value):
    assert read(marked(value)) == value


@settings(deadline=None)
@given(st.text().filter(lambda value: "\0" not in value and not value.startswith("'")))
def test_cell_without_a_mark_is_read_as_it_is(value):
    assert read(value) == value


@given(CELLS)
def test_no_marked_cell_begins_like_a_formula(value):
    begins = marked(value)[:1]
    assert begins not in {"=", "@", "\t", "\r"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("-5,5", "-5,5"),
        ("-a", "'-a"),
        ("a", "a"),
        ("\n=1", "'\n=1"),
        (" =1", "' =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        (" a", " a"),
    ],
)
def test_examples(value, expected):
    assert marked(value) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "password",
        "Contraseña",
        "CONTRASENA",
        "clave",
        "PIN",
        "studentPin",
        "user_pswd",
        "SSN",
        "xPwd",
    ],
)
def test_column_that_opens_an_account_is_secret(heading):
    assert is_secret(heading)


@pytest.mark.parametrize("heading", ["pinyin name", "claveEscuela", "session", "shipping", "name"])
def test_other_columns_are_none(heading):
    assert not is_secret(heading)
