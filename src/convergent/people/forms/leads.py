"""The form for who leads what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convergent.people.models import Place, RoleTerm
from convergent.people.viewer import Viewer
from convergent.people.words import Words


class TermChoice(forms.ModelChoiceField):
    """Somebody who works at the place, in the role that carries the lead."""

    def __init__(self, *args: Any, words: Words, **named: Any) -> None:
        self.words = words
        super().__init__(*args, **named)

    def label_from_instance(self, obj: RoleTerm) -> str:
        return f"{obj.person.name} · {self.words.role_title(obj.role)}"


def terms_at(place: Place, viewer: Viewer) -> Any:
    """Running terms at the place, in its teams, and of the school that a team belongs to."""
    return (
        RoleTerm.objects.on(viewer.today)
        .filter(Q(role__place__path__startswith=place.path) | Q(role__place=place.parent_id))
        .select_related("person", "role__place")
        .order_by("person__family_key", "person__given_key")
    )


class LeadForm(forms.Form):
    title = forms.CharField(
        label=_("What is led"), max_length=120, help_text=_("Such as “6th-grade planning time”.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    decides = forms.CharField(
        label=_("What may be decided"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What this person decides without asking first."),
    )

    def __init__(self, *args: Any, viewer: Viewer, place: Place, words: Words, **named: Any):
        super().__init__(*args, **named)
        self.fields["term"] = TermChoice(
            queryset=terms_at(place, viewer),
            words=words,
            required=False,
            label=_("Who leads it"),
            empty_label=_("Nobody yet"),
        )

    def lead(self) -> dict[str, Any]:
        """What was entered, for something that is led for the first time."""
        return {name: self.cleaned_data[name] for name in ("title", "decides", "term")}

    def passing(self) -> dict[str, Any]:
        """What was entered, for something that passes on."""
        return {name: self.cleaned_data[name] for name in ("term", "version")}
