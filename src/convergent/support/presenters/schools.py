"""“My schools”: each school of a supervisor with contact against plan, in one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.support.access import schools_of_the_two, why_support
from convergent.support.models import Contact
from convergent.support.queries import Support, minutes_to_enter, support_of

LONG = 28  # days without a contact that are worth a word


@dataclass(frozen=True)
class SchoolLine:
    school: Place
    principal: str
    contacts: str
    plan: str
    gap: str
    promises: str
    diverted: str
    next: str
    is_behind: bool
    is_gap_long: bool


@dataclass(frozen=True)
class SchoolsPage:
    headline: str
    lead: str
    lines: tuple[SchoolLine, ...]
    diverted: tuple[str, ...]
    burden: str
    supervises: bool


def schools_page(viewer: Viewer) -> SchoolsPage:
    schools = list(schools_of_the_two(viewer).filter(closed_on=None).order_by("name_key", "pk"))
    found = support_of(schools, viewer)
    supervises = any(why_support(viewer, school) for school in schools)
    return SchoolsPage(
        headline=headline(found, is_own=supervises),
        lead=_lead(found) if supervises else "",
        lines=tuple(_line(one, viewer) for one in found),
        diverted=diverted_lines(sum((one.diverted for one in found), Counter())),
        burden=_burden(viewer),
        supervises=supervises,
    )


def headline(found: Sequence[Support], *, is_own: bool) -> str:
    if not found:
        return _("You supervise no school, and lead none.")
    met = sum(one.is_met for one in found)
    said = {"met": met, "count": len(found)}
    if not is_own:
        return _("What you and your supervisor do together")
    if not any(one.held for one in found):
        return _("No contact with your %(count)s schools is written down yet.") % said
    return (
        ngettext(
            "You were as often as planned at %(met)s of your %(count)s school.",
            "You were as often as planned at %(met)s of your %(count)s schools.",
            len(found),
        )
        % said
    )


def _lead(found: Sequence[Support]) -> str:
    longest = max(found, key=lambda one: one.days_without, default=None)
    if longest is None or longest.days_without < LONG:
        return ""
    said = _("%(school)s has gone longest without you: %(days)s days.")
    return said % {"school": longest.school.name, "days": longest.days_without}


def _line(one: Support, viewer: Viewer) -> SchoolLine:
    return SchoolLine(
        school=one.school,
        principal=one.principal.name if one.principal else "",
        contacts=_("%(held)s of %(due)s") % {"held": len(one.lately), "due": one.due},
        plan=plan_text(one),
        gap=_("%(days)s days") % {"days": one.gap},
        promises=_promises(one),
        diverted=_most_often(one),
        next=day_text(one.next.day, viewer) if one.next else "",
        is_behind=not one.is_met,
        is_gap_long=one.gap >= LONG,
    )


def plan_text(one: Support) -> str:
    said = ngettext("%(count)s a month", "%(count)s a month", one.a_month)
    reason = one.plan.reason if one.plan else ""
    return " · ".join(part for part in (said % {"count": one.a_month}, reason) if part)


def _most_often(one: Support) -> str:
    """What came between most often, where something did."""
    if not one.diverted:
        return ""
    code = min(one.diverted, key=lambda code: (-one.diverted[code], code))
    return _("Came between most often: %(what)s") % {"what": Contact.Diverted(code).label}


def _promises(one: Support) -> str:
    """How many are open, of both sides; and how many of these are late."""
    if not one.promises:
        return ""
    late = sum(promise.due_on < one.today for promise in one.promises)
    said = _("%(count)s open") % {"count": len(one.promises)}
    return f"{said}, {_('%(count)s late') % {'count': late}}" if late else said


def diverted_lines(counted: Counter[str]) -> tuple[str, ...]:
    """What took time away, the most frequent first."""
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        f"{Contact.Diverted(code).label}: {ngettext('once', '%(count)s times', count)}"
        % {"count": count}
        for code, count in ordered
    )


def _burden(viewer: Viewer) -> str:
    found = minutes_to_enter(viewer)
    if found is None:
        return ""
    return ngettext(
        "Writing one down takes you %(minutes)s minute: the median of %(entries)s this year.",
        "Writing one down takes you %(minutes)s minutes: the median of %(entries)s this year.",
        found[0],
    ) % {"minutes": found[0], "entries": found[1]}


def first_page(viewer: Viewer) -> str:
    """Where a principal of one school goes instead of a list with one line."""
    schools = list(schools_of_the_two(viewer).filter(closed_on=None)[:2])
    if len(schools) == 1 and why_support(viewer, schools[0]) is None:
        return reverse("support_school", args=[schools[0].pk])
    return ""
