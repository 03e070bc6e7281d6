"""OneRoster's resources: what classes, courses and users are given to learn with."""

from convergent.facts.tables.declare import (
    KEY,
    MODIFIED,
    STATUS,
    Column,
    Table,
    belongs_to,
    may_refer_to,
    of_kind,
    required,
    text,
)

IMPORTANCES = frozenset({"primary", "secondary"})

RESOURCES = Table(
    name="resources",
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        required("vendorResourceId", "vendor_resource_id"),
        text("title", "title"),
        of_kind("list", "roles", "roles"),
        Column(name="importance", stored="importance", allowed=IMPORTANCES, empties=True),
        text("vendorId", "vendor_id"),
        text("applicationId", "application_id"),
    ),
)
_RESOURCE = belongs_to("resources", "resourceSourcedId", "resource_id")
CLASS_RESOURCES = Table(
    name="classResources",
    sorted_by=("class_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        text("title", "title"),
        belongs_to("classes", "classSourcedId", "class_id"),
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
        text("title", "title"),
        belongs_to("courses", "courseSourcedId", "course_id"),
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
        belongs_to("users", "userSourcedId", "user_id"),
        may_refer_to("orgs", "orgSourcedId", "org_id"),
        may_refer_to("classes", "classSourcedId", "class_id"),
        _RESOURCE,
    ),
)

TABLES = (RESOURCES, CLASS_RESOURCES, COURSE_RESOURCES, USER_RESOURCES)
