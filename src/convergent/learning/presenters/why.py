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
from convergent.learning.access import scope_of_place
from convergent.learning.presenters.figures import Table
from convergent.learning.presenters.growth import growth_table
from convergent.learning.presenters.place import SubjectLink, subject_links
from convergent.learning.presenters.shown import ground_of
from convergent.learning.queries.choices import Choice
from convergent.learning.queries.evidence import evidence_at
from convergent.learning.words import counted, year_title
from convergent.loads.access import visible_loads
from convergent.people.models import Place
from convergent.people.viewer import Viewer

FILES_NAMED = 3


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
    table: Table | None
    subjects: tuple[SubjectLink, ...]
    subject_key: str


def why_page(
    place: Place, *, viewer: Viewer, snapshot: Snapshot, choice: Choice, measure: str
) -> WhyPage:
    definition = definitions()[measure]
    values = evidence_at(snapshot, scope_of_place(viewer, place), place, choice).of(
        measure, grade=None
    )
    origin = ground_of(snapshot, place, choice).origin
    return WhyPage(
        place=place,
        kicker=f"{choice.subject.title} · {year_title(choice.school_year)}",
        title=_(definition.title),
        definition=_(definition.definition),
        why_it_matters=_(definition.why_it_matters),
        facts=(
            *_how_read(definition, values),
            *_rests_on(origin, _load_url(viewer, snapshot)),
            *_answers_for(definition),
        ),
        table=_table(values, caption=_(definition.title)),
        subjects=subject_links(place, choice, route="evidence_place"),
        subject_key=choice.subject.key,
    )


def _table(values: list[MeasureValue], *, caption: str) -> Table | None:
    return growth_table(values, caption=caption) if values else None


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
                "compared: of 100 such sentences at most %(share)s may be wrong."
            )
            % {"share": round(100 * FALSE_DISCOVERIES)},
        )
    yield Fact(
        _("Who is not shown"),
        _("Groups of fewer than %(count)s students, outside the school.")
        % {"count": definition.minimum_students},
    )


def _rests_on(origin: Origin | None, load_url: str) -> Iterator[Fact]:
    if origin is None:
        return
    yield Fact(_("Rows behind it"), _rows_words(origin), _tested_between(origin))
    yield Fact(
        _("Its source"),
        _files(origin.files),
        _("Data of %(day)s") % {"day": date_format(origin.as_of, "DATE_FORMAT")},
        load_url,
    )


def _files(names: Sequence[str]) -> str:
    if len(names) > FILES_NAMED:
        return _("%(count)s files") % {"count": len(names)}
    return ", ".join(names)


def _rows_words(origin: Origin) -> str:
    return _("%(count)s results in the district") % {"count": counted(origin.results)}


def _tested_between(origin: Origin) -> str:
    if origin.first_test is None or origin.last_test is None:
        return ""
    return _("Tested from %(first)s to %(last)s") % {
        "first": date_format(origin.first_test, "DATE_FORMAT"),
        "last": date_format(origin.last_test, "DATE_FORMAT"),
    }


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
