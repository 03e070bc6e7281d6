"""Fields that several forms share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from convergent.people.access.directory import visible_people
from convergent.people.models import Person
from convergent.people.queries.directory import people_named
from convergent.people.viewer import Viewer


class DayField(forms.DateField):
    """A day, typed or picked; every browser sends it as year-month-day."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        named.setdefault("error_messages", {"invalid": _("Write the day as 2026-08-24.")})
        super().__init__(**named)


class ShareField(forms.DecimalField):
    """A share of a full-time post, more than 0 and at most 2."""

    def __init__(self, **named: Any) -> None:
        super().__init__(
            min_value=Decimal("0.01"),
            max_value=Decimal(2),
            decimal_places=2,
            max_digits=4,
            initial=Decimal(1),
            label=_("Share of a full-time post"),
            widget=forms.NumberInput(attrs={"step": "0.05", "inputmode": "decimal"}),
            help_text=_("1 is full time, 0.5 is half."),
            **named,
        )


class PersonField(forms.CharField):
    """Somebody in the district, by name as one types it or by e-mail."""

    def __init__(self, viewer: Viewer, **named: Any) -> None:
        self.viewer = viewer
        named.setdefault(
            "widget",
            forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )
        super().__init__(**named)

    def clean(self, value: Any) -> Person | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = list(self._matching(typed)[:2])
        if not found:
            raise forms.ValidationError(
                _(
                    "Nobody in the directory is called “%(typed)s”. Check the spelling, or add the "
                    "person first."
                ),
                params={"typed": typed},
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _(
                    "More than one person matches “%(typed)s”. Type the whole name or the work "
                    "e-mail."
                ),
                params={"typed": typed},
            )
        return found[0]

    def _matching(self, typed: str) -> QuerySet[Person]:
        people = visible_people(self.viewer)
        if "@" in typed:
            return people.filter(email__iexact=typed.strip(" <>").split("<")[-1])
        exact = [
            person.pk
            for person in people_named(self.viewer, typed, day=self.viewer.today)
            if person.name.casefold() == typed.casefold()
        ]
        return (
            people.filter(pk__in=exact)
            if exact
            else people_named(self.viewer, typed, day=self.viewer.today)
        )
