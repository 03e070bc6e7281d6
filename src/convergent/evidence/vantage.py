"""From where something can be seen: the closed vocabularies of evidence, and how a picture groups
them.

A *vantage point* is a source type with the perspective that it speaks from. A picture has a column
for each group of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergent.people.role_kinds import (
    ASSISTANT_PRINCIPAL,
    COACH,
    PRINCIPAL,
    TEACHER,
    TEAM_LEAD,
)

Word = str | Promise


class SourceType(TextChoices):
    RESULTS = "results", _("Results")
    STUDENT_WORK = "student work", _("Student work")
    VISIT = "visit", _("Visit")
    COACHING = "coaching time", _("Coaching time")
    MEETING = "meeting record", _("Record of meetings")
    TIME = "time", _("Time")
    SURVEY = "survey", _("Survey or questions asked")
    INTERVIEW = "interview", _("Interview")
    OBSERVATION = "observation", _("Observation")
    ARTIFACT = "artifact", _("Something made, such as a plan")
    CASE = "case", _("Case")
    STAFFING = "staffing", _("Staffing")
    SPENDING = "spending", _("Spending")


class Perspective(TextChoices):
    STUDENT = "student", _("Students")
    TEACHER = "teacher", _("Teachers")
    TEACHER_LEADER = "teacher leader", _("Teacher leaders")
    PRINCIPAL = "principal", _("Principals")
    SUPERVISOR = "supervisor", _("Principal supervisors")
    CENTRAL_OFFICE = "central office", _("Central office")
    FAMILY = "family", _("Families")
    RESEARCHER = "researcher", _("Researchers")


class Column(StrEnum):
    """In the order in which a picture shows them."""

    RESULTS = "results"
    STUDENT_WORK = "student-work"
    VISITS = "visits"
    STUDENTS = "students"
    TEACHERS = "teachers"
    LEADERS = "leaders"
    STAFF = "staff"
    ABOVE = "above"
    FAMILIES = "families"
    RECORDS = "records"


TITLES: Mapping[Column, Word] = {
    Column.RESULTS: _("Students’ results"),
    Column.STUDENT_WORK: _("Student work"),
    Column.VISITS: _("Visits"),
    Column.STUDENTS: _("Students"),
    Column.TEACHERS: _("Teachers"),
    Column.LEADERS: _("School leaders"),
    Column.STAFF: _("School staff"),
    Column.ABOVE: _("Central office"),
    Column.FAMILIES: _("Families"),
    Column.RECORDS: _("Time, records"),
}
IN_SENTENCES: Mapping[Column, Word] = {
    Column.RESULTS: _("students’ results"),
    Column.STUDENT_WORK: _("student work"),
    Column.VISITS: _("visits"),
    Column.STUDENTS: _("students"),
    Column.TEACHERS: _("teachers"),
    Column.LEADERS: _("school leaders"),
    Column.STAFF: _("school staff"),
    Column.ABOVE: _("the central office"),
    Column.FAMILIES: _("families"),
    Column.RECORDS: _("records"),
}
PEOPLE = frozenset(
    (Column.STUDENTS, Column.TEACHERS, Column.LEADERS, Column.STAFF, Column.ABOVE, Column.FAMILIES)
)
"""Columns in which people speak for themselves."""
OF_SCHOOL_STAFF = frozenset((Column.TEACHERS, Column.LEADERS))
TAUGHT_BY = (TEACHER,)
LED_BY = (PRINCIPAL, ASSISTANT_PRINCIPAL, COACH, "departmentHead", "dataLead", TEAM_LEAD)
"""Kinds of role behind the columns of teachers and of school leaders."""

_BY_TYPE: Mapping[str, Column] = {
    SourceType.RESULTS: Column.RESULTS,
    SourceType.STUDENT_WORK: Column.STUDENT_WORK,
    SourceType.VISIT: Column.VISITS,
    SourceType.OBSERVATION: Column.VISITS,
}
_BY_PERSPECTIVE: Mapping[str, Column] = {
    Perspective.STUDENT: Column.STUDENTS,
    Perspective.TEACHER: Column.TEACHERS,
    Perspective.TEACHER_LEADER: Column.LEADERS,
    Perspective.PRINCIPAL: Column.LEADERS,
    Perspective.SUPERVISOR: Column.ABOVE,
    Perspective.CENTRAL_OFFICE: Column.ABOVE,
    Perspective.RESEARCHER: Column.ABOVE,
    Perspective.FAMILY: Column.FAMILIES,
}
_SPOKEN = (SourceType.SURVEY, SourceType.INTERVIEW)


def column_of(source_type: str, perspective: str) -> Column:
    """Where people are asked, theirs; else that of the type."""
    if source_type in _SPOKEN:
        return _BY_PERSPECTIVE[perspective]
    return _BY_TYPE.get(source_type, Column.RECORDS)


def column_of_people(perspective: str) -> Column:
    """Where that perspective speaks for itself."""
    return _BY_PERSPECTIVE[perspective]
