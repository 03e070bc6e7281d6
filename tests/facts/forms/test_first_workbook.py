"""A new district's first workbook, with faults in it: what is said, and what may be published."""

import pytest
from tests.facts.forms.test_workbook import SCHOOLS, STAFF, start

from convergent.facts.sources.spreadsheet import write_workbook

pytestmark = pytest.mark.without_records
PRINCIPAL = STAFF[0]


@pytest.fixture
def load_start(loads, monkeypatch):
    def load_start(staff=STAFF, schools=SCHOOLS):
        monkeypatch.setattr("tests.facts.forms.test_workbook.SCHOOLS", schools)
        start(loads.exports / "start.xlsx", staff)
        return loads.load("start.xlsx")

    return load_start


def told(result):
    return [(one.line, one.column, one.rule, one.fix) for one in result.errors]


def test_workbook_without_a_usable_school_is_refused_in_its_own_words(load_start):
    result = load_start([PRINCIPAL], [("101", None, "Harbor City", "harbor")])

    assert (result.status, result.snapshot) == ("refused", None)
    assert told(result) == [
        (2, "school", "required", "Fill in school."),
        (2, "school_id", "reference", "Add the place to the sheet Schools, or correct school_id."),
        (0, "", "something left to publish", "Mend the errors: no school would be left."),
        (0, "", "something left to publish", "Mend the errors: no role of staff would be left."),
    ]


def test_unknown_role_is_answered_with_the_roles_of_the_workbook(load_start):
    result = load_start([*STAFF, ("e9", "Ann", "principle", "101")])

    ((line, column, rule, fix),) = told(result)
    assert (line, column, rule) == (7, "role", "allowed value")
    assert fix.startswith("Write one of Aide, Assistant principal, Budget analyst, ")
    assert "ext:" not in fix


def test_school_named_twice_is_told_by_its_own_column(load_start):
    result = load_start(schools=[*SCHOOLS, SCHOOLS[0]])

    assert told(result) == [(5, "school_id", "duplicate", "Keep one row for each school_id.")]


def test_mended_workbook_is_not_held_where_nobody_had_a_role(load_start, loads):
    loads.load("orgs.csv", "users.csv")
    spoilt = [("t1", "Rosa", "Principal", "101", "Medina"), ("t2", "Dan", "Coach", "101")]

    result = load_start(spoilt, [("101", "Lincoln", "Harbor City", "d")])

    assert [one.table for one in result.differences if one.is_large] == ["orgs", "users"]
    assert result.status == "published"


def test_empty_workbook_is_refused_and_told_why(loads):
    write_workbook(loads.exports / "start.xlsx")

    result = loads.load("start.xlsx")

    assert result.status == "refused"
    assert [(one.rule, one.fix) for one in result.errors] == [
        ("rows", "Export it anew: no file of this load holds a row.")
    ]
