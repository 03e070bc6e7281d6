"""The form for who leads what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.texts import no_social_security_number
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.role_kinds import KINDS
from convergent.people.viewer import Viewer
from convergent.people.words import Words

ABOVE_SCHOOLS = (PlaceKind.DISTRICT, PlaceKind.NETWORK)
HELD_BY_ONE = [kind.code for kind in KINDS.values() if not kind.by_many]


def main_terms_at(place: Place, viewer: Viewer) -> list[RoleTerm]:
    """Everybody at the place, in its teams, or at the school that a team belongs to, once, in the
    role that weighs most there; who leads comes first. Of a district whoever works above the
    schools; of a network also whoever holds a role that is one person's: not each teacher."""
    near = Q(role__place__path__startswith=place.path) | Q(role__place=place.parent_id)
    above = Q(role__place__kind__in=[*ABOVE_SCHOOLS, PlaceKind.UNIT])
    if place.kind == PlaceKind.DISTRICT:
        near &= above
    if place.kind == PlaceKind.NETWORK:
        near &= above | Q(role__kind__in=HELD_BY_ONE)
    terms = RoleTerm.objects.on(viewer.today).filter(near).select_related("person", "role__place")
    main: dict[object, RoleTerm] = {}
    for term in sorted(terms, key=lambda term: term.weight):
        main.setdefault(term.person_id, term)
    return sorted(
        main.values(),
        key=lambda term: (term.role.kind_of_role.order, term.person.family_key, str(term.pk)),
    )


class LeadForm(forms.Form):
    title = forms.CharField(
        label=_("What is led"),
        max_length=120,
        help_text=_("Such as “6th-grade planning time”."),
        validators=[no_social_security_number],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decides = forms.CharField(
        label=_("What may be decided"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What this person decides without asking first."),
        validators=[no_social_security_number],
    )

    def __init__(self, *args: Any, viewer: Viewer, place: Place, words: Words, **named: Any):
        super().__init__(*args, **named)
        self.terms = {str(term.pk): term for term in main_terms_at(place, viewer)}
        led_by = named.get("initial", {}).get("term")
        if led_by is not None:
            self.terms.setdefault(str(led_by.pk), led_by)
            self.initial["term"] = str(led_by.pk)
        self.fields["term"] = forms.TypedChoiceField(
            choices=[("", _("Nobody yet")), *self._named(words)],
            coerce=self.terms.get,
            empty_value=None,
            required=False,
            label=_("Who leads it"),
        )

    def _named(self, words: Words) -> Iterator[tuple[str, str]]:
        for key, term in self.terms.items():
            yield key, f"{term.person.name} · {words.role_title(term.role)}"

    def lead(self) -> dict[str, Any]:
        """What was entered, for something that is led for the first time."""
        return {name: self.cleaned_data[name] for name in ("title", "decides", "term")}

    def passing(self) -> dict[str, Any]:
        """What was entered, for something that passes on."""
        return {name: self.cleaned_data[name] for name in ("term", "version")}
