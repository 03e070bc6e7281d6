"""Every component on one page, with invented content: to look at while building."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convergent.people.access.routes import OpensTo, opens_to
from convergent.web.forms import say_who_sees
from convergent.web.views import gallery_priorities, gallery_sample

COLOURS = [
    *("paper", "surface", "sunken", "ink", "ink-second", "ink-third", "rule", "edge"),
    *("accent", "accent-soft", "attention", "attention-soft", "hatch"),
]


class SampleVisit(forms.Form):
    teacher = forms.CharField(label="Whom did you visit?", help_text="A name or a part of it")
    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Write the day as month, day and year, or pick it."},
    )
    subject = forms.ChoiceField(
        label="Subject", choices=[("reading", "Reading"), ("science", "Science")]
    )
    seen = forms.CharField(
        label="One thing you saw",
        widget=forms.Textarea,
        error_messages={"required": "Write one thing you saw, as you would say it."},
    )
    look_for = forms.ChoiceField(
        label="Students quote the text",
        widget=forms.RadioSelect,
        choices=[("seen", "Seen"), ("not", "Not this time"), ("unsure", "I could not tell")],
        initial="seen",
    )
    come_back = forms.BooleanField(label="Come back within two weeks", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_who_sees(self, "seen", "Only you and Mr. Wieczorek")


WITH_ERRORS = {
    "teacher": "Tomasz Wieczorek",
    "day": "",
    "subject": "reading",
    "look_for": "seen",
}


@opens_to(OpensTo.DEVELOPERS)
def gallery(request: HttpRequest) -> HttpResponse:
    context = gallery_sample.content() | {
        "colours": COLOURS,
        "priority_chain": gallery_priorities.chain(),
        "tried": gallery_priorities.cycle(),
        "visit": SampleVisit(prefix="empty"),
        "visit_with_errors": SampleVisit(WITH_ERRORS),
    }
    return render(request, "gallery/gallery.html", context)
