"""What a district calls its roles, school levels and terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergent.configuration import SETTINGS
from convergent.people.models import DistrictSettings
from convergent.people.role_kinds import KINDS
from convergent.people.words import LEVELS, TERMS, Words

Entry = tuple[str, str, str, str]  # what it is of, its code, our singular, our plural


def entries() -> Iterator[Entry]:
    for kind in sorted(KINDS.values(), key=lambda one: one.order):
        yield "role", kind.code, str(kind.name), str(kind.plural)
    for of, table in (("level", LEVELS), ("term", TERMS)):
        for code, (singular, plural) in table.items():
            yield of, code, str(singular), str(plural)


def _time_zone(value: str) -> None:
    setting = next(one for one in SETTINGS if one.name == "time_zone")
    try:
        setting.read(value)
    except ValueError:
        raise forms.ValidationError(_("Write a time zone such as America/Chicago.")) from None


class WordsForm(forms.Form):
    """Two fields for each word; one left empty means our own word."""

    def __init__(self, *args: Any, words: Words, district: DistrictSettings, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["time_zone"] = forms.CharField(
            label=_("Time zone"),
            initial=district.time_zone,
            validators=[_time_zone],
            help_text=_("Such as America/Chicago. Days and hours on every page follow it."),
        )
        for of, code, singular, plural in entries():
            own = words.own.get((of, code), ("", ""))
            self.fields[f"{of}.{code}.singular"] = forms.CharField(
                label=_("“%(word)s”, one") % {"word": singular},
                max_length=60,
                required=False,
                initial=own[0],
                widget=forms.TextInput(attrs={"placeholder": singular}),
            )
            self.fields[f"{of}.{code}.plural"] = forms.CharField(
                label=_("“%(word)s”, several") % {"word": plural},
                max_length=60,
                required=False,
                initial=own[1],
                widget=forms.TextInput(attrs={"placeholder": plural}),
            )

    def chosen(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The words that differ from ours, by what they are of and their code."""
        data = self.cleaned_data
        pairs = {
            (of, code): (data[f"{of}.{code}.singular"], data[f"{of}.{code}.plural"])
            for of, code, _singular, _plural in entries()
        }
        return {key: pair for key, pair in pairs.items() if any(pair)}
