"""The two questions on Today, and what was answered in the month before."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.asking.access import places_digested_for, visible_asks
from convergent.asking.presenters import after_what, asked_until, headline, months_before
from convergent.asking.queries import digest_of
from convergent.people.days import day_text
from convergent.people.models import PlaceKind
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer

FIRST_DAYS = 10


@on_today
def two_questions(viewer: Viewer) -> Iterator[AgendaItem]:
    for one in visible_asks(viewer).waiting(viewer.today):
        page = reverse("ask", args=[one.pk])
        yield AgendaItem(
            group=Group.WAITING,
            day=one.asked_on,
            when=_("until %(day)s") % {"day": day_text(asked_until(one), viewer)},
            title=_("Two short questions"),
            detail=_("After %(what)s. What you choose is counted, never shown as yours.")
            % {"what": after_what(one, viewer).title},
            url=page,
            actions=(
                Action(_("Answer"), page, primary=True),
                Action(_("Not now"), reverse("ask_aside", args=[one.pk]), "post"),
            ),
        )


@on_today
def answered_last_month(viewer: Viewer) -> Iterator[AgendaItem]:
    """In the first days of a month, for whoever works at a school where enough people answered."""
    if viewer.today.day > FIRST_DAYS:
        return
    month = months_before(viewer.today)[0]
    for school in places_digested_for(viewer).filter(kind=PlaceKind.SCHOOL):
        found = digest_of(school, month=month, today=viewer.today)
        if found is not None:
            page = reverse("digest", args=[school.pk])
            yield AgendaItem(
                group=Group.CHANGED,
                day=viewer.today.replace(day=1),
                when=date_format(month, "YEAR_MONTH_FORMAT"),
                title=headline(found, date_format(month, "YEAR_MONTH_FORMAT")),
                detail=school.name,
                url=page,
                actions=(Action(_("See what people answered"), page),),
            )
