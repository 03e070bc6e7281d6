"""The forms for what is asked, with its days, and for how a place meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.forms.texts import LineField, WordsField
from convergent.people.models import Place, PlaceKind
from convergent.priorities.actions.requirements import Demand, WhatIsDue
from convergent.priorities.forms.days import NearDayField
from convergent.priorities.forms.priorities import teams_near
from convergent.priorities.models import Answer, Priority, Requirement
from convergent.priorities.models.requirements import ASKS_FITS, TITLE_FITS
from convergent.priorities.presenters.sources import SOURCES

FREE_ROWS, MOST_ROWS = 2, 24
DATA_FIT, LISTED_FIT = 100, 1_000


@dataclass(frozen=True)
class DueRow:
    """The three fields of one day, and which day it was before."""

    number: int
    known: BoundField
    day: BoundField
    what: BoundField
    hours: BoundField


class RequirementForm(forms.Form):
    """What is asked, with a row of three fields for each day."""

    template_name = "priorities/requirement_fields.html"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(
        label=gettext_lazy("What is asked?"),
        fits=TITLE_FITS,
        help_text=gettext_lazy("As people call it. Such as “Attendance plan”."),
    )
    source = forms.ChoiceField(label=gettext_lazy("Where does it come from?"), choices=SOURCES)
    asked_by = LineField(
        label=gettext_lazy("Who asks?"),
        fits=120,
        help_text=gettext_lazy("The office or the agency, always by the same name."),
    )
    asks = WordsField(
        label=gettext_lazy("What exactly has to be done?"), fits=ASKS_FITS, required=False
    )
    asked_data = LineField(
        label=gettext_lazy("Which data does it ask for?"),
        fits=LISTED_FIT,
        required=False,
        help_text=gettext_lazy(
            "Commas between. Such as “attendance by grade, plan goals”: what two offices ask for "
            "by one name is found."
        ),
    )
    reference = LineField(
        label=gettext_lazy("Where is it written?"),
        fits=300,
        required=False,
        help_text=gettext_lazy("The law, the grant’s number, or an address on the web."),
    )

    def __init__(
        self, *args: Any, place: Place, requirement: Requirement | None = None, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        if place.kind in {PlaceKind.DISTRICT, PlaceKind.NETWORK}:
            self.fields["of_each_school"] = forms.BooleanField(
                label=_("Each school answers for itself"), required=False
            )
        known = len(requirement.dues_now()) if requirement else 0
        self.rows_shown = min(known + FREE_ROWS, MOST_ROWS)
        for number in range(self.rows_shown):
            self._add_row(number)

    def _add_row(self, number: int) -> None:
        self.fields[f"known_{number}"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
        self.fields[f"day_{number}"] = NearDayField(label=_("By when?"), required=False)
        self.fields[f"what_{number}"] = LineField(
            label=_("What is handed in?"), fits=TITLE_FITS, required=False
        )
        self.fields[f"hours_{number}"] = forms.DecimalField(
            label=_("Hours of work"),
            min_value=Decimal(0),
            max_value=Decimal(9_999),
            decimal_places=1,
            required=False,
            widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        )

    @property
    def due_rows(self) -> list[DueRow]:
        return [
            DueRow(one + 1, *(self[f"{name}_{one}"] for name in ("known", "day", "what", "hours")))
            for one in range(self.rows_shown)
        ]

    def clean_asked_data(self) -> tuple[str, ...]:
        names = tuple(
            name.strip() for name in self.cleaned_data["asked_data"].split(",") if name.strip()
        )
        if any(len(name) > DATA_FIT for name in names):
            raise forms.ValidationError(_("Each kind of data has at most 100 characters."))
        return names

    def clean(self) -> dict[str, Any]:
        """A day without words is due by its title; words without a day are asked for one."""
        told = super().clean() or self.cleaned_data
        for number in range(self.rows_shown):
            has_more = told.get(f"what_{number}") or told.get(f"hours_{number}") is not None
            if has_more and not told.get(f"day_{number}") and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", _("Say by when, or empty the row."))
        return told

    def demand(self) -> Demand:
        told = self.cleaned_data
        return Demand(
            source=told["source"],
            asked_by=told["asked_by"],
            title=told["title"],
            asks=told["asks"],
            reference=told["reference"],
            of_each_school=told.get("of_each_school", False),
            data=told["asked_data"],
            dues=tuple(self._dues()),
        )

    def _dues(self) -> Iterator[WhatIsDue]:
        told = self.cleaned_data
        for number in range(self.rows_shown):
            day = told[f"day_{number}"]
            if day is not None:
                what = told[f"what_{number}"] or told["title"]
                yield WhatIsDue(day, what, told[f"hours_{number}"], told[f"known_{number}"])


def initial_of(requirement: Requirement) -> dict[str, Any]:
    dues = {
        f"{name}_{number}": value
        for number, due in enumerate(requirement.dues_now())
        for name, value in {
            "known": due.pk,
            "day": due.day,
            "what": due.what,
            "hours": due.hours,
        }.items()
    }
    return {
        "version": requirement.version,
        "title": requirement.title,
        "source": requirement.source,
        "asked_by": requirement.asked_by,
        "asks": requirement.asks,
        "asked_data": ", ".join(one.name for one in requirement.data.all()),
        "reference": requirement.reference,
        "of_each_school": requirement.of_each_school,
        **dues,
    }


class MeetForm(forms.Form):
    """By which of its priorities a place meets what is asked, and how."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    how = WordsField(
        label=gettext_lazy("How do we meet it?"),
        fits=ASKS_FITS,
        draft="requirement-how",
        help_text=gettext_lazy("What we do for this priority anyway, and what we hand in of it."),
    )

    def __init__(
        self,
        *args: Any,
        place: Place,
        priorities: list[Priority],
        answer: Answer | None,
        **named: Any,
    ) -> None:
        super().__init__(*args, **{"initial": self._initial(answer), **named})
        self.priorities = {str(one.pk): one for one in priorities}
        self.teams = {str(team.pk): team for team in teams_near(place)}
        self.fields["priority"] = forms.ChoiceField(
            label=_("Which of our priorities does it serve?"),
            choices=[(key, one.statement) for key, one in self.priorities.items()],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the priority that it serves best.")},
        )
        self.fields["team"] = forms.TypedChoiceField(
            label=_("Which team does the work?"),
            choices=[
                ("", _("No team in particular")),
                *((key, team.name) for key, team in self.teams.items()),
            ],
            coerce=self.teams.get,
            empty_value=None,
            required=False,
        )
        self.order_fields(["version", "priority", "how", "team"])

    @staticmethod
    def _initial(answer: Answer | None) -> dict[str, Any]:
        if answer is None:
            return {"version": 0}
        return {
            "version": answer.version,
            "how": answer.how,
            "priority": str(answer.priority_id),
            "team": str(answer.team_id or ""),
        }

    def told(self) -> dict[str, Any]:
        """What was entered, for the action."""
        told = self.cleaned_data
        return {
            "priority": self.priorities[told["priority"]],
            "how": told["how"],
            "team": told["team"],
            "version": told["version"],
        }
