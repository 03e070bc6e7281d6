"""Forms for roles and terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from convergent.people.access.changes import why_change_kind
from convergent.people.forms.fields import DayField, PersonField, ShareField
from convergent.people.forms.texts import no_social_security_number
from convergent.people.models import Place, Role, RoleTerm
from convergent.people.role_kinds import KINDS
from convergent.people.viewer import Viewer
from convergent.people.words import Words


class StartForm(forms.Form):
    """Somebody takes up a role."""

    def __init__(
        self, *args: Any, viewer: Viewer, role: Role, words: Words, first_day: date, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.fields["holders"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=holders_of(role, viewer.today)
        )
        self.fields["person"] = PersonField(
            viewer,
            words,
            near=role.place,
            label=_("Who"),
            help_text=_("Begin to type a name, or type the work e-mail."),
        )
        self.fields["starts_on"] = DayField(label=_("First day"), initial=first_day)
        self.fields["ends_on"] = DayField(
            label=_("Last day"), required=False, help_text=_("Leave empty if none is set.")
        )
        self.fields["acting"] = forms.BooleanField(
            label=_("Acting, until somebody is appointed"), required=False
        )
        self.fields["share"] = ShareField()

    def term(self) -> dict[str, Any]:
        names = ("person", "starts_on", "ends_on", "acting", "share")
        return {name: self.cleaned_data[name] for name in names}


def holders_of(role: Role, day: date) -> str:
    """Who holds the role now, as a form remembers it, so that a later page sees a change."""
    running = RoleTerm.objects.on(day).filter(role=role).order_by("pk")
    return " ".join(str(pk) for pk in running.values_list("pk", flat=True))


class EndForm(forms.Form):
    """The last day of a term."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, term: RoleTerm, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["version"].initial = term.version
        self.fields["ends_on"] = DayField(label=_("Last day"), initial=term.ends_on or viewer.today)


class ExtendForm(EndForm):
    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["ends_on"] = DayField(
            label=_("New last day"),
            required=False,
            help_text=_("Leave empty if the term is to go on with no end set."),
        )


class ChangeForm(forms.Form):
    """The same person, the same role, on other conditions from a day on."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, term: RoleTerm, **named: Any) -> None:
        super().__init__(*args, **named)
        self.term = term
        self.fields["version"].initial = term.version
        self.fields["starts_on"] = DayField(
            label=_("From"),
            initial=viewer.today,
            help_text=_("The term until now ends the day before, and stays in the history."),
        )
        self.fields["acting"] = forms.BooleanField(
            label=_("Acting, until somebody is appointed"), required=False, initial=term.acting
        )
        share = ShareField()
        share.initial = term.share
        self.fields["share"] = share

    def clean(self) -> dict[str, Any]:
        """Refuses a change that would only cut the term in two."""
        entered = self.cleaned_data
        if (entered.get("acting"), entered.get("share")) == (self.term.acting, self.term.share):
            raise forms.ValidationError(
                _("Nothing would change. Choose another share, or change whether it is acting.")
            )
        return entered


class RoleForm(forms.Form):
    """A new role at a place."""

    def __init__(
        self, *args: Any, viewer: Viewer, place: Place, words: Words, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of role"),
            choices=[
                (kind.code, capfirst(words.role(kind.code)))
                for kind in sorted(KINDS.values(), key=lambda kind: kind.order)
                if place.kind in kind.at and why_change_kind(viewer, place, kind.code)
            ],
        )
        self.fields["title"] = forms.CharField(
            label=_("What it is called here"),
            max_length=100,
            required=False,
            help_text=_("Such as “Literacy coach”. Leave empty if there is only one of its kind."),
            validators=[no_social_security_number],
        )
        self.fields["fte"] = forms.DecimalField(
            label=_("Full-time posts"),
            min_value=0,
            max_digits=6,
            decimal_places=2,
            required=False,
            help_text=_("Leave empty if that is not settled."),
            widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
        )
