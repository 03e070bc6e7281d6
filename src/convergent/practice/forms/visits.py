"""The form of a visit, as a phone shows it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.days import day_text
from convergent.people.forms.texts import WordsField
from convergent.people.models import Person
from convergent.people.viewer import Viewer
from convergent.practice.models import LookForVersion
from convergent.practice.models.visits import LONGEST, NOTES_FIT, WORDS_FIT
from convergent.practice.sending import Sent

WEEKS, USUAL_WEEKS, USUAL_MINUTES, FRIDAY = (1, 2, 4), 2, 10, 4
KEPT_OF_A_DRAFT = ("began_at", "seen", "strength", "next_step", "timed", "minutes", "follow_up_on")


class PrivateWords(WordsField):
    """Words that this browser never keeps in clear."""

    def __init__(self, *, fits: int, rows: int, **named: Any) -> None:
        attributes = {"rows": rows, "dir": "auto", "data-private": "true"}
        named.setdefault("required", False)
        super().__init__(fits=fits, widget=forms.Textarea(attrs=attributes), **named)


class OpenChoice(forms.ChoiceField):
    """One of those that are offered, or any other value that can be one."""

    def __init__(self, *, holds: forms.Field, **named: Any) -> None:
        self.holds = holds
        holds.required = False
        super().__init__(**named)

    def clean(self, value: Any) -> Any:
        return self.holds.clean(value)


class IdsField(forms.MultipleChoiceField):
    """Ids of what is offered, or was when the page was made."""

    def clean(self, value: Any) -> list[UUID]:
        one = forms.UUIDField()
        return [one.clean(text) for text in self.to_python(value)]


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What can be chosen in a form of a visit."""

    viewer: Viewer
    version: LookForVersion | None = None
    beside: Sequence[Person] = ()


class VisitForm(forms.Form):
    """One visit. Its id is made with the form, so that a second sending is the same visit."""

    template_name = "practice/visit_fields.html"

    id = forms.UUIDField(widget=forms.HiddenInput)
    began_at = forms.DateTimeField(
        widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S%z"]
    )
    joint = forms.UUIDField(widget=forms.HiddenInput, required=False)
    look_for_version = forms.UUIDField(widget=forms.HiddenInput, required=False)
    strength = PrivateWords(label=gettext_lazy("One thing you saw"), fits=WORDS_FIT, rows=3)
    next_step = PrivateWords(
        label=gettext_lazy("One next step"),
        fits=WORDS_FIT,
        rows=2,
        help_text=gettext_lazy("Say it as you would in the hallway."),
    )
    timed = PrivateWords(
        label=gettext_lazy("Timed notes"),
        fits=NOTES_FIT,
        rows=5,
        help_text=gettext_lazy("One a line, the minute in front: “12 two groups wait”."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=0,
        max_value=LONGEST,
        initial=USUAL_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    seen = IdsField(required=False, widget=forms.CheckboxSelectMultiple)
    follow_up_on = OpenChoice(
        label=gettext_lazy("Follow up"), required=False, holds=forms.DateField()
    )
    beside = OpenChoice(
        label=gettext_lazy("Does somebody go with you?"), required=False, holds=forms.UUIDField()
    )

    def offer(self, offered: Offered) -> VisitForm:
        """The form with what can be chosen today. What was chosen on another day counts too: the
        action judges it."""
        version, today = offered.version, offered.viewer.today
        self.fields["seen"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.text) for one in (version.look_fors.all() if version else [])
        ]
        self.fields["seen"].label = version.set.name if version else ""
        self.fields["follow_up_on"].choices = [  # type: ignore[attr-defined]
            ("", _("No follow-up")),
            *_follow_ups(offered.viewer),
        ]
        self.fields["follow_up_on"].initial = str(_weekday(today + timedelta(weeks=USUAL_WEEKS)))
        self.fields["beside"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody")),
            *((str(one.pk), one.name) for one in offered.beside),
        ]
        self.goes_together = bool(offered.beside)
        return self

    def sent(self, teacher: UUID, *, share: bool) -> Sent:
        told = self.cleaned_data
        return Sent(
            id=told["id"],
            teacher=teacher,
            began_at=told["began_at"],
            minutes=told["minutes"],
            look_for_version=told["look_for_version"],
            seen=tuple(told["seen"]),
            strength=told["strength"],
            next_step=told["next_step"],
            timed=told["timed"],
            follow_up_on=told["follow_up_on"],
            share=share,
            joint=told["joint"],
            beside=told["beside"],
        )


class KeptOffline(VisitForm):
    """The form as a device keeps it: about nobody yet. The device fills in what can be chosen."""

    template_name = "practice/offline_fields.html"

    whom = forms.CharField(label=gettext_lazy("Whom did you visit?"), max_length=200)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["seen"].choices = [("", "")]  # type: ignore[attr-defined]


def _follow_ups(viewer: Viewer) -> list[tuple[str, str]]:
    """“In 2 weeks: Friday, December 4”."""
    days = [(weeks, _weekday(viewer.today + timedelta(weeks=weeks))) for weeks in WEEKS]
    return [(str(day), _in_weeks(weeks, day_text(day, viewer))) for weeks, day in days]


def _weekday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)


def _in_weeks(weeks: int, day: str) -> str:
    if weeks == 1:
        return _("In a week: %(day)s") % {"day": day}
    return _("In %(weeks)s weeks: %(day)s") % {"weeks": weeks, "day": day}


def draft_of(data: QueryDict) -> str:
    """The fields that are being filled in, to be kept as a draft."""
    return json.dumps({name: data.getlist(name) for name in KEPT_OF_A_DRAFT}, ensure_ascii=False)


def initial_of(draft: str) -> dict[str, Any]:
    told = json.loads(draft)
    single = {name: values[0] for name, values in told.items() if values and name != "seen"}
    return {**single, "seen": told.get("seen", [])}
