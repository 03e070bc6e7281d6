"""The forms of a meeting: when a team meets, what is on the agenda, what was decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.people.forms.texts import LineField, WordsField
from convergent.priorities.actions.meeting_notes import plain
from convergent.priorities.actions.rhythms import LONGEST, SHORTEST, Beat
from convergent.priorities.forms.days import NearDayField
from convergent.priorities.models import Meeting, MeetingRhythm, Seat
from convergent.priorities.models.meeting_notes import NOTES_FIT
from convergent.priorities.models.meetings import (
    ITEM_FITS,
    NORMS_FIT,
    PURPOSE_FITS,
    QUESTION_FITS,
)
from convergent.priorities.presenters.meeting import PARTS
from convergent.priorities.protocols import PROTOCOLS

EVERY = (
    (1, gettext_lazy("Every week")),
    (2, gettext_lazy("Every two weeks")),
    (3, gettext_lazy("Every three weeks")),
    (4, gettext_lazy("Every four weeks")),
)


class MinutesField(forms.IntegerField):
    def __init__(self, **named: Any) -> None:
        named.setdefault("min_value", SHORTEST)
        named.setdefault("max_value", LONGEST)
        super().__init__(**named)


def hour_field() -> forms.TimeField:
    return forms.TimeField(
        label=gettext_lazy("At"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write the time as 15:15.")},
    )


class RhythmForm(forms.Form):
    """When a team meets, and what for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    purpose = LineField(
        label=gettext_lazy("What does the team meet for?"),
        fits=PURPOSE_FITS,
        help_text=gettext_lazy("One sentence. Such as “Plan lessons in which students argue”."),
    )
    first_on = NearDayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("It comes back on the same day of the week."),
    )
    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("How often?"), choices=EVERY, coerce=int
    )
    starts_at = hour_field()
    minutes = MinutesField(label=gettext_lazy("For how many minutes?"))
    norms = WordsField(
        label=gettext_lazy("How do we want to work together?"),
        fits=NORMS_FIT,
        required=False,
        help_text=gettext_lazy("Norms that you agreed on, one a line."),
    )

    def beat(self) -> Beat:
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Beat(**told)


def initial_rhythm(rhythm: MeetingRhythm | None, today: date) -> dict[str, Any]:
    if rhythm is None:
        return {"version": 0, "first_on": today, "minutes": 45, "every_weeks": 1}
    names = ("purpose", "every_weeks", "starts_at", "minutes", "norms", "version")
    return {**{name: getattr(rhythm, name) for name in names}, "first_on": today}


class OnceForm(forms.Form):
    """A meeting beside the rhythm."""

    day = NearDayField(label=gettext_lazy("Day"))
    at = hour_field()
    minutes = MinutesField(label=gettext_lazy("For how many minutes?"), initial=45)

    def starts_at(self) -> datetime:
        """By the clock on the wall."""
        wall = datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        return timezone.make_aware(wall)


class MeetingForm(OnceForm):
    """Another time, another order, other hands."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **named: Any) -> None:
        begins = timezone.localtime(meeting.starts_at)
        initial = {
            "day": begins.date(),
            "at": begins.time(),
            "minutes": meeting.minutes,
            "protocol": meeting.protocol,
            "question": meeting.question,
            "version": meeting.version,
        }
        super().__init__(*args, **{"initial": initial, **named})
        self.fields["protocol"] = forms.ChoiceField(
            label=_("Protocol"),
            required=False,
            choices=[("", _("None")), *((one.code, one.title) for one in PROTOCOLS.values())],
            help_text=_("An order in which to look at one thing, with its timings."),
        )
        self.fields["question"] = LineField(
            label=_("Which question do you bring to it?"), fits=QUESTION_FITS, required=False
        )
        self.seats = list(meeting.seats.select_related("person"))
        people = [(str(seat.person_id), seat.person.name) for seat in self.seats]
        for number, (part, label) in enumerate(PARTS.items()):
            held = next((str(one.person_id) for one in self.seats if one.part == part), "")
            self.fields[f"part_{number}"] = forms.ChoiceField(
                label=_("Who %(part)s?") % {"part": label},
                required=False,
                choices=[("", _("Nobody")), *people],
                initial=held,
            )

    def parts(self) -> dict[Any, str]:
        """Whoever was named for two parts has the first of them."""
        found: dict[Any, str] = {}
        for number, part in enumerate(PARTS):
            chosen = self.cleaned_data[f"part_{number}"]
            seat = next((one for one in self.seats if str(one.person_id) == chosen), None)
            if seat is not None:
                found.setdefault(seat.person_id, str(part))
        return found


class ItemForm(forms.Form):
    title = LineField(label=gettext_lazy("What do you want to talk about?"), fits=ITEM_FITS)
    minutes = MinutesField(
        label=gettext_lazy("For how many minutes?"), initial=10, min_value=1, max_value=240
    )


class NotesField(WordsField):
    """Every line ending counts once, though browsers send two characters for it."""

    def __init__(self, **named: Any) -> None:
        super().__init__(fits=NOTES_FIT, required=False, strip=False, **named)

    def to_python(self, value: Any) -> str:
        return plain(str(super().to_python(value)))


class NotesForm(forms.Form):
    """The notes, and in `base` the text from which this writer began."""

    template_name = "priorities/notes_fields.html"

    base = NotesField(widget=forms.HiddenInput)
    text = NotesField(
        label=gettext_lazy("Notes"),
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto", "data-private": "true"}),
    )


class CloseForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, **named: Any) -> None:
        super().__init__(*args, **{"initial": {"version": meeting.version}, **named})
        seats = meeting.seats.select_related("person").order_by("person__family_key")
        people = {str(seat.person_id): seat for seat in seats}
        self.people: dict[str, Seat] = people
        self.fields["there"] = forms.MultipleChoiceField(
            label=_("Who was there?"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(key, seat.person.name) for key, seat in people.items()],
            initial=list(people),
        )

    def there(self) -> set[Any]:
        return {self.people[key].person_id for key in self.cleaned_data["there"]}
