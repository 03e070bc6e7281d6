"""The forms for a theory of action: a link, and what speaks for or against it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.texts import LineField, WordsField
from convergent.priorities.actions.theory import Clause
from convergent.priorities.forms.days import NearDayField
from convergent.priorities.models import LinkEvidence, TheoryLink
from convergent.priorities.models.theory import CLAUSE_FITS, THOUGHT_FITS


class LinkForm(forms.Form):
    if_we = LineField(
        label=_("If we …"),
        fits=CLAUSE_FITS,
        help_text=_("What adults here do. Such as “meet 90 minutes a week with a coach”."),
    )
    then_they = LineField(
        label=_("… then …"),
        fits=CLAUSE_FITS,
        help_text=_("What changes because of it, and for whom."),
    )
    assumes = WordsField(
        label=_("What has to be true for that?"), fits=THOUGHT_FITS, required=False
    )
    next_test = LineField(label=_("How will you test it next?"), fits=CLAUSE_FITS, required=False)
    test_on = NearDayField(label=_("By when?"), required=False)

    def clause(self) -> Clause:
        told = self.cleaned_data
        names = ("if_we", "then_they", "assumes", "next_test", "test_on")
        return Clause(**{name: told[name] for name in names})


class ChangeLinkForm(LinkForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = WordsField(
        label=_("Why does it change?"),
        fits=THOUGHT_FITS,
        required=False,
        help_text=_("Asked only if the words change. What you thought before stays to be read."),
    )


class TakeOutForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = WordsField(
        label=_("Why is it taken out?"),
        fits=THOUGHT_FITS,
        help_text=_("What you learned about it. It stays in the history."),
    )


class EvidenceForm(forms.Form):
    speaks = forms.ChoiceField(
        label=_("Does it speak for the link or against it?"),
        choices=[
            (LinkEvidence.Speaks.FOR, _("For it")),
            (LinkEvidence.Speaks.AGAINST, _("Against it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it speaks for the link or against it.")},
    )
    what = WordsField(
        label=_("What was seen?"),
        fits=THOUGHT_FITS,
        help_text=_("What, where, how often. No student’s name, no teacher’s."),
    )
    seen_on = NearDayField(label=_("When?"))


def initial_of(link: TheoryLink) -> dict[str, Any]:
    names = ("if_we", "then_they", "assumes", "next_test", "test_on", "version")
    return {name: getattr(link, name) for name in names}
