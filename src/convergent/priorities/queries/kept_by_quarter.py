"""What fell due for a priority in each quarter of the last year: for its small figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateField, Q, Value, When

from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import ids_of_teams_met
from convergent.priorities.models import Commitment, Priority
from convergent.priorities.queries.commitments import KeptFor, together

QUARTERS = 4


def quarters_until(day: date, *, count: int = QUARTERS) -> list[date]:
    """The first days of the last quarters of the calendar, oldest first; the day's own is last."""
    first = [date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)]
    while len(first) < count:
        before = first[0] - timedelta(days=1)
        first.insert(0, date(before.year, before.month - 2, 1))
    return first


def kept_by_quarter(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, list[KeptFor]]:
    """Of each priority, or of those aligned to it, oldest quarter first: in two queries for all."""
    quarters = quarters_until(viewer.today)
    found = {one.pk: {first: KeptFor(is_all_seen=True) for first in quarters} for one in priorities}
    for held_by in ("priority", "priority__aligned_to"):
        for row in _counted(held_by, list(found), quarters, viewer):
            of_quarter, quarter = found[row[held_by]], row["quarter"]
            is_all_seen = row["seen"] == row["promised"]
            more = KeptFor(row["promised"], row["done"], row["people"], is_all_seen)
            of_quarter[quarter] = together(of_quarter[quarter], more)
    return {pk: list(by_quarter.values()) for pk, by_quarter in found.items()}


def _counted(
    held_by: str, priorities: list[UUID], quarters: list[date], viewer: Viewer
) -> Iterable[dict[str, Any]]:
    newest_first = [When(first_due_on__gte=one, then=Value(one)) for one in reversed(quarters)]
    fell_due = Commitment.objects.filter(
        **{f"{held_by}__in": priorities}, first_due_on__range=(quarters[0], viewer.today)
    )
    quarter = Case(*newest_first, output_field=DateField())
    return (
        fell_due.order_by()
        .annotate(quarter=quarter)
        .values(held_by, "quarter")
        .annotate(
            promised=Count("pk"),
            done=Count("pk", filter=Q(state=Commitment.State.DONE)),
            people=Count("person", distinct=True),
            seen=Count("pk", filter=Q(team__in=ids_of_teams_met(viewer))),
        )
    )
