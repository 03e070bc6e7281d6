"""Fields that several forms share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from convergent.people.access.directory import visible_people
from convergent.people.models import Person, Place, PlaceKind, RoleTerm
from convergent.people.queries.directory import people_named, person_lines
from convergent.people.viewer import Viewer
from convergent.people.words import Words

MENTIONED = 6
OFFERED = 300


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
            error_messages={
                "max_value": _("A share is at most 2: two full-time posts."),
                "min_value": _("A share is more than 0."),
            },
            label=_("Share of a full-time post"),
            widget=forms.NumberInput(attrs={"step": "0.05", "inputmode": "decimal"}),
            help_text=_("1 is full time, 0.5 is half."),
            **named,
        )


class PersonField(forms.CharField):
    """Somebody in the district, by name as one types it or by e-mail; those near are offered."""

    def __init__(self, viewer: Viewer, words: Words, *, near: Place, **named: Any) -> None:
        self.viewer, self.words = viewer, words
        self.offered = offered_near(near, viewer, words)
        attributes = {"autocomplete": "off", "spellcheck": "false", "list": "offered-people"}
        super().__init__(widget=forms.TextInput(attrs=attributes), **named)

    def clean(self, value: Any) -> Person | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = list(self._matching(typed)[:MENTIONED])
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
                _("Several people match “%(typed)s”. Type the e-mail of one: %(people)s"),
                params={"typed": typed, "people": self._mentioned(found)},
            )
        return found[0]

    def _mentioned(self, people: list[Person]) -> str:
        lines = person_lines(people, day=self.viewer.today, words=self.words)
        return "; ".join(f"{one.person.name} <{one.person.email}>, {one.does}" for one in lines)

    def _matching(self, typed: str) -> QuerySet[Person]:
        people = visible_people(self.viewer)
        if "@" in typed:
            return people.filter(email__iexact=typed.strip(" <>").split("<")[-1])
        named = people_named(self.viewer, typed, day=self.viewer.today)
        exact = [one.pk for one in named if one.name.casefold() == typed.strip().casefold()]
        return people.filter(pk__in=exact) if exact else named


def offered_near(place: Place, viewer: Viewer, words: Words) -> list[tuple[str, str]]:
    """E-mail and words of whoever works at the place, or at the school that a team belongs to."""
    top = place.parent if place.kind == PlaceKind.TEAM and place.parent else place
    working = RoleTerm.objects.on(viewer.today).filter(role__place__path__startswith=top.path)
    people = visible_people(viewer).filter(pk__in=working.values("person")).exclude(email="")
    lines = person_lines(people[:OFFERED], day=viewer.today, words=words)
    return [(one.person.email, f"{one.person.name} · {one.does}") for one in lines]
