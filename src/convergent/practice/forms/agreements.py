"""Visit agreements, evaluators, look-fors and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.fields import DayField, PersonField
from convergent.people.forms.texts import LineField, WordsField
from convergent.people.models import Place
from convergent.people.role_kinds import TEACHER
from convergent.people.viewer import Viewer
from convergent.people.words import Words
from convergent.practice.actions.agreements import Terms
from convergent.practice.models import Kind, LookForVersion
from convergent.practice.models.agreements import INFORMS_NO_EVALUATION
from convergent.practice.models.look_fors import LOOK_FOR_FITS, SET_NAME_FITS

GROUPS = (TEACHER, "coach", "counselor", "aide")
NOTICE_FITS = 200
BY_WHEN = ((0, _("The same day")), (1, _("The next school morning")), (2, _("Within two days")))
CAN_INFORM = [one for one in Kind.choices if one[0] not in {*INFORMS_NO_EVALUATION, Kind.JOINT}]


class AgreementForm(forms.Form):
    starts_on = DayField(label=_("From when on?"))
    kinds = forms.MultipleChoiceField(
        label=_("Which visits are on?"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say who may visit.")},
    )
    may_inform_evaluation = forms.MultipleChoiceField(
        label=_("Which of them may be used in an evaluation?"),
        required=False,
        choices=CAN_INFORM,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("By default none. What a coach or a colleague sees never is."),
    )
    notice = LineField(
        label=_("What notice is given?"),
        fits=NOTICE_FITS,
        required=False,
        help_text=_("Such as “By the evening before”. Empty: none."),
    )
    feedback_days = forms.TypedChoiceField(
        label=_("When does feedback go out?"), choices=BY_WHEN, coerce=int, initial=1
    )
    kept_years = forms.IntegerField(
        label=_("For how many years are visits kept?"), min_value=1, max_value=10, initial=3
    )
    photo_allowed = forms.BooleanField(
        label=_("Photos of the board and of student work are allowed"), required=False
    )

    tells_of_coaching = forms.BooleanField(
        label=_("The principal and the coach’s supervisor learn that coaching runs"),
        required=False,
        help_text=_("Who, from when to when and how many hours; not what about."),
    )

    def __init__(self, *args: Any, words: Words, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["group"] = forms.ChoiceField(
            label=_("For whom?"),
            choices=[(one, words.role(one, plural=True)) for one in GROUPS],
        )
        self.order_fields(["group"])

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class EvaluatorForm(forms.Form):
    """Who evaluates one person, by the names of whoever works near."""

    def __init__(
        self, *args: Any, viewer: Viewer, words: Words, school: Place, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.fields["person"] = PersonField(
            viewer, words, near=school, label=_("Who is evaluated?")
        )
        self.fields["evaluator"] = PersonField(
            viewer,
            words,
            near=school,
            required=False,
            label=_("Who evaluates, from today on?"),
            help_text=_("Empty: nobody any more."),
        )


class LookForsForm(forms.Form):
    name = LineField(label=_("What is looked for?"), fits=SET_NAME_FITS)
    texts = WordsField(
        label=_("What can be seen"),
        fits=10 * LOOK_FOR_FITS,
        rows=6,
        help_text=_("One a line, as it can be seen: “Students quote the text”. At most eight."),
    )

    def clean_texts(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["texts"].splitlines()]
        if any(len(line) > LOOK_FOR_FITS for line in lines):
            raise forms.ValidationError(_("A line fits 120 characters. Shorten the longest."))
        return [line for line in lines if line]


def initial_look_fors(version: LookForVersion | None) -> dict[str, str]:
    if version is None:
        return {}
    texts = (one.text for one in version.look_fors.all())
    return {"name": version.set.name, "texts": "\n".join(texts)}


class InvitationForm(forms.Form):
    until = DayField(label=_("Until when?"))

    def __init__(self, *args: Any, viewer: Viewer, words: Words, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["guest"] = PersonField(
            viewer, words, near=viewer.main_place, label=_("Whom do you invite?")
        )
        self.order_fields(["guest"])
