from datetime import date, time
from decimal import Decimal

import pytest
from tests.facts.forms.exports import found

from convergent.facts.sources.own_forms import FORMS, TABLES
from convergent.facts.sources.recognise import best_fits
from convergent.facts.sources.text import open_text
from convergent.facts.tables import TABLES as ALL_TABLES
from convergent.facts.templates import template_of

pytestmark = pytest.mark.without_records


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_template_is_recognised_as_its_form_in_any_order_and_by_no_name(form, tmp_path):
    heading = template_of(form.name).strip().split(",")
    file = tmp_path / "export.csv"
    file.write_text(",".join(reversed(heading)) + "\n")

    fit = best_fits(open_text(file), FORMS)[0]

    assert (fit.form.name, fit.sureness, fit.refusals) == (form.name, 1.0, ())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_is_declared_whole(table):
    names = {one.name for one in ALL_TABLES}
    assert set(table.key) <= {column.stored for column in table.columns}
    assert set(table.sorted_by) <= {column.stored for column in table.columns}
    assert [column.name for column in table.columns if not column.says] == []
    assert {column.refers_to for column in table.columns} - {""} <= names
    assert (table.absence == "replaced") == bool(table.replaced_by)
    assert table.absence != "ends" or table.has_status


def test_heading_spelled_otherwise_is_read_and_other_columns_are_noticed(loads):
    loads.write(
        "from_our_system.csv",
        "Student ID,Date,School-ID,ATTENDANCE_STATUS,excused,homeroom\n"
        "p1,9/1/2026,s1,Absent,yes,12\n"
        "p2,9/14/2026,s1,tardy,no,12\n",
    )

    result = loads.load()

    assert (result.status, result.errors) == ("published", ())
    assert loads.rows("attendance_daily", "student_id, date, attendance_status, excused") == [
        ("p1", date(2026, 9, 1), "absent", True),
        ("p2", date(2026, 9, 14), "tardy", False),
    ]
    assert ("from_our_system.csv", 1, "", "homeroom", "column known") in found(result.notices)


def test_missing_people_classes_and_schools_reject_and_others_are_noticed(loads):
    loads.write(
        "attendance_period.csv",
        "student_id,class_id,school_id,date,attendance_status\n"
        "p1,c1,s1,2026-09-01,absent\n"
        "nobody,c1,s1,2026-09-01,absent\n"
        "p1,no-class,s1,2026-09-01,absent\n"
        "p2,c1,no-school,2026-09-01,absent\n",
    )
    loads.write(
        "substitutes.csv",
        "staff_id,school_id,date,filled,covered_by,cover_id\nt1,s1,2026-09-01,true,colleague,who\n",
    )

    result = loads.load()

    assert found(result.errors) == [
        ("attendance_period.csv", 3, "student_id", "nobody", "reference"),
        ("attendance_period.csv", 4, "class_id", "no-class", "reference"),
        ("attendance_period.csv", 5, "school_id", "no-school", "reference"),
    ]
    assert ("substitutes.csv", 2, "cover_id", "who", "reference") in found(result.notices)
    assert loads.rows("substitutes", "staff_id, cover_id") == [("t1", None)]


def test_named_file_without_a_needed_column_is_refused_with_the_column(loads):
    loads.write("calendar_days.csv", "org_id,date,minutes,title\nd,2026-09-01,390,\n")

    result = loads.load()

    assert result.status == "refused"
    assert found(result.errors) == [("calendar_days.csv", 1, "day_type", "", "column present")]


@pytest.mark.asvs("2.2.3")
def test_days_and_times_are_checked(loads):
    loads.write(
        "calendar_days.csv",
        "org_id,date,day_type,minutes\nd,2026-09-01,instructional,390\n"
        "d,2026-07-01,instructional,390\nd,2026-12-24,holiday,0\ns1,2026-09-02,half,2000\n",
    )
    loads.write(
        "bell_times.csv",
        "school_id,bell_schedule,period,begins_at,ends_at\ns1,Regular,1,8:00 AM,8:45 AM\n"
        "s1,Regular,2,08:40,09:30\ns1,Regular,3,10:00,09:45\n",
    )

    result = loads.load()

    assert found(result.errors) == [
        ("calendar_days.csv", 5, "minutes", "2000", "range"),
        ("bell_times.csv", 4, "ends_at", "09:45", "order of times"),
    ]
    noticed = found(result.notices)
    assert ("calendar_days.csv", 3, "date", "2026-07-01", "school year") in noticed
    assert ("bell_times.csv", 2, "begins_at", "8:00 AM", "overlapping periods") in noticed
    assert loads.rows("bell_times", "begins_at") == [(time(8),), (time(8, 40),)]


def test_assignments_that_overlap_or_add_up_to_too_much_are_noticed(loads):
    loads.write(
        "staff_assignments.csv",
        "position_id,staff_id,org_id,staff_category,fte,begins,ends\n"
        "1,t1,s1,teacher,1.0,2026-08-01,\n"
        "2,t1,s2,coach,0.6,2026-08-01,\n"
        "3,t2,s1,teacher,1.0,2020-08-01,2026-06-30\n"
        "3,t2,s1,teacher,1.0,2025-08-01,\n"
        "4,,s1,teacher,1.0,2026-08-01,\n"
        "5,,s1,teacher,2.5,2026-08-01,\n",
    )
    loads.write(
        "vacancies.csv",
        "position_id,org_id,since,posted_on\n4,s1,2026-07-01,2026-07-10\n99,s1,2026-07-01,\n",
    )

    result = loads.load()

    assert found(result.errors) == [("staff_assignments.csv", 7, "fte", "2.5", "range")]
    noticed = {(one.line, one.rule, one.rows) for one in result.notices}
    assert noticed == {
        (2, "sum of FTE", 4),
        (4, "overlapping assignments", 2),
        (3, "position known", 1),
    }
    assert loads.rows("staff_assignments", "count(*) FILTER (staff_id IS NULL)") == [(1,)]


def test_spending_is_compared_with_its_total(loads):
    loads.write(
        "spending.csv",
        "fiscal_year,org_id,amount_type,function,object,fund,amount,expiring\n"
        '2027,s1,budget,1000,100,General,"$1,000.50",no\n'
        "2027,s1,budget,2400,100,Grant,(200),yes\n"
        "2027,s1,budget,Total,,,800.50,\n"
        "2027,s2,budget,1000,100,,500,no\n"
        "2027,s2,budget,total,,,700,\n",
    )

    result = loads.load()

    assert result.errors == ()
    noticed = found(result.notices)
    assert ("spending.csv", 6, "amount", "700", "sum of amounts") in noticed
    assert ("spending.csv", 4, "amount", "800.50", "sum of amounts") not in noticed
    assert ("spending.csv", 3, "fund_ends", "", "end of an expiring fund") in noticed
    assert loads.rows("spending_totals", "org_id, amount") == [
        ("s1", Decimal("800.5000")),
        ("s2", Decimal("700.0000")),
    ]


SPENDING = "fiscal_year,org_id,amount_type,function,amount\n"


def test_spending_of_a_year_and_type_is_replaced_and_the_rest_stays(loads):
    budget = "2026,s1,budget,1000,10\n2027,s1,budget,1000,20\n2027,s1,budget,2400,5\n"
    others = "".join(f"2025,s1,actual,{number},1\n" for number in range(20))
    loads.write("spending.csv", SPENDING + budget + others)
    loads.load()
    loads.write("spending.csv", SPENDING + "2027,s1,actual,1000,19\n2026,s1,budget,2400,11\n")

    loads.load("spending.csv")

    rows = loads.rows("spending", "fiscal_year, amount_type, function, amount::INT")
    assert sorted(row for row in rows if row[0] > 2025) == [
        (2026, "budget", "2400", 11),
        (2027, "actual", "1000", 19),
        (2027, "budget", "1000", 20),
        (2027, "budget", "2400", 5),
    ]
    assert sum(row[0] == 2025 for row in rows) == 20


def test_days_that_an_export_no_longer_holds_stay(loads):
    heading = "student_id,date,school_id,attendance_status\n"
    loads.write(
        "attendance_daily.csv", heading + "p1,2026-09-01,s1,absent\np2,2026-09-01,s1,absent\n"
    )
    loads.load()
    loads.write(
        "attendance_daily.csv", heading + "p1,2026-09-02,s1,absent\np1,2026-09-01,s1,present\n"
    )

    loads.load("attendance_daily.csv")

    assert loads.rows("attendance_daily", "student_id, date, attendance_status") == [
        ("p1", date(2026, 9, 1), "present"),
        ("p1", date(2026, 9, 2), "absent"),
        ("p2", date(2026, 9, 1), "absent"),
    ]


def test_rows_whose_key_is_partly_empty_are_the_same_rows_when_loaded_again(loads):
    loads.write(
        "program_status.csv",
        "student_id,program,begins\np1,English Learner,\np1,disability,2026-08-17\n",
    )
    first = loads.load()

    second = loads.load()

    assert (first.status, second.status) == ("published", "unchanged")
    assert loads.rows("program_status", "program, begins, status") == [
        ("disability", date(2026, 8, 17), "active"),
        ("english_learner", None, "active"),
    ]


def test_two_rows_with_one_partly_empty_key_contradict_each_other(loads):
    loads.write(
        "program_status.csv",
        "student_id,program,code,begins\np1,disability,SLD,\np1,disability,AUT,\n",
    )

    result = loads.load()

    assert found(result.errors) == [("program_status.csv", 3, "student_id", "p1", "contradiction")]
