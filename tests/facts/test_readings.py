from datetime import date
from decimal import Decimal

import duckdb
import pytest

from convergent.facts.readings import applied, looser, strict
from convergent.facts.tables import Column
from convergent.facts.tables.rostering import ROLES, USER_ROLES

LEFT = ("nothing", "")


def _reads(column, text):
    """The value and what was odd about it, by the first reading that understands it."""
    readings = [(strict(column), ""), *((one.sql, one.notice) for one in looser(column))]
    for sql, notice in readings:
        question = f"SELECT {applied(sql, 'text')} FROM (SELECT ?::VARCHAR AS text)"
        [(value,)] = duckdb.execute(question, [text]).fetchall()
        if value is not None:
            return value, notice
    return LEFT


def _column(kind):
    return Column(name="one", stored="one", kind=kind)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2024-08-01", (date(2024, 8, 1), "")),
        ("2024-8-1", (date(2024, 8, 1), "other spelling of a date")),
        ("20240801", (date(2024, 8, 1), "other spelling of a date")),
        ("2024/8/1", (date(2024, 8, 1), "other spelling of a date")),
        ("2024-08-01T05:00:00.000Z", (date(2024, 8, 1), "moment for a date")),
        ("2024-08-01 05:00", (date(2024, 8, 1), "moment for a date")),
        ("8/1/2024", (date(2024, 8, 1), "month first")),
        ("8/1/2024 12:00 AM", (date(2024, 8, 1), "month first")),
        ("13/1/2024", (date(2024, 1, 13), "day first")),
        ("1.8.2024", (date(2024, 8, 1), "day first")),
        ("01-Aug-2024", (date(2024, 8, 1), "month in letters")),
        ("August 1, 2024", (date(2024, 8, 1), "month in letters")),
        ("8/1/24", LEFT),
        ("99/1/5", LEFT),
        ("2024-02-30", LEFT),
        ("0024-08-01", LEFT),
        ("202481", LEFT),
        ("2024", LEFT),
    ],
)
def test_date_is_read_where_its_meaning_is_certain(text, read):
    assert _reads(_column("date"), text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2023-05-01T18:25:43.511Z", ("2023-05-01T18:25:43.511000", "")),
        ("2023-05-01", ("2023-05-01T00:00:00", "date alone")),
        ("1/05/2023", ("2023-01-05T00:00:00", "month first")),
        ("15/06/2023 10:00", ("2023-06-15T10:00:00", "day first")),
        ("yesterday", None),
    ],
)
def test_moment_is_read_where_its_meaning_is_certain(text, read):
    value, notice = _reads(_column("moment"), text)

    assert (value, notice) == LEFT if read is None else (value.isoformat(), notice) == read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[("K", "KG"), ("1", "01"), ("Grade 3", "03"), ("4th", "04"), ("Third Grade", "03")],
        *[("1.0", "01"), ("Pre-K", "PK"), ("ps1", "PS"), ("ungraded", "UG")],
    ],
)
def test_grade_is_read_as_its_code(text, code):
    assert _reads(_column("grade"), text) == (code, "other spelling of a grade")


@pytest.mark.parametrize("text", ["14", "-1", "sixth form", "A"])
def test_grade_that_nobody_knows_is_left(text):
    assert _reads(_column("grade"), text) == LEFT


def test_list_of_grades_is_read_whole_or_not_at_all():
    assert _reads(_column("grades"), "K, 1") == (["KG", "01"], "other spelling of a grade")
    assert _reads(_column("grades"), "K,blue") == LEFT


@pytest.mark.parametrize(("text", "value"), [("TRUE", True), ("Y", True), ("0", False)])
def test_boolean_in_other_words_is_read(text, value):
    assert _reads(_column("boolean"), text) == (value, "other words for true and false")


def test_number_in_dollars_is_read():
    value = Decimal("-1234.5000")
    assert _reads(_column("decimal"), "($1,234.50)") == (value, "parentheses for less than nothing")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("teacher", ("teacher", "")),
        ("ext:coach", ("ext:coach", "")),
        ("Site Administrator", ("siteAdministrator", "other spelling")),
        ("professor", ("teacher", "other word")),
        ("administrator", ("siteAdministrator", "other word")),
        ("wizard", LEFT),
    ],
)
def test_role_is_read_where_its_meaning_is_certain(text, read):
    assert _reads(USER_ROLES.column("role"), text) == read


def test_words_mean_values_that_are_allowed_and_give_no_right_of_ours():
    meant = {value for _, value in USER_ROLES.column("role").understood}
    assert meant - ROLES == {"ext:other"}
