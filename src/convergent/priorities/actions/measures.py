"""How a priority would know that it is getting somewhere. What it is held against changes for a
reason, as its words do."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput, NotThere
from convergent.people.viewer import Viewer
from convergent.priorities.actions.versions import Deed, keep_version, locked, refuse_no_reason
from convergent.priorities.models import Priority, PriorityMeasure
from convergent.priorities.queries.measured import Slice


@transaction.atomic
def add_measure(
    priority: Priority,
    what: Slice,
    *,
    baseline_year: int,
    aim: Decimal,
    aim_year: int,
    reason: str,
    by: Viewer,
) -> PriorityMeasure:
    """One more measure of the facts, with the year it starts from and where it is to come."""
    priority, why = locked(priority, None, by)
    refuse_no_reason(reason)
    _refuse_path(baseline_year, aim_year)
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
    _note("add measure", measure, why=why, reason=reason, by=by, aim=aim)
    try:
        with transaction.atomic():
            measure.save(force_insert=True)
    except IntegrityError:
        raise BadInput(_("This priority has that measure already. Choose another one.")) from None
    _keep(priority, reason, by)
    return measure


@transaction.atomic
def change_aim(
    measure: PriorityMeasure,
    *,
    aim: Decimal,
    aim_year: int,
    reason: str,
    version: int | None = None,
    by: Viewer,
) -> PriorityMeasure:
    """The same measure is to come to another value, or by another year."""
    priority, why = locked(measure.priority, version, by)
    refuse_no_reason(reason)
    stored = PriorityMeasure.objects.filter(pk=measure.pk).first()
    if stored is None:
        raise NotThere
    _refuse_path(stored.baseline_year, aim_year)
    _note("change aim", stored, why=why, reason=reason, by=by, before=stored.aim, after=aim)
    stored.aim, stored.aim_year = aim, aim_year
    stored.save(update_fields=["aim", "aim_year"])
    _keep(priority, reason, by)
    return stored


@transaction.atomic
def take_off_measure(
    measure: PriorityMeasure, *, reason: str, version: int | None = None, by: Viewer
) -> None:
    """The priority is no longer held against it; its history still says that it was."""
    priority, why = locked(measure.priority, version, by)
    refuse_no_reason(reason)
    _note("take off measure", measure, why=why, reason=reason, by=by, before=str(measure))
    PriorityMeasure.objects.filter(pk=measure.pk).delete()
    _keep(priority, reason, by)


def _keep(priority: Priority, reason: str, by: Viewer) -> None:
    priority.version += 1
    priority.save(update_fields=["version"])
    keep_version(priority, Deed.CHANGED, reason=reason, by=by)


def _refuse_path(baseline_year: int, aim_year: int) -> None:
    if aim_year <= baseline_year:
        raise BadInput(_("The aim is for a year after the one it starts from."))


def _note(
    action: str, measure: PriorityMeasure, *, why: str, reason: str, by: Viewer, **detail: Any
) -> None:
    note_change(
        action,
        measure,
        by=by.person.pk,
        why=why,
        reason=reason,
        priority=measure.priority_id,
        **detail,
    )
