"""The forms for what a meeting decides, and for what becomes of a commitment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.forms.leads import main_terms_at
from convergent.people.forms.texts import LineField, WordsField
from convergent.people.models import RoleTerm
from convergent.people.viewer import Viewer
from convergent.people.words import Words
from convergent.priorities.actions.commitments import Promised
from convergent.priorities.actions.meetings import Decided
from convergent.priorities.forms.days import NearDayField
from convergent.priorities.models import Meeting, Priority
from convergent.priorities.models.commitments import WHAT_FITS, WHY_FITS
from convergent.priorities.models.meetings import DECISION_FITS

ROWS = 3


@dataclass(frozen=True)
class CommitmentRow:
    """The three fields of one commitment."""

    number: int
    what: BoundField
    who: BoundField
    due: BoundField


class DecideForm(forms.Form):
    """What was decided, on what evidence, and who does what by when."""

    template_name = "priorities/decide_fields.html"
    text = WordsField(
        label=gettext_lazy("What did you decide?"),
        fits=DECISION_FITS,
        required=False,
        help_text=gettext_lazy("In a sentence that somebody who was not there understands."),
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        viewer: Viewer,
        words: Words,
        priorities: Sequence[Priority],
        due_on: date,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.items = {str(one.pk): one for one in meeting.items.all()}
        self.priorities = {str(one.pk): one for one in priorities}
        self.terms = {str(one.pk): one for one in main_terms_at(meeting.team, viewer)}
        self.fields["rests_on"] = forms.MultipleChoiceField(
            label=_("What did you look at?"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(key, one.title) for key, one in self.items.items()],
        )
        self.fields["priority"] = forms.ChoiceField(
            label=_("Which priority does it serve?"),
            required=False,
            choices=[
                ("", _("None of them")),
                *((key, one.statement) for key, one in self.priorities.items()),
            ],
            initial=next(iter(self.priorities), ""),
        )
        self.fields["look_again_on"] = NearDayField(
            label=_("When do you look whether it helped?"), required=False
        )
        people = [(key, _named(term, words)) for key, term in self.terms.items()]
        for number in range(ROWS):
            self._add_row(number, people, due_on)

    def _add_row(self, number: int, people: list[tuple[str, str]], due_on: date) -> None:
        self.fields[f"what_{number}"] = LineField(
            label=_("What will be done?"), fits=WHAT_FITS, required=False
        )
        self.fields[f"who_{number}"] = forms.ChoiceField(
            label=_("Who?"), required=False, choices=[("", _("Choose")), *people]
        )
        self.fields[f"due_{number}"] = NearDayField(
            label=_("By when?"), required=False, initial=due_on
        )

    @property
    def rows(self) -> list[CommitmentRow]:
        return [
            CommitmentRow(one + 1, self[f"what_{one}"], self[f"who_{one}"], self[f"due_{one}"])
            for one in range(ROWS)
        ]

    def clean(self) -> dict[str, Any]:
        """A commitment has somebody and a day; something has to be said."""
        told = super().clean() or self.cleaned_data
        for number in range(ROWS):
            if not told.get(f"what_{number}"):
                continue
            if not told.get(f"who_{number}"):
                self.add_error(f"who_{number}", _("Choose who does it."))
            if not told.get(f"due_{number}") and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", _("Say by when."))
        if (
            not self.errors
            and not told.get("text")
            and not any(told.get(f"what_{number}") for number in range(ROWS))
        ):
            self.add_error("text", _("Say what was decided, or who does what."))
        return told

    def decided(self) -> Decided | None:
        told = self.cleaned_data
        if not told["text"]:
            return None
        return Decided(
            text=told["text"],
            rests_on=tuple(self.items[key] for key in told["rests_on"]),
            priority=self.priorities.get(told["priority"]),
            look_again_on=told["look_again_on"],
        )

    def promised(self) -> list[Promised]:
        told = self.cleaned_data
        return [
            Promised(
                what=told[f"what_{one}"],
                term=self.terms[told[f"who_{one}"]],
                due_on=told[f"due_{one}"],
                priority=self.priorities.get(told["priority"]),
            )
            for one in range(ROWS)
            if told[f"what_{one}"]
        ]


class CarryForm(forms.Form):
    """By another day, or in other hands."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, terms: Sequence[RoleTerm], words: Words, **named: Any) -> None:
        super().__init__(*args, **named)
        self.terms = {str(one.pk): one for one in terms}
        self.fields["due_on"] = NearDayField(label=_("By when?"))
        self.fields["term"] = forms.TypedChoiceField(
            label=_("Who does it?"),
            required=False,
            coerce=self.terms.get,
            empty_value=None,
            choices=[
                ("", _("As it is now")),
                *((key, _named(term, words)) for key, term in self.terms.items()),
            ],
        )


class LetGoForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = LineField(
        label=gettext_lazy("Why will nobody do it?"),
        fits=WHY_FITS,
        help_text=gettext_lazy("It stays beside the commitment."),
    )


def _named(term: RoleTerm, words: Words) -> str:
    return f"{term.person.name} · {words.role_title(term.role)}"
