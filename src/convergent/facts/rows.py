"""What queries return: one frozen row for each thing that the district named."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from convergent.facts.values import StudentCount


@dataclass(frozen=True)
class OrgRow:
    """A district, network (`local`), school, unit or team (`department`)."""

    sourced_id: str
    name: str
    type: str
    identifier: str
    parent_id: str | None
    grades: tuple[str, ...]


@dataclass(frozen=True)
class StaffRow:
    """Somebody who holds or held a role other than student or guardian."""

    sourced_id: str
    given_name: str
    family_name: str
    preferred_name: str
    email: str
    enabled: bool


@dataclass(frozen=True)
class RoleRow:
    """A role held by a member of staff for a term; no end means that it goes on."""

    sourced_id: str
    user_id: str
    org_id: str
    role: str
    begins: date | None
    ends: date | None
    fte: Decimal | None
    acting: bool
    title: str
    is_primary: bool


@dataclass(frozen=True)
class SchoolYearRow:
    sourced_id: str
    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class SchoolEnrolmentRow:
    school_id: str
    students: StudentCount


@dataclass(frozen=True)
class ClassRow:
    sourced_id: str
    title: str
    course: str
    school_id: str
    teacher_ids: tuple[str, ...]
    students: StudentCount
