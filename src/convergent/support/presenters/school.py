"""The page of one school, and that of one contact, as supervisor and principal see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.in_the_way import InTheWay, in_the_way_at
from convergent.priorities.presenters.commitments import CommitmentLine, commitment_lines
from convergent.support.access import visible_contacts, why_support, why_write
from convergent.support.models import Contact
from convergent.support.presenters.schools import diverted_lines, plan_text
from convergent.support.queries import Support, promises_after, support_of

State = Contact.State


@dataclass(frozen=True)
class ContactLine:
    contact: Contact
    day: str
    said: str


@dataclass(frozen=True)
class SchoolPage:
    school: Place
    principal: str
    headline: str
    lead: str
    plan: str
    promises: tuple[CommitmentLine, ...]
    planned: tuple[ContactLine, ...]
    lines: tuple[ContactLine, ...]
    diverted: tuple[str, ...]
    in_the_way: tuple[InTheWay, ...]
    can_write: bool


def school_page(school: Place, viewer: Viewer) -> SchoolPage:
    (one,) = support_of([school], viewer)
    promises = promises_after(one.last, school, viewer.today)
    shown = [one for one in one.contacts if one.state in {State.HELD, State.CALLED_OFF}]
    return SchoolPage(
        school=school,
        principal=one.principal.name if one.principal else "",
        headline=_headline(one),
        lead=_since(one, viewer),
        plan=plan_text(one),
        promises=commitment_lines(promises, viewer),
        planned=tuple(contact_line(x, viewer) for x in sorted(one.planned, key=_by_day)),
        lines=tuple(contact_line(x, viewer) for x in shown),
        diverted=diverted_lines(one.diverted),
        in_the_way=in_the_way_at(school, viewer),
        can_write=why_support(viewer, school) is not None,
    )


def _by_day(contact: Contact) -> date:
    return contact.day


def _headline(one: Support) -> str:
    said = {"held": len(one.lately), "due": one.due}
    if not one.held:
        return _("No contact is written down this school year.")
    return (
        ngettext(
            "%(held)s of %(due)s planned contact took place in the last twelve weeks.",
            "%(held)s of %(due)s planned contacts took place in the last twelve weeks.",
            one.due,
        )
        % said
    )


def _since(one: Support, viewer: Viewer) -> str:
    parts = []
    if one.last:
        parts.append(_("Last on %(day)s.") % {"day": day_text(one.last.day, viewer)})
    longest = _("Longest without one this school year: %(days)s days.")
    return " ".join([*parts, longest % {"days": one.gap}])


def contact_line(contact: Contact, viewer: Viewer) -> ContactLine:
    return ContactLine(contact, day_text(contact.day, viewer), contact_text(contact))


def contact_text(contact: Contact) -> str:
    """How long, and as what; or why it did not take place."""
    if contact.state == State.CALLED_OFF:
        came = str(contact.get_diverted_by_display())
        return _("did not take place: %(came)s") % {"came": came}
    if contact.state == State.WITHDRAWN:
        return _("withdrawn")
    if contact.is_planned:
        return contact.purpose
    minutes = _("%(count)s minutes") % {"count": contact.minutes}
    return " · ".join([minutes, *contact.kind_words])


@dataclass(frozen=True)
class ContactPage:
    contact: Contact
    day: str
    said: str
    is_overdue: bool
    promises: tuple[CommitmentLine, ...]
    before: str
    words: str
    diverted: str
    in_the_way: tuple[InTheWay, ...]
    can_write: bool


def contact_page(contact: Contact, viewer: Viewer, *, words: str) -> ContactPage:
    """A visit to come opens with what became of what was promised at the last one."""
    before = last_before(contact, viewer)
    is_to_come = contact.is_planned
    promised = promises_after(before, contact.school, viewer.today) if is_to_come else ()
    return ContactPage(
        contact=contact,
        day=day_text(contact.day, viewer),
        said=contact_text(contact),
        is_overdue=contact.is_planned and contact.day < viewer.today,
        promises=commitment_lines(promised, viewer),
        before=day_text(before.day, viewer) if before else "",
        words=words,
        diverted=str(contact.get_diverted_by_display()) if contact.diverted_by else "",
        in_the_way=in_the_way_at(contact.school, viewer) if is_to_come else (),
        can_write=why_write(viewer, contact) is not None,
    )


def last_before(contact: Contact, viewer: Viewer) -> Contact | None:
    held = visible_contacts(viewer).filter(school=contact.school_id, state=State.HELD)
    return held.filter(day__lte=contact.day).exclude(pk=contact.pk).order_by("-day", "pk").first()
