"""On the Today of whoever keeps a district: what is wrong with the installation itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.jobs.models import ENDED, Job, State
from convergent.outbox.queries import not_arrived
from convergent.people.access.directory import visible_people
from convergent.people.access.district import why_keep_district
from convergent.people.queries.gone import gone_with_roles_by_hand
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.web.jobs import CHECK_AUDIT

FIRST = 100


@on_today
def altered_audit(viewer: Viewer) -> Iterator[AgendaItem]:
    """Until a later check finds the chain whole again."""
    if why_keep_district(viewer) is None:
        return
    last = Job.objects.filter(kind=CHECK_AUDIT, state__in=ENDED).order_by("asked_at").last()
    if last is not None and last.state == State.FAILED:
        yield AgendaItem(
            Group.WAITING,
            timezone.localdate(last.asked_at),
            _("now"),
            _("The audit does not hold."),
            detail=last.problem,
            late=True,
            weight=FIRST,
        )


@on_today
def mail_that_did_not_arrive(viewer: Viewer) -> Iterator[AgendaItem]:
    """Messages to people of the district alone."""
    if why_keep_district(viewer) is None:
        return
    people = visible_people(viewer)
    found = list(not_arrived().filter(about__in=people.values("pk")).order_by("-posted_at"))
    if not found:
        return
    newest = found[0]
    yield AgendaItem(
        Group.WAITING,
        timezone.localdate(newest.posted_at),
        _("this week"),
        ngettext("A message did not arrive.", "%(count)s messages did not arrive.", len(found))
        % {"count": len(found)},
        detail=_("The newest was for %(email)s. %(problem)s")
        % {
            "email": newest.to,
            "problem": newest.get_problem_display() or _("Is a worker running?"),
        },
        late=True,
    )


@on_today
def roles_of_people_who_are_gone(viewer: Viewer) -> Iterator[AgendaItem]:
    """Whom the exports no longer hold, and who holds a role that was given by hand."""
    if why_keep_district(viewer) is None:
        return
    count = gone_with_roles_by_hand(viewer).count()
    if not count:
        return
    yield AgendaItem(
        Group.WAITING,
        viewer.today,
        _("today"),
        ngettext(
            "One person is no longer in the exports and still holds a role.",
            "%(count)s people are no longer in the exports and still hold a role.",
            count,
        )
        % {"count": count},
        url=reverse("gone"),
        actions=(Action(_("See who"), reverse("gone")),),
    )
