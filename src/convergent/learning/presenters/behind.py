"""Behind a headline: the parts of the test, and how the grades did in each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convergent.analysis.intervals import Z
from convergent.facts.measures import query
from convergent.facts.measures.values import PartValue
from convergent.facts.measures.values import Place as FactsPlace
from convergent.facts.snapshot import Snapshot
from convergent.facts.values import Suppressed
from convergent.learning.access import Scope, scope_of_everybody
from convergent.learning.presenters.figures import (
    Cell,
    Header,
    Table,
    number_cell,
    withheld_cell,
)
from convergent.learning.presenters.place import SubjectLink, subject_links
from convergent.learning.presenters.shown import ground_of
from convergent.learning.queries.choices import Choice
from convergent.learning.queries.evidence import facts_place
from convergent.learning.words import part_title, why_withheld, year_title
from convergent.people.models import Place
from convergent.people.viewer import Viewer

Key = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class BehindPage:
    place: Place
    kicker: str
    headline: str
    subjects: tuple[SubjectLink, ...]
    table: Table | None
    source: str
    subject_key: str
    holds_small: bool


def behind_page(
    place: Place,
    *,
    viewer: Viewer,  # noqa: ARG001 - every page of a place is presented alike
    scope: Scope,
    snapshot: Snapshot,
    choice: Choice,
) -> BehindPage:
    own = _parts(snapshot, scope, place, choice)
    district = place.district or place
    whole = _parts(snapshot, scope_of_everybody(), district, choice)
    return BehindPage(
        place=place,
        kicker=f"{choice.subject.title} · {year_title(choice.school_year)}",
        headline=_headline(own),
        subjects=subject_links(place, choice, route="evidence_behind"),
        table=_table(own, whole, district=district) if own else None,
        source=ground_of(snapshot, place, choice).source,
        subject_key=choice.subject.key,
        holds_small=any(one.is_for_school_only for one in own),
    )


def _parts(snapshot: Snapshot, scope: Scope, place: Place, choice: Choice) -> list[PartValue]:
    where: FactsPlace | None = facts_place(place)
    if where is None:
        return []
    found = query.parts_at(
        snapshot,
        scope,
        where,
        subject=choice.subject.subject,
        school_year=choice.school_year,
    )
    return [one for one in found if one.assessment == choice.subject.assessment]


def _headline(own: Sequence[PartValue]) -> str:
    if not own:
        return _("This test came without its parts.")
    return _("What the test was made of, and how students here did in each part.")


def _table(own: Sequence[PartValue], whole: Sequence[PartValue], *, district: Place) -> Table:
    beside = {_key(one): one for one in whole}
    words = (_("Reported as"), _("Students"), _("Mean here"), _("90% interval"), district.name)
    headers = (Header(_("Part")), *(Header(word, at > 0) for at, word in enumerate(words)))
    rows = tuple(_row(one, beside.get(_key(one))) for one in own)
    return Table(_("Parts of the test"), headers, rows)


def _key(one: PartValue) -> Key:
    return one.part, one.kind


def _row(one: PartValue, district: PartValue | None) -> tuple[Cell, ...]:
    title = Cell(part_title(one.part), is_for_school_only=one.is_for_school_only)
    named = (title, Cell(capfirst(one.kind)))
    beside = _mean(district) if district else number_cell("–")
    if isinstance(one.value, Suppressed):
        dash = number_cell("–")
        return *named, withheld_cell(why_withheld(one.value.reason)), dash, dash, beside
    return *named, number_cell(one.students), _mean(one), _interval(one), beside


def _mean(one: PartValue) -> Cell:
    if isinstance(one.value, Suppressed):
        return withheld_cell(why_withheld(one.value.reason))
    return number_cell(number_format(round(one.value, 1), decimal_pos=1))


def _interval(one: PartValue) -> Cell:
    if one.standard_error is None or isinstance(one.value, Suppressed):
        return number_cell("–")
    half = Z * one.standard_error
    said = {
        "low": number_format(round(one.value - half, 1), decimal_pos=1),
        "high": number_format(round(one.value + half, 1), decimal_pos=1),
    }
    return number_cell(_("%(low)s to %(high)s") % said)
