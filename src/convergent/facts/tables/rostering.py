"""OneRoster's rostering: places, years, people, roles, classes and enrolments."""

from convergent.facts.tables import roster_checks as check
from convergent.facts.tables import words
from convergent.facts.tables.declare import (
    KEY,
    MODIFIED,
    OPEN_TODAY,
    STATUS,
    Column,
    Kind,
    Table,
    belongs_to,
    flag,
    may_refer_to,
    of_kind,
    required,
    text,
)

ORG_TYPES = frozenset({"department", "school", "district", "local", "state", "national"})
SESSION_TYPES = frozenset({"gradingPeriod", "semester", "schoolYear", "term"})
CLASS_TYPES = frozenset({"homeroom", "scheduled"})
ROLE_TYPES = frozenset({"primary", "secondary"})
ENROLMENT_ROLES = frozenset({"administrator", "proctor", "student", "teacher"})
SEXES = frozenset({"female", "male", "other", "unspecified"})
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


def _needed_date(name: str, stored: str) -> Column:
    return Column(name=name, stored=stored, kind="date", required=True)


def _one_of(name: str, stored: str, allowed: frozenset[str], meant: words.Words) -> Column:
    return Column(name=name, stored=stored, required=True, allowed=allowed, understood=meant)


def _looked_at(name: str, stored: str, kind: Kind = "text", *, says: str) -> Column:
    """A column that is checked and never kept."""
    return Column(name=name, stored=stored, kind=kind, kept=False, says=says)


ORGS = Table(
    name="orgs",
    sorted_by=("sourced_id",),
    school="sourced_id",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        required("name", "name"),
        _one_of("type", "type", ORG_TYPES, words.ORG_TYPES),
        text("identifier", "identifier"),
        may_refer_to("orgs", "parentSourcedId", "parent_id"),
        of_kind("grades", "metadata.grades", "grades"),
    ),
    checks=(check.OWN_PARENT,),
)
ACADEMIC_SESSIONS = Table(
    name="academicSessions",
    sorted_by=("sourced_id",),
    is_open="ends_on >= $day",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        required("title", "title"),
        _one_of("type", "type", SESSION_TYPES, words.SESSION_TYPES),
        _needed_date("startDate", "starts_on"),
        _needed_date("endDate", "ends_on"),
        may_refer_to("academicSessions", "parentSourcedId", "parent_id"),
        text("schoolYear", "school_year"),
    ),
    checks=check.OF_SESSIONS,
)
COURSES = Table(
    name="courses",
    sorted_by=("sourced_id",),
    school="org_id",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        may_refer_to("academicSessions", "schoolYearSourcedId", "school_year_id"),
        required("title", "title"),
        text("courseCode", "course_code"),
        of_kind("grades", "grades", "grades"),
        may_refer_to("orgs", "orgSourcedId", "org_id"),
        of_kind("list", "subjects", "subjects"),
        of_kind("list", "subjectCodes", "subject_codes"),
    ),
    checks=(check.SUBJECT_CODES,),
)
USERS = Table(
    name="users",
    sorted_by=("primary_org_id", "sourced_id"),
    school="primary_org_id",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column(name="enabledUser", stored="enabled", kind="boolean", required=True),
        text("username", "username"),
        of_kind("list", "userIds", "user_ids"),
        required("givenName", "given_name"),
        text("familyName", "family_name"),  # empty for people who have one name
        text("middleName", "middle_name"),
        text("preferredGivenName", "preferred_name"),
        text("preferredMiddleName", "preferred_middle_name"),
        text("preferredFamilyName", "preferred_family_name"),
        text("identifier", "identifier"),
        text("userMasterIdentifier", "master_identifier"),
        text("metadata.stateId", "state_id"),
        text("email", "email"),
        of_kind("grades", "grades", "grades"),
        may_refer_to("orgs", "primaryOrgSourcedId", "primary_org_id"),
        _looked_at("password", "password", says="Never read; that it is there is noticed."),
    ),
    checks=check.OF_USERS,
    fillings=(check.PRIMARY_ORG, check.GRADE_OF_ROLE),
)
USER_PROFILES = Table(
    name="userProfiles",
    sorted_by=("user_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        belongs_to("users", "userSourcedId", "user_id"),
        required("profileType", "profile_type"),
        required("vendorId", "vendor_id"),
        text("applicationId", "application_id"),
        text("description", "description"),
        _looked_at("password", "password", says="Never read; that it is there is noticed."),
    ),
    checks=(check.PASSWORD,),
)
USER_ROLES = Table(
    name="roles",
    sorted_by=("org_id", "sourced_id"),
    is_open=OPEN_TODAY,
    school="org_id",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        belongs_to("users", "userSourcedId", "user_id"),
        required("roleType", "role_type", ROLE_TYPES),
        _one_of("role", "role", ROLES, words.ROLES),
        of_kind("date", "beginDate", "begins"),
        of_kind("date", "endDate", "ends"),
        belongs_to("orgs", "orgSourcedId", "org_id"),
        of_kind("grade", "metadata.grade", "grade"),
        of_kind("decimal", "metadata.fte", "fte"),
        flag("metadata.acting", "acting"),
        text("metadata.title", "title"),
    ),
    checks=(check.BACKWARDS, check.NO_PRIMARY_ROLE),
    fillings=(check.DISTRICT_ADMINISTRATOR,),
)
CLASSES = Table(
    name="classes",
    sorted_by=("school_id", "sourced_id"),
    is_open=OPEN_TODAY,
    school="school_id",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        required("title", "title"),
        of_kind("grades", "grades", "grades"),
        may_refer_to("courses", "courseSourcedId", "course_id"),
        text("classCode", "class_code"),
        Column(
            name="classType",
            stored="class_type",
            allowed=CLASS_TYPES,
            understood=words.CLASS_TYPES,
            empties=True,
        ),
        text("location", "location"),
        belongs_to("orgs", "schoolSourcedId", "school_id"),
        Column(name="termSourcedIds", stored="term_ids", kind="list", refers_to="academicSessions"),
        of_kind("list", "subjects", "subjects"),
        of_kind("list", "subjectCodes", "subject_codes"),
        of_kind("list", "periods", "periods"),
        Column(
            name="metadata.beginDate",
            stored="begins",
            kind="date",
            says="The first day of its terms, where it is empty.",
        ),
        Column(
            name="metadata.endDate",
            stored="ends",
            kind="date",
            says="The last day of its terms, where it is empty.",
        ),
    ),
    checks=(check.NOT_A_SCHOOL, check.SUBJECT_CODES),
    fillings=(check.FIRST_DAY_OF_TERMS, check.LAST_DAY_OF_TERMS),
)
ENROLLMENTS = Table(
    name="enrollments",
    sorted_by=("school_id", "class_id", "sourced_id"),
    is_open=OPEN_TODAY,
    school="school_id",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        belongs_to("classes", "classSourcedId", "class_id"),
        belongs_to("orgs", "schoolSourcedId", "school_id"),
        belongs_to("users", "userSourcedId", "user_id"),
        _one_of("role", "role", ENROLMENT_ROLES, words.ENROLMENT_ROLES),
        flag("primary", "is_primary"),
        of_kind("date", "beginDate", "begins"),
        of_kind("date", "endDate", "ends"),
    ),
    checks=check.OF_ENROLMENTS,
    fillings=(check.SCHOOL_OF_CLASS,),
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
        MODIFIED,
        of_kind("date", "birthDate", "born_on"),
        Column(name="sex", stored="sex", allowed=SEXES, understood=words.SEXES, empties=True),
        flag("americanIndianOrAlaskaNative", "american_indian_or_alaska_native"),
        flag("asian", "asian"),
        flag("blackOrAfricanAmerican", "black_or_african_american"),
        flag("nativeHawaiianOrOtherPacificIslander", "pacific_islander"),
        flag("white", "white"),
        flag("demographicRaceTwoOrMoreRaces", "two_or_more_races"),
        flag("hispanicOrLatinoEthnicity", "hispanic_or_latino"),
        flag("metadata.economicDisadvantage", "economic_disadvantage"),
        flag("metadata.englishLearner", "english_learner"),
        flag("metadata.disability", "disability"),
    ),
    checks=(check.UNLIKELY_BIRTH,),
)

TABLES = (
    ORGS,
    ACADEMIC_SESSIONS,
    COURSES,
    USERS,
    USER_PROFILES,
    USER_ROLES,
    CLASSES,
    ENROLLMENTS,
    DEMOGRAPHICS,
)
