"""Readings of private records, as the person whom they are about reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from convergent.audit.models import AuditRow
from convergent.people.access.reasons import Reason
from convergent.people.models import Person
from convergent.people.queries.directory import people_by_id

WHAT = {
    "read handover": _("read what you handed over"),
    "read working notes": _("read your working notes on a priority"),
    "read visit": _("read what was noted on a visit to you"),
    "read coaching": _("read what you and your coach wrote"),
    "read shared piece": _("read what you shared from your coaching"),
    "search coaching": _("searched what you and your coach wrote"),
}


@dataclass(frozen=True)
class ReadingLine:
    at: datetime
    who: Person | None
    what: str
    why: str


def reading_lines(rows: Iterable[AuditRow]) -> list[ReadingLine]:
    rows = list(rows)
    people = people_by_id({row.by for row in rows if row.by})
    return [
        ReadingLine(
            at=row.at,
            who=people.get(row.by) if row.by else None,
            what=str(WHAT.get(row.action, row.action)),
            why=Reason(row.why).sentence if row.why in set(Reason) else "",
        )
        for row in rows
    ]
