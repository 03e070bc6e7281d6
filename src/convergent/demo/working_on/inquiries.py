"""What two teams of the cast’s school want to know: one tries something now, one looked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from convergent.demo.cast import CAST
from convergent.people.models import Person, Place, RoleTerm
from convergent.people.role_kinds import TEAM_MEMBER
from convergent.people.viewer import Viewer, viewer_of
from convergent.practice.actions.inquiries import (
    Asked,
    Try,
    begin_inquiry,
    begin_trying,
    look_at,
    recheck,
)
from convergent.practice.models import Inquiry
from convergent.practice.queries.inquiries import to_look_at
from convergent.priorities.access.meetings import why_meet
from convergent.priorities.models import Priority
from convergent.priorities.protocols import DATA, STUDENT_WORK
from convergent.priorities.queries.meetings import members_of, priorities_of
from convergent.priorities.queries.news import News

CAST_KEYS = {member.key for member in CAST}


@dataclass(frozen=True, kw_only=True)
class Told:
    question: str
    seen: str
    hypothesis: str
    change: str
    prediction: str


NOW = Told(
    question="Which of our questions send students back to the text?",
    seen="Of 27 exit slips of one week, 11 quote a line; the others retell the story.",
    hypothesis="We ask what happened, and take the first answer. Nobody needs the text for that.",
    change="One question with two good answers in each reading lesson, pairs first.",
    prediction="After four weeks two of three exit slips will quote a line.",
)
BEFORE = Told(
    question="What do we do when an answer on fractions is half right?",
    seen="In 14 of 20 notebooks the second step is missing.",
    hypothesis="We show the whole way at once, and students copy it.",
    change="Stop after each step, and ask two students how they would go on.",
    prediction="The second step will stand in three of four notebooks.",
)
RESULT = "It stands in 13 of 20. Better, and not yet what we guessed: stopping twice helped most."


def inquire(school: Place, works_on: tuple[Priority, ...], *, today: date) -> None:
    """The team of somebody of the cast runs one; of the others, one is through with its own."""
    teams = Place.objects.filter(parent=school, kind="team", closed_on=None)
    grades = teams.exclude(sourced_id__endswith="-leadership").order_by("sourced_id")
    of_cast = RoleTerm.objects.on(today).filter(
        role__place__in=grades, role__kind=TEAM_MEMBER, person__sourced_id__in=CAST_KEYS
    )
    theirs = of_cast.select_related("role__place__parent", "person__district").first()
    if theirs is not None:
        _running(theirs.role.place, theirs.person, works_on, today)
    others = grades.exclude(pk__in=[theirs.role.place_id] if theirs else []).select_related(
        "parent"
    )
    for team in reversed(others):
        if _through(team, today):
            return


def _running(team: Place, person: Person, works_on: tuple[Priority, ...], today: date) -> None:
    by = _on_that_day(team, person, today - timedelta(days=19))
    if by is None:
        return
    serves = next((one for one in priorities_of(by, team) if one in works_on), None)
    begun = begin_inquiry(
        team, Asked(question=NOW.question, protocol=DATA.code, priority=serves), by=by
    )
    for news in to_look_at(by, team)[:1]:
        look_at(begun, news, by=by)
    _try(begun, NOW, day=today + timedelta(days=9), by=by)


def _through(team: Place, today: date) -> bool:
    """Whether the team could live one, from its question seven weeks ago to its recheck."""
    people = [one for one in members_of(team, day=today) if one.sourced_id not in CAST_KEYS]
    if not people:
        return False
    began = _on_that_day(team, people[0], today - timedelta(days=52))
    ended = _on_that_day(team, people[0], today - timedelta(days=17))
    if began is None or ended is None:
        return False
    asked = Asked(question=BEFORE.question, protocol=STUDENT_WORK.code)
    begun = begin_inquiry(team, asked, by=began)
    tried = _try(begun, BEFORE, day=ended.today, by=began)
    recheck(tried, result=RESULT, decision="adapt", by=ended)
    return True


def _on_that_day(team: Place, person: Person, day: date) -> Viewer | None:
    """Nobody, where the person was not on the team yet."""
    viewer = viewer_of(person, day)
    return viewer if viewer is not None and why_meet(viewer, team) is not None else None


def _try(inquiry: Inquiry, told: Told, *, day: date, by: Viewer) -> Inquiry:
    look_at(inquiry, News(told.seen, "", ""), by=by)
    tried = Try(
        hypothesis=told.hypothesis,
        change=told.change,
        prediction=told.prediction,
        recheck_on=day,
    )
    return begin_trying(inquiry, tried, by=by)
