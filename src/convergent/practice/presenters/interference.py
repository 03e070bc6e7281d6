"""What came between at the schools that somebody leads, or in one's own weeks: total and cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convergent.people.models import Person, Place
from convergent.people.viewer import Viewer
from convergent.people.words import in_sentence
from convergent.practice.access.weeks import visible_interference
from convergent.practice.models import Interference
from convergent.practice.presenters.thread import time_text


@dataclass(frozen=True)
class LeaderLine:
    """One teacher leader at one school, and what took how much of her time this school year."""

    person: Person
    place: Place
    total: str
    causes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InterferencePage:
    headline: str
    lines: tuple[LeaderLine, ...]


def interference_page(viewer: Viewer) -> InterferencePage:
    """Of this school year, the most first; in one question."""
    found = visible_interference(viewer).filter(day__gte=viewer.year_began)
    rows = list(found.select_related("person", "place"))
    by_leader: dict[tuple[object, object], list[Interference]] = {}
    for one in rows:
        by_leader.setdefault((one.person_id, one.place_id), []).append(one)
    ordered = sorted(by_leader.values(), key=lambda each: -_minutes(each))
    return InterferencePage(
        headline=_headline(rows),
        lines=tuple(_line(each) for each in ordered),
    )


def _minutes(rows: Sequence[Interference]) -> int:
    return sum(one.minutes for one in rows)


def _headline(rows: Sequence[Interference]) -> str:
    if not rows:
        return _("Nothing came between this school year")
    cause, _minutes_of_it = _by_cause(rows).most_common(1)[0]
    return _("%(time)s of teacher leaders’ time went elsewhere; most of it: %(cause)s") % {
        "time": time_text(_minutes(rows)),
        "cause": in_sentence(str(Interference.Cause(cause).label)),
    }


def _by_cause(rows: Sequence[Interference]) -> Counter[str]:
    causes: Counter[str] = Counter()
    for one in rows:
        causes[one.cause] += one.minutes
    return causes


def _line(rows: Sequence[Interference]) -> LeaderLine:
    return LeaderLine(
        person=rows[0].person,
        place=rows[0].place,
        total=time_text(_minutes(rows)),
        causes=tuple(
            (str(Interference.Cause(cause).label), time_text(minutes))
            for cause, minutes in _by_cause(rows).most_common()
        ),
    )
