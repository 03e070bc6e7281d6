"""Nobody alone opens what a teacher and her coach wrote. The superintendent for the district and
the union's representative for the teachers do it together: one asks, with a reason, and the other
opens; for a limited time, and the teacher is told at once. Neither is one of the pair, nor
evaluates the teacher. Being able to open is not a way to see whether there is anything.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from convergent import clock
from convergent.people.access.reasons import Reason
from convergent.people.models import Person, RoleTerm
from convergent.people.viewer import Viewer
from convergent.practice.access.agreements import SIDES, why_agree
from convergent.practice.models import CoachingHold, Evaluation, Opening


def why_open_threads(viewer: Viewer) -> Reason | None:
    """To ask for an opening, and to agree to the other side's: the side that the reason names."""
    return why_agree(viewer)


def why_hold(viewer: Viewer) -> Reason | None:
    """To say that a teacher's threads are kept: either side."""
    return why_agree(viewer)


def who_could_open(viewer: Viewer) -> list[Person]:
    """The two, or more, who could open a thread together today: told before anybody types."""
    held = RoleTerm.objects.on(viewer.today).filter(
        role__kind__in=SIDES.values(), person__district=viewer.district_id
    )
    return list(Person.objects.filter(pk__in=held.values("person"), enabled=True))


def _evaluates(viewer: Viewer) -> Exists:
    held = Evaluation.objects.on(viewer.today).filter(
        evaluator=viewer.person, evaluated=OuterRef("teacher")
    )
    return Exists(held)


def _not_the_pair(viewer: Viewer) -> Q:
    return ~Q(teacher=viewer.person) & ~Q(coach=viewer.person) & ~Q(_evaluates(viewer))


def _stands_apart(viewer: Viewer, opening: Opening) -> bool:
    if viewer.person.pk in {opening.teacher_id, opening.coach_id}:
        return False
    held = Evaluation.objects.on(viewer.today).filter(
        evaluator=viewer.person, evaluated=opening.teacher_id
    )
    return not held.exists()


def visible_openings(viewer: Viewer) -> QuerySet[Opening]:
    """Both sides see what was asked for and opened; the teacher sees what was opened of hers."""
    rule = Q(teacher=viewer.person, opened_at__isnull=False)
    if why_open_threads(viewer) is not None:
        rule |= Q(district=viewer.district_id) & _not_the_pair(viewer)
    return Opening.objects.readable_by_rule(rule)


def why_opening(viewer: Viewer, opening: Opening) -> Reason | None:
    if opening.teacher_id == viewer.person.pk:
        return Reason.OWN if opening.opened_at is not None else None
    is_ours = opening.district_id == viewer.district_id and _stands_apart(viewer, opening)
    return why_open_threads(viewer) if is_ours else None


def why_open(viewer: Viewer, opening: Opening) -> Reason | None:
    """To be the second who agrees: of the other side than whoever asked."""
    why = why_opening(viewer, opening)
    if why not in SIDES or opening.opened_at is not None:
        return None
    held = RoleTerm.objects.on(viewer.today).filter(
        person=opening.asked_by_id, role__kind__in=SIDES.values()
    )
    theirs = set(held.values_list("role__kind", flat=True))
    mine = {kind for kind in SIDES.values() if viewer.holds(kind)}
    return why if theirs and mine.isdisjoint(theirs) else None


def opened_to(viewer: Viewer) -> QuerySet[Opening]:
    """Openings by which the viewer reads now."""
    if why_open_threads(viewer) is None:
        return Opening.objects.none()
    mine = Q(asked_by=viewer.person) | Q(opened_by=viewer.person)
    now = clock.now()
    runs = Q(opened_at__lte=now, until__gt=now, district=viewer.district_id)
    return Opening.objects.readable_by_rule(mine & runs & _not_the_pair(viewer))


def visible_holds(viewer: Viewer) -> QuerySet[CoachingHold]:
    """The teacher's own, and for both sides those of the district."""
    rule = Q(teacher=viewer.person)
    if why_hold(viewer) is not None:
        rule |= Q(teacher__district=viewer.district_id)
    return CoachingHold.objects.readable_by_rule(rule)


def is_held(teacher: object) -> bool:
    """Whether what the teacher wrote with her coaches is kept for a procedure."""
    return CoachingHold.objects.readable_by_rule(
        Q(teacher=teacher, lifted_on__isnull=True)
    ).exists()
