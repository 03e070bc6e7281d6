"""A school's pulse is for whoever works there and for its supervisor; those of networks and of the
district are for everybody who works in the district. What somebody answered is for nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from convergent.asking.models import Ask, AskQuerySet
from convergent.asking.questions import PULSE
from convergent.people.access.directory import visible_places
from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import SUPERVISOR
from convergent.people.viewer import Viewer
from convergent.trust.models import Box, BoxQuerySet
from convergent.trust.waves import Wave, wave_on

SUMS = (PlaceKind.DISTRICT, PlaceKind.NETWORK)


def running_wave(viewer: Viewer) -> Wave | None:
    return wave_on(viewer.today, year_begins=viewer.year_began.month)


def own_pulse_asks(viewer: Viewer) -> AskQuerySet:
    """The one of the wave that runs, if the viewer was asked."""
    wave = running_wave(viewer)
    if wave is None:
        return Ask.objects.none()
    return Ask.objects.filter(person=viewer.person, kind=PULSE, key=wave.key(viewer.district_id))


def why_pulse_ask(viewer: Viewer, ask: Ask) -> Reason | None:
    wave = running_wave(viewer)
    is_own = ask.person_id == viewer.person.pk and ask.kind == PULSE
    is_open = wave is not None and ask.key == wave.key(viewer.district_id)
    return Reason.OWN if is_own and is_open else None


def places_with_pulse_for(viewer: Viewer) -> QuerySet[Place]:
    own = [term.role.place_id for term in viewer.terms]
    of_staff = Q(pk__in=own) | Q(children__in=own)
    for path in viewer.paths_as(SUPERVISOR):
        of_staff |= Q(path__startswith=path)
    rule = Q(kind__in=SUMS) | Q(kind=PlaceKind.SCHOOL) & of_staff
    return visible_places(viewer).filter(rule).distinct()


def why_pulse_of(viewer: Viewer, place: Place) -> Reason | None:
    if place.district_pk != viewer.district_id:
        return None
    if place.kind != PlaceKind.SCHOOL:
        return Reason.WORKS_HERE if place.kind in SUMS else None
    if any(term.role.place.path.startswith(place.path) for term in viewer.terms):
        return Reason.WORKS_HERE
    supervises = any(place.path.startswith(path) for path in viewer.paths_as(SUPERVISOR))
    return Reason.SUPERVISES if supervises else None


def box_to_fill(place_id: UUID, wave: Wave) -> BoxQuerySet:
    """For whoever answers; nobody reads it by this."""
    return Box.objects.readable_by_rule(Q(place=place_id, opens_on=wave.opens_on))


def boxes_to_count(schools: Iterable[UUID], *, before: date) -> BoxQuerySet:
    """Of waves that began before a day. For the pulse alone, which tells of eight people at
    least."""
    return Box.objects.readable_by_rule(Q(place__in=list(schools), opens_on__lt=before))


def asked_to_count(schools: Iterable[UUID], *, before: date) -> AskQuerySet:
    """Who was asked, and that they answered; not what."""
    return Ask.objects.filter(kind=PULSE, place__in=list(schools), asked_on__lt=before)
