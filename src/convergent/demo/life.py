"""What the demonstration's people have written since they began: who leads what, handovers.

Everything is done by the same actions as on the pages, by whoever could do it on that day.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from convergent import clock
from convergent.demo.cast import CAST
from convergent.demo.working_on import work
from convergent.people.actions.handovers import hand_over, keep_draft
from convergent.people.actions.leading import name_lead
from convergent.people.models import Account, CastMember, Person, Place, PlaceKind, Role, RoleTerm
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, PRINCIPAL
from convergent.people.viewer import Viewer, viewer_of

EXPORTS = "demo-exports"  # within the home folder
LED = (
    ("Planning time of the grade teams", "The weekly agenda, and when cover may take a period."),
    ("Who covers an absent colleague", "Cover for up to two days, without asking."),
    ("The assessment calendar", "The week in which each common assessment is given."),
    ("Welcoming new teachers", "Their first month: visits, a partner, a lighter schedule."),
)
NOTES = (
    "The family evening moved to the second Thursday because of the bus times; keep it there. "
    "Two promises are open: a door that closes in the science wing, and cover for the team that "
    "lost its planning time in spring. Talk with the counselor first: she knows every family.",
    "The schedule is built around the shared coach, so change her days last. The new reading "
    "lessons are in their second year; what helped was watching one together and saying little.",
)


@transaction.atomic
def live(*, seed: int) -> None:
    """Gives the demonstration its cast, its leads and its handovers."""
    chance = random.Random(f"life {seed}")  # noqa: S311: not for secrets
    today = clock.today()
    district = Place.objects.get(kind=PlaceKind.DISTRICT)
    _cast(district)
    for school in Place.objects.filter(district=district, kind=PlaceKind.SCHOOL):
        if school == _lincoln() or chance.random() < 0.25:
            _name_leads(school, today - timedelta(days=75), chance)
    _hand_over_principalships(district, today)
    work(
        district,
        lincoln=_lincoln(),
        exports=Path(settings.HOME) / EXPORTS,
        seed=seed,
        today=today,
    )


def _cast(district: Place) -> None:
    for position, member in enumerate(CAST):
        person = Person.objects.get(district=district, sourced_id=member.key)
        Account.objects.create_account(person)
        CastMember.objects.create(person=person, position=position, line=member.this_week)


def _lincoln() -> Place:
    """The school of the cast."""
    return Place.objects.get(
        kind=PlaceKind.SCHOOL, roles__kind=PRINCIPAL, roles__terms__person__sourced_id=CAST[0].key
    )


def _name_leads(school: Place, day: date, chance: random.Random) -> None:
    with clock.moved_to(_noon(day)):
        principal = _holder(school, PRINCIPAL, day)
        if principal is None:
            return
        leaders = list(_leaders(school, day))
        for title, decides in LED[: chance.randint(2, len(LED))]:
            term = chance.choice(leaders) if leaders and chance.random() < 0.8 else None
            name_lead(school, title=title, decides=decides, term=term, by=principal)


def _leaders(school: Place, day: date) -> list[RoleTerm]:
    kinds = [ASSISTANT_PRINCIPAL, "coach", "dataLead"]
    terms = RoleTerm.objects.on(day).filter(role__place=school, role__kind__in=kinds)
    return list(
        terms.select_related("role__place", "person").order_by("starts_on", "person__sourced_id")
    )


def _hand_over_principalships(district: Place, today: date) -> None:
    """Principals who left wrote down, on one of their last days, what the next one should know."""
    roles = Role.objects.filter(place__district=district, kind=PRINCIPAL).select_related("place")
    for number, role in enumerate(roles.order_by("place__name_key")):
        left = role.terms.filter(ends_on__lt=today, acting=False).order_by("-ends_on").first()
        if left is not None:
            _hand_over(role, left, NOTES[number % len(NOTES)])


def _hand_over(role: Role, left: RoleTerm, note: str) -> None:
    day = (left.ends_on or left.starts_on) - timedelta(days=3)
    with clock.moved_to(_noon(day)):
        author = viewer_of(left.person, day)
        if author is not None and role.pk in author.role_ids:
            hand_over(keep_draft(role, text=note, by=author), by=author)


def _holder(place: Place, kind: str, day: date) -> Viewer | None:
    term = RoleTerm.objects.on(day).filter(role__place=place, role__kind=kind).first()
    return viewer_of(term.person, day) if term else None


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
