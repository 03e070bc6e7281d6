"""A role's page: who held it, and what they left to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from convergent.people.access.changes import why_change_role
from convergent.people.access.handovers import why_write_handover
from convergent.people.models import Handover, Role, RoleTerm
from convergent.people.presenters.terms import (
    DeedLink,
    TimelineEntry,
    conditions,
    deeds_on,
    entry_of_role,
    span,
)
from convergent.people.queries.terms import holders_beside, terms_in
from convergent.people.viewer import Viewer
from convergent.people.words import Words

SHOWN = 100


@dataclass(frozen=True)
class Holder:
    term: RoleTerm
    span: str
    conditions: str
    deeds: tuple[DeedLink, ...]


@dataclass(frozen=True)
class RolePage:
    role: Role
    title: str
    holders: tuple[Holder, ...]
    history: tuple[TimelineEntry, ...]
    handovers: tuple[Handover, ...]
    may_change: bool
    may_write: bool
    has_draft: bool


def role_page(
    role: Role,
    *,
    viewer: Viewer,
    words: Words,
    handovers: Sequence[Handover],
    draft: Handover | None,
) -> RolePage:
    terms = terms_in(role, at_most=SHOWN)
    may_change = why_change_role(viewer, role) is not None
    return RolePage(
        role=role,
        title=words.role_title(role),
        holders=tuple(
            _holder(term, viewer, words, may_change=may_change)
            for term in terms
            if term.runs_on(viewer.today)
        ),
        history=tuple(entry_of_role(term, viewer) for term in terms),
        handovers=tuple(handovers),
        may_change=may_change,
        may_write=why_write_handover(viewer, role) is not None,
        has_draft=draft is not None,
    )


def readers_of_handover(role: Role, *, viewer: Viewer) -> str:
    """Who reads it when it is handed over, by name where somebody else holds the role now."""
    others = [term.person.name for term in holders_beside(role, viewer)]
    if not others:
        return _(
            "As a draft: only you. Once handed over: you, and whoever holds this role. A court or "
            "a records request can ask for it by due process."
        )
    return _(
        "As a draft: only you. Once handed over: you, %(names)s at once, and whoever holds this "
        "role later. A court or a records request can ask for it by due process."
    ) % {"names": get_text_list(others, _("and"))}


def _holder(term: RoleTerm, viewer: Viewer, words: Words, *, may_change: bool) -> Holder:
    deeds = deeds_on(term, words) if may_change else ()
    return Holder(term, span(term, viewer), conditions(term), deeds)
