"""Asking the staff of schools, and putting an answer into the box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent import clock
from convergent.asking.actions import ask_on
from convergent.asking.happening import Happening
from convergent.asking.models import Ask
from convergent.asking.questions import PULSE
from convergent.audit.actions import note_change
from convergent.errors import BadInput, NotThere
from convergent.people.access.require import required
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, PRINCIPAL
from convergent.people.school_year import first_day_by_calendar
from convergent.people.viewer import Viewer, time_zone_of
from convergent.trust.access import box_to_fill, running_wave, why_pulse_ask
from convergent.trust.models import Box, Counts
from convergent.trust.statements import PEOPLE_AT_LEAST, version_numbered, version_on
from convergent.trust.waves import Wave, wave_on

NOT_ASKED = (PRINCIPAL, ASSISTANT_PRINCIPAL)
"""The statements are about how those who lead a school hear its staff."""


def ask_everywhere() -> int:
    """Asks, where a wave runs, whoever was not asked in it yet and has room for an ask this week;
    nobody at a school so small that nothing could be told. Says how many were asked."""
    asked = 0
    for district in Place.objects.filter(kind=PlaceKind.DISTRICT).order_by("pk"):
        with timezone.override(time_zone_of(district.pk)):
            asked += ask_district(district, clock.today())
    return asked


@transaction.atomic
def ask_district(district: Place, day: date) -> int:
    begins = first_day_by_calendar(district.pk, day).month
    wave = wave_on(day, year_begins=begins)
    if wave is None:
        return 0
    asked = 0
    for school, people in _staff_by_school(district, day).items():
        if len(people) < PEOPLE_AT_LEAST:
            continue
        _ensure_box(school, wave)
        key = wave.key(district.pk)
        happening = Happening(kind=PULSE, key=key, place=school, people=frozenset(people))
        asked += len(ask_on(day, happening, by=None))
    return asked


def _staff_by_school(district: Place, day: date) -> dict[Place, set[UUID]]:
    """Each person at one school, her main one; without those who lead it."""
    held = RoleTerm.objects.on(day).filter(
        role__place__district=district,
        role__place__kind=PlaceKind.SCHOOL,
        role__place__closed_on=None,
        person__enabled=True,
    )
    terms: dict[UUID, list[RoleTerm]] = defaultdict(list)
    for term in held.select_related("role__place"):
        terms[term.person_id].append(term)
    staff: dict[Place, set[UUID]] = defaultdict(set)
    for person, own in terms.items():
        if not any(term.role.kind in NOT_ASKED for term in own):
            staff[min(own, key=lambda term: term.weight).role.place].add(person)
    return staff


def _ensure_box(school: Place, wave: Wave) -> None:
    if box_to_fill(school.pk, wave).exists():
        return
    version = version_on(wave.opens_on)
    box = Box(place=school, opens_on=wave.opens_on, version=version.number)
    box.hold(Counts(0, dict.fromkeys(version.statements, 0)))
    box.save()


@transaction.atomic
def answer_pulse(ask: Ask, said: Mapping[str, bool], *, by: Viewer) -> Ask:
    """One more in the counts. That she answered is kept with her, without the day; what she
    answered is kept without her. So it can neither be shown again nor be taken back, and the audit
    names nobody."""
    stored, wave = _locked(ask, by)
    if stored.answered_on is not None:
        raise BadInput(
            _("You have answered already. Nothing leads back to your answer, so it stays.")
        )
    box = box_to_fill(stored.place_id, wave).select_for_update().get()
    if set(said) != set(version_numbered(box.version).statements):
        raise BadInput(_("Answer all three, or none."))
    note_change("answer pulse", stored.place, by=None)
    box.hold(box.counts.with_one_more(code for code, agrees in said.items() if agrees))
    box.save()
    stored.answered_on, stored.set_aside_on = wave.opens_on, None
    stored.save()
    return stored


@transaction.atomic
def set_pulse_aside(ask: Ask, *, by: Viewer) -> None:
    """Not now: it waits on its page, and no longer on Today."""
    stored, _wave = _locked(ask, by)
    if stored.answered_on is not None or stored.set_aside_on is not None:
        return
    note_change("set pulse aside", stored, by=by.person.pk, about=by.person.pk)
    stored.set_aside_on = by.today
    stored.save()


def _locked(ask: Ask, by: Viewer) -> tuple[Ask, Wave]:
    fresh = Ask.objects.select_for_update().get(pk=ask.pk)
    required(why_pulse_ask(by, fresh))
    wave = running_wave(by)
    if wave is None:
        raise NotThere
    return fresh, wave
