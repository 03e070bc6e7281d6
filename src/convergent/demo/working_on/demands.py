"""What is asked of the demonstration's schools, and how they meet it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from convergent.demo.working_on.cast import Story, holder
from convergent.demo.working_on.sayings import ANSWERS
from convergent.people.models import Person, Place
from convergent.people.role_kinds import PRINCIPAL, SUPERINTENDENT
from convergent.people.viewer import Viewer
from convergent.priorities.actions.requirements import (
    Demand,
    WhatIsDue,
    hand_in,
    meet_requirement,
    write_requirement,
)
from convergent.priorities.models import Answer, HandedIn, Priority, Requirement

GRADES, GOALS, GROUPS = "Attendance by grade", "Goals of the school’s plan", "Reading by group"


def ask(
    district: Place,
    story: Story,
    told: Mapping[Place, Sequence[Priority]],
    *,
    today: date,
    chance: random.Random,
) -> None:
    """Seven demands of every school, one of the district itself, and one of Lincoln alone."""
    head = holder(district, SUPERINTENDENT, today)
    if head is None:
        return
    asked = [write_requirement(district, demand, by=head) for demand in _of_schools(today)]
    own = Demand(
        source="state",
        asked_by="Department of Education",
        title="District improvement plan",
        asks="What the district works on, how it knows, and what it will do next.",
        data=(GOALS,),
        dues=(WhatIsDue(today + timedelta(days=110), "Plan", Decimal(30)),),
    )
    write_requirement(district, own, by=head)
    if story.lincoln:
        _at_lincoln(story.lincoln, asked, today)
    _at_others(asked, told, today=today, chance=chance)


def _due(today: date, days: int, what: str, hours: int) -> WhatIsDue:
    return WhatIsDue(today + timedelta(days=days), what, Decimal(hours))


# Long as a list is: what seven offices ask.
def _of_schools(today: date) -> tuple[Demand, ...]:
    """The first is the one that nobody at Lincoln has met yet."""
    return (
        Demand(
            source="state",
            asked_by="Department of Education",
            title="Attendance plan",
            asks="How the school will bring chronic absence down, with a goal for each grade.",
            reference="Education Code, section 48260",
            of_each_school=True,
            data=(GRADES, GOALS),
            dues=(_due(today, 12, "Plan", 6), _due(today, 118, "Progress report", 3)),
        ),
        Demand(
            source="federal",
            asked_by="Title I office",
            title="Schoolwide plan",
            asks="What the school does with its Title I money, for whom, and what came of it.",
            of_each_school=True,
            data=(GOALS, GROUPS),
            dues=(_due(today, -40, "Plan", 12), _due(today, 190, "What came of it", 8)),
        ),
        Demand(
            source="state",
            asked_by="Department of Education",
            title="Plan for students who learn English",
            of_each_school=True,
            data=(GROUPS, "English learners by level"),
            dues=(_due(today, 75, "Plan", 8),),
        ),
        Demand(
            source="district",
            asked_by="Student Services",
            title="Attendance table",
            of_each_school=True,
            data=(GRADES,),
            dues=tuple(
                _due(today, days, f"Table {number}", 2)
                for number, days in enumerate((-45, 48, 110, 170), start=1)
            ),
        ),
        Demand(
            source="district",
            asked_by="Budget",
            title="Midyear report on spending",
            of_each_school=True,
            data=("Spending by program",),
            dues=(_due(today, 60, "Report", 5),),
        ),
        Demand(
            source="audit",
            asked_by="Regional accreditation",
            title="Self-study",
            asks="Where the school stands by the accreditors’ standards, with examples.",
            of_each_school=True,
            data=(GOALS, GROUPS, GRADES),
            dues=(_due(today, 150, "Self-study", 40),),
        ),
        Demand(
            source="plan",
            asked_by="Teaching and Learning",
            title="Reading of the improvement plan",
            of_each_school=True,
            data=(GOALS,),
            dues=(_due(today, 85, "Two pages", 3),),
        ),
    )


def _at_lincoln(mine: Sequence[Priority], asked: Sequence[Requirement], today: date) -> None:
    """Three are met by what the school works on anyway; the attendance plan waits."""
    argue, come = mine[0], mine[-1]
    rosa = holder(argue.place, PRINCIPAL, today)
    if rosa is None:
        return
    _attendance, title_one, learners, table, *_others, reading = asked
    for one, priority, how in (
        (title_one, argue, "The priority is the plan: we send its page, its measures and tries."),
        (learners, argue, "Its first aim are those who learn English; we send what they wrote."),
        (table, come, "The office keeps the table anyway, to know whom to call."),
        (reading, argue, "Two pages from this page."),
    ):
        meet_requirement(one, argue.place, priority=priority, how=how, team=argue.team, by=rosa)
    _hand_in_past(title_one, argue.place, rosa)
    _hand_in_past(table, argue.place, rosa)
    grant = Demand(
        source="grant",
        asked_by="Harbor Literacy Fund",
        title="Report on the reading grant",
        data=(GROUPS,),
        dues=(_due(today, 66, "Report", 4),),
    )
    write_requirement(argue.place, grant, by=rosa)


def _hand_in_past(requirement: Requirement, place: Place, by: Viewer) -> None:
    for due in requirement.dues.filter(day__lt=by.today):
        hand_in(due, place, by=by)


def _at_others(
    asked: Sequence[Requirement],
    told: Mapping[Place, Sequence[Priority]],
    *,
    today: date,
    chance: random.Random,
) -> None:
    """In bulk, by whoever leads the first priority of each school."""
    answers: list[Answer] = []
    handed_in: list[HandedIn] = []
    past = {one.pk: list(one.dues.filter(day__lt=today)) for one in asked}
    for school, priorities in told.items():
        lead = next((one.lead for one in priorities if one.lead is not None), None)
        if lead is None:
            continue
        for requirement in asked:
            if chance.random() < 0.55:
                answers.append(_answer(requirement, priorities, lead.person, today, chance))
            handed_in += [
                HandedIn(due=due, place=school, by=lead.person, on=due.day - timedelta(days=1))
                for due in past[requirement.pk]
                if chance.random() < 0.85
            ]
    Answer.objects.bulk_create(answers, batch_size=500)
    HandedIn.objects.bulk_create(handed_in, batch_size=500)


def _answer(
    requirement: Requirement,
    priorities: Sequence[Priority],
    by: Person,
    today: date,
    chance: random.Random,
) -> Answer:
    priority = chance.choice(list(priorities))
    return Answer(
        requirement=requirement,
        place=priority.place,
        priority=priority,
        how=chance.choice(ANSWERS),
        team=priority.team,
        by=by,
        answered_on=today - timedelta(days=chance.randint(5, 70)),
    )
