"""The forms for a priority: its public words, what it hangs on, who works on it, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convergent.people.forms.leads import main_terms_at
from convergent.people.forms.texts import LineField, WordsField
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.viewer import Viewer
from convergent.people.words import Words
from convergent.priorities.actions.priorities import Said
from convergent.priorities.models import Priority
from convergent.priorities.models.priorities import SERVES_FITS, STATEMENT_FITS, WORDS_FIT
from convergent.priorities.queries.priorities import priorities_above

OWN = "own"
NOTE_FITS = 20_000


class PriorityForm(forms.Form):
    """A priority that begins."""

    statement = LineField(
        label=_("What are we working on?"),
        fits=STATEMENT_FITS,
        help_text=_(
            "One sentence that everybody here could say. Such as “Every student argues "
            "from a text, every day”."
        ),
    )
    why = WordsField(
        label=_("Why this?"),
        fits=WORDS_FIT,
        draft="priority-why",
        required=False,
        help_text=_("In words that a family would understand."),
    )
    serves = LineField(
        label=_("Whom does it serve?"),
        fits=SERVES_FITS,
        required=False,
        help_text=_("Which students gain most, and through which teachers."),
    )
    started_from = WordsField(
        label=_("What evidence did it start from?"),
        fits=WORDS_FIT,
        draft="priority-evidence",
        required=False,
        help_text=_("What you looked at, and what it showed. No student’s name."),
    )

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        place: Place,
        words: Words,
        priority: Priority | None = None,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.place, self.priority = place, priority
        above = list(priorities_above(viewer, place, day=viewer.today))
        if priority and priority.aligned_to and priority.aligned_to not in above:
            above.append(priority.aligned_to)
        self.above = {str(one.pk): one for one in above}
        self.terms = {str(term.pk): term for term in main_terms_at(place, viewer)}
        if priority and priority.lead:
            self.terms.setdefault(str(priority.lead.pk), priority.lead)
        self.teams = {str(team.pk): team for team in teams_near(place)}
        if place.kind != PlaceKind.DISTRICT:
            self.fields["aligned"] = self._alignment_field()
        self.fields["lead"] = _choice(self.terms, _("Nobody yet"), self._people(words))
        self.fields["lead"].label = _("Who leads it?")
        named_teams = [(key, team.name) for key, team in self.teams.items()]
        self.fields["team"] = _choice(self.teams, _("No team yet"), named_teams)
        self.fields["team"].label = _("Which team works on it?")

    def _alignment_field(self) -> forms.Field:
        choices = [(key, f"{one.place.name}: {one.statement}") for key, one in self.above.items()]
        own = _("It is our own, aligned to none above")
        return forms.ChoiceField(
            label=_("Which priority above does it carry?"),
            choices=[*choices, (OWN, own)],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one, or say that it is your own.")},
        )

    def _people(self, words: Words) -> Iterator[tuple[str, str]]:
        for key, term in self.terms.items():
            yield key, f"{term.person.name} · {words.role_title(term.role)}"

    def said(self) -> Said:
        """What was entered."""
        told = self.cleaned_data
        aligned = told.get("aligned", "")
        return Said(
            statement=told["statement"],
            why=told["why"],
            serves=told["serves"],
            started_from=told["started_from"],
            aligned_to=self.above.get(aligned),
            is_own=aligned == OWN,
            lead=told["lead"],
            team=told["team"],
        )


class ChangeForm(PriorityForm):
    """Another wording, alignment or lead of a priority, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = WordsField(
        label=_("Why does it change?"),
        fits=WORDS_FIT,
        draft="priority-reason",
        help_text=_("Everybody who asks later will read this."),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])


class EndForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = WordsField(
        label=_("Why does it end?"),
        fits=WORDS_FIT,
        help_text=_("What came of it, and what you will do instead. It stays in the history."),
    )


class NoteForm(forms.Form):
    text = WordsField(
        label=_("A note for those who work on it"),
        fits=NOTE_FITS,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "data-private": "true"}),
    )


def initial_of(priority: Priority) -> dict[str, Any]:
    """What the form for a change shows at first."""
    aligned = str(priority.aligned_to_id) if priority.aligned_to_id else ""
    return {
        "statement": priority.statement,
        "why": priority.why,
        "serves": priority.serves,
        "started_from": priority.started_from,
        "aligned": OWN if priority.is_own else aligned,
        "lead": str(priority.lead_id or ""),
        "team": str(priority.team_id or ""),
        "version": priority.version,
    }


def teams_near(place: Place) -> list[Place]:
    """Open teams of the place; for a team, itself and those beside it."""
    top = place.parent if place.kind == PlaceKind.TEAM and place.parent else place
    return list(top.children.filter(kind=PlaceKind.TEAM, closed_on=None))


def _choice(
    known: dict[str, RoleTerm] | dict[str, Place], nobody: Any, named: Any
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[("", nobody), *named], coerce=known.get, empty_value=None, required=False
    )
