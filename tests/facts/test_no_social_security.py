"""No social-security number is taken in: not by its shape, nor by what its column is called."""

import csv
import io

import pytest
from tests.facts.small_export import FILES, write
from tests.facts.test_oneroster_csv import TODAY, _errors, _notices, _rows

from convergent.facts.findings import Finding
from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot
from convergent.facts.social_security import holds_social_security_number, is_of_social_security

RULE = "social-security number"
NUMBER = "219-09-9999"


@pytest.fixture
def loaded(home, tmp_path):
    """Loads the small export with some files changed."""

    def load_changed(**changed):
        folder = write(tmp_path / f"export{len(list(tmp_path.iterdir()))}", FILES, **changed)
        return load([folder], home=home, options=Options(as_of=TODAY))

    return load_changed


def users(change):
    """users.csv with each of its rows changed."""
    rows = list(csv.DictReader(io.StringIO(FILES["users.csv"])))
    for number, row in enumerate(rows):
        change(number, row)
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def kept_in(home):
    files = [file for file in home.rglob("*") if file.is_file()]
    return [file.name for file in files if NUMBER.encode() in file.read_bytes()]


@pytest.mark.asvs("14.2.4")
@pytest.mark.parametrize("column", ["identifier", "familyName", "userMasterIdentifier"])
def test_value_of_its_shape_refuses_the_load(loaded, home, column):
    def second(number, row):
        if number == 1:
            row[column] = NUMBER

    result = loaded(users=users(second))
    assert result.status == "refused"
    assert _errors(result) == [("users.csv", 3, column, "", RULE)]
    assert (current_snapshot(home), kept_in(home)) == (None, [])


def test_value_in_a_column_that_is_not_read_stands_nowhere(loaded, home):
    result = loaded(users=users(lambda _number, row: row.update(phone=NUMBER)))
    assert (result.status, kept_in(home)) == ("published", [])


def test_one_in_a_list_of_ids_refuses_the_load(loaded, home):
    result = loaded(users=FILES["users.csv"].replace("{SIS:2}", f"{{SSN:{NUMBER}}}"))
    assert [one.rule for one in result.errors] == [RULE]
    assert kept_in(home) == []


def test_one_where_a_date_belongs_is_neither_shown_nor_kept(loaded, home):
    demographics = FILES["demographics.csv"].replace("2015-03-01", NUMBER)
    assert demographics != FILES["demographics.csv"]
    result = loaded(demographics=demographics)
    assert [(one.rule, one.value) for one in result.errors] == [(RULE, "")]
    assert kept_in(home) == []


@pytest.mark.parametrize("heading", ["SSN", "studentSSN", "Social Security No", "Seguro Social"])
def test_column_of_them_is_passed_over_and_told_of(loaded, home, heading):
    lines = FILES["users.csv"].splitlines()
    numbered = [f"{lines[0]},{heading}", *(f"{row},219099999" for row in lines[1:])]
    result = loaded(users="\n".join(numbered))
    assert ("users.csv", 1, heading, "", RULE, 1) in _notices(result)
    assert [one for one in home.rglob("*.parquet") if b"219099999" in one.read_bytes()] == []


def test_left_out_row_with_one_in_a_column_that_is_not_read_is_not_kept(loaded, home):
    lines = FILES["users.csv"].splitlines()
    numbered = [f"{lines[0]},note", *(f"{row},{NUMBER}" for row in lines[1:])]
    result = loaded(users="\n".join(numbered).replace("u2,,,true", "u2,,,maybe"))
    assert [one.rule for one in result.errors][:1] == ["boolean"]
    assert kept_in(home) == []


def test_mapping_that_reads_such_a_column_is_refused(home, tmp_path):
    (home / "mappings").mkdir(parents=True)
    (home / "mappings" / "ours.toml").write_text(
        """
[[rows]]
form = "attendance_daily"
[rows.columns]
student_id = "SSN"
date = "Day"
attendance_status = "Mark"
[rows.constants]
school_id = "s1"
"""
    )
    (tmp_path / "att.csv").write_text("SSN,Day,Mark\n219099999,2026-09-02,present\n")
    result = load([tmp_path / "att.csv"], home=home, options=Options(as_of=TODAY))
    assert result.status == "refused"
    assert _errors(result) == [("att.csv", 1, "SSN", "", RULE)]


def test_nine_digits_are_an_id_like_any_other(loaded, home):
    def nine(number, row):
        row["identifier"] = str(219_099_990 + number)

    result = loaded(users=users(nine))
    assert (result.status, result.errors) == ("published", ())
    assert ("219099990",) in _rows(home, "users", "identifier")


@pytest.mark.without_records
@pytest.mark.parametrize(
    "heading",
    [
        *("ssn", "SSN#", "ssn_last_4", "ssnLast4", "SSNLast4", "soc sec", "SocSecNum"),
        *("socialSecurityNumber", "Social-Security", "Número de seguro social"),
    ],
)
def test_heading_says_that_it_holds_them(heading):
    assert is_of_social_security(heading)


@pytest.mark.without_records
@pytest.mark.parametrize(
    "heading",
    [
        *("classNumber", "CLASSNUMBER", "metadata.SSID", "session", "passNumber", "lessonNo"),
        *("Social Studies", "social_section", "HIST_SOCST_CROSS", "socialSecondary"),
    ],
)
def test_other_headings_do_not(heading):
    assert not is_of_social_security(heading)


@pytest.mark.without_records
@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        f"Her number is {NUMBER}.",
        "219\u201309\u20139999",
        "SSN 219099999",
        "ssn: 219 09 9999",
        "his social security number is 219099999",
        "912-78-9999",
    ],
)
def test_text_holds_one(text):
    assert holds_social_security_number(text)
    assert Finding(file="a.csv", value=text, rule="r", fix="f").value == "(not shown)"


@pytest.mark.without_records
@pytest.mark.parametrize(
    "text",
    [
        "219099999",
        "student 219099999",
        "202-555-0143",
        "2026-11-23",
        "60614-1234",
        "555-219-09-9999",
        "219-09-99999",
        "She asked about social security for 30 minutes",
        "978-3-16-148410-0",
    ],
)
def test_text_holds_none(text):
    assert not holds_social_security_number(text)
    assert Finding(file="a.csv", value=text, rule="r", fix="f").value == text
