"""The forms for plans as files: one to read, its goals to choose from, one to fill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.forms.texts import LineField, WordsField
from convergent.priorities.actions.priorities import Said
from convergent.priorities.models.priorities import SERVES_FITS, STATEMENT_FITS, WORDS_FIT
from convergent.priorities.plans.goals import MOST_GOALS


class PlanFileForm(forms.Form):
    plan = forms.FileField(
        label=gettext_lazy("The plan that you have"),
        help_text=gettext_lazy("A Word document or an Excel workbook. It is read, and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


class TemplateForm(forms.Form):
    form_file = forms.FileField(
        label=gettext_lazy("The form to fill"),
        required=False,
        help_text=gettext_lazy("A Word document with placeholders. Without one you get our own."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )


@dataclass(frozen=True)
class GoalFields:
    """The fields of one goal, and where it stood in the file."""

    number: int
    where: str
    fields: tuple[BoundField, ...]


class GoalsForm(forms.Form):
    """What was found in a plan: to be taken, shortened or left."""

    template_name = "priorities/goals_fields.html"

    def __init__(self, *args: Any, goals: Sequence[dict[str, str]] = (), **named: Any) -> None:
        super().__init__(*args, **named)
        self.count = len(goals) or _counted(str(self.data.get("goals", "")))
        self.where = [goal["where"] for goal in goals] or [""] * self.count
        self.fields["goals"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=self.count, required=False
        )
        for number in range(self.count):
            self._add(number, goals[number] if goals else {})

    def _add(self, number: int, goal: dict[str, str]) -> None:
        self.fields[f"take_{number}"] = forms.BooleanField(
            label=_("Make it a priority"), required=False
        )
        self.fields[f"statement_{number}"] = LineField(
            label=_("What are we working on?"),
            fits=STATEMENT_FITS,
            required=False,
            initial=goal.get("statement"),
        )
        for name, label, fits in (
            ("why", _("Why this?"), WORDS_FIT),
            ("serves", _("Whom does it serve?"), SERVES_FITS),
            ("started_from", _("What evidence did it start from?"), WORDS_FIT),
        ):
            self.fields[f"{name}_{number}"] = WordsField(
                label=label, fits=fits, rows=2, required=False, initial=goal.get(name)
            )

    def clean(self) -> dict[str, Any]:
        """What is left alone need not fit."""
        told = super().clean() or self.cleaned_data
        for number in range(self.count):
            names = [f"{name}_{number}" for name in ("statement", "why", "serves", "started_from")]
            if not told.get(f"take_{number}"):
                for name in names:
                    self.errors.pop(name, None)
            elif names[0] not in self.errors and not told.get(names[0]):
                self.add_error(names[0], _("Say it in one sentence."))
        if not any(told.get(f"take_{number}") for number in range(self.count)):
            self.add_error(None, _("Choose at least one goal."))
        return told

    @property
    def rows(self) -> list[GoalFields]:
        names = ("take", "statement", "why", "serves", "started_from")
        return [
            GoalFields(number + 1, self.where[number], tuple(self[f"{n}_{number}"] for n in names))
            for number in range(self.count)
        ]

    def chosen(self) -> Iterator[Said]:
        """Each goal that is to be a priority. What it carries has still to be said."""
        told = self.cleaned_data
        for number in range(self.count):
            if told.get(f"take_{number}"):
                yield Said(
                    statement=told[f"statement_{number}"],
                    why=told[f"why_{number}"],
                    serves=told[f"serves_{number}"],
                    started_from=told[f"started_from_{number}"],
                )


def _counted(sent: str) -> int:
    """How many goals were shown, as the browser says."""
    return min(int(sent), MOST_GOALS) if sent.isdecimal() and len(sent) < 4 else 0
