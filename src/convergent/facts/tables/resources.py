"""OneRoster's resources: what classes, courses and users are given to learn with."""

from convergent.facts.tables.declare import KEY, MODIFIED, STATUS, Column, Table

IMPORTANCES = frozenset({"primary", "secondary"})

RESOURCES = Table(
    name="resources",
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column("vendorResourceId", "vendor_resource_id", required=True),
        Column("title"),
        Column("roles", kind="list"),
        Column("importance", allowed=IMPORTANCES, empties=True),
        Column("vendorId", "vendor_id"),
        Column("applicationId", "application_id"),
    ),
)
_RESOURCE = Column(
    "resourceSourcedId", "resource_id", required=True, refers_to="resources", must_exist=True
)
CLASS_RESOURCES = Table(
    name="classResources",
    sorted_by=("class_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column("title"),
        Column("classSourcedId", "class_id", required=True, refers_to="classes", must_exist=True),
        _RESOURCE,
    ),
)
COURSE_RESOURCES = Table(
    name="courseResources",
    sorted_by=("course_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column("title"),
        Column("courseSourcedId", "course_id", required=True, refers_to="courses", must_exist=True),
        _RESOURCE,
    ),
)
USER_RESOURCES = Table(
    name="userResources",
    sorted_by=("user_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column("userSourcedId", "user_id", required=True, refers_to="users", must_exist=True),
        Column("orgSourcedId", "org_id", refers_to="orgs"),
        Column("classSourcedId", "class_id", refers_to="classes"),
        _RESOURCE,
    ),
)

TABLES = (RESOURCES, CLASS_RESOURCES, COURSE_RESOURCES, USER_RESOURCES)
