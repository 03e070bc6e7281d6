"""Which subject and which year of evidence a page shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.text import slugify

from convergent.facts.measures import query
from convergent.facts.snapshot import Snapshot
from convergent.learning.words import subject_title
from convergent.people.school_year import first_day_by_calendar


@dataclass(frozen=True)
class Subject:
    """One assessment in one subject; `key` stands for it in an address."""

    assessment: str
    subject: str
    title: str
    key: str


@dataclass(frozen=True)
class Choice:
    """What is shown, and what else there is. Years are named by the year in which they end.

    `school_year` is the newest with results; `last_year` the one that the page's day lies in.
    `has_parts`: whether its results tell of the parts of the test.
    """

    subject: Subject
    school_year: int
    last_year: int
    subjects: tuple[Subject, ...]
    school_years: tuple[int, ...]
    has_parts: bool


def choice_of(snapshot: Snapshot, district_id: UUID, *, asked: str, day: date) -> Choice | None:
    """The subject asked for, else the first, in the newest year that had begun on that day."""
    menu = query.menu(snapshot)
    last = first_day_by_calendar(district_id, day).year + 1
    years = tuple(year for year in menu.school_years if year <= last)
    subjects = subjects_of(menu.subjects)
    if not subjects or not years:
        return None
    chosen = next((one for one in subjects if one.key == asked), subjects[0])
    has_parts = (chosen.assessment, chosen.subject, years[0]) in menu.parts
    return Choice(chosen, years[0], last, subjects, years, has_parts)


def subjects_of(pairs: tuple[tuple[str, str], ...]) -> tuple[Subject, ...]:
    """Named by subject alone where one assessment has it; reading first, as most look there."""
    times = Counter(subject_title(subject) for _assessment, subject in pairs)
    found = [
        _subject(assessment, subject, is_alone=times[subject_title(subject)] == 1)
        for assessment, subject in pairs
    ]
    return tuple(sorted(found, key=lambda one: (one.subject.lower() != "reading", one.title)))


def _subject(assessment: str, subject: str, *, is_alone: bool) -> Subject:
    title = subject_title(subject) or assessment
    whole = title if is_alone else f"{title} · {assessment}"
    return Subject(
        assessment, subject, whole, slugify(f"{subject} {'' if is_alone else assessment}")
    )
