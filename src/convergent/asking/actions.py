"""Asking after a happening, answering, and taking it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from convergent.asking.access import visible_answers, why_ask
from convergent.asking.happening import Happening
from convergent.asking.models import Ask, AskAnswer
from convergent.asking.questions import ASKS_A_WEEK, DIFFERENTLY, IN_THE_WAY, PULSE
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.models import Person
from convergent.people.viewer import Viewer

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """Of each question a theme, and words that nobody else reads; one theme is enough."""

    differently: str = ""
    in_the_way: str = ""
    words_differently: str = ""
    words_in_the_way: str = ""


def ask_after(happening: Happening, *, by: Viewer) -> list[Ask]:
    """Asks whoever was there, but nobody more than twice within seven days."""
    return ask_on(by.today, happening, by=by.person.pk)


@transaction.atomic
def ask_on(day: date, happening: Happening, *, by: UUID | None) -> list[Ask]:
    """As `ask_after`, on that day; by nobody where time alone asks."""
    people = Person.objects.select_for_update().filter(pk__in=happening.people).order_by("pk")
    near = {one.pk for one in people if one.district_id == happening.place.district_pk}
    asks = [
        Ask(
            person_id=one,
            place=happening.place,
            kind=happening.kind,
            key=happening.key,
            asked_on=day,
        )
        for one in _with_room(near, day) - _asked_after(happening)
    ]
    if asks:
        note_change(
            "ask for pulse" if happening.kind == PULSE else "ask two questions",
            happening.place,
            by=by,
            after=happening.kind,
            key=happening.key,
            people=len(asks),
        )
        Ask.objects.bulk_create(asks)
    return asks


def let_asks_go(kind: str, keys: QuerySet[Any]) -> None:
    """With their answers: what they were asked after is kept no more."""
    Ask.objects.filter(kind=kind, key__in=keys).delete()


def _with_room(people: Iterable[UUID], day: date) -> set[UUID]:
    """Whoever has not had her asks of any seven days yet."""
    lately = Ask.objects.filter(person__in=people, asked_on__gt=day - A_WEEK)
    asked = Counter(lately.values_list("person", flat=True))
    return {one for one in people if asked[one] < ASKS_A_WEEK}


def _asked_after(happening: Happening) -> set[UUID]:
    asked = Ask.objects.filter(kind=happening.kind, key=happening.key)
    return set(asked.values_list("person", flat=True))


@transaction.atomic
def answer(ask: Ask, answered: Answered, *, by: Viewer) -> Ask:
    """The answer, or another one in its place while its month runs."""
    stored, why = _locked(ask, by)
    if not (answered.differently or answered.in_the_way):
        raise BadInput(_("Choose an answer to one of the questions."))
    if {answered.differently, answered.in_the_way} - {"", *DIFFERENTLY, *IN_THE_WAY}:
        raise BadInput(_("Choose from what is offered."))
    _refuse_counted(stored, by)
    note_change("answer", stored, by=by.person.pk, about=by.person.pk, why=why)
    stored.answered_on, stored.set_aside_on = by.today, None
    stored.save()
    visible_answers(by).filter(ask=stored).delete()
    AskAnswer(
        ask=stored,
        differently=answered.differently,
        in_the_way=answered.in_the_way,
        words_differently=answered.words_differently.strip(),
        words_in_the_way=answered.words_in_the_way.strip(),
    ).save()
    return stored


@transaction.atomic
def set_aside(ask: Ask, *, by: Viewer) -> Ask:
    """Not now: she is not asked again after the same."""
    stored, why = _locked(ask, by)
    if stored.answered_on is not None:
        raise BadInput(_("You have answered this already."))
    if stored.set_aside_on is not None:
        return stored
    note_change("set questions aside", stored, by=by.person.pk, about=by.person.pk, why=why)
    stored.set_aside_on = by.today
    stored.save()
    return stored


@transaction.atomic
def ask_again(ask: Ask, *, by: Viewer) -> Ask:
    """As if nothing had been answered or set aside; the words are gone."""
    stored, why = _locked(ask, by)
    if stored.answered_on is None and stored.set_aside_on is None:
        return stored
    _refuse_counted(stored, by)
    note_change("take answer back", stored, by=by.person.pk, about=by.person.pk, why=why)
    visible_answers(by).filter(ask=stored).delete()
    stored.answered_on = stored.set_aside_on = None
    stored.save()
    return stored


def _locked(ask: Ask, by: Viewer) -> tuple[Ask, str]:
    fresh = Ask.objects.select_for_update().get(pk=ask.pk)
    why = why_ask(by, fresh)
    required(why)
    return fresh, str(why)


def _refuse_counted(ask: Ask, by: Viewer) -> None:
    """A month that is over is counted once, so that no two counts can be compared."""
    day = ask.answered_on
    if day is not None and (day.year, day.month) != (by.today.year, by.today.month):
        raise BadInput(_("This answer is counted already, with those of its month."))
