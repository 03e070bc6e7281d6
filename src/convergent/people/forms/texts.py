"""Fields for what people write in their own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from convergent.facts.social_security import holds_social_security_number


def no_social_security_number(text: str) -> None:
    if holds_social_security_number(text):
        raise forms.ValidationError(
            _(
                "This looks like a social-security number. Take it out: none is kept here, of "
                "anybody."
            ),
            code="social_security_number",
        )


class WordsField(forms.CharField):
    """Free text in any language. A paste that is too long is refused with how much fits; the
    browser is not told the limit, for it would cut the paste off without a word."""

    default_validators = [no_social_security_number]

    def __init__(self, *, fits: int, rows: int = 3, draft: str = "", **named: Any) -> None:
        self.fits = fits
        attributes = {"rows": rows, "dir": "auto"}
        if draft:
            attributes["data-draft-key"] = draft
        named.setdefault("widget", forms.Textarea(attrs=attributes))
        super().__init__(**named)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if len(text) > self.fits:
            raise forms.ValidationError(
                _("This has %(length)s characters, and %(fits)s fit. Shorten it."),
                params={"length": _counted(len(text)), "fits": _counted(self.fits)},
            )
        return text


class LineField(WordsField):
    """A single line, such as a statement: what breaks the line becomes a space."""

    def __init__(self, *, fits: int, **named: Any) -> None:
        super().__init__(fits=fits, widget=forms.TextInput(attrs={"dir": "auto"}), **named)

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value) or "").split())


def _counted(number: int) -> str:
    return number_format(number, force_grouping=True)
