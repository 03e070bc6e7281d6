"""A piece of evidence, a claim of one's own, and a note beside one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.evidence.actions.claims import Stated
from convergent.evidence.actions.pieces import Seen
from convergent.evidence.models import EVENT_FITS, NOTE_FITS, STATEMENT_FITS, WORDS_FIT
from convergent.evidence.vantage import Perspective, SourceType
from convergent.people.forms.texts import LineField, WordsField
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.queries.look_fors import newest_look_fors
from convergent.priorities.queries.priorities import priorities_at

KINDS = {
    "note": gettext_lazy("Something I saw"),
    "quote": gettext_lazy("Something that somebody said"),
    "artifact": gettext_lazy("Where something can be read, such as a plan"),
}
SAYS = {
    "for": gettext_lazy("It speaks for it"),
    "partly": gettext_lazy("It says: partly, or here and not there"),
    "against": gettext_lazy("It speaks against it"),
}


class PieceForm(forms.Form):
    says = forms.ChoiceField(
        label=gettext_lazy("What does it say of the claim?"),
        choices=list(SAYS.items()),
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=list(KINDS.items()), widget=forms.RadioSelect
    )
    words = WordsField(
        label=gettext_lazy("In words, without anybody’s name"), fits=WORDS_FIT, rows=4
    )
    source_type = forms.ChoiceField(
        label=gettext_lazy("What kind of source is it?"), choices=SourceType.choices
    )
    perspective = forms.ChoiceField(
        label=gettext_lazy("Whose view is it?"), choices=Perspective.choices
    )
    event = LineField(
        label=gettext_lazy("At which event, if at one"),
        fits=EVENT_FITS,
        required=False,
        help_text=gettext_lazy("What comes from one event counts once."),
    )
    consents = forms.BooleanField(
        label=gettext_lazy("Whoever said it agrees that it stands here"), required=False
    )

    def __init__(self, *args: Any, place: Place, **named: Any) -> None:
        super().__init__(*args, **named)
        said = _("Whoever sees the picture of %(place)s can read this")
        self.fields["words"].who_sees = said % {"place": place.name}  # type: ignore[attr-defined]

    def seen(self) -> Seen:
        return Seen(**self.cleaned_data)


class ClaimForm(forms.Form):
    statement = LineField(
        label=gettext_lazy("A sentence that can be true or not"), fits=STATEMENT_FITS
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Who has to be heard before it is decided?"),
        choices=Perspective.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, place: Place, viewer: Viewer, **named: Any) -> None:
        super().__init__(*args, **named)
        self.priorities = {
            str(one.pk): one for one in priorities_at(viewer, place, day=viewer.today)
        }
        chosen = [(key, one.statement) for key, one in self.priorities.items()]
        self.fields["priority"] = forms.TypedChoiceField(
            label=_("Which priority does it belong to?"),
            choices=[("", _("None")), *chosen],
            coerce=self.priorities.get,
            empty_value=None,
            required=False,
            help_text=_("What visitors look for, for that priority, is then drawn in."),
        )

    def stated(self) -> Stated:
        told = self.cleaned_data
        priority = told["priority"]
        version = newest_look_fors([priority]).get(priority.pk) if priority else None
        return Stated(
            statement=told["statement"],
            needs=told["needs"],
            priority=priority,
            look_fors=version.set if version else None,
        )


class NoteForm(forms.Form):
    text = WordsField(
        label=gettext_lazy("What you say to it"), fits=NOTE_FITS, rows=3, required=False
    )
