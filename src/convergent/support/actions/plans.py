"""How often a supervisor means to be at a school, and why more often than elsewhere."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.records.turns import take_turn
from convergent.support.access import visible_plans, why_support
from convergent.support.models import MOST_A_MONTH, USUAL_A_MONTH, ContactPlan


@transaction.atomic
def plan_support(school: Place, *, a_month: int, reason: str = "", by: Viewer) -> ContactPlan:
    """From today on; how it was planned before stays known."""
    why = why_support(by, school)
    required(why)
    if not 1 <= a_month <= MOST_A_MONTH:
        raise BadInput(_("Choose a number from 1 to %(most)s.") % {"most": MOST_A_MONTH})
    if a_month > USUAL_A_MONTH and not reason.strip():
        raise BadInput(_("Say why this school gets more than the others."))
    take_turn(f"contact plan {school.pk}")
    before = visible_plans(by).filter(school=school, ended_on=None).first()
    made = ContactPlan(
        school=school, a_month=a_month, reason=reason.strip(), starts_on=by.today, by=by.person
    )
    note_change(
        "plan support",
        made,
        by=by.person.pk,
        why=str(why),
        before=before and before.a_month,
        after=a_month,
    )
    if before is not None:
        before.ended_on = by.today
        before.save(force_update=True)
    made.save()
    return made
