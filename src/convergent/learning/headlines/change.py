"""What changed since the school year before: for a district, a network, and each grade or group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from convergent.analysis.intervals import Z
from convergent.facts.measures.values import Bound, MeasureValue
from convergent.facts.values import Suppressed
from convergent.learning.headlines.said import Finding, Headline, headline, how_sure
from convergent.learning.words import bound_words, counted, learners, percent, year_title

SHARE, MEAN = "share_at_level", "mean_score"
SMALL = {SHARE: 0.03}
"""A change that nobody would act on: 3 points in 100. Of a scale nobody has said how many."""


def change_headline(value: MeasureValue | None, *, subject: str, school_year: int) -> Headline:
    """Of all learners of a place: the share at the level, or the mean score, against last year."""
    if value is None:
        said = {"who": learners(subject), "year": year_title(school_year)}
        words = _("No results of %(who)s are loaded for %(year)s.")
        return headline(Finding.NOTHING, words % said)
    if isinstance(value.value, Suppressed):
        words = _("There are too few students to show how %(who)s did.")
        return headline(Finding.TOO_FEW, words % {"who": learners(subject)})
    said = {"who": learners(subject), "number": level_words(value), "by": _amount(value)}
    return _changed(value, said) or _unchanged(value, said)


def _changed(value: MeasureValue, said: dict[str, str]) -> Headline | None:
    change = value.known_change
    if change is None or not change.is_told_apart:
        return None
    is_up = change.amount > 0
    if value.measure == SHARE:
        words = (
            _("More %(who)s meet the standard than last year: %(number)s, up %(by)s, %(sure)s.")
            if is_up
            else _(
                "Fewer %(who)s meet the standard than last year: %(number)s, down %(by)s, %(sure)s."
            )
        )
    else:
        words = (
            _("%(who)s scored higher than last year: %(number)s, up %(by)s, %(sure)s.")
            if is_up
            else _("%(who)s scored lower than last year: %(number)s, down %(by)s, %(sure)s.")
        )
    return headline(Finding.CHANGED, words % {**said, "sure": how_sure(change.q or 0)})


def _unchanged(value: MeasureValue, said: dict[str, str]) -> Headline:
    is_share = value.measure == SHARE
    if isinstance(value.value, Bound) or isinstance(value.change, Suppressed):
        words = _("%(number)s of %(who)s meet the standard.")
        return headline(Finding.DESCRIBED, words % said)
    if value.change is None:
        words = (
            _("%(number)s of %(who)s meet the standard; there is no year before to compare with.")
            if is_share
            else _("%(who)s scored %(number)s; there is no year before to compare with.")
        )
        return headline(Finding.DESCRIBED, words % said)
    if is_small(value):
        words = _("About as many %(who)s meet the standard as last year: %(number)s.")
        return headline(Finding.ALIKE, words % said)
    words = (
        _("%(number)s of %(who)s meet the standard; the difference from last year may be chance.")
        if is_share
        else _("%(who)s scored %(number)s; the difference from last year may be chance.")
    )
    return headline(Finding.NOT_ENOUGH, words % said)


def is_small(value: MeasureValue) -> bool:
    """Whether the whole interval of the change is too small to matter."""
    change = value.known_change
    if change is None or change.standard_error is None:
        return False
    farthest = abs(change.amount) + Z * change.standard_error
    return farthest <= SMALL.get(value.measure, 0)


def changes_title(
    values: Sequence[MeasureValue], *, named: Callable[[MeasureValue], str]
) -> Headline:
    """Above small pictures over the years: which of them changed by more than chance."""
    known = [(one, one.known_change) for one in values]
    if not any(change for _one, change in known):
        return headline(Finding.DESCRIBED, _without_change(values))
    apart = [(one, change) for one, change in known if change and change.is_told_apart]
    up = [named(one) for one, change in apart if change.amount > 0]
    down = [named(one) for one, change in apart if change.amount < 0]
    said = {"up": get_text_list(up, _("and")), "down": get_text_list(down, _("and"))}
    if up and down:
        words = _("Up since last year: %(up)s. Down: %(down)s.")
    elif up:
        words = _("Up since last year: %(up)s.")
    elif down:
        words = _("Down since last year: %(down)s.")
    else:
        words = _("No single grade changed by more than chance since last year.")
        return headline(Finding.NOT_ENOUGH, words)
    return headline(Finding.CHANGED, words % said)


def _without_change(values: Sequence[MeasureValue]) -> str:
    if any(isinstance(one.change, Suppressed) for one in values):
        return _("What changed since last year would tell about too few students.")
    if any(one.is_for_school_only for one in values):
        return _("These numbers stay inside the school; what changed in them is not worked out.")
    return _("There is no year before to compare with.")


def others_headline(values: Sequence[MeasureValue]) -> Headline:
    """Attendance and courses, a value of each: the numbers in words."""
    words = {
        "chronic_absence": _("%(number)s of students missed a tenth of their days or more."),
        "course_passing": _("%(number)s of students passed every course."),
    }
    shown = [
        one for one in values if not isinstance(one.value, Suppressed) and one.measure in words
    ]
    if not shown:
        return headline(Finding.TOO_FEW, _("There are too few students to show their attendance."))
    said = [words[one.measure] % {"number": _percent(one)} for one in shown]
    return headline(Finding.DESCRIBED, " ".join(said))


def level_words(value: MeasureValue) -> str:
    """“54%” or “less than 10%” of a share, “512” of a scale."""
    if value.measure == SHARE:
        return _percent(value)
    return counted(round(value.value)) if isinstance(value.value, float) else ""


def _percent(value: MeasureValue) -> str:
    if isinstance(value.value, Bound):
        return bound_words(value.value)
    return percent(value.value) if isinstance(value.value, float) else ""


def _amount(value: MeasureValue) -> str:
    """“3 points”, “2.5 points”, of a hundred or of the scale."""
    change = value.known_change
    amount = abs(change.amount) if change is not None else 0.0
    points = round(100 * amount if value.measure == SHARE else amount, 1)
    places = 0 if points.is_integer() else 1
    return _("%(points)s points") % {"points": number_format(points, decimal_pos=places)}
