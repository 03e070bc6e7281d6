"""How learners of a school or a team grew: the sentence above the page.

A sentence speaks of a difference only where it was told apart from chance among everything that is
compared in the district. That they grew alike it says only where the whole interval lies in the
middle 80 % of similar schools; between the two there is not enough evidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.measures.aggregate_table import ALL_GRADES
from convergent.facts.measures.disclosure import (
    ONE_TEACHER,
    TEACHERS_UNKNOWN,
    TOO_FEW_TEACHERS,
    band_of,
    holds_few,
)
from convergent.facts.measures.values import Bound, MeasureValue, Participation, Peers
from convergent.facts.values import Suppressed
from convergent.learning.headlines.said import Finding, Headline, headline, how_sure
from convergent.learning.words import (
    bound_words,
    counted,
    grades_listed,
    learners,
    year_title,
)


def growth_headline(values: Sequence[MeasureValue], *, subject: str, school_year: int) -> Headline:
    """Of one place, subject and year: a value for each grade, and one for all of them."""
    if not values:
        return _nothing(subject, school_year)
    shown = [one for one in values if not isinstance(one.value, Suppressed)]
    if not shown:
        return _too_few(values, subject)
    compared = [one for one in shown if one.peers is not None and one.peers.q is not None]
    if not compared:
        return _described(shown, subject)
    return _difference(compared, subject) or _none_found(compared, subject)


def _nothing(subject: str, school_year: int) -> Headline:
    said = {"who": learners(subject), "year": year_title(school_year)}
    return headline(Finding.NOTHING, _("How %(who)s grew in %(year)s is not known here.") % said)


def _too_few(values: Sequence[MeasureValue], subject: str) -> Headline:
    reasons = {one.value.reason for one in values if isinstance(one.value, Suppressed)}
    if reasons & {TOO_FEW_TEACHERS, ONE_TEACHER}:
        words = _("How %(who)s grew rests on fewer than three teachers, so it is not shown.")
    elif TEACHERS_UNKNOWN in reasons:
        words = _("Who taught these %(who)s is not known, so how they grew is not shown.")
    else:
        words = _("There are too few students to show how %(who)s grew.")
    return headline(Finding.TOO_FEW, words % {"who": learners(subject)})


def _difference(compared: Sequence[MeasureValue], subject: str) -> Headline | None:
    """By grade where one stands out; else all grades together."""
    apart = [one for one in compared if peers_of(one).is_told_apart]
    of_grades = [one for one in apart if one.grade != ALL_GRADES]
    found = of_grades or apart
    if not found:
        return None
    less = tuple(one.grade for one in found if is_less(one))
    more = tuple(one.grade for one in found if not is_less(one))
    said = {
        "less": learners(subject, _named(less)),
        "more": learners(subject, _named(more)),
        "sure": how_sure(max(peers_of(one).q or 0 for one in found)),
    }
    return headline(Finding.DIFFERS, _sentence(bool(less), bool(more)) % said, (*less, *more))


def _sentence(is_less_somewhere: bool, is_more_somewhere: bool) -> str:
    if not is_more_somewhere:
        return _("%(less)s grew less than at similar schools, %(sure)s.")
    if not is_less_somewhere:
        return _("%(more)s grew more than at similar schools, %(sure)s.")
    return _("%(less)s grew less than at similar schools, and %(more)s more, %(sure)s.")


def _none_found(compared: Sequence[MeasureValue], subject: str) -> Headline:
    whole = next((one for one in compared if one.grade == ALL_GRADES), None)
    who = {"who": learners(subject)}
    if whole is not None and is_within_peers(whole):
        words = _("%(who)s grew about as much as at similar schools.")
        return headline(Finding.ALIKE, words % who)
    words = _("There is not enough evidence that %(who)s grew otherwise than at similar schools.")
    return headline(Finding.NOT_ENOUGH, words % who)


def _described(shown: Sequence[MeasureValue], subject: str) -> Headline:
    """No school is like this one: the number itself, in words, and against whom it stands."""
    whole = next((one for one in shown if one.grade == ALL_GRADES), shown[0])
    who = learners(subject, _named((whole.grade,)))
    passed = round(whole.value) if isinstance(whole.value, float) else 0
    words = {
        "district": _(
            "Half of the %(who)s grew more than %(passed)s in 100 of our district with the same "
            "past scores."
        ),
    }.get(
        whole.norm,
        _(
            "Half of the %(who)s grew more than %(passed)s in 100 of the state with the same past "
            "scores."
        ),
    )
    said = words % {"who": who, "passed": passed}
    return headline(Finding.DESCRIBED, said, _named((whole.grade,)))


def growth_detail(values: Sequence[MeasureValue], *, about: Headline) -> str:
    """What the headline leaves out: the other grades, and how many of the enrolled it rests on."""
    return " ".join(filter(None, (_others(values, about), enrolled_behind(values, about.grades))))


def _others(values: Sequence[MeasureValue], about: Headline) -> str:
    """Only of grades whose whole interval lies among similar schools is it said that they are."""
    if about.finding != Finding.DIFFERS:
        return ""
    rest = [one for one in values if one.grade != ALL_GRADES and one.grade not in about.grades]
    alike = [one.grade for one in rest if one.peers is not None and is_within_peers(one)]
    unsure = [one.grade for one in rest if one.peers is not None and one.grade not in alike]
    sentences = []
    if alike:
        words = _("%(grades)s grew about as much as there.")
        sentences.append(capfirst(words % {"grades": grades_listed(alike)}))
    if unsure:
        words = _("For %(grades)s there is not enough evidence.")
        sentences.append(words % {"grades": grades_listed(unsure)})
    return " ".join(sentences)


def enrolled_behind(values: Sequence[MeasureValue], grades: Sequence[str]) -> str:
    """“131 of 138 enrolled students are in this number.”, or in a band how many were tested."""
    about = set(grades) or {ALL_GRADES}
    told = [one for one in values if one.grade in about and isinstance(one.students, int)]
    counts = [one.participation for one in told if one.participation is not None]
    bands = [each.tested_share for each in _participations(values) if each.tested_share]
    if not told or len(counts) < len(told):
        return ""
    if bands:
        return _in_a_band(min(bands, key=lambda band: (band.is_more, band.at)))
    if not all(isinstance(each.enrolled, int) for each in counts):
        return ""
    behind = sum(one.students for one in told if isinstance(one.students, int))
    whole = sum(each.enrolled for each in counts if isinstance(each.enrolled, int))
    if holds_few(whole - behind) and not any(each.is_for_school_only for each in counts):
        return _in_a_band(band_of(behind, whole))
    return ngettext(
        "%(students)s of %(enrolled)s enrolled student is in this number.",
        "%(students)s of %(enrolled)s enrolled students are in this number.",
        whole,
    ) % {"students": counted(behind), "enrolled": counted(max(whole, behind))}


def _participations(values: Sequence[MeasureValue]) -> list[Participation]:
    return [one.participation for one in values if one.participation is not None]


def _in_a_band(band: Bound) -> str:
    """Where the counts themselves would tell about fewer than ten students."""
    words = _("%(share)s of the enrolled students were tested.")
    return capfirst(words % {"share": bound_words(band)})


def peers_of(one: MeasureValue) -> Peers:
    if one.peers is None:
        raise ValueError("nothing is compared here")
    return one.peers


def is_less(one: MeasureValue) -> bool:
    return isinstance(one.value, float) and one.value < peers_of(one).mean


def is_within_peers(one: MeasureValue) -> bool:
    """Whether the whole interval lies in the middle 80 % of similar schools."""
    if one.interval is None or one.peers is None:
        return False
    return one.peers.low <= one.interval[0] and one.interval[1] <= one.peers.high


def _named(grades: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(grade for grade in grades if grade != ALL_GRADES)
