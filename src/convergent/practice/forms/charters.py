"""The charter of a teacher leader, with a text to start from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.forms.texts import WordsField
from convergent.practice.actions.charters import Chartered
from convergent.practice.models import Charter
from convergent.practice.models.charters import CHARTER_FITS, MOST_HOURS, Work

USUAL = {Work.SUPPORT: 16, Work.LEARNING: 4, Work.DATA: 4, Work.ASSESSMENT: 2, Work.CURRICULUM: 4}


class CharterForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    does = WordsField(
        label=gettext_lazy("What belongs to the role?"),
        fits=CHARTER_FITS,
        rows=6,
        help_text=gettext_lazy("One thing a line."),
    )
    does_not = WordsField(
        label=gettext_lazy("What does not?"),
        fits=CHARTER_FITS,
        rows=4,
        help_text=gettext_lazy(
            "One thing a line. That a teacher leader evaluates nobody stands above it in any case."
        ),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for one in Work:
            self.fields[one.value] = forms.IntegerField(
                label=_("%(work)s: hours of a usual week") % {"work": one.label},
                min_value=0,
                max_value=MOST_HOURS,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def said(self) -> Chartered:
        told = self.cleaned_data
        return Chartered(told["does"], told["does_not"], {one: told[one.value] for one in Work})


def initial_charter(charter: Charter | None) -> dict[str, Any]:
    """What was said last; else a text to start from."""
    if charter is not None:
        said = {"does": charter.does, "does_not": charter.does_not, "version": charter.version}
        return {**said, **charter.hours}
    return {
        "version": 0,
        "does": "\n".join(_does()),
        "does_not": "\n".join(_does_not()),
        **{one.value: hours for one, hours in USUAL.items()},
    }


def _does() -> tuple[str, ...]:
    return (
        _("Works beside teachers who want it: plans, teaches and looks at student work with them."),
        _("Prepares professional learning and comes back to what was tried afterwards."),
        _("Helps teams to ask a question of their data, and to try something."),
        _("Coordinates common assessments and the curriculum with the teams."),
        _("Talks with the principal every week, of patterns and never of names."),
    )


def _does_not() -> tuple[str, ...]:
    return (
        _("Takes no part in any evaluation, and is not asked for an opinion of a teacher."),
        _("Tells nobody what a teacher says or shows in coaching."),
        _("Covers no classes and gives no tests, except in need; then it is written down."),
    )
