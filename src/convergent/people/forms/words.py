"""What a district calls its roles, school levels and terms."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from convergent.configuration import SETTINGS
from convergent.people.forms.texts import no_social_security_number
from convergent.people.models import DistrictSettings
from convergent.people.role_kinds import KINDS
from convergent.people.words import LEVELS, TERMS, Words

NO_LEAP_YEAR = 2027
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


@dataclass(frozen=True)
class WordRow:
    """One word: ours, one and several, and the two fields for the district's own."""

    singular: str
    plural: str
    own: tuple[BoundField, BoundField]


@dataclass(frozen=True)
class WordSection:
    title: str
    rows: tuple[WordRow, ...]


class WordsForm(forms.Form):
    """A table with two fields for each word; one left empty means our own word."""

    template_name = "people/words_form.html"

    def __init__(self, *args: Any, words: Words, district: DistrictSettings, **named: Any) -> None:
        super().__init__(*args, **named)
        for of, code, singular, plural in entries():
            own = words.own.get((of, code), ("", ""))
            self.fields[f"{of}.{code}.singular"] = _word_field(
                _("“%(word)s”, one") % {"word": singular}, own[0]
            )
            self.fields[f"{of}.{code}.plural"] = _word_field(
                _("“%(word)s”, several") % {"word": plural}, own[1]
            )
        self.fields["time_zone"] = forms.CharField(
            label=_("Time zone"),
            initial=district.time_zone,
            validators=[_time_zone],
            help_text=_("Such as America/Chicago. Days and hours on every page follow it."),
        )
        self.fields["year_starts_month"] = forms.TypedChoiceField(
            label=_("The school year begins in"),
            coerce=int,
            choices=list(MONTHS.items()),
            initial=district.year_starts_month,
            help_text=_("Counts for days of which no school year is loaded."),
        )
        self.fields["year_starts_day"] = forms.IntegerField(
            label=_("on day"),
            min_value=1,
            max_value=31,
            initial=district.year_starts_day,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"), _("Write a day of the month, from 1 to 31.")
            ),
        )

    def clean(self) -> dict[str, Any]:
        """The day has to be one of every year, so February has 28."""
        cleaned = super().clean() or self.cleaned_data
        month, day = cleaned.get("year_starts_month"), cleaned.get("year_starts_day")
        if month and day and day > monthrange(NO_LEAP_YEAR, month)[1]:
            problem = _("%(month)s has no day %(day)s in every year. Choose an earlier one.")
            self.add_error("year_starts_day", problem % {"month": MONTHS[month], "day": day})
        return cleaned

    def year_starts(self) -> tuple[int, int]:
        """The month and the day."""
        return self.cleaned_data["year_starts_month"], self.cleaned_data["year_starts_day"]

    def sections(self) -> list[WordSection]:
        rows: dict[str, list[WordRow]] = {"role": [], "level": [], "term": []}
        for of, code, singular, plural in entries():
            fields = (self[f"{of}.{code}.singular"], self[f"{of}.{code}.plural"])
            rows[of].append(WordRow(singular, plural, fields))
        titles = {"role": _("Roles"), "level": _("Schools"), "term": _("Places and years")}
        return [WordSection(str(titles[of]), tuple(found)) for of, found in rows.items()]

    def chosen(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The words that differ from ours, by what they are of and their code."""
        data = self.cleaned_data
        pairs = {
            (of, code): (data[f"{of}.{code}.singular"], data[f"{of}.{code}.plural"])
            for of, code, _singular, _plural in entries()
        }
        return {key: pair for key, pair in pairs.items() if any(pair)}


def _word_field(label: str, own: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=60,
        required=False,
        initial=own,
        validators=[no_social_security_number],
        widget=forms.TextInput(attrs={"aria-label": label}),
    )
