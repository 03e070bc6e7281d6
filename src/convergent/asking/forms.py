"""Two short questions on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.asking.actions import Answered
from convergent.asking.questions import DIFFERENTLY, IN_THE_WAY
from convergent.people.forms.texts import WordsField

FITS = 1_000


class AnswerForm(forms.Form):
    differently = forms.ChoiceField(
        label=gettext_lazy("What will you do differently?"),
        choices=list(DIFFERENTLY.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    words_differently = WordsField(
        label=gettext_lazy("In your own words, to remember it"), fits=FITS, rows=2, required=False
    )
    in_the_way = forms.ChoiceField(
        label=gettext_lazy("What got in the way?"),
        choices=list(IN_THE_WAY.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    words_in_the_way = WordsField(
        label=gettext_lazy("In your own words"), fits=FITS, rows=2, required=False
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name in ("words_differently", "words_in_the_way"):
            self.fields[name].who_sees = _("Only you can read these words")  # type: ignore[attr-defined]

    def answered(self) -> Answered:
        return Answered(**self.cleaned_data)
