"""Today: for a supervisor the visits that are due or planned and schools without one for long; for
a principal that her supervisor comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.role_kinds import PRINCIPAL, SUPERVISOR
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.support.access import schools_supported_by, visible_contacts, why_support
from convergent.support.models import Contact
from convergent.support.presenters.schools import LONG
from convergent.support.queries import support_of

AHEAD, EACH = timedelta(days=7), 2


@on_today
def visits_planned(viewer: Viewer) -> Iterator[AgendaItem]:
    """Of the week to come, and what was due and is not written down."""
    if not viewer.holds(SUPERVISOR, PRINCIPAL):
        return
    found = visible_contacts(viewer).filter(
        state=Contact.State.PLANNED, day__lte=viewer.today + AHEAD
    )
    for one in found.select_related("school", "supervisor").order_by("day", "pk")[: 2 * EACH]:
        is_hers = why_support(viewer, one.school) is not None
        if is_hers or one.day >= viewer.today:
            yield _item(one, viewer, is_hers=is_hers)


def _item(one: Contact, viewer: Viewer, *, is_hers: bool) -> AgendaItem:
    page, day = reverse("contact", args=[one.pk]), day_text(one.day, viewer)
    is_late, is_now = one.day < viewer.today, one.day == viewer.today
    if is_hers:
        title = _("Visit to %(school)s") % {"school": one.school.name}
    else:
        title = _("%(name)s comes to your school") % {"name": one.supervisor.name}
    deed = reverse("contact_write", args=[one.pk])
    write = Action(_("Write it down"), deed, primary=True)
    return AgendaItem(
        group=Group.WAITING if is_late else Group.NEXT,
        day=one.day,
        when=_("today") if is_now else _("was due %(day)s") % {"day": day} if is_late else day,
        title=title,
        detail=one.purpose,
        url=page,
        late=is_late,
        weight=2 if is_now else 1,
        actions=(*((write,) if is_late else ()), Action(_("Prepare for it"), page)),
    )


@on_today
def schools_without(viewer: Viewer) -> Iterator[AgendaItem]:
    """Those that have gone longest without a contact, and have none planned."""
    if not viewer.holds(SUPERVISOR):
        return
    schools = list(schools_supported_by(viewer))
    found = [one for one in support_of(schools, viewer) if one.days_without >= LONG]
    without = [one for one in found if not one.planned and one.held]
    for one in sorted(without, key=lambda one: -one.days_without)[:EACH]:
        page = reverse("support_next", args=[one.school.pk])
        yield AgendaItem(
            group=Group.WAITING,
            day=one.last.day if one.last else one.since,
            when=_("%(days)s days") % {"days": one.days_without},
            title=_("%(school)s has not seen you for long") % {"school": one.school.name},
            detail=_("No visit is planned."),
            url=reverse("support_school", args=[one.school.pk]),
            actions=(Action(_("Plan a visit"), page, primary=True),),
        )
