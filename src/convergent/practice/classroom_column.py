"""The column of the chain before the last: what visits see of a priority in classrooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.viewer import Viewer
from convergent.practice.access.patterns import FEWEST_TEACHERS, Pattern, patterns_of
from convergent.practice.models import LookForVersion
from convergent.practice.presenters.patterns import behind, pattern_sentence
from convergent.practice.queries.look_fors import newest_look_fors
from convergent.priorities.access.work import priorities_worked_on_by
from convergent.priorities.chain import Cell, Column, Mend, State, fills
from convergent.priorities.models import Priority
from convergent.priorities.queries.news import News, Since, brings_news
from convergent.priorities.queries.priorities import priorities_at

SEEN_SELDOM = 3  # of ten visits


@fills(Column.CLASSROOM)
def classroom(priorities: Sequence[Priority], viewer: Viewer) -> dict[UUID, Cell]:
    versions = newest_look_fors(priorities)
    asked = [(versions[one.pk], one.place) for one in priorities if one.pk in versions]
    patterns = patterns_of(viewer, asked)
    worked_on = _worked_on([one.pk for one in priorities if one.pk not in versions], viewer)
    return {
        one.pk: _cell(one, versions.get(one.pk), patterns, can_change=one.pk in worked_on)
        for one in priorities
    }


def _worked_on(priorities: list[UUID], viewer: Viewer) -> set[UUID]:
    """Those that the viewer works on."""
    if not priorities:
        return set()
    own = priorities_worked_on_by(viewer).filter(pk__in=priorities)
    return set(own.values_list("pk", flat=True))


def _cell(
    priority: Priority,
    version: LookForVersion | None,
    patterns: Mapping[UUID, Pattern | None],
    *,
    can_change: bool,
) -> Cell:
    page = reverse("look_fors", args=[priority.pk])
    if version is None:
        mend = Mend(_("Say what visitors look for"), page)
        return Cell(
            State.UNTESTED,
            _("Nobody has said what would be seen in classrooms."),
            mending=_("Two or three things that a visitor can see would be a start."),
            mend=mend if can_change else None,
        )
    pattern, visits = patterns[version.pk], Mend(_("Visit a class"), reverse("visits"))
    if pattern is None:
        said = _("Visits have not reached enough teachers yet to say (%(count)s at least).")
        return Cell(
            State.UNTESTED,
            said % {"count": FEWEST_TEACHERS},
            detail=version.set.name,
            freshness=_("this school year, until the end of last month"),
            url=page,
            mending=_("Visits to more teachers, by any visitor, would test it."),
            mend=visits,
        )
    return Cell(
        state=state_of(pattern),
        sentence=pattern_sentence(pattern, version),
        detail=version.set.name,
        freshness=behind(pattern),
        url=page,
        mending=_mending(pattern),
    )


def _mending(pattern: Pattern) -> str:
    if state_of(pattern) is State.HOLDS:
        return ""
    return _("Ask teachers what keeps the rarest from happening, and plan one lesson with it.")


def state_of(pattern: Pattern) -> State:
    """It holds where nothing that is looked for is seen seldom: in three of ten visits or fewer."""
    is_seldom = min(pattern.tenths.values()) <= SEEN_SELDOM
    return State.THIN if is_seldom else State.HOLDS


@brings_news
def what_visits_see(since: Since) -> list[News]:
    """For a team: what visits to its school see of what the school works on."""
    school = since.team.parent
    if school is None:
        return []
    held = list(priorities_at(since.viewer, school, day=since.viewer.today))
    versions = newest_look_fors(held)
    patterns = patterns_of(since.viewer, [(one, school) for one in versions.values()])
    return [
        News(
            pattern_sentence(pattern, version),
            behind(pattern),
            reverse("priority", args=[version.set.priority_id]),
        )
        for version in versions.values()
        if (pattern := patterns[version.pk]) is not None
    ]
