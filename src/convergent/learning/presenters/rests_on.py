"""What stands under a figure: how many students, when, from what, against whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.measures.aggregate_table import ALL_GRADES
from convergent.facts.measures.values import MeasureValue, Origin
from convergent.learning.presenters.figures import Foot
from convergent.learning.queries.choices import Choice
from convergent.learning.words import students_counted, year_title


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What every figure of a page rests on; `place_id` is that of the page's address."""

    place_id: UUID
    choice: Choice
    origin: Origin | None

    def foot(self, values: Sequence[MeasureValue], *, comparison: str = "") -> Foot:
        """Of values without an assessment, such as attendance, none is named."""
        years = {one.school_year for one in values} or {self.choice.school_year}
        tested = all(one.assessment for one in values)
        return Foot(
            n=_students(values),
            period=year_title(max(years)),
            source=self.source if tested else self.day,
            comparison=comparison,
        )

    @property
    def source(self) -> str:
        assessment = self.choice.subject.assessment
        return f"{assessment}, {self.day}" if self.origin else assessment

    @property
    def day(self) -> str:
        if self.origin is None:
            return ""
        return _("data of %(day)s") % {"day": date_format(self.origin.as_of, "DATE_FORMAT")}

    def why_url(self, measure: str) -> str:
        return address("evidence_why", self.place_id, measure, subject=self.choice.subject.key)


def address(name: str, *arguments: object, **asked: str) -> str:
    """With what is asked for, such as the subject, where it is not empty."""
    known = {key: value for key, value in asked.items() if value}
    return f"{reverse(name, args=arguments)}{'?' if known else ''}{urlencode(known)}"


def _students(values: Sequence[MeasureValue]) -> str:
    """Of all grades together; else added up over the grades that are shown."""
    whole = [one.students for one in values if one.grade == ALL_GRADES]
    counts = [count for count in whole if isinstance(count, int)][:1]
    parts = [one.students for one in values if one.grade != ALL_GRADES]
    known = [count for count in parts if isinstance(count, int)]
    if not known:
        return students_counted(counts[0]) if counts else ""
    said = {"students": students_counted(sum(counts or known)), "count": len(known)}
    return (
        ngettext("%(students)s in one grade", "%(students)s in %(count)s grades", len(known)) % said
    )


def similar_words(values: Sequence[MeasureValue]) -> str:
    """“band: the middle 80% of 10 similar schools”."""
    counts = [one.peers.schools for one in values if one.peers is not None]
    if not counts:
        return ""
    return _("band: the middle 80%% of %(count)s similar schools") % {"count": max(counts)}
