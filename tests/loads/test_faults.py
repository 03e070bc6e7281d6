"""What was wrong is gathered by what people mend: one rule, in one column, of one file."""

import pytest

from convergent.facts.findings import Broken, Finding
from convergent.loads.faults import faults_of


def findings(count, *, file="users.csv", column="role", rule="required"):
    fix = f"Fill in {column}."
    return [
        Finding(file=file, line=line, column=column, rule=rule, fix=fix)
        for line in range(2, count + 2)
    ]


def told(errors, broken=(), tables=None):
    found = faults_of(errors, broken, tables=tables or {})
    return [(one.first.file, one.first.column, one.rows, one.is_all) for one in found]


def test_columns_of_one_rule_are_apart():
    errors = [*findings(2), *findings(1, column="name")]
    assert told(errors) == [("users.csv", "role", 2, True), ("users.csv", "name", 1, True)]


def test_notice_of_the_same_rule_is_not_counted():
    broken = [Broken("users", "required", "role", 2), Broken("users", "required", "grade", 90_000)]
    assert told(findings(2), broken) == [("users.csv", "role", 2, True)]


def test_rows_beyond_those_that_are_shown_are_counted():
    broken = [Broken("orgs", "required", "role", 7000), Broken("users", "required", "role", 5000)]
    tables = {"users.csv": "users"}
    assert told(findings(1000), broken, tables) == [("users.csv", "role", 5000, True)]


@pytest.mark.parametrize("files", [("users.csv", "more.csv")])
def test_rows_of_two_files_that_are_not_all_shown_are_at_least_so_many(files):
    errors = [*findings(600, file=files[0]), *findings(400, file=files[1])]
    broken = [Broken("users", "required", "role", 5000)]
    assert told(errors, broken) == [
        ("users.csv", "role", 600, False),
        ("more.csv", "role", 400, False),
    ]
