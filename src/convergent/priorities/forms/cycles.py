"""The forms for a cycle of improvement: its plan, a count, and what is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.texts import LineField, WordsField
from convergent.priorities.actions.cycles import LONGEST, Plan, Replanned
from convergent.priorities.forms.days import NearDayField
from convergent.priorities.forms.priorities import teams_near
from convergent.priorities.models import Cycle, LinkEvidence, Priority
from convergent.priorities.models.theory import CLAUSE_FITS, THOUGHT_FITS
from convergent.priorities.presenters.theory import link_words
from convergent.priorities.queries.theory import standing_links


def _number(label: Any, **named: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=9,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        **named,
    )


class CycleForm(forms.Form):
    question = LineField(
        label=_("What do you want to find out?"),
        fits=CLAUSE_FITS,
        help_text=_("Such as “Do pairs talk more when the question has two answers?”"),
    )
    idea = WordsField(label=_("What will you try?"), fits=THOUGHT_FITS)
    measured = LineField(
        label=_("What will you count each time?"),
        fits=120,
        help_text=_("Something that one person counts in a minute."),
    )
    prediction = WordsField(
        label=_("What do you think will happen?"),
        fits=THOUGHT_FITS,
        help_text=_("Now, before you know. It cannot be changed later."),
    )
    expected = _number(_("To which number will it come?"), required=False)
    weeks = forms.TypedChoiceField(
        label=_("For how many weeks?"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, LONGEST + 1)],
        initial=4,
    )

    def __init__(self, *args: Any, priority: Priority, **named: Any) -> None:
        super().__init__(*args, **named)
        self.links = {str(one.pk): one for one in standing_links(priority)}
        self.teams = {str(one.pk): one for one in teams_near(priority.place)}
        links = [(key, link_words(one)) for key, one in self.links.items()]
        self.fields["link"] = _among(self.links, links, _("None in particular"))
        self.fields["link"].label = _("Which link of your theory does it test?")
        teams = [(key, one.name) for key, one in self.teams.items()]
        self.fields["team"] = _among(self.teams, teams, _("No team"))
        self.fields["team"].label = _("Which team tries it?")
        self.initial.setdefault("team", str(priority.team_id or ""))

    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)


class ChangeCycleForm(CycleForm):
    """As it was begun; what was guessed is not asked again."""

    prediction = None  # type: ignore[assignment]
    expected = None  # type: ignore[assignment]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def replanned(self) -> Replanned:
        told = {key: one for key, one in self.cleaned_data.items() if key != "version"}
        return Replanned(**told)


def initial_of_cycle(cycle: Cycle) -> dict[str, Any]:
    """What the form shows of a cycle that runs."""
    return {
        "question": cycle.question,
        "idea": cycle.idea,
        "measured": cycle.measured,
        "weeks": (cycle.ends_on - cycle.starts_on).days // 7,
        "link": str(cycle.link_id or ""),
        "team": str(cycle.team_id or ""),
        "version": cycle.version,
    }


class PointForm(forms.Form):
    day = NearDayField(label=_("Day"))
    value = _number(_("How many?"))


class DecideForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    result = WordsField(label=_("What happened, beside what you had guessed?"), fits=THOUGHT_FITS)
    decision = forms.ChoiceField(
        label=_("What will you do?"),
        choices=[
            (Cycle.Decision.ADOPT, _("Adopt it: we do it from now on")),
            (Cycle.Decision.ADAPT, _("Adapt it: we try it another way")),
            (Cycle.Decision.ABANDON, _("Abandon it: we stop")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you will do.")},
    )
    next_step = WordsField(label=_("What is the next step?"), fits=THOUGHT_FITS, required=False)

    def __init__(self, *args: Any, tests_a_link: bool, **named: Any) -> None:
        super().__init__(*args, **named)
        if tests_a_link:
            self.fields["says_of_link"] = forms.ChoiceField(
                label=_("What does it say of the link that it tests?"),
                choices=[
                    ("", _("Nothing yet")),
                    (LinkEvidence.Speaks.FOR, _("It speaks for it")),
                    (LinkEvidence.Speaks.AGAINST, _("It speaks against it")),
                ],
                required=False,
            )


def _among(
    known: dict[str, Any], named: list[tuple[str, str]], none: Any
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[("", none), *named], coerce=known.get, empty_value=None, required=False
    )
