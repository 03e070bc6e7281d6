"""Inquiries of one's teams, and one of them: what was asked, looked at, tried, and found."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.models import Inquiry, InquiryEvidence
from convergent.practice.queries.inquiries import inquiries_of
from convergent.priorities.access.meetings import teams_met_by
from convergent.priorities.models import Cycle
from convergent.priorities.presenters.cycles import DECIDED
from convergent.priorities.protocols import DATA, PROTOCOLS, Protocol

State = Inquiry.State
SHOWN = 60
NAMED: dict[State, Promise] = {
    State.OPEN: gettext_lazy("open"),
    State.TRYING: gettext_lazy("being tried"),
    State.RECHECKED: gettext_lazy("rechecked"),
}


@dataclass(frozen=True)
class InquiryLine:
    inquiry: Inquiry
    state: str
    when: str
    is_late: bool


@dataclass(frozen=True)
class InquiriesPage:
    lead: str
    lines: tuple[InquiryLine, ...]
    teams: tuple[Place, ...]


@dataclass(frozen=True)
class EvidenceLine:
    """`later`: what the same page said when the team looked again."""

    evidence: InquiryEvidence
    later: str


@dataclass(frozen=True, kw_only=True)
class InquiryPage:
    inquiry: Inquiry
    state: str
    when: str
    is_open: bool
    is_trying: bool
    evidence: tuple[EvidenceLine, ...]
    protocol: Protocol
    decided: str
    readers: str


def inquiries_page(viewer: Viewer) -> InquiriesPage:
    lines = tuple(_line(one, viewer) for one in inquiries_of(viewer)[:SHOWN])
    running = sum(one.inquiry.rechecked_on is None for one in lines)
    return InquiriesPage(
        lead=_lead(running, len(lines)),
        lines=lines,
        teams=tuple(
            teams_met_by(viewer)
            .filter(closed_on=None)
            .select_related("parent")
            .order_by("parent__name", "name")
        ),
    )


def _lead(running: int, found: int) -> str:
    if not found:
        return ""
    if not running:
        return _("None is running now.")
    return _("%(running)s of %(found)s are running.") % {"running": running, "found": found}


def _line(inquiry: Inquiry, viewer: Viewer) -> InquiryLine:
    day = inquiry.recheck_on
    return InquiryLine(
        inquiry=inquiry,
        state=str(NAMED[inquiry.state]),
        when=when_of(inquiry, viewer),
        is_late=inquiry.state is State.TRYING and day is not None and day < viewer.today,
    )


def when_of(inquiry: Inquiry, viewer: Viewer) -> str:
    """The day that matters now: when it began, when the team looks again, when it did."""
    if inquiry.rechecked_on is not None:
        return _("looked again on %(day)s") % {"day": day_text(inquiry.rechecked_on, viewer)}
    if inquiry.recheck_on is not None:
        return _("we look again on %(day)s") % {"day": day_text(inquiry.recheck_on, viewer)}
    return _("since %(day)s") % {"day": day_text(inquiry.begun_on, viewer)}


def inquiry_page(inquiry: Inquiry, *, viewer: Viewer) -> InquiryPage:
    """`inquiry` comes with its team, the team's place and its priority."""
    decided = inquiry.decision and str(DECIDED[Cycle.Decision(inquiry.decision)])
    return InquiryPage(
        inquiry=inquiry,
        state=str(NAMED[inquiry.state]),
        when=when_of(inquiry, viewer),
        is_open=inquiry.state is State.OPEN,
        is_trying=inquiry.state is State.TRYING,
        evidence=tuple(EvidenceLine(one, _later(one)) for one in inquiry.evidence.all()),
        protocol=PROTOCOLS.get(inquiry.protocol, DATA),
        decided=decided,
        readers=readers_of_inquiry(inquiry.team),
    )


def _later(evidence: InquiryEvidence) -> str:
    if not evidence.says_later:
        return ""
    if evidence.says_later == evidence.says:
        return _("When we looked again, it said the same.")
    return _("When we looked again: %(sentence)s") % {"sentence": evidence.says_later}


def readers_of_inquiry(team: Place) -> str:
    """Who reads an inquiry, said before anything is typed."""
    return _(
        "Only the %(team)s and whoever leads %(place)s can read this. Write no student’s name."
    ) % {
        "team": team.name,
        "place": team.parent.name if team.parent else team.name,
    }
