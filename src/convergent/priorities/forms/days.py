"""The field of a day, in every form of what a place works on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from convergent import clock
from convergent.people.forms.fields import DayField
from convergent.priorities.days import is_near, too_far


class NearDayField(DayField):
    """A day within five years of today."""

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not is_near(day, today=clock.today()):
            raise forms.ValidationError(too_far())
        return day
