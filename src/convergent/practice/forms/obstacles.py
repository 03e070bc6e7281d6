"""Something in the way: what, and in whose hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.forms.texts import LineField
from convergent.people.models import Person
from convergent.practice.models import Obstacle
from convergent.practice.models.obstacles import ANSWER_FITS, DETAIL_FITS


class ObstacleForm(forms.Form):
    """Each kind is a button of its own, so that one tap sends it."""

    detail = LineField(
        label=gettext_lazy("Where, and what exactly?"),
        fits=DETAIL_FITS,
        required=False,
        help_text=gettext_lazy("Such as “Room 208, the light over the board”. No student’s name."),
    )
    what = forms.ChoiceField(choices=Obstacle.What.choices)

    def __init__(self, *args: Any, owners: Sequence[Person], **named: Any) -> None:
        super().__init__(*args, **named)
        self.people = {str(one.pk): one for one in owners}
        self.fields["owner"] = forms.ChoiceField(
            label=_("Who sees to it?"), choices=[(pk, one.name) for pk, one in self.people.items()]
        )

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "owner": self.people[self.cleaned_data["owner"]]}


class ObstacleAnswerForm(forms.Form):
    answer = LineField(label=gettext_lazy("What becomes of it?"), fits=ANSWER_FITS)
