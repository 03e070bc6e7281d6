"""A contact in one short form; a visit to come; how often, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent import clock
from convergent.people.forms.fields import DayField
from convergent.people.forms.texts import LineField, WordsField
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.models.commitments import WHAT_FITS
from convergent.priorities.queries.priorities import priorities_at
from convergent.support.actions.contacts import Told
from convergent.support.models import (
    LONGEST,
    MOST_A_MONTH,
    PURPOSE_FITS,
    REASON_FITS,
    USUAL_A_MONTH,
    WORDS_FIT,
    Contact,
)

USUAL_MINUTES = 60
OPENED = "contact form"


class ContactForm(forms.Form):
    """`opened` tells when the form was opened: how long people take to fill it in is measured."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    day = DayField(label=gettext_lazy("Which day?"))
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=1,
        max_value=LONGEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "5"}),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What did you do?"),
        choices=Contact.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    words = WordsField(
        label=gettext_lazy("In a few words"),
        fits=WORDS_FIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "data-private": "true"}),
    )
    priority = forms.ChoiceField(label=gettext_lazy("Which priority was it about?"), required=False)
    diverted_by = forms.ChoiceField(
        label=gettext_lazy("Did something take time away from it?"),
        choices=[("", gettext_lazy("No")), *Contact.Diverted.choices],
        required=False,
    )

    def __init__(self, *args: Any, school: Place, principal: str, viewer: Viewer, **named: Any):
        super().__init__(*args, **named)
        self.fields["words"].who_sees = (  # type: ignore[attr-defined]
            _("Only you and %(name)s can read this") % {"name": principal}
            if principal
            else _("Only you can read this")
        )
        held = priorities_at(viewer, school, day=viewer.today)
        self.priorities = {str(one.pk): one for one in held}
        named_ones = [(pk, one.statement) for pk, one in self.priorities.items()]
        self.fields["priority"].choices = [("", _("None")), *named_ones]  # type: ignore[attr-defined]
        self.fields["day"].initial = viewer.today
        self.fields["minutes"].initial = USUAL_MINUTES
        self.fields["opened"].initial = signing.dumps(clock.now().timestamp(), salt=OPENED)

    def told(self) -> Told:
        sent = dict(self.cleaned_data)
        sent.pop("version")
        sent["seconds"] = seconds_since(sent.pop("opened"))
        sent["priority"] = self.priorities.get(sent["priority"])
        return Told(**sent)


class NewContactForm(ContactForm):
    """The same, with what both promised and the next visit."""

    mine = LineField(label=gettext_lazy("You promised"), fits=WHAT_FITS, required=False)
    theirs = LineField(label=gettext_lazy("The principal promised"), fits=WHAT_FITS, required=False)
    due_on = DayField(label=gettext_lazy("By when?"), required=False)
    next_on = DayField(label=gettext_lazy("When do you come again?"), required=False)

    def __init__(self, *args: Any, principal: str, **named: Any) -> None:
        super().__init__(*args, principal=principal, **named)
        if principal:
            said = _("%(name)s promised") % {"name": principal}
            self.fields["theirs"].label = said

    def clean(self) -> dict[str, Any]:
        sent: dict[str, Any] = super().clean() or {}
        has_promise = sent.get("mine") or sent.get("theirs")
        if has_promise and not sent.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by when you both do it."))
        return sent


def seconds_since(opened: str) -> int | None:
    try:
        moment = float(signing.loads(opened, salt=OPENED))
    except signing.BadSignature:
        return None
    return max(1, round(clock.now().timestamp() - moment))


class NextForm(forms.Form):
    day = DayField(label=gettext_lazy("Which day?"))
    purpose = LineField(
        label=gettext_lazy("What do you want to look at together?"),
        fits=PURPOSE_FITS,
        required=False,
    )


class PlanForm(forms.Form):
    a_month = forms.IntegerField(
        label=gettext_lazy("How many contacts a month?"),
        min_value=1,
        max_value=MOST_A_MONTH,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = LineField(label=gettext_lazy("Why?"), fits=REASON_FITS, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        said = _("Needed for more than %(usual)s a month, which is usual. The principal reads it.")
        self.fields["reason"].help_text = said % {"usual": USUAL_A_MONTH}


class CallOffForm(forms.Form):
    diverted_by = forms.ChoiceField(
        label=gettext_lazy("What came between?"),
        choices=Contact.Diverted.choices,
        widget=forms.RadioSelect,
    )
