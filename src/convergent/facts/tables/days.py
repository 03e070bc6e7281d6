"""School days: programs that students are in, the calendar, bells, lessons, attendance, cover."""

from convergent.facts.tables.declare import OPEN_TODAY, Check, Column, Table
from convergent.facts.tables.own import BEGINS, ENDS, ENDS_AFTER_IT_BEGINS, STATUS

PROGRAMS = frozenset(
    {
        "disability",
        "economic_disadvantage",
        "english_learner",
        "foster_care",
        "gifted",
        "homeless",
        "migrant",
        "military_connected",
        "section_504",
        "title_i",
    }
)
ATTENDANCE = frozenset(
    {"absent", "early_departure", "partial", "present", "remote", "school_activity", "tardy"}
)
DAY_TYPES = frozenset(
    {
        "break",
        "emergency",
        "half",
        "holiday",
        "instructional",
        "make_up",
        "professional_development",
        "weather",
    }
)
TAUGHT = frozenset({"half", "instructional", "make_up"})
STAFF_ROLES = frozenset({"co_teacher", "itinerant", "push_in", "teacher"})
PARTS_OF_DAY = frozenset({"afternoon", "full", "hours", "morning"})
REASONS = frozenset(
    {
        "bereavement",
        "illness",
        "jury_duty",
        "leave",
        "other",
        "personal",
        "professional_learning",
        "school_business",
        "vacancy",
    }
)
COVERED_BY = frozenset({"administrator", "coach", "colleague", "nobody", "substitute"})
DAY = ("1990-01-01", "2100-12-31")
MINUTES = ("0", "1440")
_STUDENT = "The student's sourcedId."
_SCHOOL = "The school's sourcedId."

PROGRAM_STATUS = Table(
    name="program_status",
    says="A student in a program, from one day to another. Meals, homelessness and foster care "
    "stand here alone, and never beside a name on a list.",
    key=("student_id", "program", "begins"),
    sorted_by=("student_id", "program"),
    is_open=OPEN_TODAY,
    columns=(
        Column("student_id", required=True, refers_to="users", must_exist=True, says=_STUDENT),
        Column("program", required=True, allowed=PROGRAMS, says="Which program."),
        Column("code", says="The district's or state's own code, such as a level or a category."),
        BEGINS,
        ENDS,
        STATUS,
    ),
    checks=(ENDS_AFTER_IT_BEGINS,),
)
CALENDAR_DAYS = Table(
    name="calendar_days",
    says="What kind of day it is, in the district or at one school. A school's own day counts "
    "before the district's.",
    key=("org_id", "date"),
    sorted_by=("org_id", "date"),
    absence="stays",
    school="org_id",
    columns=(
        Column(
            "org_id",
            required=True,
            refers_to="orgs",
            must_exist=True,
            says="The district's or a school's sourcedId.",
        ),
        Column("date", kind="date", required=True, within=DAY, says="The day."),
        Column("day_type", required=True, allowed=DAY_TYPES, says="What kind of day."),
        Column("minutes", kind="integer", within=MINUTES, says="Minutes of instruction."),
        Column("title", says="What families read, such as “Winter break”."),
    ),
    checks=(
        Check(
            rule="school year",
            column="date",
            violated="""EXISTS (SELECT 1 FROM known_academicSessions WHERE type = 'schoolYear')
            AND t.day_type IN ('instructional', 'half') AND NOT EXISTS (
                SELECT 1 FROM known_academicSessions year WHERE year.type = 'schoolYear'
                AND t.date BETWEEN year.starts_on AND year.ends_on)""",
            fix="This school day lies in no school year of academicSessions: correct one of them.",
            rejects=False,
        ),
    ),
)
BELL_TIMES = Table(
    name="bell_times",
    says="When each period of a school's bell schedule begins and ends.",
    key=("school_id", "bell_schedule", "period"),
    sorted_by=("school_id", "bell_schedule", "begins_at"),
    absence="replaced",
    replaced_by="school_id",
    school="school_id",
    columns=(
        Column("school_id", required=True, refers_to="orgs", must_exist=True, says=_SCHOOL),
        Column(
            "bell_schedule",
            required=True,
            says="Which schedule, such as “Regular” or “Early release”.",
        ),
        Column("period", required=True, says="The period, as master_schedule calls it."),
        Column("begins_at", kind="time", required=True, says="When it begins, such as 08:15."),
        Column("ends_at", kind="time", required=True, says="When it ends."),
    ),
    checks=(
        Check(
            rule="order of times",
            column="ends_at",
            violated="t.ends_at <= t.begins_at",
            fix="Let the period end after it begins.",
            simple=True,
        ),
        Check(
            rule="overlapping periods",
            column="begins_at",
            violated="""EXISTS (SELECT 1 FROM read_bell_times o WHERE o.school_id = t.school_id
            AND o.bell_schedule = t.bell_schedule AND o.row_number <> t.row_number
            AND o.begins_at < t.ends_at AND t.begins_at < o.ends_at)""",
            fix="Two periods of this schedule run at once: correct one, or name two schedules.",
            rejects=False,
        ),
    ),
)
MASTER_SCHEDULE = Table(
    name="master_schedule",
    says="When a class meets, where and with whom; or what else a teacher's time is for, such as "
    "planning. One row for each member of staff.",
    key=("school_id", "class_id", "staff_id", "activity", "period", "begins_at", "days", "begins"),
    sorted_by=("school_id", "staff_id"),
    school="school_id",
    is_open=OPEN_TODAY,
    columns=(
        Column("school_id", required=True, refers_to="orgs", must_exist=True, says=_SCHOOL),
        Column(
            "class_id",
            refers_to="classes",
            must_exist=True,
            says="The class; empty for time without one.",
        ),
        Column(
            "staff_id", refers_to="users", must_exist=True, says="Who teaches, or whose time it is."
        ),
        Column("staff_role", allowed=STAFF_ROLES, says="What the person does in the class."),
        Column("activity", says="Of time without a class: planning, lunch, duty, intervention."),
        Column("block", says="In an elementary school, such as “Literacy block”."),
        Column("period", says="The period, as bell_times calls it."),
        Column("begins_at", kind="time", says="Where there are no periods: when it begins."),
        Column("ends_at", kind="time", says="Where there are no periods: when it ends."),
        Column(
            "days", says="Days of the week with commas: Mon, Tue; or the district's own, such as A."
        ),
        Column("room", says="The room."),
        BEGINS,
        ENDS,
        STATUS,
    ),
    checks=(
        ENDS_AFTER_IT_BEGINS,
        Check(
            rule="what the time is for",
            column="class_id",
            violated="t.class_id IS NULL AND t.activity IS NULL",
            fix="Fill in class_id or activity.",
            simple=True,
        ),
        Check(
            rule="order of times",
            column="ends_at",
            violated="t.ends_at <= t.begins_at",
            fix="Let the lesson end after it begins.",
            simple=True,
        ),
    ),
)
ATTENDANCE_DAILY = Table(
    name="attendance_daily",
    says="A student's day at a school. Days without a row count as present, so absences and late "
    "arrivals are enough. To take back an absence, send the day as present.",
    key=("student_id", "date", "school_id"),
    sorted_by=("school_id", "student_id", "date"),
    absence="stays",
    school="school_id",
    columns=(
        Column("student_id", required=True, refers_to="users", must_exist=True, says=_STUDENT),
        Column("date", kind="date", required=True, within=DAY, says="The day."),
        Column("school_id", required=True, refers_to="orgs", must_exist=True, says=_SCHOOL),
        Column(
            "attendance_status", required=True, allowed=ATTENDANCE, says="How the student attended."
        ),
        Column("excused", kind="boolean", says="Whether the absence is excused."),
        Column(
            "minutes_missed", kind="integer", within=MINUTES, says="Minutes of instruction missed."
        ),
    ),
)
ATTENDANCE_PERIOD = Table(
    name="attendance_period",
    says="A student in one lesson. As with days, absences and late arrivals are enough.",
    key=("student_id", "class_id", "date", "period"),
    sorted_by=("school_id", "class_id", "date", "student_id"),
    absence="stays",
    school="school_id",
    columns=(
        Column("student_id", required=True, refers_to="users", must_exist=True, says=_STUDENT),
        Column(
            "class_id",
            required=True,
            refers_to="classes",
            must_exist=True,
            says="The class's sourcedId.",
        ),
        Column("school_id", required=True, refers_to="orgs", must_exist=True, says=_SCHOOL),
        Column("date", kind="date", required=True, within=DAY, says="The day."),
        Column("period", says="The period, where a class meets twice on a day."),
        Column(
            "attendance_status", required=True, allowed=ATTENDANCE, says="How the student attended."
        ),
        Column("excused", kind="boolean", says="Whether the absence is excused."),
        Column(
            "minutes_missed", kind="integer", within=MINUTES, says="Minutes of instruction missed."
        ),
    ),
)
SUBSTITUTES = Table(
    name="substitutes",
    says="A day on which a member of staff was away, and who covered. A colleague or a coach who "
    "covers loses time for teaching or coaching.",
    key=("staff_id", "date", "part_of_day"),
    sorted_by=("school_id", "date", "staff_id"),
    absence="stays",
    school="school_id",
    columns=(
        Column("staff_id", required=True, refers_to="users", must_exist=True, says="Who was away."),
        Column("school_id", required=True, refers_to="orgs", must_exist=True, says=_SCHOOL),
        Column("date", kind="date", required=True, within=DAY, says="The day."),
        Column("part_of_day", allowed=PARTS_OF_DAY, says="Empty means the full day."),
        Column("reason", allowed=REASONS, says="A class of reasons; never a diagnosis."),
        Column("filled", kind="boolean", required=True, says="Whether somebody covered."),
        Column("covered_by", allowed=COVERED_BY, says="Who covered."),
        Column(
            "cover_id", refers_to="users", says="The person who covered, where she is in users."
        ),
        Column("minutes", kind="integer", within=MINUTES, says="Minutes of cover."),
    ),
    checks=(
        Check(
            rule="agreement",
            column="covered_by",
            violated="t.filled = (t.covered_by = 'nobody')",
            fix="A day that was covered names who did; one that was not says nobody.",
            rejects=False,
            simple=True,
        ),
    ),
)

TABLES = (
    PROGRAM_STATUS,
    CALENDAR_DAYS,
    BELL_TIMES,
    MASTER_SCHEDULE,
    ATTENDANCE_DAILY,
    ATTENDANCE_PERIOD,
    SUBSTITUTES,
)
