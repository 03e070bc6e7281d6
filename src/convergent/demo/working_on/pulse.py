"""The trust pulse of the demonstration, two years of it.

Where practice improves (a truth of the demonstration), trust grows with each wave; people on teams
that the improvement does not reach trust less, and no more than before.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from convergent.asking.models import Ask
from convergent.asking.questions import PULSE
from convergent.demo.cast import CAST
from convergent.demo.working_on.visits import unreached_people
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.school_year import first_day_by_calendar
from convergent.trust.actions import NOT_ASKED
from convergent.trust.models import Box, Counts
from convergent.trust.statements import PEOPLE_AT_LEAST, version_on
from convergent.trust.waves import Wave, wave_on

MONTHS_BACK, SUNDAY = 24, 5
ANSWERS, ANSWERED_SO_FAR = 0.65, 0.4
AGREES = {"wrong": 0.5, "meant": 0.6, "between": 0.66}
GROWS, LESS = 0.05, 0.2  # for each wave; on a team that is not reached
CAST_KEYS = {member.key for member in CAST}


@dataclass(frozen=True)
class _Taking:
    """One wave at one school: how many waves there were before it, and who trusts less."""

    school: Place
    wave: Wave
    before: int
    improves: bool
    unreached: set[object]
    is_over: bool


def take_the_pulse(
    schools: Sequence[Place],
    truths: Mapping[str, Mapping[str, object]],
    *,
    today: date,
    chance: random.Random,
) -> None:
    """The waves of two years, and the one that runs: in that, nobody of the cast has answered."""
    asks: list[Ask] = []
    boxes: list[Box] = []
    for school in schools:
        truth = truths.get(school.sourced_id, {})
        unreached = unreached_people(truth)
        for before, wave in enumerate(_waves(school, today)):
            taking = _Taking(
                school,
                wave,
                before,
                bool(truth.get("practice_improves")),
                unreached,
                wave.closes_on < today,
            )
            _take(taking, asks, boxes, chance)
    Ask.objects.bulk_create(asks, batch_size=500)
    Box._base_manager.bulk_create(boxes, batch_size=500)


def _waves(school: Place, today: date) -> Iterator[Wave]:
    begins = first_day_by_calendar(school.district_pk, today).month
    for back in range(MONTHS_BACK, -1, -1):
        whole = today.year * 12 + today.month - 1 - back
        wave = wave_on(date(whole // 12, whole % 12 + 1, 1), year_begins=begins)
        if wave and _asked_on(wave) < today:
            yield wave


def _asked_on(wave: Wave) -> date:
    """The first weekday of the month."""
    ahead = max(0, 7 - wave.opens_on.weekday()) if wave.opens_on.weekday() >= SUNDAY else 0
    return wave.opens_on + timedelta(days=ahead)


def _take(taking: _Taking, asks: list[Ask], boxes: list[Box], chance: random.Random) -> None:
    """Who works at two schools is asked at the first one."""
    day, wave = _asked_on(taking.wave), taking.wave
    elsewhere = {one.person_id for one in asks if one.asked_on == day}
    staff = [one for one in _staff(taking.school, day) if one.pk not in elsewhere]
    if len(staff) < PEOPLE_AT_LEAST:
        return
    version = version_on(wave.opens_on)
    counts = Counts(0, dict.fromkeys(version.statements, 0))
    for person in staff:
        ask = Ask(
            person=person,
            place=taking.school,
            kind=PULSE,
            key=wave.key(taking.school.district_pk),
            asked_on=day,
        )
        answers = chance.random() < (ANSWERS if taking.is_over else ANSWERED_SO_FAR)
        if answers and (taking.is_over or person.sourced_id not in CAST_KEYS):
            ask.answered_on = wave.opens_on
            counts = counts.with_one_more(_agrees(taking, person, chance))
        asks.append(ask)
    box = Box(place=taking.school, opens_on=wave.opens_on, version=version.number)
    box.hold(counts)
    boxes.append(box)


def _agrees(taking: _Taking, person: Person, chance: random.Random) -> list[str]:
    is_left_out = person.pk in taking.unreached
    grown = GROWS * taking.before if taking.improves and not is_left_out else 0.0
    lost = LESS if is_left_out else 0.0
    return [code for code, share in AGREES.items() if chance.random() < share + grown - lost]


def _staff(school: Place, day: date) -> list[Person]:
    """Whoever worked there then; without those who led it."""
    held = RoleTerm.objects.on(day).filter(role__place=school).select_related("role", "person")
    people = {term.person_id: term.person for term in held.order_by("person__sourced_id")}
    for term in held:
        if term.role.kind in NOT_ASKED:
            people.pop(term.person_id, None)
    return list(people.values())
