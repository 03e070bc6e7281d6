"""Two years of the teams of the demonstration: when they met, what they decided and promised.

Teams that the improvement does not reach (a truth of the demonstration) lost their time to cover
in spring: they call more meetings off, and keep less of what they promise.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from convergent.demo.cast import CAST
from convergent.demo.school_days import YearOfDays
from convergent.demo.working_on.asked import Met, ask_after_meetings
from convergent.demo.working_on.sayings import DECIDED, LOOKED_AT, PROMISED, PURPOSES, TOOK_NOTE
from convergent.demo.years import Calendar
from convergent.people.models import Person, Place, RoleTerm
from convergent.priorities.models import (
    Commitment,
    Decision,
    Meeting,
    MeetingItem,
    MeetingRhythm,
    Priority,
    Seat,
)
from convergent.priorities.queries.days import days_of, moment_of

AT, MINUTES = time(15, 15), 45
TWO_YEARS = timedelta(days=730)
SLIPPED_FOR = timedelta(days=60)
UNREACHED_SINCE_MONTH = 3
State = Commitment.State
CAST_KEYS = {member.key for member in CAST}
# What the leadership team of the cast’s school promised when it met last, and due in how many days.
PROMISED_LAST = (
    ("rosa-medina", "A cover plan that leaves 6th grade’s planning time alone", 3),
    ("jerome-baptiste", "Count the periods that cover took from each team", 1),
)


@dataclass
class Written:
    """Rows of all teams, in the order in which they lean on each other."""

    rhythms: list[MeetingRhythm] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    items: list[MeetingItem] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    rests_on: list[tuple[Decision, MeetingItem]] = field(default_factory=list)

    def save(self) -> None:
        linked = self.__dict__.pop("rests_on")
        for rows in vars(self).values():
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=500)
        link = Decision.rests_on.through
        link.objects.bulk_create(
            (link(decision=one, meetingitem=item) for one, item in linked), batch_size=500
        )


@dataclass(frozen=True)
class TeamThen:
    """A team over two years: its terms, what each person is at the school, what it works on."""

    team: Place
    terms: tuple[RoleTerm, ...]
    own_roles: Mapping[UUID, tuple[RoleTerm, ...]]
    priorities: tuple[Priority, ...]
    is_reached: bool
    is_leadership: bool

    def members(self, day: date) -> list[Person]:
        """Whoever is on it now and worked at the school then: exports know teams of this year."""
        people = dict.fromkeys(term.person for term in self.terms)
        return [who for who in people if self.role_of(who, day) is not None]

    def role_of(self, person: Person, day: date) -> RoleTerm | None:
        held = (term for term in self.own_roles.get(person.pk, ()) if term.runs_on(day))
        return next(held, None)

    def is_squeezed(self, day: date, today: date) -> bool:
        """Since last spring the team’s time goes into cover."""
        spring = date(Calendar(today).this_year.begins_in, UNREACHED_SINCE_MONTH, 1)
        return not self.is_reached and day >= spring


def meet(
    schools: Sequence[Place],
    truths: Mapping[str, Mapping[str, object]],
    *,
    calendar: Calendar,
    chance: random.Random,
) -> None:
    """Every team of the schools that has members meets."""
    written = Written()
    school_days = _school_days(calendar)
    teams = {one.team.pk: one for one in _teams(schools, truths)}
    for one in teams.values():
        if len(one.members(calendar.today)) > 1:
            _two_years(one, written, calendar.today, school_days, chance)
    written.save()
    held = [one for one in written.meetings if one.state == Meeting.State.CLOSED]
    met = [_met(teams[one.team_id], one, calendar.today) for one in held]
    ask_after_meetings(met, today=calendar.today, chance=chance)


def _met(one: TeamThen, meeting: Meeting, today: date) -> Met:
    day, school = meeting.day or today, one.team.parent or one.team
    return day, meeting.pk, school, one.members(day), one.is_squeezed(day, today)


def _school_days(calendar: Calendar) -> frozenset[date]:
    days = (day for year in calendar.years for day in YearOfDays(year).taught_before(date.max))
    return frozenset(days)


def _teams(
    schools: Sequence[Place], truths: Mapping[str, Mapping[str, object]]
) -> Iterator[TeamThen]:
    teams = Place.objects.filter(parent__in=schools, kind="team", closed_on=None)
    terms = _terms(RoleTerm.objects.filter(role__place__in=teams))
    own = defaultdict(list)
    at_schools = RoleTerm.objects.filter(role__place__in=schools).select_related("role", "person")
    for term in at_schools.order_by("starts_on", "person__sourced_id"):
        own[term.person_id].append(term)
    works_on = _priorities(schools)
    roles = {person: tuple(found) for person, found in own.items()}
    for team in teams.select_related("parent").order_by("parent__sourced_id", "sourced_id"):
        truth = truths[team.parent.sourced_id] if team.parent else {}
        missed = truth.get("teams_not_reached", [])
        yield TeamThen(
            team=team,
            terms=tuple(terms[team.pk]),
            own_roles=roles,
            priorities=tuple(works_on[team.parent_id]),
            is_reached=not isinstance(missed, list) or team.sourced_id not in missed,
            is_leadership=team.sourced_id.endswith("-leadership"),
        )


def _terms(found: QuerySet[RoleTerm]) -> dict[UUID, list[RoleTerm]]:
    by_team: dict[UUID, list[RoleTerm]] = defaultdict(list)
    ordered = found.select_related("role", "person").order_by("starts_on", "person__sourced_id")
    for term in ordered:
        by_team[term.role.place_id].append(term)
    return by_team


def _priorities(schools: Sequence[Place]) -> dict[UUID | None, list[Priority]]:
    found: dict[UUID | None, list[Priority]] = defaultdict(list)
    for one in Priority.objects.filter(place__in=schools, ended_on=None).order_by("statement"):
        found[one.place_id].append(one)
    return found


def _two_years(
    one: TeamThen,
    written: Written,
    today: date,
    school_days: frozenset[date],
    chance: random.Random,
) -> None:
    rhythm = MeetingRhythm(
        team=one.team,
        purpose=PURPOSES[one.is_leadership],
        norms="We begin on time.\nEvidence before opinions.\nWho promises, says by when.",
        first_on=_first_day(one, today, chance),
        every_weeks=2 if one.is_leadership else 4,
        starts_at=AT,
        minutes=MINUTES,
    )
    written.rhythms.append(rhythm)
    last = None
    for day in days_of(rhythm, since=rhythm.first_on):
        if day >= today:
            break
        if day in school_days and len(one.members(day)) > 1:
            last = _meeting(one, rhythm, day, written, today, chance) or last
    if last is not None:
        written.seats += _seats(one, last)
        written.commitments += _of_the_cast(one, last, today)


def _first_day(one: TeamThen, today: date, chance: random.Random) -> date:
    """Two years ago. The next meeting of a leadership team is tomorrow or soon after; others
    are spread over the month."""
    weeks = 2 if one.is_leadership else 4
    ahead = 1 if one.is_leadership else chance.randrange(2, 27)
    day = today + timedelta(days=ahead)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day - timedelta(weeks=weeks * (TWO_YEARS.days // (7 * weeks)))


def _meeting(
    one: TeamThen,
    rhythm: MeetingRhythm,
    day: date,
    written: Written,
    today: date,
    chance: random.Random,
) -> Meeting | None:
    """The meeting of that day; None for one that was called off."""
    is_held = chance.random() < (0.4 if one.is_squeezed(day, today) else 0.95)
    begins = moment_of(rhythm, day, timezone.get_current_timezone())
    meeting = Meeting(
        team=one.team,
        rhythm=rhythm,
        day=day,
        starts_at=begins,
        minutes=MINUTES,
        state=Meeting.State.CLOSED if is_held else Meeting.State.CALLED_OFF,
        protocol=chance.choice(("", "", "data", "student-work")),
        closed_at=begins + timedelta(minutes=MINUTES) if is_held else None,
        minutes_sent_on=day if is_held else None,
        version=2,
    )
    written.meetings.append(meeting)
    if not is_held:
        return None
    _what_they_did(one, meeting, day, written, today, chance)
    return meeting


def _what_they_did(
    one: TeamThen,
    meeting: Meeting,
    day: date,
    written: Written,
    today: date,
    chance: random.Random,
) -> None:
    priority = chance.choice(one.priorities) if one.priorities else None
    items = [MeetingItem(meeting=meeting, kind="own", title=chance.choice(LOOKED_AT), position=1)]
    if priority is not None:
        title = priority.statement
        items.append(
            MeetingItem(
                meeting=meeting, kind="priority", title=title, priority=priority, position=0
            )
        )
    written.items += items
    if chance.random() < 0.6:
        people = [(who, one.role_of(who, day)) for who in one.members(day)]
        able = [(who, term) for who, term in people if term and who.sourced_id not in CAST_KEYS]
        if able:
            by = able[0][0]
            decision = Decision(
                meeting=meeting,
                text=chance.choice(DECIDED),
                priority=priority,
                by=by,
                made_at=meeting.closed_at or meeting.starts_at,
            )
            written.decisions.append(decision)
            written.rests_on.append((decision, items[0]))
            for who, term in chance.sample(able, k=min(len(able), chance.choice((1, 1, 2)))):
                made = _promise(one, decision, day, today, chance)
                made.person, made.role = who, term.role
                written.commitments.append(made)


def _promise(
    one: TeamThen, decision: Decision, day: date, today: date, chance: random.Random
) -> Commitment:
    """Done, mostly by the day; a little late; or, where nobody came to it, let go in the end."""
    due = day + timedelta(days=chance.choice((7, 14, 14, 21)))
    made = Commitment(
        team=one.team,
        meeting=decision.meeting,
        decision=decision,
        priority=decision.priority,
        what=chance.choice(PROMISED),
        made_on=day,
        first_due_on=due,
        due_on=due,
    )
    keeps = 0.55 if one.is_squeezed(day, today) else 0.85
    if due < today and chance.random() < keeps:
        is_late = chance.random() < 0.15
        _end(made, State.DONE, min(today, due + timedelta(days=9)) if is_late else due)
    elif due + SLIPPED_FOR < today:
        _end(made, State.LET_GO, due + SLIPPED_FOR)
        made.why = TOOK_NOTE
    elif due < today:
        made.due_on = today + timedelta(days=chance.randrange(2, 16))
        made.times_carried = 1
    return made


def _of_the_cast(one: TeamThen, last: Meeting, today: date) -> Iterator[Commitment]:
    """At one school alone: whoever of the cast is on its leadership team."""
    if not one.is_leadership:
        return
    for who in one.members(today):
        for key, what, days in PROMISED_LAST:
            role = one.role_of(who, today)
            if who.sourced_id == key and role is not None:
                due = today + timedelta(days=days)
                yield Commitment(
                    team=one.team,
                    meeting=last,
                    priority=next(iter(one.priorities), None),
                    what=what,
                    person=who,
                    role=role.role,
                    made_on=last.day or today,
                    first_due_on=due,
                    due_on=due,
                )


def _end(made: Commitment, state: Commitment.State, day: date) -> None:
    made.state, made.ended_on, made.version = state, day, 2


def _seats(one: TeamThen, meeting: Meeting) -> Iterator[Seat]:
    """Of the newest meeting: from there the parts go round."""
    parts = ("facilitates", "writes", "keeps time")
    for number, who in enumerate(one.members(meeting.day or date.min)):
        part = parts[number] if number < len(parts) else ""
        yield Seat(meeting=meeting, person=who, part=part, was_there=True)
