"""What has to hold between the rows of a roster, and what fills in the values that it lacks."""

from convergent.facts.tables.declare import Check, Filling

PASSWORD = Check(
    rule="password",
    column="password",
    violated="t.password IS NOT NULL",
    fix="Do not export passwords. They were not read.",
    rejects=False,
    simple=True,
)
OWN_PARENT = Check(
    rule="parent of itself",
    column="parent_id",
    violated="t.parent_id = t.sourced_id",
    fix="Name the organization above it, or nothing; it was left empty.",
    rejects=False,
    empties=True,
    simple=True,
)
BACKWARDS = Check(
    rule="order of dates",
    column="ends",
    violated="t.ends < t.begins",
    fix="Let the end come after the begin.",
    simple=True,
)

_RANK = """CASE {}.type WHEN 'schoolYear' THEN 4 WHEN 'semester' THEN 3 WHEN 'term' THEN 2
    WHEN 'gradingPeriod' THEN 1 END"""
OF_SESSIONS = (
    Check(
        rule="order of dates",
        column="ends_on",
        violated="t.ends_on < t.starts_on",
        fix="Let the end come after the start.",
        simple=True,
    ),
    Check(
        rule="likely dates",
        column="starts_on",
        violated="t.ends_on - t.starts_on > 500 OR t.starts_on < DATE '1990-01-01'",
        fix="Look whether the years are right: a session lasts a year at most.",
        rejects=False,
        simple=True,
    ),
    Check(
        rule="length of a school year",
        column="ends_on",
        violated="t.type = 'schoolYear' AND t.ends_on - t.starts_on BETWEEN 0 AND 150",
        fix="Look whether it is a school year: it lasts less than five months.",
        rejects=False,
        simple=True,
    ),
    Check(
        rule="school year",
        column="school_year",
        violated="""t.school_year NOT IN (
            CAST(year(t.starts_on) + CAST(month(t.starts_on) >= 8 AS INTEGER) AS VARCHAR),
            CAST(year(t.starts_on) + CAST(month(t.starts_on) >= 6 AS INTEGER) AS VARCHAR))""",
        fix="Write the year in which the school year ends, such as 2027 for 2026-27.",
        rejects=False,
        simple=True,
    ),
    Check(
        rule="session within its kind",
        column="parent_id",
        violated=f"""EXISTS (SELECT 1 FROM read_academicSessions above
        WHERE above.sourced_id = t.parent_id
        AND {_RANK.format("t")} > {_RANK.format("above")})""",
        fix="A school year holds semesters, these terms, these grading periods: correct the type "
        "or the parent.",
        rejects=False,
    ),
    Check(
        rule="session within its parent",
        column="starts_on",
        violated="""EXISTS (SELECT 1 FROM read_academicSessions above
        WHERE above.sourced_id = t.parent_id
        AND (t.starts_on < above.starts_on OR t.ends_on > above.ends_on))""",
        fix="Let its dates lie within those of its parent.",
        rejects=False,
    ),
)


def _of_several(column: str, says: str, values: str) -> Check:
    """A value that several users carry. `values` is SQL for it over `read_users`."""
    return Check(
        rule="one person for each",
        column=column,
        violated=f"""t.row_number IN (SELECT row_number FROM (
            SELECT row_number, {values} AS value FROM read_users WHERE {column} IS NOT NULL)
        QUALIFY count(DISTINCT row_number) OVER (PARTITION BY value) > 1)""",
        fix=f"Give each person {says} of their own: results are matched to students by it.",
        rejects=False,
        listed=True,
    )


OF_USERS = (
    PASSWORD,
    _of_several("user_ids", "an ID", "unnest(list_distinct(user_ids))"),
    _of_several("identifier", "an identifier", "identifier"),
    _of_several("state_id", "a state ID", "state_id"),
)
PRIMARY_ORG = Filling(
    column="primary_org_id",
    by="sourced_id",
    needs=("roles",),
    values="""SELECT user_id AS key, arg_min(org_id, CASE lower(role_type)
        WHEN 'primary' THEN 0 ELSE 1 END * 1000000000 + rowid) AS value
    FROM staged_roles WHERE org_id IS NOT NULL GROUP BY user_id""",
)
GRADE_OF_ROLE = Filling(
    column="grades",
    by="sourced_id",
    needs=("roles",),
    values="""SELECT user_id AS key, string_agg(DISTINCT grade, ',' ORDER BY grade) AS value
    FROM staged_roles WHERE grade IS NOT NULL AND lower(role) = 'student' GROUP BY user_id""",
)
NO_PRIMARY_ROLE = Check(
    rule="a primary role",
    column="role_type",
    violated="""t.user_id NOT IN
        (SELECT user_id FROM read_roles WHERE role_type = 'primary' AND user_id IS NOT NULL)""",
    fix="Make one role of each person primary.",
    rejects=False,
)
DISTRICT_ADMINISTRATOR = Filling(
    column="role",
    by="org_id",
    values="""SELECT sourced_id AS key, 'districtAdministrator' AS value
    FROM known_orgs WHERE type = 'district'""",
    where="lower(t.role) = 'administrator'",
    notice="Nothing: an administrator at the district was read as a districtAdministrator.",
)
SUBJECT_CODES = Check(
    rule="a code for each subject",
    column="subject_codes",
    violated="len(t.subject_codes) <> len(t.subjects)",
    fix="Write as many subject codes as subjects, in the same order.",
    rejects=False,
    simple=True,
)
NOT_A_SCHOOL = Check(
    rule="a school",
    column="school_id",
    violated="t.school_id IN (SELECT sourced_id FROM known_orgs WHERE type <> 'school')",
    fix="Name an organization of the type school, or correct its type in orgs.csv.",
    rejects=False,
)


def _of_terms(which: str) -> str:
    return f"""SELECT class.sourced_id AS key, CAST({which} AS VARCHAR) AS value FROM (
        SELECT sourced_id, unnest(string_split(term_ids, ',')) AS term FROM staged_classes) class
    JOIN known_academicSessions session ON session.sourced_id = trim(class.term)
    GROUP BY class.sourced_id"""


FIRST_DAY_OF_TERMS = Filling(
    column="begins", by="sourced_id", values=_of_terms("min(session.starts_on)")
)
LAST_DAY_OF_TERMS = Filling(
    column="ends", by="sourced_id", values=_of_terms("max(session.ends_on)")
)
SCHOOL_OF_CLASS = Filling(
    column="school_id",
    by="class_id",
    values="SELECT sourced_id AS key, school_id AS value FROM known_classes",
    notice="Nothing: the school of the class was taken.",
)
_ACTIVE = "coalesce(t.status, 'active') = 'active'"
OF_ENROLMENTS = (
    BACKWARDS,
    Check(
        rule="overlap",
        column="begins",
        violated=f"""t.row_number IN (SELECT row_number FROM (
            SELECT row_number, begins, max(coalesce(ends, DATE '9999-12-31')) OVER (
                PARTITION BY user_id, class_id, role
                ORDER BY coalesce(begins, DATE '0001-01-01'), row_number
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier_ends
            FROM read_enrollments t WHERE {_ACTIVE} AND hash(user_id, class_id, role) IN (
                SELECT hash(user_id, class_id, role) FROM read_enrollments t WHERE {_ACTIVE}
                GROUP BY 1 HAVING count(*) > 1)
            AND row_number NOT IN (SELECT row_number FROM repeated_enrollments))
        WHERE earlier_ends >= coalesce(begins, DATE '0001-01-01'))""",
        fix="Let the earlier enrollment of the same person in this class end before.",
        rejects=False,
    ),
    Check(
        rule="an active class",
        column="class_id",
        violated=f"""{_ACTIVE} AND t.class_id IN
        (SELECT sourced_id FROM known_classes WHERE status <> 'active')""",
        fix="End the enrollment with its class, or keep the class active.",
        rejects=False,
    ),
    Check(
        rule="dates of the class",
        column="begins",
        violated="""t.row_number IN (SELECT row_number FROM read_enrollments enrolled
        JOIN known_classes class ON class.sourced_id = enrolled.class_id
        WHERE enrolled.ends < class.begins OR enrolled.begins > class.ends)""",
        fix="Enroll within the terms of the class, or correct these.",
        rejects=False,
    ),
    Check(
        rule="the class's school",
        column="school_id",
        violated="""t.row_number IN (SELECT row_number FROM read_enrollments enrolled
        JOIN known_classes class ON class.sourced_id = enrolled.class_id
        WHERE class.school_id <> enrolled.school_id)""",
        fix="Name the school of the class.",
        rejects=False,
    ),
    Check(
        rule="a student",
        column="user_id",
        violated="""t.role = 'student'
        AND t.user_id IN (SELECT user_id FROM known_roles GROUP BY user_id
            HAVING count_if(role = 'student') = 0)""",
        fix="Enroll as a student who has the role student, or correct one of the two.",
        rejects=False,
    ),
)
UNLIKELY_BIRTH = Check(
    rule="likely birth date",
    column="born_on",
    violated="t.born_on > $day OR t.born_on < DATE '1900-01-01'",
    fix="Correct the birth date; it was left out.",
    rejects=False,
    empties=True,
    simple=True,
)
