"""Groups of students: who grew otherwise, and how far groups stand apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from convergent.facts.measures.aggregate_table import ALL_STUDENTS
from convergent.facts.measures.disclosure import OF_TEACHERS
from convergent.facts.measures.values import MeasureValue
from convergent.facts.values import Suppressed
from convergent.learning.headlines.growth import is_less, peers_of
from convergent.learning.headlines.said import Finding, Headline, headline, how_sure
from convergent.learning.words import group_in_sentence


def groups_headline(values: Sequence[MeasureValue]) -> Headline:
    """Above the strips: the groups that grew otherwise than the same groups of similar schools."""
    groups = [one for one in values if one.student_group != ALL_STUDENTS]
    shown = [one for one in groups if not isinstance(one.value, Suppressed)]
    if not shown:
        return headline(Finding.TOO_FEW, _none_shown(groups))
    compared = [one for one in shown if one.peers is not None and one.peers.q is not None]
    if not compared:
        return headline(Finding.DESCRIBED, _("Where each group stands among those of its kind."))
    apart = [one for one in compared if peers_of(one).is_told_apart]
    if not apart:
        words = _(
            "There is not enough evidence that any student group grew otherwise than the same "
            "group at similar schools."
        )
        return headline(Finding.NOT_ENOUGH, words)
    said = {
        "less": get_text_list([_named(one) for one in apart if is_less(one)], _("and")),
        "more": get_text_list([_named(one) for one in apart if not is_less(one)], _("and")),
        "sure": how_sure(max(peers_of(one).q or 0 for one in apart)),
    }
    return headline(Finding.DIFFERS, _groups_sentence(said) % said)


def _groups_sentence(said: dict[str, str]) -> str:
    if not said["more"]:
        return _("%(less)s grew less than at similar schools, %(sure)s.")
    if not said["less"]:
        return _("%(more)s grew more than at similar schools, %(sure)s.")
    return _("%(less)s grew less than at similar schools, and %(more)s more, %(sure)s.")


def _none_shown(groups: Sequence[MeasureValue]) -> str:
    reasons = {one.value.reason for one in groups if isinstance(one.value, Suppressed)}
    if reasons & OF_TEACHERS:
        return _("How groups grew rests on too few teachers to show.")
    return _("Every group has too few students to show.")


def gaps_headline(values: Sequence[MeasureValue]) -> Headline:
    """Above the gaps: which became smaller or larger since last year by more than chance."""
    shown = [one for one in values if not isinstance(one.value, Suppressed)]
    if not shown:
        return headline(Finding.TOO_FEW, _("There are too few students to compare groups."))
    apart = [one for one in shown if one.known_change and one.known_change.is_told_apart]
    smaller = [_named(one) for one in apart if is_closing(one)]
    larger = [_named(one) for one in apart if not is_closing(one)]
    said = {"smaller": get_text_list(smaller, _("and")), "larger": get_text_list(larger, _("and"))}
    if smaller and larger:
        words = _("Closer than last year: %(smaller)s. Farther apart: %(larger)s.")
    elif smaller:
        words = _("Closer than last year: %(smaller)s.")
    elif larger:
        words = _("Farther apart than last year: %(larger)s.")
    elif any(one.change is not None for one in shown):
        words = _("No gap changed by more than chance since last year.")
        return headline(Finding.NOT_ENOUGH, words)
    else:
        words = _("How far groups stand apart; there is no year before to compare with.")
        return headline(Finding.DESCRIBED, words)
    return headline(Finding.CHANGED, words % said)


def is_closing(one: MeasureValue) -> bool:
    """Whether the gap moved towards nothing."""
    if one.known_change is None or not isinstance(one.value, float):
        return False
    return abs(one.value) < abs(one.value - one.known_change.amount)


def _named(one: MeasureValue) -> str:
    return group_in_sentence(one.student_group)
