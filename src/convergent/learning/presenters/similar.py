"""A school beside schools of similar need: the rule, who they are, and where this one lies."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.measures import query
from convergent.facts.snapshot import Snapshot
from convergent.learning.access import Scope
from convergent.learning.headlines import Headline, growth_headline
from convergent.learning.presenters.figures import Figure
from convergent.learning.presenters.growth import growth_figure
from convergent.learning.presenters.place import SubjectLink, subject_links
from convergent.learning.presenters.shown import ground_of
from convergent.learning.queries.choices import Choice
from convergent.learning.queries.evidence import GROWTH, evidence_at
from convergent.learning.words import year_title
from convergent.people.access.directory import visible_places
from convergent.people.models import Place
from convergent.people.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class SimilarPage:
    place: Place
    kicker: str
    headline: Headline
    rule: str
    schools: tuple[Place, ...]
    figure: Figure | None
    subjects: tuple[SubjectLink, ...]
    subject_key: str
    holds_small: bool


def similar_page(
    place: Place, *, viewer: Viewer, scope: Scope, snapshot: Snapshot, choice: Choice
) -> SimilarPage:
    evidence = evidence_at(snapshot, scope, place, choice)
    measure = evidence.first_known(GROWTH)
    values = evidence.of(measure, grade=None)
    title = growth_headline(values, subject=choice.subject.subject, school_year=choice.school_year)
    ground = ground_of(snapshot, place, choice)
    schools = _schools(snapshot, viewer, place)
    return SimilarPage(
        place=place,
        kicker=f"{choice.subject.title} · {year_title(choice.school_year)}",
        headline=title,
        rule=_rule(len(schools)),
        schools=schools,
        figure=growth_figure(values, title=title, measure=measure, ground=ground)
        if values
        else None,
        subjects=subject_links(place, choice, route="evidence_similar"),
        subject_key=choice.subject.key,
        holds_small=any(one.is_for_school_only for one in values),
    )


def _schools(snapshot: Snapshot, viewer: Viewer, place: Place) -> tuple[Place, ...]:
    """By name: nobody is to read a rank into it."""
    ids = [one.school for one in query.similar_schools(snapshot, place.sourced_id)]
    return tuple(visible_places(viewer).filter(sourced_id__in=ids).order_by("name_key"))


def _rule(count: int) -> str:
    if not count:
        return _(
            "There are fewer than five schools of the same kind, so this school is compared with "
            "our district alone."
        )
    return ngettext(
        "Schools of the same level whose shares of low-income students, of English learners and of "
        "students with an IEP are nearest to this school’s: %(count)s school.",
        "Schools of the same level whose shares of low-income students, of English learners and of "
        "students with an IEP are nearest to this school’s: %(count)s schools.",
        count,
    ) % {"count": count}
