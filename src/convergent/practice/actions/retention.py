"""Visits are kept for as long as their agreement says, drafts of visits for a quarter of a year,
what a teacher and her coach wrote for as long as the installation says, and no longer; what is held
for a procedure stays."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from convergent import clock
from convergent.asking.actions import let_asks_go
from convergent.audit.actions import note_change
from convergent.practice.access.openings import is_held
from convergent.practice.access.threads import threads_kept_since_before
from convergent.practice.access.visits import (
    DAYS_A_YEAR,
    drafts_kept_too_long,
    visits_kept_too_long,
)
from convergent.practice.actions.asking import PRACTICE
from convergent.practice.models import JointVisit, VisitAgreement


@transaction.atomic
def let_old_visits_go() -> int:
    """How many went, with notes, feedback and answers. The audit keeps the number."""
    gone = 0
    for agreement in VisitAgreement.objects.order_by("pk"):
        old = visits_kept_too_long(agreement, clock.today())
        count = old.count()
        if count:
            note_change("let visits go", agreement, by=None, count=count)
            let_asks_go(PRACTICE, old.order_by().values("pk"))
            old.delete()
        gone += count
    JointVisit.objects.filter(visits__isnull=True, day__lt=clock.today()).delete()
    return gone


@transaction.atomic
def let_old_drafts_go() -> int:
    """How many went. The page that lists them says until when each is kept."""
    old = drafts_kept_too_long(clock.today())
    count = old.count()
    old.delete()
    return count


def last_day_to_keep(today: date) -> date:
    """What was last touched before that day goes today."""
    return today - timedelta(days=DAYS_A_YEAR * settings.CONFIGURATION.coaching_kept_years)


@transaction.atomic
def let_old_threads_go() -> int:
    """How many cycles went, with all that was written in them. The audit keeps that they went, for
    the teacher to see; she was told on Today in the weeks before."""
    gone = 0
    for cycle in threads_kept_since_before(last_day_to_keep(clock.today())).order_by("pk"):
        if not is_held(cycle.teacher_id):
            note_change("let coaching go", cycle, by=None, about=cycle.teacher_id)
            cycle.delete()
            gone += 1
    return gone
