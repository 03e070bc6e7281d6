"""The OneRoster 1.2 tables that a snapshot holds: the declaration that checks and build follow."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "boolean", "decimal", "list"]

STATUSES = frozenset({"active", "inactive", "tobedeleted"})
ORG_TYPES = frozenset({"department", "school", "district", "local", "state", "national"})
SESSION_TYPES = frozenset({"gradingPeriod", "semester", "schoolYear", "term"})
CLASS_TYPES = frozenset({"homeroom", "scheduled"})
ROLE_TYPES = frozenset({"primary", "secondary"})
ENROLMENT_ROLES = frozenset({"administrator", "proctor", "student", "teacher"})
NOT_STAFF = ("guardian", "parent", "relative", "student")
ROLES = frozenset(NOT_STAFF) | {
    "aide",
    "counselor",
    "districtAdministrator",
    "principal",
    "proctor",
    "siteAdministrator",
    "systemAdministrator",
    "teacher",
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column as OneRoster heads it (`name`) and as the snapshot calls it (`stored`).

    `allowed` is open to values that begin with `ext:`, as the standard has it. A reference whose
    target `must_exist` rejects the row without it; any other is only noticed, and left empty.
    """

    name: str
    stored: str
    kind: Kind = "text"
    required: bool = False
    allowed: frozenset[str] = frozenset()
    refers_to: str = ""
    must_exist: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether the file cannot do without this heading."""
        return self.required or self.must_exist


@dataclass(frozen=True, kw_only=True)
class Table:
    """One export file; its grain is one row for each `sourcedId`."""

    name: str
    columns: tuple[Column, ...]
    sorted_by: tuple[str, ...]
    needed: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


KEY = Column(name="sourcedId", stored="sourced_id", required=True)
STATUS = Column(name="status", stored="status", allowed=STATUSES)


def _required(name: str, stored: str, allowed: frozenset[str] = frozenset()) -> Column:
    return Column(name=name, stored=stored, required=True, allowed=allowed)


def _text(name: str, stored: str, allowed: frozenset[str] = frozenset()) -> Column:
    return Column(name=name, stored=stored, allowed=allowed)


def _of_kind(kind: Kind, name: str, stored: str) -> Column:
    return Column(name=name, stored=stored, kind=kind)


def _belongs_to(table: str, name: str, stored: str) -> Column:
    return Column(name=name, stored=stored, required=True, refers_to=table, must_exist=True)


def _may_refer_to(table: str, name: str, stored: str) -> Column:
    return Column(name=name, stored=stored, refers_to=table)


def _flag(name: str, stored: str) -> Column:
    return _of_kind("boolean", name, stored)


ORGS = Table(
    name="orgs",
    needed=True,
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        _required("name", "name"),
        _required("type", "type", ORG_TYPES),
        _text("identifier", "identifier"),
        _may_refer_to("orgs", "parentSourcedId", "parent_id"),
        _of_kind("list", "metadata.grades", "grades"),
    ),
)
ACADEMIC_SESSIONS = Table(
    name="academicSessions",
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        _required("title", "title"),
        _required("type", "type", SESSION_TYPES),
        Column(name="startDate", stored="starts_on", kind="date", required=True),
        Column(name="endDate", stored="ends_on", kind="date", required=True),
        _may_refer_to("academicSessions", "parentSourcedId", "parent_id"),
        _text("schoolYear", "school_year"),
    ),
)
COURSES = Table(
    name="courses",
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        _required("title", "title"),
        _text("courseCode", "course_code"),
        _of_kind("list", "grades", "grades"),
        _may_refer_to("orgs", "orgSourcedId", "org_id"),
        _of_kind("list", "subjects", "subjects"),
    ),
)
USERS = Table(
    name="users",
    needed=True,
    sorted_by=("primary_org_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        Column(name="enabledUser", stored="enabled", kind="boolean", required=True),
        _text("username", "username"),
        _required("givenName", "given_name"),
        _text("familyName", "family_name"),  # empty for people who have one name
        _text("middleName", "middle_name"),
        _text("preferredGivenName", "preferred_name"),
        _text("identifier", "identifier"),
        _text("email", "email"),
        _of_kind("list", "grades", "grades"),
        _may_refer_to("orgs", "primaryOrgSourcedId", "primary_org_id"),
    ),
)
USER_ROLES = Table(
    name="roles",
    needed=True,
    sorted_by=("org_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        _belongs_to("users", "userSourcedId", "user_id"),
        _required("roleType", "role_type", ROLE_TYPES),
        _required("role", "role", ROLES),
        _of_kind("date", "beginDate", "begins"),
        _of_kind("date", "endDate", "ends"),
        _belongs_to("orgs", "orgSourcedId", "org_id"),
        _of_kind("decimal", "metadata.fte", "fte"),
        _flag("metadata.acting", "acting"),
        _text("metadata.title", "title"),
    ),
)
CLASSES = Table(
    name="classes",
    sorted_by=("school_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        _required("title", "title"),
        _of_kind("list", "grades", "grades"),
        _may_refer_to("courses", "courseSourcedId", "course_id"),
        _text("classCode", "class_code"),
        _text("classType", "class_type", CLASS_TYPES),
        _text("location", "location"),
        _belongs_to("orgs", "schoolSourcedId", "school_id"),
        _of_kind("list", "termSourcedIds", "term_ids"),
        _of_kind("list", "subjects", "subjects"),
        _of_kind("list", "periods", "periods"),
    ),
)
ENROLLMENTS = Table(
    name="enrollments",
    sorted_by=("school_id", "class_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        _belongs_to("classes", "classSourcedId", "class_id"),
        _belongs_to("orgs", "schoolSourcedId", "school_id"),
        _belongs_to("users", "userSourcedId", "user_id"),
        _required("role", "role", ENROLMENT_ROLES),
        _flag("primary", "is_primary"),
        _of_kind("date", "beginDate", "begins"),
        _of_kind("date", "endDate", "ends"),
    ),
)
DEMOGRAPHICS = Table(
    name="demographics",
    sorted_by=("sourced_id",),
    columns=(
        Column(
            name="sourcedId",
            stored="sourced_id",
            required=True,
            refers_to="users",
            must_exist=True,
        ),
        STATUS,
        _of_kind("date", "birthDate", "born_on"),
        _text("sex", "sex"),
        _flag("americanIndianOrAlaskaNative", "american_indian_or_alaska_native"),
        _flag("asian", "asian"),
        _flag("blackOrAfricanAmerican", "black_or_african_american"),
        _flag("nativeHawaiianOrOtherPacificIslander", "pacific_islander"),
        _flag("white", "white"),
        _flag("demographicRaceTwoOrMoreRaces", "two_or_more_races"),
        _flag("hispanicOrLatinoEthnicity", "hispanic_or_latino"),
        _flag("metadata.economicDisadvantage", "economic_disadvantage"),
        _flag("metadata.englishLearner", "english_learner"),
        _flag("metadata.disability", "disability"),
    ),
)

TABLES = (
    ORGS,
    ACADEMIC_SESSIONS,
    COURSES,
    USERS,
    USER_ROLES,
    CLASSES,
    ENROLLMENTS,
    DEMOGRAPHICS,
)
"""In the order of checking: what a row refers to comes before it."""
