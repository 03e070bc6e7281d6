"""Feedback, and what is said to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.forms.fields import DayField
from convergent.practice.actions.feedback import Said
from convergent.practice.forms.visits import PrivateWords
from convergent.practice.models import Feedback, FeedbackAnswer
from convergent.practice.models.visits import FEEDBACK_FITS, WORDS_FIT


class FeedbackForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = PrivateWords(label=gettext_lazy("What you saw"), fits=FEEDBACK_FITS, rows=6)
    next_step = PrivateWords(label=gettext_lazy("One next step"), fits=WORDS_FIT, rows=2)
    follow_up_on = DayField(label=gettext_lazy("Follow up on"), required=False)

    def said(self) -> Said:
        told = self.cleaned_data
        return Said(
            text=told["text"], next_step=told["next_step"], follow_up_on=told["follow_up_on"]
        )


def initial_feedback(feedback: Feedback) -> dict[str, Any]:
    names = ("version", "text", "next_step", "follow_up_on")
    return {name: getattr(feedback, name) for name in names}


class AnswerForm(forms.Form):
    """The teacher chooses what she says; the visitor only answers."""

    text = PrivateWords(label=gettext_lazy("In your words"), fits=FEEDBACK_FITS, rows=3)

    def __init__(self, *args: Any, is_teacher: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        says = FeedbackAnswer.Says
        choices = list(says.choices) if is_teacher else [(says.ANSWER.value, says.ANSWER.label)]
        self.fields["says"] = forms.ChoiceField(
            label=_("What do you want to say?"),
            choices=choices,
            initial=says.ANSWER,
            widget=forms.RadioSelect if is_teacher else forms.HiddenInput,
        )
        self.order_fields(["says", "text"])
