"""Asking for coaching, writing to each other, meeting, sharing; opening and holding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.forms.fields import DayField, PersonField
from convergent.people.forms.texts import LineField
from convergent.people.models import Person
from convergent.people.viewer import Viewer
from convergent.people.words import Words
from convergent.practice.actions.openings import MOST_DAYS
from convergent.practice.actions.threads import OF_THE_TEACHER, Written
from convergent.practice.forms.visits import PrivateWords
from convergent.practice.models import CoachingMeeting, CoachingPiece
from convergent.practice.models.coaching import LONGEST_MEETING, USUAL_WEEKS
from convergent.practice.models.threads import LINK_FITS, PIECE_FITS, REASON_FITS
from convergent.priorities.models import Priority

HOW_OFTEN = (
    (1, gettext_lazy("Every week")),
    (2, gettext_lazy("Every two weeks")),
    (3, gettext_lazy("Every three weeks")),
    (4, gettext_lazy("Every four weeks")),
)
USUAL_MEETING = 40


class AskForm(forms.Form):
    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("How often do you want to meet?"),
        choices=HOW_OFTEN,
        coerce=int,
        initial=USUAL_WEEKS,
    )

    def __init__(self, *args: Any, people: Sequence[Person], **named: Any) -> None:
        super().__init__(*args, **named)
        self.people = {str(one.pk): one for one in people}
        self.fields["person"] = forms.ChoiceField(
            label=_("With whom?"), choices=[(pk, one.name) for pk, one in self.people.items()]
        )
        self.order_fields(["person"])

    def clean_person(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class PieceForm(forms.Form):
    """One text. The goal, and what is kept, stand in the teacher's list alone."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = PrivateWords(label=gettext_lazy("In your words"), fits=PIECE_FITS, rows=5, required=True)
    link = LineField(
        label=gettext_lazy("A link to student work or a short film"),
        fits=LINK_FITS,
        required=False,
        help_text=gettext_lazy("No student’s name."),
    )

    def __init__(
        self, *args: Any, is_teacher: bool, priorities: Sequence[Priority] = (), **named: Any
    ) -> None:
        super().__init__(*args, **named)
        stages = [
            (stage.value, stage.label)
            for stage in CoachingPiece.Stage
            if is_teacher or stage not in OF_THE_TEACHER
        ]
        self.fields["stage"] = forms.ChoiceField(label=_("What is it?"), choices=stages)
        if is_teacher and priorities:
            self.fields["priority"] = forms.ChoiceField(
                label=_("A goal: does it belong to what the school works on?"),
                required=False,
                choices=[("", _("No")), *((str(one.pk), one.statement) for one in priorities)],
            )
        self.order_fields(["version", "stage", "text", "link", "priority"])

    def written(self) -> Written:
        told = self.cleaned_data
        return Written(
            stage=told["stage"],
            text=told["text"],
            link=told["link"],
            priority=told.get("priority", ""),
        )


def initial_piece(piece: CoachingPiece) -> dict[str, Any]:
    names = ("version", "stage", "text", "link", "priority")
    return {name: getattr(piece, name) for name in names}


class MeetingForm(forms.Form):
    day = DayField(label=gettext_lazy("On which day did you meet?"))
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=1,
        max_value=LONGEST_MEETING,
        initial=USUAL_MEETING,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of help was it?"),
        choices=CoachingMeeting.Help.choices,
        help_text=gettext_lazy(
            "Encrypted, and read by you two. It is told as a pattern of eight teachers or more."
        ),
    )


class SearchForm(forms.Form):
    words = LineField(label=gettext_lazy("Words that you look for"), fits=100)


class ShareForm(forms.Form):
    def __init__(self, *args: Any, viewer: Viewer, words: Words, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["person"] = PersonField(
            viewer, words, near=viewer.main_place, label=_("With whom do you share it?")
        )


class OpeningForm(forms.Form):
    reason = PrivateWords(
        label=gettext_lazy("For which reason?"), fits=REASON_FITS, rows=3, required=True
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days?"), min_value=1, max_value=MOST_DAYS, initial=3
    )

    def __init__(self, *args: Any, viewer: Viewer, words: Words, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, label in (("teacher", _("Which teacher?")), ("coach", _("With which coach?"))):
            self.fields[name] = PersonField(viewer, words, near=viewer.main_place, label=label)
        self.order_fields(["teacher", "coach"])


class HoldForm(forms.Form):
    """It stands beside a form with fields of the same names."""

    reason = PrivateWords(
        label=gettext_lazy("For which reason?"), fits=REASON_FITS, rows=3, required=True
    )

    def __init__(self, *args: Any, viewer: Viewer, words: Words, **named: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_hold_%s", **named})
        self.fields["teacher"] = PersonField(
            viewer, words, near=viewer.main_place, label=_("Which teacher?")
        )
        self.order_fields(["teacher"])
