"""Coaching belongs to two people. Who of them may see that it runs, and who else hears that much.

The teacher has her cycles for good. The coach has them while she coaches where they run; on the day
on which she becomes the teacher's evaluator she loses those that ran by then, and does not get them
back when she evaluates no more. The principal, and whoever supervises the coach, learn that a cycle
runs, from when to when and how long: where the agreement says so and both of the pair were told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from convergent.people.access.reasons import Reason
from convergent.people.models import Person, RoleTerm
from convergent.people.models.people import RoleTermQuerySet
from convergent.people.role_kinds import COACH, PRINCIPAL, SUPERVISOR, TEACHER
from convergent.people.viewer import Viewer
from convergent.practice.models import (
    CoachingCycle,
    CoachingMeeting,
    Evaluation,
    VisitAgreement,
)


def _evaluated_since(day: date) -> Exists:
    """Whether the coach has evaluated the teacher since they began, if only for a day."""
    held = Evaluation.objects.filter(
        evaluator=OuterRef("coach"), evaluated=OuterRef("teacher"), starts_on__lte=day
    )
    return Exists(held.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("asked_on"))))


def _as_coach(viewer: Viewer) -> Q:
    rule = Q(pk__in=[])
    for path in viewer.paths_as(COACH):
        rule |= Q(place__path__startswith=path)
    return rule & Q(coach=viewer.person) & ~Q(_evaluated_since(viewer.today))


def _of_the_pair(viewer: Viewer) -> Q:
    return Q(teacher=viewer.person) | _as_coach(viewer)


def own_cycles(viewer: Viewer) -> QuerySet[CoachingCycle]:
    """Those of which the viewer is one of the two, and has not lost."""
    return CoachingCycle.objects.readable_by_rule(_of_the_pair(viewer))


def why_cycle(viewer: Viewer, cycle: CoachingCycle) -> Reason | None:
    """To see the cycle as one of the two, and to do something in it."""
    if cycle.teacher_id == viewer.person.pk:
        return Reason.OWN
    if cycle.coach_id != viewer.person.pk or _has_evaluated(cycle, viewer.today):
        return None
    is_here = any(cycle.place.path.startswith(path) for path in viewer.paths_as(COACH))
    return Reason.COACHES if is_here else None


def _has_evaluated(cycle: CoachingCycle, today: date) -> bool:
    held = Evaluation.objects.filter(
        evaluator=cycle.coach_id, evaluated=cycle.teacher_id, starts_on__lte=today
    )
    return any(one.ends_on is None or one.ends_on >= cycle.asked_on for one in held)


def has_coach(cycle: CoachingCycle, day: date) -> bool:
    """Whether the coach still has the cycle on that day: what is written now reaches her."""
    held = RoleTerm.objects.on(day).filter(person=cycle.coach_id, role__kind=COACH)
    paths = held.values_list("role__place__path", flat=True)
    is_here = any(cycle.place.path.startswith(path) for path in paths)
    return is_here and cycle.coach.enabled and not _has_evaluated(cycle, day)


def meetings_of(viewer: Viewer) -> QuerySet[CoachingMeeting]:
    """When the viewer's own pairs met, and what kind of help it was."""
    return CoachingMeeting.objects.readable_by_rule(Q(cycle__in=own_cycles(viewer)))


# ---- Who could be asked


def coaches_for(viewer: Viewer) -> QuerySet[Person]:
    """Whoever coaches where the viewer teaches, and does not evaluate her."""
    above = {
        "/".join(steps[: depth + 1]) + "/"
        for path in viewer.paths_as(TEACHER)
        for steps in [path.strip("/").split("/")]
        for depth in range(len(steps))
    }
    held = RoleTerm.objects.on(viewer.today).filter(role__kind=COACH, role__place__path__in=above)
    evaluate = Evaluation.objects.on(viewer.today).filter(evaluated=viewer.person)
    found = Person.objects.filter(pk__in=held.values("person"), enabled=True)
    return found.exclude(pk__in=evaluate.values("evaluator")).exclude(pk=viewer.person.pk)


def terms_coached_by(viewer: Viewer) -> RoleTermQuerySet:
    """Terms of teachers where the viewer coaches, of nobody whom she evaluates."""
    rule = Q(pk__in=[])
    for path in viewer.paths_as(COACH):
        rule |= Q(role__place__path__startswith=path)
    evaluates = Evaluation.objects.on(viewer.today).filter(evaluator=viewer.person)
    found = RoleTerm.objects.on(viewer.today).filter(
        rule, role__kind=TEACHER, person__enabled=True, person__district=viewer.district_id
    )
    return found.exclude(person__in=evaluates.values("evaluated")).exclude(person=viewer.person)


# ---- What leaves the pair


def tells_of_coaching(district: UUID, day: date) -> bool:
    """Whether the agreement that holds for teachers lets it be known that coaching runs."""
    held = VisitAgreement.objects.on(day).filter(district=district, group=TEACHER)
    newest = held.order_by("starts_on", "pk").last()
    return newest is not None and newest.tells_of_coaching


def _both_were_told() -> Q:
    return Q(began_on__isnull=False, asker_was_told=True, other_was_told=True)


def _responsible(viewer: Viewer) -> Iterator[Q]:
    for path in viewer.paths_as(PRINCIPAL):
        yield Q(place__path=path)
    for path in viewer.paths_as(SUPERVISOR):
        here = RoleTerm.objects.on(viewer.today).filter(
            person=OuterRef("coach"), role__kind=COACH, role__place__path=path
        )
        yield Q(place__path__startswith=path) & Q(Exists(here))


def visible_participation(viewer: Viewer) -> QuerySet[CoachingCycle]:
    """Cycles of which the viewer, who is none of the two, may know that they run."""
    if not tells_of_coaching(viewer.district_id, viewer.today):
        return CoachingCycle.objects.none()
    rule = Q(pk__in=[])
    for one in _responsible(viewer):
        rule |= one
    of_others = ~Q(teacher=viewer.person) & ~Q(coach=viewer.person)
    return CoachingCycle.objects.readable_by_rule(rule & of_others & _both_were_told())


def why_participation(viewer: Viewer, cycle: CoachingCycle) -> Reason | None:
    told = cycle.asker_was_told and cycle.other_was_told and cycle.began_on is not None
    is_one_of_them = viewer.person.pk in {cycle.teacher_id, cycle.coach_id}
    if not told or is_one_of_them or not tells_of_coaching(viewer.district_id, viewer.today):
        return None
    if cycle.place.path in viewer.paths_as(PRINCIPAL):
        return Reason.LEADS_SCHOOL
    held = RoleTerm.objects.on(viewer.today).filter(person=cycle.coach_id, role__kind=COACH)
    paths = set(held.values_list("role__place__path", flat=True)) & {
        path for path in viewer.paths_as(SUPERVISOR) if cycle.place.path.startswith(path)
    }
    return Reason.SUPERVISES if paths else None


def told_meetings(viewer: Viewer) -> QuerySet[CoachingMeeting]:
    """Days and minutes of what the viewer may know of; never what kind of help it was."""
    found = CoachingMeeting.objects.readable_by_rule(Q(cycle__in=visible_participation(viewer)))
    return found.defer("kind")


def cycles_to_count(rule: Q) -> QuerySet[CoachingCycle]:
    """For counts that tell of eight teachers at least: cycles of which both were told that they
    count."""
    return CoachingCycle.objects.readable_by_rule(rule & _both_were_told())


def help_to_count(rule: Q) -> QuerySet[CoachingMeeting]:
    """For patterns that have eight teachers behind them at least."""
    return CoachingMeeting.objects.readable_by_rule(rule & Q(cycle__began_on__lte=F("day")))


def is_open_between(teacher: Person, coach: Person) -> bool:
    """Whether the two have a cycle that has not ended, whoever asks."""
    rule = Q(teacher=teacher, coach=coach, ended_on__isnull=True)
    return CoachingCycle.objects.readable_by_rule(rule).exists()
