"""How a priority would know that it is getting somewhere."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import why_prioritise
from convergent.priorities.models import Priority, PriorityMeasure
from convergent.priorities.queries.measured import Slice


def add_measure(
    priority: Priority,
    what: Slice,
    *,
    baseline_year: int,
    aim: Decimal,
    aim_year: int,
    by: Viewer,
) -> PriorityMeasure:
    """One more measure of the facts, with the year it starts from and where it is to come."""
    why = why_prioritise(by, priority.place)
    required(why)
    if aim_year <= baseline_year:
        raise BadInput(_("The aim is for a year after the one it starts from."))
    measure = PriorityMeasure(
        priority=priority,
        measure=what.measure,
        assessment=what.assessment,
        subject=what.subject,
        grade=what.grade,
        student_group=what.student_group,
        baseline_year=baseline_year,
        aim=aim,
        aim_year=aim_year,
    )
    try:
        with transaction.atomic():
            note_change(
                "add measure", measure, by=by.person.pk, why=str(why), priority=priority.pk, aim=aim
            )
            measure.save(force_insert=True)
    except IntegrityError:
        raise BadInput(_("This priority has that measure already. Choose another one.")) from None
    return measure


@transaction.atomic
def take_off_measure(measure: PriorityMeasure, *, by: Viewer) -> None:
    """The priority is no longer held against it; the audit still says that it was."""
    why = why_prioritise(by, measure.priority.place)
    required(why)
    note_change(
        "take off measure",
        measure,
        by=by.person.pk,
        why=str(why),
        priority=measure.priority_id,
        measure=str(measure),
    )
    measure.delete()
