"""The forms of an inquiry: its question, what is looked at, what is tried, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.texts import LineField, WordsField
from convergent.practice.actions.inquiries import Asked, Try
from convergent.practice.models import Inquiry
from convergent.practice.models.inquiries import THOUGHT_FITS
from convergent.priorities.forms.days import NearDayField
from convergent.priorities.models import Cycle, Priority
from convergent.priorities.models.meetings import ITEM_FITS, QUESTION_FITS
from convergent.priorities.protocols import DATA, PROTOCOLS
from convergent.priorities.queries.news import News

Decision = Cycle.Decision


class QuestionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    question = LineField(
        label=_("What do you want to know?"),
        fits=QUESTION_FITS,
        help_text=_(
            "A question about learning and teaching, before you look. Such as “Which questions of "
            "ours make students quote the text?”"
        ),
    )
    protocol = forms.ChoiceField(
        label=_("How will you look at it together?"),
        choices=[(one.code, one.title) for one in PROTOCOLS.values()],
        initial=DATA.code,
    )

    def __init__(self, *args: Any, priorities: Sequence[Priority], **named: Any) -> None:
        super().__init__(*args, **named)
        self.priorities = {str(one.pk): one for one in priorities}
        self.fields["priority"] = forms.TypedChoiceField(
            label=_("Which priority does it serve?"),
            choices=[
                *((key, one.statement) for key, one in self.priorities.items()),
                ("", _("None of them")),
            ],
            coerce=self.priorities.get,
            empty_value=None,
            required=False,
        )

    def asked(self) -> Asked:
        return Asked(**{key: one for key, one in self.cleaned_data.items() if key != "version"})


def initial_of_question(inquiry: Inquiry) -> dict[str, Any]:
    return {
        "version": inquiry.version,
        "question": inquiry.question,
        "protocol": inquiry.protocol,
        "priority": str(inquiry.priority_id or ""),
    }


class LookForm(forms.Form):
    """What agendas would bring, to be ticked; and one thing in the team's own words."""

    own = LineField(
        label=_("Something else that you looked at together"),
        fits=ITEM_FITS,
        required=False,
        help_text=_(
            "Such as “Of 27 exit slips, 11 quote a line”. No student’s name, and nothing by which "
            "one is known."
        ),
    )

    def __init__(self, *args: Any, news: Sequence[News], **named: Any) -> None:
        super().__init__(*args, **named)
        self.news = {str(number): one for number, one in enumerate(news)}
        self.fields["news"] = forms.MultipleChoiceField(
            label=_("What everybody here may see"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(key, f"{one.sentence} ({one.source})") for key, one in self.news.items()],
        )
        self.order_fields(["news", "own"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors and not told.get("news") and not told.get("own"):
            raise forms.ValidationError(_("Choose something, or write what you looked at."))
        return told

    def looked_at(self) -> list[News]:
        chosen = [self.news[key] for key in self.cleaned_data["news"]]
        own = self.cleaned_data["own"]
        return [*chosen, News(own, "", "")] if own else chosen


class TryForm(forms.Form):
    """The words ask about teaching: a team changes what it does, not who its students are."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    hypothesis = WordsField(
        label=_("What in our teaching could explain it?"),
        fits=THOUGHT_FITS,
        help_text=_(
            "Something that we do, or leave out, and can change. Not what students lack, nor where "
            "they come from."
        ),
    )
    change = WordsField(label=_("Which one thing will we change?"), fits=THOUGHT_FITS)
    prediction = WordsField(
        label=_("What do we think will happen?"),
        fits=THOUGHT_FITS,
        help_text=_("Now, before you know. It cannot be changed later."),
    )
    recheck_on = NearDayField(
        label=_("On which day do we look again?"),
        help_text=_("It stands on the page Today of everybody on the team."),
    )

    def tried(self) -> Try:
        return Try(**{key: one for key, one in self.cleaned_data.items() if key != "version"})


class RecheckForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    result = WordsField(label=_("What happened, beside what we had guessed?"), fits=THOUGHT_FITS)
    decision = forms.ChoiceField(
        label=_("What will we do?"),
        choices=[
            (Decision.ADOPT, _("Adopt it: we do it from now on")),
            (Decision.ADAPT, _("Adapt it: we try it another way")),
            (Decision.ABANDON, _("Abandon it: we stop")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you will do.")},
    )
