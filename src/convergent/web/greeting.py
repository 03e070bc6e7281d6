"""The headline of Today: computed from what is on it, by rules that the tests hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.models import Place, PlaceKind
from convergent.people.today import AgendaGroup, Group
from convergent.people.viewer import Viewer


def greeting(viewer: Viewer, groups: Sequence[AgendaGroup], now: datetime) -> str:
    hello = _part_of_day(now.hour) % {"name": viewer.person.called}
    waiting = sum(len(group.items) for group in groups if group.title == Group.WAITING.title)
    if waiting:
        said = ngettext(
            "One thing is waiting for you.", "%(count)s things are waiting for you.", waiting
        ) % {"count": _in_words(waiting)}
    elif groups:
        said = _("Nothing is waiting for you.")
    else:
        said = _("Nothing needs you today.")
    return f"{hello} {said}"


def _part_of_day(hour: int) -> str:
    if hour < 12:
        return _("Good morning, %(name)s.")
    return _("Good afternoon, %(name)s.") if hour < 18 else _("Good evening, %(name)s.")


def _in_words(count: int) -> str:
    words = [_("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven")]
    return words[count] if count < len(words) else str(count)


def places_of_work(viewer: Viewer) -> list[Place]:
    """Schools and units where the viewer holds a role, the main one first; teams lie within."""
    terms = sorted(viewer.terms, key=lambda term: term.weight)
    places = dict.fromkeys(term.role.place for term in terms)
    return [place for place in places if place.kind != PlaceKind.TEAM] or list(places)
