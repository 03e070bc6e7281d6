"""What a page of evidence offers: to take what it shows to a priority of the place."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.learning.possible import Possible, Situation, could_do
from convergent.learning.presenters.rests_on import address
from convergent.priorities.access.priorities import why_prioritise
from convergent.priorities.queries.meetings import team_to_bring_to
from convergent.priorities.queries.priorities import priorities_at
from convergent.priorities.queries.results import SAYS_NOTHING

MOST = 3


@could_do
def link_to_a_priority(situation: Situation) -> Iterator[Possible]:
    """The priorities of the place; for whoever leads it without any, to begin one."""
    viewer, place = situation.viewer, situation.place
    held = list(priorities_at(viewer, place, day=viewer.today)[:MOST])
    may = why_prioritise(viewer, place) is not None
    for one in held:
        said = {"priority": one.statement}
        yield Possible(
            label=_("Link it to “%(priority)s”") % said if may else _("See “%(priority)s”") % said,
            url=address("measure_add", one.pk, subject=situation.subject_key)
            if may
            else reverse("priority", args=[one.pk]),
            detail=_("as a measure of it") if may else _("what the place works on"),
            order=5,
        )
    if not held and may:
        yield Possible(
            label=_("Begin a priority from this"),
            url=reverse("priority_begin", args=[place.pk]),
            order=5,
        )


@could_do
def bring_to_a_team(situation: Situation) -> Iterator[Possible]:
    """To the next meeting of the team of these students, else of a team that one is on."""
    viewer, place = situation.viewer, situation.place
    team = team_to_bring_to(viewer, place)
    if team is not None and situation.headline.finding not in SAYS_NOTHING:
        page = reverse("meeting_bring", args=[team.pk, place.pk])
        yield Possible(
            label=_("Bring it to the %(team)s") % {"team": team.name},
            url=f"{page}?subject={situation.subject_key}",
            order=3,
        )
