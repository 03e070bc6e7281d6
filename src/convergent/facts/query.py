"""Questions to a snapshot. Those that count students need a Scope, and answer within it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from convergent.facts.connection import reading_cursor
from convergent.facts.rows import (
    ClassRow,
    OrgRow,
    RoleRow,
    SchoolEnrolmentRow,
    SchoolYearRow,
    StaffRow,
)
from convergent.facts.scope import OutOfScope, Scope
from convergent.facts.snapshot import Snapshot
from convergent.facts.stored import no_rows, stored_rows
from convergent.facts.tables import NOT_STAFF, table_named
from convergent.facts.tables.days import TAUGHT
from convergent.facts.values import StudentCount, protected_count

_OPEN_ON = "(begins IS NULL OR begins <= $day) AND (ends IS NULL OR ends >= $day)"


def organisations(snapshot: Snapshot) -> list[OrgRow]:
    rows = _rows(
        snapshot,
        ("orgs",),
        """SELECT sourced_id, name, type, coalesce(identifier, ''), parent_id,
        coalesce(list_filter(grades, lambda grade: grade <> ''), [])
        FROM orgs ORDER BY sourced_id""",
    )
    return [
        OrgRow(sourced_id, name, kind, identifier, parent, tuple(grades))
        for sourced_id, name, kind, identifier, parent, grades in rows
    ]


def staff(snapshot: Snapshot, only: Collection[str] | None = None) -> list[StaffRow]:
    """Everybody, or of these alone, who holds or held a role other than student or guardian."""
    rows = _rows(
        snapshot,
        ("users", "roles"),
        """SELECT sourced_id, given_name, coalesce(family_name, ''), coalesce(preferred_name, ''),
        coalesce(email, ''), enabled
        FROM users WHERE sourced_id IN (SELECT user_id FROM roles WHERE role NOT IN $not_staff)
        AND ($only IS NULL OR list_contains($only, sourced_id)) ORDER BY sourced_id""",
        not_staff=NOT_STAFF,
        only=None if only is None else [*only],
    )
    return [StaffRow(*row) for row in rows]


def staff_roles(snapshot: Snapshot, only: Collection[str] | None = None) -> list[RoleRow]:
    """Every term of every member of staff, or of these alone, past ones too."""
    rows = _rows(
        snapshot,
        ("roles",),
        """SELECT sourced_id, user_id, org_id, role, begins, ends, fte, coalesce(acting, false),
        coalesce(title, ''), role_type = 'primary'
        FROM roles WHERE role NOT IN $not_staff
        AND ($only IS NULL OR list_contains($only, user_id)) ORDER BY sourced_id""",
        not_staff=NOT_STAFF,
        only=None if only is None else [*only],
    )
    return [RoleRow(*row) for row in rows]


def school_years(snapshot: Snapshot) -> list[SchoolYearRow]:
    """Oldest first."""
    rows = _rows(
        snapshot,
        ("academicSessions",),
        """SELECT sourced_id, title, starts_on, ends_on FROM academicSessions
        WHERE type = 'schoolYear' ORDER BY starts_on, sourced_id""",
    )
    return [SchoolYearRow(*row) for row in rows]


def days_taught(snapshot: Snapshot, school: str, *, first: date, last: date) -> list[date]:
    """The school days of a school, both ends included; none where no calendar is loaded. Its own
    word about a day counts before the district's."""
    rows = _rows(
        snapshot,
        ("calendar_days", "orgs"),
        """SELECT date, arg_max(day_type, org_id = $school) FROM calendar_days
        WHERE date BETWEEN $first AND $last AND (org_id = $school OR org_id IN (
            SELECT sourced_id FROM orgs WHERE type = 'district'))
        GROUP BY date ORDER BY date""",
        school=school,
        first=first,
        last=last,
    )
    return [day for day, day_type in rows if day_type in TAUGHT]


def enrolment_by_school(
    snapshot: Snapshot,
    scope: Scope,
    *,
    schools: Collection[str] | None = None,
    on: date | None = None,
) -> list[SchoolEnrolmentRow]:
    """Students with an open student role at each school, on a day (else the snapshot's own).

    Raises OutOfScope where `schools` names one that the scope does not cover, or a scope of
    single classes.
    """
    scope.require("school")
    scope.require_whole_schools()
    rows = _rows(
        snapshot,
        ("orgs", "roles"),
        f"""SELECT orgs.sourced_id, count(DISTINCT user_id) FROM orgs
        LEFT JOIN (SELECT user_id, org_id FROM roles WHERE role = 'student' AND {_OPEN_ON})
            ON org_id = orgs.sourced_id
        WHERE type = 'school' AND ($schools IS NULL OR orgs.sourced_id IN $schools)
        GROUP BY ALL ORDER BY ALL""",
        day=on or snapshot.manifest.as_of,
        schools=_covered(scope, schools),
    )
    return [SchoolEnrolmentRow(school, _count(students, scope)) for school, students in rows]


def classes_of(snapshot: Snapshot, teacher: str, *, on: date | None = None) -> frozenset[str]:
    """The classes that somebody teaches on a day (else the snapshot's own). Counts no student."""
    rows = _rows(
        snapshot,
        ("enrollments",),
        f"""SELECT DISTINCT class_id FROM enrollments
        WHERE user_id = $teacher AND role = 'teacher' AND {_OPEN_ON}""",
        day=on or snapshot.manifest.as_of,
        teacher=teacher,
    )
    return frozenset(class_id for (class_id,) in rows)


def classes_taught(
    snapshot: Snapshot,
    scope: Scope,
    *,
    schools: Collection[str] | None = None,
    on: date | None = None,
) -> list[ClassRow]:
    """Classes with an open enrolment on a day (else the snapshot's own), by school and title.

    Raises OutOfScope for a scope coarser than a class, or a school that it does not cover.
    """
    scope.require("class")
    rows = _rows(
        snapshot,
        ("classes", "courses", "enrollments"),
        f"""SELECT classes.sourced_id, classes.title, coalesce(courses.title, ''), school_id,
            teacher_ids, students
        FROM classes JOIN (
            SELECT class_id, count(DISTINCT user_id) FILTER (role = 'student') AS students,
            coalesce(list_sort(list(DISTINCT user_id) FILTER (role = 'teacher')), []) AS teacher_ids
            FROM enrollments
            WHERE ($schools IS NULL OR school_id IN $schools) AND {_OPEN_ON} GROUP BY class_id
        ) ON class_id = classes.sourced_id
        LEFT JOIN courses ON courses.sourced_id = course_id
        WHERE ($schools IS NULL OR school_id IN $schools)
            AND ($classes IS NULL OR classes.sourced_id IN $classes)
        ORDER BY school_id, classes.title, classes.sourced_id""",
        day=on or snapshot.manifest.as_of,
        schools=_covered(scope, schools),
        classes=None if scope.classes is None else sorted(scope.classes),
    )
    return [
        ClassRow(sourced_id, title, course, school, tuple(teachers), _count(students, scope))
        for sourced_id, title, course, school, teachers, students in rows
    ]


def students_of_class(
    snapshot: Snapshot, scope: Scope, class_id: str, *, on: date | None = None
) -> list[tuple[str, str, str]]:
    """The sourcedId, given (the preferred where there is one) and family name of each student of a
    class on a day (else the snapshot's own), by family name.

    Raises OutOfScope for a scope coarser than students, or one that does not name the class.
    """
    scope.require("student")
    if scope.classes is not None and class_id not in scope.classes:
        raise OutOfScope("a class outside the scope")
    return _rows(
        snapshot,
        ("enrollments", "users"),
        f"""SELECT DISTINCT users.sourced_id, coalesce(preferred_name, given_name),
            coalesce(family_name, '')
        FROM enrollments JOIN users ON users.sourced_id = user_id
        WHERE class_id = $class_id AND role = 'student'
            AND ($schools IS NULL OR school_id IN $schools) AND {_OPEN_ON}
        ORDER BY 3, 2, 1""",
        day=on or snapshot.manifest.as_of,
        class_id=class_id,
        schools=None if scope.schools is None else sorted(scope.schools),
    )


def _covered(scope: Scope, schools: Collection[str] | None) -> list[str] | None:
    covered = scope.narrowed_to(None if schools is None else frozenset(schools))
    return None if covered is None else sorted(covered)


def _count(students: int, scope: Scope) -> StudentCount:
    """Exact for who may see each student of the scope anyway (marked "not for sharing" there)."""
    return students if scope.grain == "student" else protected_count(students)


def _rows(
    snapshot: Snapshot, tables: tuple[str, ...], question: str, **values: Any
) -> list[tuple[Any, ...]]:
    """Answers over the active rows of the tables."""
    active = ", ".join(f"{table} AS ({_active(snapshot, table)})" for table in tables)
    cursor = reading_cursor(snapshot.folder.parent)
    return cursor.execute(f"WITH {active} {question}", values).fetchall()


def _active(snapshot: Snapshot, table: str) -> str:
    """A table that nobody has exported yet has no rows; a column that an earlier version did not
    write is empty.
    """
    declared, file = table_named(table), snapshot.table(table)
    if not file.exists():
        return no_rows(declared)
    rows = stored_rows(declared, file)
    if all(column.stored != "status" for column in declared.kept):
        return rows
    return f"SELECT * FROM ({rows}) WHERE status = 'active'"
