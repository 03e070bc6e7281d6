"""A term as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.people.models import RoleTerm
from convergent.people.words import Words


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the timeline component; `state` is filled, half, ring or dash."""

    when: str
    title: str
    detail: str
    url: str
    state: str


def day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def span(term: RoleTerm) -> str:
    if term.ends_on is None:
        return _("since %(day)s") % {"day": day_text(term.starts_on)}
    return _("%(first)s to %(last)s") % {
        "first": day_text(term.starts_on),
        "last": day_text(term.ends_on),
    }


def conditions(term: RoleTerm) -> str:
    """“acting, 60 % of a post”; empty for an ordinary full-time term."""
    said = [_("acting")] if term.acting else []
    if term.share != 1:
        said.append(_("%(share)s%% of a post") % {"share": round(term.share * 100)})
    return ", ".join(said)


def entry_of_person(term: RoleTerm, words: Words, today: date) -> TimelineEntry:
    """A term on a person's page: where and what."""
    return TimelineEntry(
        when=span(term),
        title=f"{words.role_title(term.role)} · {term.role.place.name}",
        detail=conditions(term),
        url=reverse("role", args=[term.role_id]),
        state=_state(term, today),
    )


def entry_of_role(term: RoleTerm, today: date) -> TimelineEntry:
    """A term on a role's page: who."""
    return TimelineEntry(
        when=span(term),
        title=term.person.name,
        detail=conditions(term),
        url=reverse("person", args=[term.person_id]),
        state=_state(term, today),
    )


def _state(term: RoleTerm, today: date) -> str:
    if term.starts_on > today:
        return "ring"
    if not term.runs_on(today):
        return "dash"
    return "half" if term.acting else "filled"
