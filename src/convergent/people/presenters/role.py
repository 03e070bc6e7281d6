"""A role's page: who held it, and what they left to the next."""

from __future__ import annotations

from dataclasses import dataclass

from convergent.people.access.handovers import why_write_handover
from convergent.people.models import Handover, Role, RoleTerm
from convergent.people.presenters.terms import TimelineEntry, conditions, entry_of_role, span
from convergent.people.viewer import Viewer
from convergent.people.words import Words

SHOWN = 100


@dataclass(frozen=True)
class Holder:
    term: RoleTerm
    span: str
    conditions: str


@dataclass(frozen=True)
class RolePage:
    role: Role
    title: str
    holders: tuple[Holder, ...]
    history: tuple[TimelineEntry, ...]
    handovers: tuple[Handover, ...]
    own: Handover | None
    may_write: bool


def role_page(role: Role, *, viewer: Viewer, words: Words, handovers: list[Handover]) -> RolePage:
    terms = list(
        role.terms.select_related("person").order_by("-starts_on", "person__family_key")[:SHOWN]
    )
    now = [term for term in terms if term.runs_on(viewer.today)]
    return RolePage(
        role=role,
        title=words.role_title(role),
        holders=tuple(Holder(term, span(term), conditions(term)) for term in now),
        history=tuple(entry_of_role(term, viewer.today) for term in terms),
        handovers=tuple(handovers),
        own=next((one for one in handovers if one.author_id == viewer.person.pk), None),
        may_write=why_write_handover(viewer, role) is not None,
    )
