"""Two years of visits at the schools of the cast, and the agreement that they stand on.

Teachers of teams that the improvement does not reach (a truth of the demonstration) are visited
seldom since last spring, and followed up less.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from convergent.demo.cast import CAST
from convergent.demo.school_days import YearOfDays
from convergent.demo.working_on.cast import holder
from convergent.demo.working_on.sayings import NEXT_STEPS, SEEN, THANKS
from convergent.demo.years import Calendar, SchoolYear
from convergent.people.models import Person, Place, Role, RoleTerm
from convergent.people.names import folded
from convergent.people.role_kinds import (
    ASSISTANT_PRINCIPAL,
    COACH,
    PRINCIPAL,
    SUPERINTENDENT,
    SUPERVISOR,
    TEACHER,
    UNION_REPRESENTATIVE,
)
from convergent.practice.actions.feedback import drafted
from convergent.practice.actions.look_fors import write_look_fors
from convergent.practice.models import (
    AgreedKind,
    Evaluation,
    Feedback,
    FeedbackAnswer,
    Kind,
    LookForVersion,
    Seen,
    Visit,
    VisitAgreement,
    VisitNotes,
)
from convergent.priorities.models import Priority

CAST_KEYS = [member.key for member in CAST]
VISITS_A_YEAR = {PRINCIPAL: 2.4, ASSISTANT_PRINCIPAL: 1.2, COACH: 1.6, SUPERVISOR: 0.3}
KIND = {
    PRINCIPAL: Kind.LEADER,
    ASSISTANT_PRINCIPAL: Kind.LEADER,
    COACH: Kind.COACH,
    SUPERVISOR: Kind.SUPERVISOR,
}
LOOKED_FOR = ("Students quote the text", "Students answer each other", "They ask each other why")
UNREACHED_SINCE_MONTH, LATELY = 3, timedelta(days=20)


@dataclass
class Written:
    """Rows in the order in which they lean on each other."""

    visits: list[Visit] = field(default_factory=list)
    notes: list[VisitNotes] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    feedback: list[Feedback] = field(default_factory=list)
    answers: list[FeedbackAnswer] = field(default_factory=list)

    def save(self) -> None:
        for rows in vars(self).values():
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=500)


@dataclass(frozen=True)
class Ground:
    """What every visit of the demonstration stands on."""

    agreement: VisitAgreement
    look_fors: LookForVersion | None
    unreached: Collection[object]
    days: Mapping[int, Sequence[date]]
    calendar: Calendar


def go_into_classrooms(
    district: Place,
    lincoln: Place,
    priorities: Sequence[Priority],
    truth: Mapping[str, object],
    *,
    calendar: Calendar,
    chance: random.Random,
) -> None:
    agreement = _agree(district, calendar)
    if agreement is None:
        return
    ground = Ground(
        agreement=agreement,
        look_fors=_look_fors(lincoln, priorities, calendar),
        unreached=unreached_people(truth),
        days={
            year.begins_in: YearOfDays(year).taught_before(calendar.today)
            for year in calendar.years
        },
        calendar=calendar,
    )
    written = Written()
    for term in _visitors(lincoln):
        for school in _schools_of(term, lincoln):
            _visits_of(term, school, ground, written, chance)
    _newest(lincoln, ground, written, chance)
    _evaluate(lincoln, calendar)
    written.save()


def _agree(district: Place, calendar: Calendar) -> VisitAgreement | None:
    """Both sides confirmed it before the first of these years; nothing is used in evaluations."""
    first = calendar.years[0].staff_begin
    officer = holder(district, SUPERINTENDENT, first)
    if officer is None:
        return None
    moment = timezone.make_aware(datetime.combine(first, time(12)))
    agreement = VisitAgreement.objects.create(
        district=district,
        group=TEACHER,
        starts_on=first,
        notice="On the day’s plan by 8 in the morning",
        officer=officer.person,
        officer_confirmed_at=moment,
        union_representative=_union_representative(district, first),
        union_confirmed_at=moment,
        tells_of_coaching=True,
        version=3,
    )
    AgreedKind.objects.bulk_create(AgreedKind(agreement=agreement, kind=kind) for kind in Kind)
    return agreement


def _union_representative(district: Place, day: date) -> Person:
    person = Person.objects.create(
        district=district,
        given_name="Marguerite",
        family_name="Osborne",
        given_key=folded("Marguerite"),
        family_key=folded("Osborne"),
        email="marguerite.osborne@harborcity.example",
    )
    role = Role.objects.create(place=district, kind=UNION_REPRESENTATIVE)
    RoleTerm.objects.create(role=role, person=person, starts_on=day)
    return person


def _look_fors(
    lincoln: Place, priorities: Sequence[Priority], calendar: Calendar
) -> LookForVersion | None:
    principal = holder(lincoln, PRINCIPAL, calendar.today)
    if principal is None or not priorities:
        return None
    return write_look_fors(
        priorities[0], name="Arguing from a text", texts=LOOKED_FOR, by=principal
    )


def unreached_people(truth: Mapping[str, object]) -> set[object]:
    """The people on teams that the improvement does not reach."""
    missed = truth.get("teams_not_reached")
    teams = missed if isinstance(missed, list) else []
    held = RoleTerm.objects.filter(role__place__sourced_id__in=teams)
    return set(held.values_list("person_id", flat=True))


def _visitors(lincoln: Place) -> list[RoleTerm]:
    """Whoever of the cast leads or coaches at this school or above it, now."""
    above = [lincoln.pk, lincoln.parent_id]
    held = RoleTerm.objects.filter(
        ends_on=None,
        role__kind__in=list(KIND),
        role__place__in=above,
        person__sourced_id__in=CAST_KEYS,
    )
    return list(held.select_related("role__place", "person").order_by("person__sourced_id"))


def _schools_of(term: RoleTerm, lincoln: Place) -> list[Place]:
    """Of a coach every school that she works at; of all others this one."""
    if term.role.kind != COACH:
        return [lincoln]
    held = RoleTerm.objects.filter(person=term.person, role__kind=COACH, ends_on=None)
    return list(Place.objects.filter(pk__in=held.values("role__place"), kind="school"))


def _visits_of(
    term: RoleTerm, school: Place, ground: Ground, written: Written, chance: random.Random
) -> None:
    teachers = RoleTerm.objects.filter(role__place=school, role__kind=TEACHER)
    known = {one.person: one for one in teachers.select_related("person").order_by("starts_on")}
    ordered = sorted(known, key=lambda person: (person.sourced_id, person.family_key))
    for person in ordered:
        for year in ground.calendar.years:
            for day in _days(person, term.role.kind, year, ground, chance):
                if known[person].runs_on(day) and term.runs_on(day) and person != term.person:
                    _visit(term, person, school, day, ground, written, chance)


def _days(
    person: Person, role: str, year: SchoolYear, ground: Ground, chance: random.Random
) -> list[date]:
    """So many days of the year as that role comes on average; fewer for who is not reached."""
    days = ground.days[year.begins_in]
    wanted = chance.triangular(0, 2 * VISITS_A_YEAR[role], VISITS_A_YEAR[role])
    picked = sorted(chance.sample(days, k=min(round(wanted), len(days))))
    spring = date(ground.calendar.this_year.begins_in, UNREACHED_SINCE_MONTH, 1)
    return [day for day in picked if person.pk not in ground.unreached or day < spring]


def _visit(
    term: RoleTerm,
    person: Person,
    school: Place,
    day: date,
    ground: Ground,
    written: Written,
    chance: random.Random,
) -> None:
    began = timezone.make_aware(datetime.combine(day, time(chance.randrange(8, 15), 5)))
    visit = Visit(
        id=uuid.UUID(int=chance.getrandbits(128), version=4),
        visitor=term.person,
        teacher=person,
        place=school,
        kind=KIND[term.role.kind],
        agreement=ground.agreement,
        look_for_version=ground.look_fors,
        day=day,
        began_at=began,
        minutes=chance.randrange(6, 25),
        received_hash="",
        received_at=began,
    )
    look_fors = list(ground.look_fors.look_fors.all()) if ground.look_fors else []
    seen = [one for one in look_fors if chance.random() < 0.5]
    strength = chance.choice(SEEN)
    written.visits.append(visit)
    written.notes.append(VisitNotes(visit=visit, strength=strength))
    written.seen += [Seen(visit=visit, look_for=one) for one in seen]
    feedback = Feedback(visit=visit, text=drafted(strength, seen), is_told=True)
    written.feedback.append(feedback)
    if chance.random() < 0.85:
        _share(feedback, ground.calendar.today, written, chance)


def _share(feedback: Feedback, today: date, written: Written, chance: random.Random) -> None:
    """Shared the next weekday morning; most next steps are followed up within a month."""
    visit = feedback.visit
    morning = visit.day + timedelta(days={4: 3, 5: 2}.get(visit.day.weekday(), 1))
    feedback.shares_at = timezone.make_aware(datetime.combine(morning, time(7, 30)))
    feedback.next_step = chance.choice(NEXT_STEPS)
    feedback.follow_up_on = visit.day + timedelta(weeks=2)
    done = visit.day + timedelta(days=chance.randrange(10, 30))
    if done < today and chance.random() < 0.7:
        feedback.followed_up_on = done
    elif visit.day + LATELY < today:
        feedback.follow_up_on = None
    if morning < today and chance.random() < 0.4:
        said_at = feedback.shares_at + timedelta(hours=8)
        written.answers.append(
            FeedbackAnswer(
                feedback=feedback, by=visit.teacher, text=chance.choice(THANKS), said_at=said_at
            )
        )


def _newest(lincoln: Place, ground: Ground, written: Written, chance: random.Random) -> None:
    """The coach of the cast has begun with the teacher of the cast, whose team nobody reached."""
    held = {
        kind: RoleTerm.objects.on(ground.calendar.today)
        .filter(role__kind=kind, role__place=lincoln, person__sourced_id__in=CAST_KEYS)
        .select_related("role__place", "person")
        .first()
        for kind in (COACH, TEACHER)
    }
    coach, teacher = held[COACH], held[TEACHER]
    if coach is None or teacher is None:
        return
    day = ground.days[ground.calendar.this_year.begins_in][-2]
    _visit(coach, teacher.person, lincoln, day, ground, written, chance)
    feedback = written.feedback[-1]
    if feedback.shares_at is None:
        _share(feedback, ground.calendar.today, written, chance)
    written.answers = [one for one in written.answers if one.feedback is not feedback]


def _evaluate(lincoln: Place, calendar: Calendar) -> None:
    """The principal evaluates the teachers of her school."""
    principal = holder(lincoln, PRINCIPAL, calendar.today)
    held = RoleTerm.objects.on(calendar.today).filter(role__place=lincoln, role__kind=TEACHER)
    if principal is not None:
        people = Person.objects.filter(pk__in=held.values("person"))
        Evaluation.objects.bulk_create(
            Evaluation(
                evaluator=principal.person,
                evaluated=one,
                starts_on=calendar.this_year.staff_begin,
            )
            for one in people
        )
