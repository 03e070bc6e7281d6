"""Forms about one person."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.texts import no_social_security_number


class PersonForm(forms.Form):
    """Somebody who is in no export: a partner, a researcher, a new colleague."""

    given_name = forms.CharField(
        label=_("Given name"), max_length=100, validators=[no_social_security_number]
    )
    family_name = forms.CharField(
        label=_("Family name"),
        max_length=100,
        required=False,
        help_text=_("Leave empty for somebody with one name."),
        validators=[no_social_security_number],
    )
    preferred_name = forms.CharField(
        label=_("Is called"),
        max_length=100,
        required=False,
        help_text=_("If it differs from the given name."),
        validators=[no_social_security_number],
    )
    email = forms.EmailField(label=_("Work e-mail"), required=False)


class TeamForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the team"),
        max_length=200,
        help_text=_("Such as “6th-grade team”."),
        validators=[no_social_security_number],
    )


class HandoverForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("For whoever holds this role next"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "data-private": "true"}),
        help_text=_(
            "What is under way, what was promised and to whom, and whom to talk with first."
        ),
        validators=[no_social_security_number],
    )
