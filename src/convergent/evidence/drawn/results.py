"""What a measure says: whether its whole interval lies on one side of a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from convergent.analysis.convergence import Says
from convergent.evidence.drawing import Drawn, Ground, draws
from convergent.evidence.models import Claim, EvidencePiece
from convergent.evidence.vantage import Perspective, SourceType
from convergent.facts.measures import query
from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.query import Asked
from convergent.facts.measures.values import MeasureValue
from convergent.learning.access import scope_of_everybody
from convergent.learning.presenters.numbers import number_words, unit_of
from convergent.learning.queries.evidence import facts_place
from convergent.learning.words import subject_title, year_title
from convergent.people.models import Place

LOWER = "lower is better"
MEASURED = "measure"


def _words(told: Mapping[str, Any]) -> str:
    unit, title = unit_of(told["measure"]), definitions()[told["measure"]].title
    said = {
        "measure": _(title),
        "subject": subject_title(told["subject"]) if told["subject"] else "",
        "value": number_words(told["value"], unit),
        "low": number_words(told["low"], unit),
        "high": number_words(told["high"], unit),
        "threshold": number_words(told["threshold"], unit),
        "year": year_title(told["school_year"]),
    }
    if told["subject"]:
        return (
            _(
                "%(measure)s in %(subject)s, %(year)s: %(value)s (%(low)s to %(high)s), held "
                "against %(threshold)s"
            )
            % said
        )
    return (
        _("%(measure)s, %(year)s: %(value)s (%(low)s to %(high)s), held against %(threshold)s")
        % said
    )


@draws(MEASURED, source_type=SourceType.RESULTS, perspective=Perspective.STUDENT, words=_words)
def measure(ground: Ground, _claim: Claim, limits: Mapping[str, Any]) -> Iterator[Drawn]:
    """Of several subjects the least favourable speaks; what is withheld says nothing."""
    if ground.snapshot is None:
        return
    wanted, threshold = limits["measure"], limits["threshold"]
    for place, values in _newest(ground, wanted).items():
        said = sorted(_said(one, threshold) for one in values if _is_sure(one))
        if said:
            says, _at, told = said[0]
            data = f"data:{ground.snapshot.id} {wanted}"
            yield Drawn(place.pk, Says(says), dict(told), frozenset({data}), ground.snapshot.id)


def _newest(ground: Ground, wanted: str) -> dict[Place, list[MeasureValue]]:
    """Of last spring or of this school year, for each place by subject the newest."""
    places = {known: one for one in ground.places if (known := facts_place(one)) is not None}
    years = {ground.season.year - 1, ground.season.year}
    if ground.snapshot is None or not places:
        return {}
    values = query.values_at(
        ground.snapshot,
        scope_of_everybody(),
        list(places),
        Asked(measures=[wanted], school_years=years),
    )
    newest: dict[Place, dict[tuple[str, str], MeasureValue]] = {}
    for one in sorted(values, key=lambda one: one.school_year):
        newest.setdefault(places[one.place], {})[one.assessment, one.subject] = one
    return {place: list(found.values()) for place, found in newest.items()}


def _is_sure(one: MeasureValue) -> bool:
    """Neither withheld nor told by its end alone, and with an interval."""
    return isinstance(one.value, float) and one.interval is not None


def _said(one: MeasureValue, threshold: float) -> tuple[int, str, list[tuple[str, Any]]]:
    low, high = one.interval or (0.0, 0.0)
    told = {
        "measure": one.measure,
        "subject": one.subject,
        "school_year": one.school_year,
        "value": one.value,
        "low": low,
        "high": high,
        "threshold": threshold,
    }
    return side_of(one.measure, low, high, threshold), one.subject, sorted(told.items())


def side_of(measure: str, low: float, high: float, threshold: float) -> Says:
    """For the claim where the whole interval reaches the threshold on the better side."""
    is_lower_better = definitions()[measure].direction == LOWER
    better, worse = (low, high) if not is_lower_better else (-high, -low)
    held_to = -threshold if is_lower_better else threshold
    if better >= held_to:
        return Says.FOR
    return Says.PARTLY if worse >= held_to else Says.AGAINST


def is_measured(piece: EvidencePiece) -> bool:
    return piece.rule.split(" ")[0] == MEASURED
