from datetime import date

import duckdb
import pytest
from tests.facts.small_export import write

from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot

FILES = {
    "orgs.csv": "sourcedId,name,type,parentSourcedId\nd1,Harbor City,district,\n"
    "s1,Lincoln,school,d1\nh1,College of Arts,college,d1\n",
    "academicSessions.csv": "sourcedId,title,type,schoolYear,startDate,endDate\n"
    "y27,2026-27,schoolYear,2027,8/17/2026,6/12/2027\n",
    "courses.csv": "sourcedId,orgSourcedId,title,code,schoolYearSourcedId,subject,grade\n"
    "c1,s1,Reading 6,R6,y27,10,6\n",
    "users.csv": "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,"
    "phone,sms\nu1,ana,Ana,Silva,Secret1!,,,,\nu2,pat,Pat,Cole,,,,,\n",
    "roles.csv": "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,"
    "roleEndDate\nu1,s1,student,y27,06,TRUE,8/17/2026,6/12/2027\nu2,h1,professor,y27,,TRUE,,\n"
    "u2,s1,teacher,y27,,FALSE,,\n",
    "classes.csv": "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\n"
    "k1,s1,Reading 6-1,y27,c1\n",
    "enrollments.csv": "classSourcedId,userSourcedId,role\nk1,u1,student\nk1,u2,teacher\n",
    "demographics.csv": "userSourcedId,sex,birthDate,birthCity,birthState,birthCountry,"
    'ethnicityCodes,raceCodes\nu1,female,3/1/2015,,,,hispanicOrLatinoEthnicity,"white,asian"\n',
    "userFlags.csv": "userSourcedId,flag\nu1,iep\nu1,504\nu1,chessClub\n",
    "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\n"
    "u1,u2,guardian\n",
}


@pytest.fixture
def result(home, tmp_path):
    folder = write(tmp_path / "export", FILES)
    return load([folder], home=home, options=Options(as_of=date(2026, 11, 19)))


def _rows(home, table, columns):
    file = current_snapshot(home).table(table)
    return duckdb.execute(f"SELECT {columns} FROM read_parquet('{file}') ORDER BY ALL").fetchall()


def test_every_row_loads_and_every_oddity_is_noticed(result):
    assert (result.status, result.errors) == ("published", ())
    assert [(one.file, one.line, one.column, one.rule) for one in result.notices] == [
        ("relationships.csv", 1, "", "not kept"),
        ("orgs.csv", 4, "type", "other word"),
        ("academicSessions.csv", 2, "startDate", "month first"),
        ("academicSessions.csv", 2, "endDate", "month first"),
        ("courses.csv", 2, "grade", "other spelling of a grade"),
        ("users.csv", 2, "password", "password"),
        ("roles.csv", 2, "roleStartDate", "month first"),
        ("roles.csv", 2, "roleEndDate", "month first"),
        ("roles.csv", 3, "role", "other word"),
        ("demographics.csv", 2, "birthDate", "month first"),
    ]


def test_keys_that_are_left_out_are_made(result, home):
    assert _rows(home, "roles", "sourced_id, role_type, role") == [
        ("u1:s1:student:y27", "primary", "student"),
        ("u2:h1:professor:y27", "primary", "teacher"),
        ("u2:s1:teacher:y27", "secondary", "teacher"),
    ]
    assert _rows(home, "enrollments", "sourced_id, school_id") == [
        ("k1:u1:student", "s1"),
        ("k1:u2:teacher", "s1"),
    ]


def test_grade_and_school_of_users_come_from_their_roles(result, home):
    assert _rows(home, "users", "sourced_id, primary_org_id, grades, enabled") == [
        ("u1", "s1", ["06"], True),
        ("u2", "h1", None, True),
    ]


def test_class_lasts_as_long_as_its_sessions(result, home):
    assert _rows(home, "classes", "begins, ends") == [(date(2026, 8, 17), date(2027, 6, 12))]


def test_codes_of_race_become_flags(result, home):
    flags = "white, asian, black_or_african_american, hispanic_or_latino"
    assert _rows(home, "demographics", flags) == [(True, True, False, True)]


def test_flags_become_programs_and_those_unknown_say_so(result, home):
    assert _rows(home, "program_status", "student_id, program, code") == [
        ("u1", "disability", "iep"),
        ("u1", "ext:chessClub", "chessClub"),
        ("u1", "section_504", "504"),
    ]
