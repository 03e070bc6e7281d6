import threading
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from convergent.facts.connection import reading_cursor
from convergent.facts.load import Options, load
from convergent.facts.query import (
    classes_taught,
    days_taught,
    enrolment_by_school,
    organisations,
    school_years,
    staff,
    staff_roles,
)
from convergent.facts.rows import (
    ClassRow,
    OrgRow,
    RoleRow,
    SchoolEnrolmentRow,
    SchoolYearRow,
    StaffRow,
)
from convergent.facts.scope import OutOfScope, mint_scope
from convergent.facts.snapshot import current_snapshot
from convergent.facts.values import Suppressed

TODAY = date(2026, 11, 19)
FILES = {
    "orgs": """sourcedId,status,name,type,identifier,parentSourcedId,metadata.grades
d,active,Bay Schools,district,,,
east,active,East School,school,7,d,"06, 07"
west,,West School,school,8,d,
gone,tobedeleted,Old School,school,9,d,
""",
    "users": "sourcedId,enabledUser,givenName,familyName,email,preferredGivenName\n"
    "t,true,Ada,Ruiz,ada@bay.example,Addie\n"
    + "".join(f"s{n},true,Student,{n},,\n" for n in range(12)),
    "roles": "sourcedId,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    """metadata.fte,metadata.acting,metadata.title
r1,t,primary,teacher,2020-08-01,,east,0.5,FALSE,Teacher
r2,t,secondary,ext:coach,2020-08-01,2024-06-30,west,,true,
"""
    + "".join(f"e{n},s{n},primary,student,2025-08-17,,east,,,\n" for n in range(11))
    + "w11,s11,primary,student,2025-08-17,,west,,,\n"
    + "past,s11,primary,student,2020-08-17,2021-06-12,east,,,\n",
    "academicSessions": """sourcedId,title,type,startDate,endDate
y26,2025-26,schoolYear,2025-08-17,2026-06-12
y25,2024-25,schoolYear,2024-08-17,2025-06-12
term,Fall,term,2025-08-17,2025-12-19
""",
    "courses": "sourcedId,title\nc,Reading\n",
    "classes": """sourcedId,title,courseSourcedId,schoolSourcedId
k1,Reading 6,c,east
k2,Reading 7,,west
""",
    "enrollments": "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\n"
    "t1,k1,east,t,teacher\n"
    + "".join(f"k1-{n},k1,east,s{n},student\n" for n in range(11))
    + "k2-11,k2,west,s11,student\n",
    "calendar_days": """org_id,date,day_type
d,2025-11-24,instructional
d,2025-11-25,half
d,2025-11-26,break
d,2025-12-01,instructional
east,2025-11-25,professional_development
east,2025-11-26,make_up
""",
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text)
    home = tmp_path_factory.mktemp("home")
    load([folder], home=home, options=Options(as_of=TODAY))
    return current_snapshot(home)


def _scope(*schools, grain="class", classes=None):
    return mint_scope(
        schools=frozenset(schools) or None,
        classes=None if classes is None else frozenset(classes),
        grain=grain,
        reason="test",
    )


def test_organisations_leave_out_what_is_to_be_deleted(snapshot):
    assert organisations(snapshot) == [
        OrgRow("d", "Bay Schools", "district", "", None, ()),
        OrgRow("east", "East School", "school", "7", "d", ("06", "07")),
        OrgRow("west", "West School", "school", "8", "d", ()),
    ]


def test_staff_are_those_with_a_role_beside_student(snapshot):
    assert staff(snapshot) == [StaffRow("t", "Ada", "Ruiz", "Addie", "ada@bay.example", True)]


def test_staff_roles_keep_past_terms(snapshot):
    begins = date(2020, 8, 1)
    assert staff_roles(snapshot) == [
        RoleRow("r1", "t", "east", "teacher", begins, None, Decimal("0.5"), False, "Teacher", True),
        RoleRow("r2", "t", "west", "ext:coach", begins, date(2024, 6, 30), None, True, "", False),
    ]


def test_school_years_come_oldest_first(snapshot):
    assert school_years(snapshot) == [
        SchoolYearRow("y25", "2024-25", date(2024, 8, 17), date(2025, 6, 12)),
        SchoolYearRow("y26", "2025-26", date(2025, 8, 17), date(2026, 6, 12)),
    ]


def test_the_days_of_a_school_are_its_own_before_the_districts(snapshot):
    november = {"first": date(2025, 11, 1), "last": date(2025, 11, 30)}
    east, west = (days_taught(snapshot, one, **november) for one in ("east", "west"))
    assert east == [date(2025, 11, 24), date(2025, 11, 26)]
    assert west == [date(2025, 11, 24), date(2025, 11, 25)]


def test_enrolment_of_fewer_than_ten_students_is_suppressed(snapshot):
    assert enrolment_by_school(snapshot, _scope(grain="school")) == [
        SchoolEnrolmentRow("east", 11),
        SchoolEnrolmentRow("west", Suppressed("fewer than 10 students")),
    ]


def test_enrolment_is_exact_for_who_sees_each_student(snapshot):
    assert enrolment_by_school(snapshot, _scope("west", grain="student")) == [
        SchoolEnrolmentRow("west", 1)
    ]


def test_enrolment_on_an_earlier_day_counts_who_was_there(snapshot):
    then = enrolment_by_school(snapshot, _scope("east", grain="student"), on=date(2021, 1, 1))

    assert then == [SchoolEnrolmentRow("east", 1)]


def test_enrolment_outside_the_scope_is_refused(snapshot):
    with pytest.raises(OutOfScope):
        enrolment_by_school(snapshot, _scope("east"), schools=["west"])


def test_enrolment_by_school_for_a_scope_of_district_grain_is_refused(snapshot):
    with pytest.raises(OutOfScope):
        enrolment_by_school(snapshot, _scope(grain="district"))


def test_classes_taught_are_those_of_the_schools_in_scope(snapshot):
    assert classes_taught(snapshot, _scope("east")) == [
        ClassRow("k1", "Reading 6", "Reading", "east", ("t",), 11)
    ]


def test_classes_taught_are_those_named_in_the_scope(snapshot):
    small = Suppressed("fewer than 10 students")

    assert classes_taught(snapshot, _scope("east", "west", classes=["k2"])) == [
        ClassRow("k2", "Reading 7", "", "west", (), small)
    ]


def test_classes_taught_by_who_has_none_are_none(snapshot):
    assert classes_taught(snapshot, _scope("east", classes=[])) == []


def test_enrolment_by_school_for_a_scope_of_single_classes_is_refused(snapshot):
    with pytest.raises(OutOfScope):
        enrolment_by_school(snapshot, _scope("east", classes=["k1"]))


def test_classes_taught_for_a_scope_of_school_grain_are_refused(snapshot):
    with pytest.raises(OutOfScope):
        classes_taught(snapshot, _scope("east", grain="school"))


@pytest.mark.asvs("13.2.2")
@pytest.mark.parametrize(
    "statement",
    [
        "FROM read_csv('/etc/passwd')",
        "FROM read_text('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET threads = 4",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_reading_cursor_refuses_what_is_not_a_snapshot(snapshot, statement):
    with pytest.raises(duckdb.Error):
        reading_cursor(snapshot.folder.parent).execute(statement)


def test_reading_cursor_is_one_for_each_thread(snapshot):
    cursors = []
    threads = [
        threading.Thread(target=lambda: cursors.append(reading_cursor(snapshot.folder.parent)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
        thread.join()

    assert cursors[0] is not cursors[1]
    assert reading_cursor(snapshot.folder.parent) is reading_cursor(snapshot.folder.parent)
