"""What the demonstration's district claims of itself, and a story that one side alone tells.

Leaders of Lincoln say that feedback reaches teachers; nobody has asked the teachers. What rules
draw in follows from the records and results of the demonstration, and so from its truths.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings

from convergent.demo.working_on.cast import holder
from convergent.demo.years import Calendar
from convergent.evidence.access import why_add
from convergent.evidence.actions.claims import take_up_claim
from convergent.evidence.actions.judging import judge_district
from convergent.evidence.actions.pictures import go_on_record, note_beside
from convergent.evidence.actions.pieces import Seen, add_piece
from convergent.evidence.models import Claim, PictureReading
from convergent.evidence.season import season_of
from convergent.evidence.vantage import LED_BY
from convergent.facts.snapshot import current_snapshot
from convergent.people.models import Person, Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import (
    ASSISTANT_PRINCIPAL,
    PRINCIPAL,
    SUPERINTENDENT,
    SUPERVISOR,
)
from convergent.people.viewer import Viewer, viewer_of

OF_THE_DISTRICT = ("feedback", "seen", "meetings", "promises", "changes", "time", "growth")
OF_LINCOLN = ("new-teachers",)
FEEDBACK, MEETINGS = "feedback", "meetings"
TAKEN_UP, SAID = timedelta(days=40), timedelta(days=20)
SEEN = (
    (
        *("elena-alvarez", "for", "observation", "teacher leader"),
        "Two teams met on the day that they had planned; I was there",
    ),
    (
        *("jerome-baptiste", "for", "interview", "principal"),
        "Every team has met since August, most of them as planned",
    ),
    (
        *("daniel-reyes", "partly", "interview", "teacher"),
        "Our team lost a meeting to cover",
    ),
)
SAYS_SO = (
    (SUPERVISOR, "principal", "Each teacher hears back within two days, leaders say"),
    (ASSISTANT_PRINCIPAL, "principal", "We talk about every visit before the week is over"),
    (PRINCIPAL, "teacher leader", "Those who lead teams say that next steps are looked at again"),
)


def claim(district: Place, lincoln: Place, *, calendar: Calendar) -> None:
    """Claims as they are held, what was added to them, and verdicts: of last year as it ended, and
    as of today."""
    today = calendar.today
    season = season_of(district, today)
    last_year = replace(season.ending_in(season.year - 1), today=season.began - timedelta(days=1))
    days = (last_year.began + TAKEN_UP, max(today - TAKEN_UP, season.began))
    head = next(filter(None, (holder(district, SUPERINTENDENT, day) for day in days)), None)
    if head is None:
        return
    for code in OF_THE_DISTRICT:
        take_up_claim(district, code, by=head)
    judge_district(last_year, current_snapshot(settings.HOME))
    _lincoln(lincoln, today, said_on=max(today - SAID, season.began))
    judge_district(season, current_snapshot(settings.HOME))
    _read_everywhere(district, today)


def _lincoln(lincoln: Place, today: date, *, said_on: date) -> None:
    principal = holder(lincoln, PRINCIPAL, said_on)
    if principal is None:
        return
    _go_on_record(lincoln, today)
    for code in OF_LINCOLN:
        take_up_claim(lincoln, code, by=principal)
    _say_so(lincoln, said_on)
    _see_teams_meet(lincoln, said_on)
    held = Claim.objects.get(code=FEEDBACK)
    note_beside(held, lincoln, "We will ask teachers before the winter break.", by=principal)


def _say_so(lincoln: Place, day: date) -> None:
    """Three leaders, each as she saw it; no teacher."""
    held = Claim.objects.get(code=FEEDBACK)
    for role, perspective, words in SAYS_SO:
        by = holder(lincoln if role != SUPERVISOR else lincoln.parent or lincoln, role, day)
        if by is not None:
            seen = Seen(
                kind="note",
                says="for",
                source_type="interview",
                perspective=perspective,
                words=words,
            )
            add_piece(held, lincoln, seen, by=by)


def _see_teams_meet(lincoln: Place, day: date) -> None:
    """Three of the cast, each by herself; the team of the teacher lost its time to cover."""
    held = Claim.objects.get(code=MEETINGS)
    for key, says, source_type, whose, words in SEEN:
        person = Person.objects.filter(sourced_id=key, district=lincoln.district).first()
        by = viewer_of(person, day) if person else None
        if by is None or why_add(by, lincoln) is None:
            continue
        seen = Seen(kind="note", says=says, source_type=source_type, perspective=whose, words=words)
        add_piece(held, lincoln, seen, by=by)


def _go_on_record(lincoln: Place, today: date) -> None:
    """All who lead there let themselves be shown as school leaders."""
    leading = RoleTerm.objects.on(today).filter(
        role__place__path__startswith=lincoln.path, role__kind__in=LED_BY
    )
    for person in Person.objects.filter(pk__in=leading.values("person")).order_by("pk"):
        by = viewer_of(person, today)
        if by is not None:
            go_on_record(lincoln, agrees=True, by=by)


def _read_everywhere(district: Place, today: date) -> None:
    """Whoever leads a school has read its picture."""
    year = season_of(district, today).year
    readers: list[tuple[Place, Viewer]] = []
    for school in Place.objects.filter(district=district, kind=PlaceKind.SCHOOL, closed_on=None):
        by = holder(school, PRINCIPAL, today)
        if by is not None:
            readers.append((school, by))
    PictureReading.objects.bulk_create(
        PictureReading(place=school, school_year=year, read_on=today, by=by.person)
        for school, by in readers
    )
