"""The form for a measure: what the facts hold of the place, from which year, to where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from convergent.facts.measures.aggregate_table import ALL_GRADES, ALL_STUDENTS
from convergent.learning.presenters.numbers import unit_of
from convergent.learning.words import grade_title, group_order, group_title, year_title
from convergent.people.forms.texts import WordsField
from convergent.priorities.models import PriorityMeasure
from convergent.priorities.models.priorities import WORDS_FIT
from convergent.priorities.presenters.measures import measure_title
from convergent.priorities.queries.measured import Offered, Slice

AIM_YEARS = 5


class MeasureForm(forms.Form):
    """`offered` is what the facts hold of the place now."""

    def __init__(self, *args: Any, offered: Offered, subject: str = "", **named: Any) -> None:
        """`subject` is the key of the subject that a page of evidence came with."""
        super().__init__(*args, **named)
        self.offered = offered
        self.tests = {str(at): one for at, one in enumerate(offered.tests)}
        self.initial.setdefault("what", self._first_of(subject))
        self.fields["aim"] = _aim_field()
        self.fields["what"] = _select(
            _("What do we measure?"), [(key, measure_title(one)) for key, one in self.tests.items()]
        )
        self.fields["grade"] = _select(_("In which grade?"), _grades(offered), required=False)
        self.fields["group"] = _select(_("For which students?"), _groups(offered))
        self.fields["baseline_year"] = _select(
            _("Since which year?"), [(str(year), year_title(year)) for year in offered.years]
        )
        last = max(offered.years, default=0)
        self.fields["aim_year"] = _select(
            _("By which year?"),
            [(str(year), year_title(year)) for year in range(last, last + AIM_YEARS + 1)],
        )
        self.initial.setdefault("aim_year", str(last + 1))
        self.fields["reason"] = _reason(_("Why this measure?"))
        self.order_fields(["what", "grade", "group", "baseline_year", "aim", "aim_year", "reason"])

    def _first_of(self, subject: str) -> str:
        names = ((key, slugify(one.subject)) for key, one in self.tests.items())
        return next((key for key, name in names if name and subject.startswith(name)), "0")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        what = self.tests.get(told.get("what", ""))
        if what:
            _refuse_no_share(self, what.measure)
        began, until = told.get("baseline_year"), told.get("aim_year")
        if began and until and int(until) <= int(began):
            self.add_error("aim_year", _("Choose a year after the one it starts from."))
        return told

    def slice(self) -> Slice:
        told = self.cleaned_data
        what = self.tests[told["what"]]
        return Slice(what.measure, what.assessment, what.subject, told["grade"], told["group"])

    def path(self) -> dict[str, Any]:
        """Where it starts and where it is to come."""
        told = self.cleaned_data
        return {
            "baseline_year": int(told["baseline_year"]),
            "aim": told["aim"],
            "aim_year": int(told["aim_year"]),
            "reason": told["reason"],
        }


class AimForm(forms.Form):
    """Another aim for a measure that stays."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, measure: PriorityMeasure, this_year: int, **named: Any) -> None:
        super().__init__(*args, **named)
        self.measure = measure
        self.fields["aim"] = _aim_field()
        last = max(this_year, measure.aim_year)
        years = range(measure.baseline_year + 1, last + AIM_YEARS + 1)
        self.fields["aim_year"] = _select(
            _("By which year?"), [(str(year), year_title(year)) for year in years]
        )
        self.fields["reason"] = _reason(_("Why does the aim change?"))
        self.initial.setdefault("aim", f"{measure.aim.normalize():f}")
        self.initial.setdefault("aim_year", str(measure.aim_year))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        _refuse_no_share(self, self.measure.measure)
        return told

    def path(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {**told, "aim_year": int(told["aim_year"])}


class TakeOffForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["reason"] = _reason(_("Why is it taken off?"))


def _aim_field() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Where should it come?"),
        max_digits=8,
        decimal_places=2,
        localize=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
        help_text=_("For a share, the percent: 60 for 60%."),
    )


def _reason(label: str) -> WordsField:
    return WordsField(
        label=label, fits=WORDS_FIT, rows=3, help_text=_("Everybody who asks later will read this.")
    )


def _refuse_no_share(form: forms.Form, measure: str) -> None:
    aim = form.cleaned_data.get("aim")
    if aim is not None and unit_of(measure) == "share" and not 0 <= aim <= 100:
        form.add_error("aim", _("A share lies between 0 and 100 percent."))


def _select(
    label: str, choices: list[tuple[str, str]], *, required: bool = True
) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=required)


def _grades(offered: Offered) -> list[tuple[str, str]]:
    known = [one for one in offered.grades if one != ALL_GRADES]
    return [(ALL_GRADES, _("All grades")), *((one, grade_title(one)) for one in known)]


def _groups(offered: Offered) -> list[tuple[str, str]]:
    known = sorted(offered.groups or [ALL_STUDENTS], key=group_order)
    return [(one, group_title(one)) for one in known]
