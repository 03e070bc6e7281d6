"""A term as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.days import day_text
from convergent.people.models import RoleTerm
from convergent.people.viewer import Viewer
from convergent.people.words import Words, in_sentence


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the timeline component; `state` is filled, half, ring or dash."""

    when: str
    title: str
    detail: str
    url: str
    state: str


@dataclass(frozen=True)
class DeedLink:
    """A button beside a term, and the whole of what it does, for whoever hears it read alone."""

    label: str
    whole: str
    url: str


def span(term: RoleTerm, viewer: Viewer) -> str:
    first = day_text(term.starts_on, viewer)
    if term.ends_on is not None:
        return _("%(first)s to %(last)s") % {
            "first": first,
            "last": day_text(term.ends_on, viewer),
        }
    if term.starts_on > viewer.today:
        return _("from %(day)s") % {"day": first}
    return _("since %(day)s") % {"day": first}


def conditions(term: RoleTerm) -> str:
    """“acting, 60 % of a post”; empty for an ordinary full-time term."""
    said = [_("acting")] if term.acting else []
    if term.share != 1:
        said.append(_("%(share)s%% of a post") % {"share": round(term.share * 100)})
    return ", ".join(said)


def deeds_on(term: RoleTerm, words: Words) -> tuple[DeedLink, ...]:
    """What somebody who may change the term can do to it; one with no end is not to extend."""
    said = {"name": term.person.name, "role": in_sentence(words.role_title(term.role))}
    deeds = (
        ("term_extend", _("Extend"), _("Extend %(name)s's term as %(role)s") % said),
        ("term_change", _("Change"), _("Change %(name)s's term as %(role)s") % said),
        ("term_end", _("End"), _("End %(name)s's term as %(role)s") % said),
    )
    shown = deeds if term.ends_on else deeds[1:]
    return tuple(
        DeedLink(label, whole, reverse(name, args=[term.pk])) for name, label, whole in shown
    )


def entry_of_person(term: RoleTerm, words: Words, viewer: Viewer) -> TimelineEntry:
    """A term on a person's page: where and what."""
    return TimelineEntry(
        when=span(term, viewer),
        title=f"{words.role_title(term.role)} · {term.role.place.name}",
        detail=conditions(term),
        url=reverse("role", args=[term.role_id]),
        state=_state(term, viewer.today),
    )


def entry_of_role(term: RoleTerm, viewer: Viewer) -> TimelineEntry:
    """A term on a role's page: who."""
    return TimelineEntry(
        when=span(term, viewer),
        title=term.person.name,
        detail=conditions(term),
        url=reverse("person", args=[term.person_id]),
        state=_state(term, viewer.today),
    )


def _state(term: RoleTerm, today: date) -> str:
    if term.starts_on > today:
        return "ring"
    if not term.runs_on(today):
        return "dash"
    return "half" if term.acting else "filled"
