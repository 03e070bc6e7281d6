"""The kinds of role, by their standard codes (OneRoster's, and ours behind `ext:`).

What a district calls them is its own configuration (`Wording`); what follows from them is here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Word = str | Promise


@dataclass(frozen=True)
class RoleKind:
    """A kind of role. `order` sorts lists; nothing else follows from it."""

    code: str
    name: Word
    plural: Word
    at: tuple[str, ...]
    single: bool = False  # one holder at a time is expected: a vacancy is worth a word
    leads_place: bool = False
    sees_students: bool = False  # has to do with single students: signs in with two steps
    by_many: bool = False  # many hold it at once: shown as a list, beside those who lead
    order: int = 50


SUPERINTENDENT = "superintendent"
SUPERVISOR = "principalSupervisor"
PRINCIPAL = "principal"
ASSISTANT_PRINCIPAL = "assistantPrincipal"
TEACHER = "teacher"
DATA_STEWARD = "systemAdministrator"
UNIT_HEAD = "unitHead"
TEAM_LEAD = "teamLead"
TEAM_MEMBER = "teamMember"
COACH = "coach"
UNION_REPRESENTATIVE = "unionRepresentative"

ANSWER_FOR_THE_DISTRICT = (SUPERINTENDENT, DATA_STEWARD)

KINDS: dict[str, RoleKind] = {
    kind.code: kind
    for kind in (
        RoleKind(
            SUPERINTENDENT,
            _("superintendent"),
            _("superintendents"),
            ("district",),
            single=True,
            leads_place=True,
            sees_students=True,
            order=1,
        ),
        RoleKind(
            SUPERVISOR,
            _("principal supervisor"),
            _("principal supervisors"),
            ("network",),
            single=True,
            leads_place=True,
            sees_students=True,
            order=2,
        ),
        RoleKind(
            PRINCIPAL,
            _("principal"),
            _("principals"),
            ("school",),
            single=True,
            leads_place=True,
            sees_students=True,
            order=3,
        ),
        RoleKind(
            ASSISTANT_PRINCIPAL,
            _("assistant principal"),
            _("assistant principals"),
            ("school",),
            sees_students=True,
            order=4,
        ),
        RoleKind(COACH, _("coach"), _("coaches"), ("school", "network", "unit"), order=5),
        RoleKind(
            "departmentHead",
            _("department head"),
            _("department heads"),
            ("school", "team"),
            order=6,
        ),
        RoleKind("dataLead", _("data lead"), _("data leads"), ("school", "team"), order=7),
        RoleKind(
            TEAM_LEAD,
            _("team lead"),
            _("team leads"),
            ("team",),
            single=True,
            leads_place=True,
            order=8,
        ),
        RoleKind(
            "counselor",
            _("counselor"),
            _("counselors"),
            ("school",),
            sees_students=True,
            order=9,
        ),
        RoleKind(
            TEACHER,
            _("teacher"),
            _("teachers"),
            ("school",),
            sees_students=True,
            by_many=True,
            order=20,
        ),
        RoleKind(
            TEAM_MEMBER, _("team member"), _("team members"), ("team",), by_many=True, order=30
        ),
        RoleKind("aide", _("aide"), _("aides"), ("school",), by_many=True, order=21),
        RoleKind(
            UNIT_HEAD,
            _("unit head"),
            _("unit heads"),
            ("unit",),
            single=True,
            leads_place=True,
            order=3,
        ),
        RoleKind(DATA_STEWARD, _("data steward"), _("data stewards"), ("district",), order=5),
        RoleKind("budgetAnalyst", _("budget analyst"), _("budget analysts"), ("unit",), order=10),
        RoleKind("caseOwner", _("case owner"), _("case owners"), ("unit",), order=11),
        RoleKind(
            UNION_REPRESENTATIVE,
            _("union representative"),
            _("union representatives"),
            ("district",),
            order=13,
        ),
        RoleKind("researcher", _("researcher"), _("researchers"), ("unit", "district"), order=12),
    )
}
