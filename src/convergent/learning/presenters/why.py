"""“Why this number?”: its definition, what it rests on, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.facts.measures.definitions import Definition, definitions
from convergent.facts.measures.values import FALSE_DISCOVERIES, MeasureValue, Origin
from convergent.facts.snapshot import Snapshot
from convergent.learning.access import Scope
from convergent.learning.presenters.figures import Table
from convergent.learning.presenters.groups import gap_table
from convergent.learning.presenters.growth import (
    row_title,
    table_headers,
    table_row,
    with_all_grades,
)
from convergent.learning.presenters.place import SubjectLink, subject_links
from convergent.learning.presenters.shown import ground_of
from convergent.learning.queries.choices import Choice
from convergent.learning.queries.evidence import GAPS, Evidence, evidence_at
from convergent.learning.words import counted, year_title
from convergent.loads.access import visible_loads
from convergent.people.models import Place
from convergent.people.viewer import Viewer

FILES_NAMED = 3
OTHER_SUMMARY = {"median_growth": "mean_growth"}
"""Measures of the same students that pages show here alone."""


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class WhyPage:
    place: Place
    kicker: str
    title: str
    definition: str
    why_it_matters: str
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    subjects: tuple[SubjectLink, ...]
    subject_key: str
    holds_small: bool


def why_page(
    place: Place,
    *,
    viewer: Viewer,
    scope: Scope,
    snapshot: Snapshot,
    choice: Choice,
    measure: str,
) -> WhyPage:
    definition = definitions()[measure]
    evidence = evidence_at(snapshot, scope, place, choice)
    values = _values(evidence, definition)
    tables = tuple(_tables(evidence, definition))
    ground = ground_of(snapshot, place, choice)
    return WhyPage(
        place=place,
        kicker=_kicker(definition, choice),
        title=_(definition.title),
        definition=_(definition.definition),
        why_it_matters=_(definition.why_it_matters),
        facts=(
            *_how_read(definition, values),
            *_rests_on(definition, ground.origin, _load_url(viewer, snapshot)),
            *_answers_for(definition),
        ),
        tables=tables,
        subjects=subject_links(place, choice, route="evidence_place"),
        subject_key=choice.subject.key,
        holds_small=any(table.is_for_school_only for table in tables),
    )


def _values(evidence: Evidence, definition: Definition) -> list[MeasureValue]:
    """Those that the page of the place shows: gaps by groups, all else by grade."""
    if definition.id in GAPS:
        return evidence.gaps_of(definition.id)
    return with_all_grades(evidence.of(definition.id, grade=None))


def _kicker(definition: Definition, choice: Choice) -> str:
    year = year_title(choice.school_year)
    return f"{choice.subject.title} · {year}" if is_of_tests(definition) else year


def is_of_tests(definition: Definition) -> bool:
    """Whether it rests on an assessment; attendance and courses rest on none."""
    return definition.of in {"tested", "enrolled"}


def _tables(evidence: Evidence, definition: Definition) -> Iterator[Table]:
    for measure in (definition.id, OTHER_SUMMARY.get(definition.id)):
        if measure and (values := _values(evidence, definitions()[measure])):
            yield _table(values, definitions()[measure])


def _table(values: Sequence[MeasureValue], definition: Definition) -> Table:
    title = _(definition.title)
    if definition.id in GAPS:
        return gap_table(values, caption=title)
    heads = {"median": _("Median"), "share": _("Share"), "mean": _("Mean")}
    rows = tuple(table_row(one, row_title(one)) for one in values)
    return Table(title, table_headers(_("Grade"), heads[definition.summary]), rows)


def _how_read(definition: Definition, values: list[MeasureValue]) -> Iterator[Fact]:
    yield Fact(
        _("Its interval"),
        _("Of 100 such intervals about 90 hold the number that there would be without chance."),
    )
    if any(one.peers is not None for one in values):
        yield Fact(
            _("When a headline speaks"),
            _(
                "Only where a difference is told apart from chance among everything that is "
                "compared: of 100 such sentences, on average at most %(share)s are wrong."
            )
            % {"share": round(100 * FALSE_DISCOVERIES)},
        )
    yield Fact(
        _("Who is not shown"),
        _("Groups of fewer than %(count)s students, outside the school.")
        % {"count": definition.minimum_students},
    )


def _rests_on(definition: Definition, origin: Origin | None, load_url: str) -> Iterator[Fact]:
    """Files are named to those who see loads: a name may tell what a file is about."""
    if origin is None:
        return
    if is_of_tests(definition):
        yield Fact(_("Rows behind it"), _rows_words(origin), _tested_between(origin))
    day = _("Data of %(day)s") % {"day": date_format(origin.as_of, "DATE_FORMAT")}
    if load_url:
        yield Fact(_("Its source"), _files(origin.files), day, load_url)
    else:
        yield Fact(_("Its source"), day)


def _files(names: Sequence[str]) -> str:
    if len(names) > FILES_NAMED:
        return _("%(count)s files") % {"count": len(names)}
    return ", ".join(names)


def _rows_words(origin: Origin) -> str:
    return _("%(count)s results in the district") % {"count": counted(origin.results)}


def _tested_between(origin: Origin) -> str:
    if origin.first_test is None or origin.last_test is None:
        return ""
    first, last = (date_format(day, "DATE_FORMAT") for day in (origin.first_test, origin.last_test))
    if first == last:
        return _("Tested on %(day)s") % {"day": first}
    return _("Tested from %(first)s to %(last)s") % {"first": first, "last": last}


def _answers_for(definition: Definition) -> Iterator[Fact]:
    yield Fact(_("Who answers for it"), _(definition.owner))
    yield Fact(
        _("Checked by"),
        _(definition.checked_by),
        _("Next review by %(day)s") % {"day": date_format(definition.next_review, "DATE_FORMAT")},
    )


def _load_url(viewer: Viewer, snapshot: Snapshot) -> str:
    """The load that brought the data, for those who see loads."""
    load = visible_loads(viewer).filter(snapshot=snapshot.id).first()
    return reverse("load", args=[load.pk]) if load else ""
