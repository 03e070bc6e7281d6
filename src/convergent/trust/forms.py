"""Three statements, with which somebody agrees or not."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from convergent.trust.statements import Version

AGREE, OTHERWISE = "agree", "otherwise"


class PulseForm(forms.Form):
    def __init__(self, data: Mapping[str, str] | None, version: Version) -> None:
        super().__init__(data)
        for code, statement in version.statements.items():
            self.fields[code] = forms.ChoiceField(
                label=f"“{statement}”",
                choices=[(AGREE, _("I agree")), (OTHERWISE, _("I do not agree"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer all three, or none.")},
            )

    def said(self) -> dict[str, bool]:
        return {code: chosen == AGREE for code, chosen in self.cleaned_data.items()}
