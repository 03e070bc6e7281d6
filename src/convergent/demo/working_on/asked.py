"""What the demonstration's teachers answered after their meetings: what got in the way.

Teams that the improvement does not reach name cover, which takes their planning time.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from convergent.asking.models import Ask, AskAnswer
from convergent.asking.questions import ASKS_A_WEEK, DAYS_TO_ANSWER
from convergent.people.models import Person, Place

LATELY, A_WEEK = timedelta(days=110), timedelta(days=7)
ANSWERS, SETS_ASIDE = 0.65, 0.1
SQUEEZED = {"cover": 6, "time": 2, "demands": 1, "nothing": 1}
REACHED = {"time": 4, "demands": 2, "nothing": 2, "materials": 1, "unclear": 1, "cover": 1}
CHANGES = {"plan": 3, "look": 3, "lesson": 4, "together": 2, "nothing": 1}
Met = tuple[date, UUID, Place, list[Person], bool]  # day, meeting, school, who was there, squeezed


def ask_after_meetings(met: Iterable[Met], *, today: date, chance: random.Random) -> None:
    """Whoever was at a meeting of the last months, and not more than twice within a week."""
    asked: dict[UUID, list[date]] = defaultdict(list)
    for one, day in Ask.objects.values_list("person_id", "asked_on"):
        asked[one].append(day)
    asks = []
    for day, meeting, school, people, is_squeezed in sorted(met, key=lambda one: one[0]):
        for person in people if day > today - LATELY else ():
            lately = [one for one in asked[person.pk] if abs(one - day) < A_WEEK]
            if len(lately) < ASKS_A_WEEK:
                asked[person.pk].append(day)
                ask = Ask(person=person, place=school, kind="meeting", key=meeting, asked_on=day)
                asks.append(_answered(ask, SQUEEZED if is_squeezed else REACHED, today, chance))
    Ask.objects.bulk_create([ask for ask, _answer in asks], batch_size=500)
    given = [answer for ask, answer in asks if ask.answered_on]
    AskAnswer.objects.bulk_create(given, batch_size=500)


def _answered(
    ask: Ask, met: Mapping[str, int], today: date, chance: random.Random
) -> tuple[Ask, AskAnswer]:
    drawn, day = chance.random(), ask.asked_on + timedelta(days=chance.randrange(DAYS_TO_ANSWER))
    differently, in_the_way = _one_of(CHANGES, chance), _one_of(met, chance)
    if day < today and drawn < ANSWERS:
        ask.answered_on = day
    elif day < today and drawn < ANSWERS + SETS_ASIDE:
        ask.set_aside_on = day
    return ask, AskAnswer(ask=ask, differently=differently, in_the_way=in_the_way)


def _one_of(weights: Mapping[str, int], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
