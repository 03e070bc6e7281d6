"""Three statements on Today, and what was told of the month before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.models import PlaceKind
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.trust.access import own_pulse_asks, places_with_pulse_for, running_wave
from convergent.trust.presenters import headline, month
from convergent.trust.queries import Heard, waves_of
from convergent.trust.waves import wave_on

FIRST_DAYS = 10


@on_today
def three_statements(viewer: Viewer) -> Iterator[AgendaItem]:
    wave = running_wave(viewer)
    if wave is None:
        return
    for ask in own_pulse_asks(viewer).filter(answered_on=None, set_aside_on=None):
        page = reverse("pulse")
        yield AgendaItem(
            group=Group.WAITING,
            day=ask.asked_on,
            when=_("until %(day)s") % {"day": day_text(wave.closes_on, viewer)},
            title=_("Three statements about trust"),
            detail=_("Three taps. What you choose is counted, and never kept as yours."),
            url=page,
            actions=(
                Action(_("Answer"), page, primary=True),
                Action(_("Not now"), reverse("pulse_aside"), "post"),
            ),
        )


@on_today
def told_of_last_month(viewer: Viewer) -> Iterator[AgendaItem]:
    """In the first days after a wave, for whoever sees a school of which it is told."""
    last_month = viewer.today.replace(day=1) - timedelta(days=1)
    wave = wave_on(last_month, year_begins=viewer.year_began.month)
    if viewer.today.day > FIRST_DAYS or wave is None:
        return
    schools = places_with_pulse_for(viewer).filter(kind=PlaceKind.SCHOOL)
    own = {term.role.place_id for term in viewer.terms}
    for school in schools.filter(pk__in=own):
        waves = waves_of(school, today=viewer.today)
        if waves and isinstance(waves[0], Heard) and waves[0].opens_on == wave.opens_on:
            page = reverse("pulse_place", args=[school.pk])
            yield AgendaItem(
                group=Group.CHANGED,
                day=viewer.today.replace(day=1),
                when=month(wave.opens_on),
                title=headline(waves),
                detail=school.name,
                url=page,
                actions=(Action(_("See the trust pulse"), page),),
            )
