"""The other schools, in bulk: what they carry, what is their own, and what has drifted.

Where practice improves (a truth of the demonstration), theories are seen to hold and tries are
adopted; where it does not, links are untested or contradicted and tries are given up.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from convergent.demo.working_on.cast import ABSENCE, MATHEMATICS, READING, WHY_MEASURED, Story
from convergent.demo.working_on.sayings import (
    CARRIED,
    ENDED,
    HERE,
    IDEAS,
    OWN,
    QUESTIONS,
    READ,
    SOLVE,
    UNSAID,
)
from convergent.demo.years import Calendar
from convergent.people.models import Place, RoleTerm
from convergent.people.role_kinds import PRINCIPAL
from convergent.priorities.models import (
    Cycle,
    CyclePoint,
    LinkEvidence,
    Priority,
    PriorityMeasure,
    PriorityVersion,
    TheoryLink,
    TheoryVersion,
)
from convergent.priorities.models.measures import as_kept

MEASURED_BY = {READ: READING, SOLVE: MATHEMATICS, HERE: ABSENCE}
# The share of schools that carry it where practice improves, and elsewhere.
SHARES = {READ: (0.95, 0.6), SOLVE: (0.6, 0.45), HERE: (0.7, 0.5)}
MOST = 3


@dataclass
class Written:
    """Rows of all schools, in the order in which they lean on each other."""

    priorities: list[Priority] = field(default_factory=list)
    versions: list[PriorityVersion] = field(default_factory=list)
    measures: list[PriorityMeasure] = field(default_factory=list)
    links: list[TheoryLink] = field(default_factory=list)
    theories: list[TheoryVersion] = field(default_factory=list)
    evidence: list[LinkEvidence] = field(default_factory=list)
    cycles: list[Cycle] = field(default_factory=list)
    points: list[CyclePoint] = field(default_factory=list)

    def save(self) -> None:
        for rows in vars(self).values():
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=500)


@dataclass(frozen=True)
class SchoolNow:
    """A school with its principal, if it has one, and whether practice improves there."""

    school: Place
    principal: RoleTerm | None
    team: Place | None
    improves: bool
    is_reached: bool


def tell_of_the_schools(
    schools: Sequence[Place],
    story: Story,
    truths: Mapping[str, Mapping[str, object]],
    *,
    calendar: Calendar,
    chance: random.Random,
) -> dict[Place, list[Priority]]:
    """What each of the schools works on now."""
    written = Written()
    told: dict[Place, list[Priority]] = {}
    for one in _now(schools, truths, calendar.today):
        told[one.school] = _school(one, story, written, calendar=calendar, chance=chance)
    written.save()
    return told


def _now(
    schools: Sequence[Place], truths: Mapping[str, Mapping[str, object]], today: date
) -> list[SchoolNow]:
    running = RoleTerm.objects.on(today).filter(role__place__in=schools, role__kind=PRINCIPAL)
    principals = {term.role.place_id: term for term in running.select_related("role", "person")}
    teams = Place.objects.filter(parent__in=schools, sourced_id__endswith="-leadership")
    team_of = {team.parent_id: team for team in teams}
    return [
        SchoolNow(
            school,
            principals.get(school.pk),
            team_of.get(school.pk),
            bool(truths[school.sourced_id]["practice_improves"]),
            not truths[school.sourced_id]["teams_not_reached"],
        )
        for school in sorted(schools, key=lambda one: one.sourced_id)
    ]


def _school(
    one: SchoolNow,
    story: Story,
    written: Written,
    *,
    calendar: Calendar,
    chance: random.Random,
) -> list[Priority]:
    """Two years: what was ended a year ago, and what is worked on now."""
    if chance.random() < (0.02 if one.improves else 0.12):
        return []
    if chance.random() < 0.35:
        _ended(one, written, calendar, chance)
    found = []
    for statement, above in story.district.items():
        if chance.random() < SHARES[statement][0 if one.improves else 1]:
            words = chance.choice(CARRIED[statement])
            carried = _begin(one, words, written, calendar, chance, above=above)
            _measure(carried, statement, written, calendar, chance)
            found.append(carried)
    if len(found) < MOST and chance.random() < 0.4:
        found.append(_begin(one, chance.choice(OWN), written, calendar, chance, is_own=True))
    if len(found) < MOST and not one.improves and chance.random() < 0.25:
        found.append(_begin(one, chance.choice(UNSAID), written, calendar, chance))
    if found and one.principal is not None:
        _think(found[0], one, written, calendar.today, chance)
        _try(found[0], one, written, calendar.today, chance)
    return found


def _begin(
    one: SchoolNow,
    statement: str,
    written: Written,
    calendar: Calendar,
    chance: random.Random,
    *,
    above: Priority | None = None,
    is_own: bool = False,
) -> Priority:
    year = chance.choice(calendar.years[:2])
    priority = Priority(
        place=one.school,
        statement=statement,
        aligned_to=above,
        is_own=is_own,
        lead=one.principal if chance.random() < 0.9 else None,
        team=one.team,
        starts_on=year.starts_on + timedelta(days=chance.randint(10, 60)),
    )
    written.priorities.append(priority)
    _version(priority, written, deed=PriorityVersion.Deed.BEGUN, day=priority.starts_on)
    return priority


def _version(
    priority: Priority,
    written: Written,
    *,
    deed: str,
    day: date,
    reason: str = "",
    measures: Sequence[PriorityMeasure] = (),
) -> None:
    number = priority.version
    written.versions.append(
        PriorityVersion(
            priority=priority,
            number=number,
            deed=deed,
            reason=reason,
            statement=priority.statement,
            aligned_to=priority.aligned_to,
            is_own=priority.is_own,
            lead=priority.lead.person if priority.lead else None,
            team=priority.team,
            measures=as_kept(measures),
            by=priority.lead.person if priority.lead else None,
            made_on=day,
        )
    )


def _ended(one: SchoolNow, written: Written, calendar: Calendar, chance: random.Random) -> None:
    statement, reason = chance.choice(ENDED)
    over = _begin(one, statement, written, calendar, chance, is_own=True)
    over.starts_on = calendar.years[0].starts_on + timedelta(days=chance.randint(5, 40))
    written.versions[-1].made_on = over.starts_on
    over.ended_on = calendar.years[1].starts_on + timedelta(days=chance.randint(0, 30))
    over.version = 2
    _version(over, written, deed=PriorityVersion.Deed.ENDED, day=over.ended_on, reason=reason)


def _measure(
    priority: Priority,
    statement: str,
    written: Written,
    calendar: Calendar,
    chance: random.Random,
) -> None:
    what, year = MEASURED_BY[statement], calendar.this_year.begins_in
    began = year + 1 if what is ABSENCE else year - 1
    if chance.random() < 0.85:
        measure = PriorityMeasure(
            priority=priority,
            measure=what.measure,
            assessment=what.assessment,
            subject=what.subject,
            baseline_year=began,
            aim=Decimal(15 if what is ABSENCE else chance.choice((50, 55, 60, 65))),
            aim_year=began + 2,
        )
        written.measures.append(measure)
        priority.version = 2
        day = min(calendar.this_year.starts_on + timedelta(days=14), calendar.today)
        _version(
            priority,
            written,
            deed=PriorityVersion.Deed.CHANGED,
            day=day,
            reason=WHY_MEASURED,
            measures=[measure],
        )


def _think(
    priority: Priority, one: SchoolNow, written: Written, today: date, chance: random.Random
) -> None:
    """A theory, with what speaks for each link where practice improves."""
    ideas = IDEAS if one.improves else chance.sample(IDEAS, k=chance.randint(0, 2))
    for position, idea in enumerate(ideas, start=1):
        link = TheoryLink(
            priority=priority,
            position=position,
            if_we=idea.if_we,
            then_they=idea.then_they,
            next_test=idea.test if chance.random() < 0.6 else "",
        )
        written.links.append(link)
        _see(link, idea.seen, idea.not_seen, one, written, today, chance)
    if ideas and one.principal:
        written.theories.append(
            TheoryVersion(
                priority=priority,
                number=1,
                links=[{"if": i.if_we, "then": i.then_they, "assumes": ""} for i in ideas],
                by=one.principal.person,
                made_on=priority.starts_on,
            )
        )


def _see(
    link: TheoryLink,
    seen: str,
    not_seen: str,
    one: SchoolNow,
    written: Written,
    today: date,
    chance: random.Random,
) -> None:
    """What holds is seen to hold; where a team is not reached, something speaks against it."""
    speaks = ["for"] * chance.randint(1, 4) if one.improves else []
    if not one.improves:
        speaks = chance.choice((["against"], ["for", "against"], ["for"], []))
    if not one.is_reached and link.position == 1:
        speaks = [*speaks, "against"]
    for said in speaks if one.principal else ():
        oldest = 300 if one.improves else 600
        written.evidence.append(
            LinkEvidence(
                link=link,
                speaks=said,
                what=seen if said == "for" else not_seen,
                seen_on=today - timedelta(days=chance.randint(5, oldest)),
                by=one.principal.person,  # type: ignore[union-attr]
            )
        )


def _try(
    priority: Priority, one: SchoolNow, written: Written, today: date, chance: random.Random
) -> None:
    """Tries of the last year; adopted or adapted where practice improves, else given up."""
    for _number in range(chance.randint(1, 3) if one.improves else chance.randint(0, 1)):
        question, idea, guess, counted = chance.choice(QUESTIONS)
        begins = today - timedelta(days=chance.randint(50, 330))
        ends = begins + timedelta(weeks=chance.randint(3, 6))
        decision = chance.choice(("adopt", "adopt", "adapt")) if one.improves else "abandon"
        cycle = Cycle(
            priority=priority,
            team=one.team,
            question=question,
            idea=idea,
            prediction=guess,
            measured=counted,
            starts_on=begins,
            ends_on=ends,
            result="As we guessed, or nearly." if one.improves else "It was begun and then lost.",
            decision=decision,
            decided_on=ends + timedelta(days=2),
            by=one.principal.person,  # type: ignore[union-attr]
        )
        written.cycles.append(cycle)
        _count(cycle, written, rise=1.2 if one.improves else 0.0, chance=chance)


def _count(cycle: Cycle, written: Written, *, rise: float, chance: random.Random) -> None:
    start = chance.randint(4, 9)
    for at in range(6):
        value = max(0, round(start + rise * at + chance.gauss(0, 1)))
        day = cycle.starts_on + timedelta(days=3 * at)
        written.points.append(CyclePoint(cycle=cycle, day=day, value=Decimal(value), by=cycle.by))
