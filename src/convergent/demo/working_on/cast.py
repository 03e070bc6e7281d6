"""Two years of Helen's district, Ngozi's network and Rosa's school, as they themselves did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from convergent.demo.results import ASSESSMENT
from convergent.demo.working_on.sayings import HERE, READ, SOLVE
from convergent.demo.years import Calendar
from convergent.people.models import Place, RoleTerm
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, PRINCIPAL, SUPERINTENDENT, SUPERVISOR
from convergent.people.viewer import Viewer, viewer_of
from convergent.priorities.actions.cycles import Plan, add_point, begin_cycle, decide_cycle
from convergent.priorities.actions.measures import add_measure
from convergent.priorities.actions.priorities import (
    Said,
    begin_priority,
    change_priority,
    end_priority,
)
from convergent.priorities.actions.theory import Clause, add_evidence, add_link, change_link
from convergent.priorities.models import Priority
from convergent.priorities.queries.measured import Slice

READING = Slice("share_at_level", ASSESSMENT, "Reading")
MATHEMATICS = Slice("share_at_level", ASSESSMENT, "Mathematics")
ABSENCE = Slice("chronic_absence")
WHY_MEASURED = "It comes from results that we load anyway, and families know it."
PAIRS = (4, 4, 5, 4, 6, 5, 7)


@dataclass(frozen=True)
class Story:
    """What the district works on by its statement, and what Lincoln does."""

    district: Mapping[str, Priority]
    lincoln: tuple[Priority, ...]


def tell_of_the_cast(
    district: Place, lincoln: Place, calendar: Calendar, truth: Mapping[str, object]
) -> Story:
    of_district = _district(district, calendar)
    if lincoln.parent is not None and of_district:
        _network(lincoln.parent, of_district[READ], calendar)
    return Story(of_district, _lincoln(lincoln, of_district, calendar, truth))


def holder(place: Place, kind: str, day: date) -> Viewer | None:
    """Whoever held the role that day, as of that day."""
    terms = RoleTerm.objects.on(day).filter(role__place=place, role__kind=kind)
    term = terms.select_related("person__district").order_by("acting", "starts_on").first()
    return viewer_of(term.person, day) if term else None


def term_of(viewer: Viewer, kind: str) -> RoleTerm:
    return next(term for term in viewer.terms if term.role.kind == kind)


def _district(district: Place, calendar: Calendar) -> dict[str, Priority]:
    """Three that last, and one that ended when it had become part of another."""
    oldest, last, _now = calendar.years
    head = holder(district, SUPERINTENDENT, oldest.starts_on + timedelta(days=20))
    later = holder(district, SUPERINTENDENT, last.starts_on + timedelta(days=14))
    if head is None or later is None:
        return {}
    lead = term_of(head, SUPERINTENDENT)
    began = {
        READ: begin_priority(
            district,
            Said(
                statement=READ,
                why="Reading opens every other subject, and too many students leave us without it.",
                serves="All grades, first of all students who learn English",
                started_from="Results of three springs, and 60 lessons seen in the fall.",
                lead=lead,
            ),
            by=head,
        ),
        SOLVE: begin_priority(
            district, Said(statement=SOLVE, serves="All grades", lead=lead), by=head
        ),
    }
    devices = begin_priority(
        district, Said(statement="A device for every student", lead=lead), by=head
    )
    reason = "The devices are there. What students do with them belongs to the other priorities."
    end_priority(devices, reason=reason, by=later)
    began[HERE] = begin_priority(district, Said(statement=HERE, lead=lead), by=later)
    year = calendar.this_year.begins_in
    _aim(began[READ], READING, year=year - 1, aim=60, by=later)
    _aim(began[SOLVE], MATHEMATICS, year=year - 1, aim=55, by=later)
    _aim(began[HERE], ABSENCE, year=year + 1, aim=15, by=later)
    return began


def _aim(priority: Priority, what: Slice, *, year: int, aim: int, by: Viewer) -> None:
    add_measure(
        priority,
        what,
        baseline_year=year,
        aim=Decimal(aim),
        aim_year=year + 2,
        reason=WHY_MEASURED,
        by=by,
    )


def _network(network: Place, above: Priority, calendar: Calendar) -> None:
    supervisor = holder(network, SUPERVISOR, calendar.years[1].starts_on + timedelta(days=30))
    if supervisor is None:
        return
    said = Said(
        statement="Principals look at student work together, every month",
        why="A principal who has seen the work can talk about the teaching.",
        aligned_to=above,
        lead=term_of(supervisor, SUPERVISOR),
    )
    begin_priority(network, said, by=supervisor)


def _lincoln(
    lincoln: Place,
    above: Mapping[str, Priority],
    calendar: Calendar,
    truth: Mapping[str, object],
) -> tuple[Priority, ...]:
    last = calendar.years[1]
    rosa = holder(lincoln, PRINCIPAL, last.starts_on + timedelta(days=9))
    now = holder(lincoln, PRINCIPAL, calendar.today)
    if rosa is None or now is None:
        return ()
    team = lincoln.children.filter(sourced_id=f"{lincoln.sourced_id}-leadership").first()
    argue = _argue(lincoln, above.get(READ), team, rosa=rosa, now=now, calendar=calendar)
    fall = holder(lincoln, PRINCIPAL, calendar.this_year.starts_on + timedelta(days=16)) or now
    _theory(argue, truth, written_by=fall, by=now)
    _tries(argue, calendar, by=now)
    return argue, _come(lincoln, above.get(HERE), calendar, by=now)


def _argue(
    lincoln: Place,
    above: Priority | None,
    team: Place | None,
    *,
    rosa: Viewer,
    now: Viewer,
    calendar: Calendar,
) -> Priority:
    """Said anew in its first winter, when lessons had shown what was missing."""
    said = Said(
        statement="Students use evidence from the text",
        why="Our students can find an answer in a text, but not defend it.",
        serves="6th to 8th graders, first of all those who learn English",
        started_from="Twenty lessons seen in May, and the reading results of three springs.",
        aligned_to=above,
        is_own=above is None,
        lead=term_of(rosa, PRINCIPAL),
        team=team,
    )
    argue = begin_priority(lincoln, said, by=rosa)
    _aim(argue, READING, year=calendar.this_year.begins_in - 1, aim=58, by=rosa)
    winter = holder(lincoln, PRINCIPAL, date(calendar.years[1].begins_in + 1, 1, 20)) or now
    again = replace(said, statement="Every student argues from a text, every day")
    reason = (
        "They did copy evidence, and nobody disagreed with anybody. Arguing is what makes them "
        "read again; and once a week is too seldom to learn it."
    )
    return change_priority(argue, again, reason=reason, by=winter)


def _theory(
    argue: Priority, truth: Mapping[str, object], *, written_by: Viewer, by: Viewer
) -> None:
    """Its first link is contradicted where a team's time is taken, as the truths have it."""
    today = by.today
    teams = add_link(
        argue,
        Clause(
            if_we="meet 90 minutes a week with a coach",
            then_they="teachers plan questions worth arguing about",
            assumes="The time is not taken for cover.",
            next_test="leave 6th grade’s planning time alone for four weeks",
            test_on=today + timedelta(days=23),
        ),
        by=written_by,
    )
    comes_back = Clause(
        if_we="name one next step after each visit, and come back",
        then_they="teachers try it within two weeks",
    )
    visits = add_link(argue, comes_back, by=written_by)
    texts = add_link(
        argue,
        Clause(
            if_we="have students argue from texts every day",
            then_they="they read harder texts with understanding",
            next_test="sort student work of all three grades",
            test_on=today + timedelta(days=40),
        ),
        by=written_by,
    )
    change_link(
        visits,
        replace(comes_back, assumes="Visits are no evaluation."),
        reason="Two teachers asked, and they were right.",
        by=by,
    )
    seen = (
        (teams, "for", 30, "Three of four plans of 7th grade had such a question."),
        (teams, "for", 16, "So had all plans of 8th grade."),
        (visits, "for", 44, "Six of seven next steps were tried when we came back."),
        (visits, "for", 12, "Four more."),
        (texts, "for", 420, "Student work in the fall of last year: longer, and with reasons."),
    )
    for link, speaks, ago, what in seen:
        add_evidence(link, speaks=speaks, what=what, seen_on=today - timedelta(days=ago), by=by)
    if truth.get("teams_not_reached"):
        what = "One team lost five of eight planning periods to cover, and planned nothing."
        day = today - timedelta(days=9)
        add_evidence(teams, speaks="against", what=what, seen_on=day, by=by)


def _tries(argue: Priority, calendar: Calendar, *, by: Viewer) -> None:
    """One that was decided in spring, and one that runs."""
    spring = holder(argue.place, PRINCIPAL, date(calendar.years[1].begins_in + 1, 3, 2))
    done = holder(argue.place, PRINCIPAL, date(calendar.years[1].begins_in + 1, 4, 10))
    if spring is not None and done is not None:
        _decided(argue, begins=spring, ends=done)
    begins = holder(argue.place, PRINCIPAL, by.today - timedelta(days=27))
    if begins is None:
        return
    running = begin_cycle(
        argue,
        Plan(
            question="Do pairs quote more when the question has two answers?",
            idea="One such question in each 6th-grade reading lesson.",
            prediction="Two thirds of the pairs will quote the text; now it is a third.",
            measured="Pairs that quote the text, of 12",
            expected=Decimal(8),
            weeks=6,
            team=argue.team,
        ),
        by=begins,
    )
    for at, value in enumerate(PAIRS):
        day = begins.today + timedelta(days=4 * at)
        add_point(running, day=day, value=Decimal(value), by=by)


def _decided(argue: Priority, *, begins: Viewer, ends: Viewer) -> None:
    tried = begin_cycle(
        argue,
        Plan(
            question="Does a sentence to begin with help students to disagree?",
            idea="“I read it differently, because …” on every table.",
            prediction="In most discussions somebody will disagree.",
            measured="Discussions in which somebody disagreed, of 10",
            expected=Decimal(7),
            weeks=5,
            team=argue.team,
        ),
        by=begins,
    )
    for at, value in enumerate((2, 3, 3, 5, 4)):
        day = begins.today + timedelta(days=7 * at)
        add_point(tried, day=day, value=Decimal(value), by=ends)
    decide_cycle(
        tried,
        decision="adapt",
        result="It helped half of them. The sentence was read aloud, and then forgotten.",
        next_step="Questions with two good answers, so that there is something to disagree on.",
        by=ends,
    )


def _come(lincoln: Place, above: Priority | None, calendar: Calendar, *, by: Viewer) -> Priority:
    begins = holder(lincoln, PRINCIPAL, calendar.this_year.starts_on + timedelta(days=21)) or by
    jerome = lincoln.roles.filter(kind=ASSISTANT_PRINCIPAL, terms__acting=False).first()
    term = jerome and jerome.terms.on(by.today).filter(acting=False).order_by("starts_on").first()
    said = Said(
        statement="Every student has an adult who knows why she is away",
        aligned_to=above,
        is_own=above is None,
        lead=term or term_of(begins, PRINCIPAL),
    )
    come = begin_priority(lincoln, said, by=begins)
    _aim(come, ABSENCE, year=calendar.this_year.begins_in + 1, aim=15, by=by)
    return come
