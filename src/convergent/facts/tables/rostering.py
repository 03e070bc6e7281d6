"""OneRoster's rostering: places, years, people, roles, classes and enrolments."""

from convergent.facts.tables import roster_checks as check
from convergent.facts.tables import words
from convergent.facts.tables.declare import KEY, MODIFIED, OPEN_TODAY, STATUS, Column, Table

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

ORGS = Table(
    name="orgs",
    sorted_by=("sourced_id",),
    school="sourced_id",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column("name", required=True),
        Column("type", required=True, allowed=ORG_TYPES, understood=words.ORG_TYPES),
        Column("identifier"),
        Column("parentSourcedId", "parent_id", refers_to="orgs"),
        Column("metadata.grades", "grades", kind="grades"),
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
        Column("title", required=True),
        Column("type", required=True, allowed=SESSION_TYPES, understood=words.SESSION_TYPES),
        Column("startDate", "starts_on", kind="date", required=True),
        Column("endDate", "ends_on", kind="date", required=True),
        Column("parentSourcedId", "parent_id", refers_to="academicSessions"),
        Column("schoolYear", "school_year"),
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
        Column("schoolYearSourcedId", "school_year_id", refers_to="academicSessions"),
        Column("title", required=True),
        Column("courseCode", "course_code"),
        Column("grades", kind="grades"),
        Column("orgSourcedId", "org_id", refers_to="orgs"),
        Column("subjects", kind="list"),
        Column("subjectCodes", "subject_codes", kind="list"),
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
        Column("enabledUser", "enabled", kind="boolean", required=True),
        Column("username"),
        Column("userIds", "user_ids", kind="list"),
        Column("givenName", "given_name", required=True),
        Column("familyName", "family_name"),  # empty for people who have one name
        Column("middleName", "middle_name"),
        Column("preferredGivenName", "preferred_name"),
        Column("preferredMiddleName", "preferred_middle_name"),
        Column("preferredFamilyName", "preferred_family_name"),
        Column("identifier"),
        Column("userMasterIdentifier", "master_identifier"),
        Column("metadata.stateId", "state_id"),
        Column("email"),
        Column("grades", kind="grades"),
        Column("primaryOrgSourcedId", "primary_org_id", refers_to="orgs"),
        Column("password", kept=False, says="Never read; that it is there is noticed."),
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
        Column("userSourcedId", "user_id", required=True, refers_to="users", must_exist=True),
        Column("profileType", "profile_type", required=True),
        Column("vendorId", "vendor_id", required=True),
        Column("applicationId", "application_id"),
        Column("description"),
        Column("password", kept=False, says="Never read; that it is there is noticed."),
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
        Column("userSourcedId", "user_id", required=True, refers_to="users", must_exist=True),
        Column("roleType", "role_type", required=True, allowed=ROLE_TYPES),
        Column("role", required=True, allowed=ROLES, understood=words.ROLES),
        Column("beginDate", "begins", kind="date"),
        Column("endDate", "ends", kind="date"),
        Column("orgSourcedId", "org_id", required=True, refers_to="orgs", must_exist=True),
        Column("metadata.grade", "grade", kind="grade"),
        Column("metadata.fte", "fte", kind="decimal"),
        Column("metadata.acting", "acting", kind="boolean"),
        Column("metadata.title", "title"),
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
        Column("title", required=True),
        Column("grades", kind="grades"),
        Column("courseSourcedId", "course_id", refers_to="courses"),
        Column("classCode", "class_code"),
        Column(
            "classType",
            "class_type",
            allowed=CLASS_TYPES,
            understood=words.CLASS_TYPES,
            empties=True,
        ),
        Column("location"),
        Column("schoolSourcedId", "school_id", required=True, refers_to="orgs", must_exist=True),
        Column("termSourcedIds", "term_ids", kind="list", refers_to="academicSessions"),
        Column("subjects", kind="list"),
        Column("subjectCodes", "subject_codes", kind="list"),
        Column("periods", kind="list"),
        Column(
            "metadata.beginDate",
            "begins",
            kind="date",
            says="The first day of its terms, where it is empty.",
        ),
        Column(
            "metadata.endDate",
            "ends",
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
        Column("classSourcedId", "class_id", required=True, refers_to="classes", must_exist=True),
        Column("schoolSourcedId", "school_id", required=True, refers_to="orgs", must_exist=True),
        Column("userSourcedId", "user_id", required=True, refers_to="users", must_exist=True),
        Column("role", required=True, allowed=ENROLMENT_ROLES, understood=words.ENROLMENT_ROLES),
        Column("primary", "is_primary", kind="boolean"),
        Column("beginDate", "begins", kind="date"),
        Column("endDate", "ends", kind="date"),
    ),
    checks=check.OF_ENROLMENTS,
    fillings=(check.SCHOOL_OF_CLASS,),
)
DEMOGRAPHICS = Table(
    name="demographics",
    sorted_by=("sourced_id",),
    columns=(
        Column("sourcedId", "sourced_id", required=True, refers_to="users", must_exist=True),
        STATUS,
        MODIFIED,
        Column("birthDate", "born_on", kind="date"),
        Column("sex", allowed=SEXES, understood=words.SEXES, empties=True),
        Column("americanIndianOrAlaskaNative", "american_indian_or_alaska_native", kind="boolean"),
        Column("asian", kind="boolean"),
        Column("blackOrAfricanAmerican", "black_or_african_american", kind="boolean"),
        Column("nativeHawaiianOrOtherPacificIslander", "pacific_islander", kind="boolean"),
        Column("white", kind="boolean"),
        Column("demographicRaceTwoOrMoreRaces", "two_or_more_races", kind="boolean"),
        Column("hispanicOrLatinoEthnicity", "hispanic_or_latino", kind="boolean"),
        Column("metadata.economicDisadvantage", "economic_disadvantage", kind="boolean"),
        Column("metadata.englishLearner", "english_learner", kind="boolean"),
        Column("metadata.disability", "disability", kind="boolean"),
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
