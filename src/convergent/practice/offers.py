"""What inquiries add elsewhere: a way on from a page of evidence, and a line on agendas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.learning.possible import Possible, Situation, could_do
from convergent.learning.presenters.rests_on import address
from convergent.practice.queries.inquiries import running_inquiries
from convergent.priorities.queries.meetings import team_to_bring_to
from convergent.priorities.queries.news import News, Since, brings_news
from convergent.priorities.queries.results import SAYS_NOTHING

AHEAD = timedelta(days=14)


@could_do
def start_an_inquiry(situation: Situation) -> Iterator[Possible]:
    """With the team that would look at these students' results."""
    team = team_to_bring_to(situation.viewer, situation.place)
    if team is not None and situation.headline.finding not in SAYS_NOTHING:
        yield Possible(
            label=_("Start an inquiry with the %(team)s") % {"team": team.name},
            url=address(
                "inquiry_begin",
                team.pk,
                place=str(situation.place.pk),
                subject=situation.subject_key,
            ),
            detail=_("a question first, then one thing to try"),
            order=4,
        )


@brings_news
def inquiries_of_the_team(since: Since) -> Iterator[News]:
    """What is open, and what is soon to be looked at again."""
    for one in running_inquiries(since.viewer, since.team):
        if one.recheck_on is None or one.recheck_on <= since.viewer.today + AHEAD:
            is_tried = one.tried_on is not None
            said = _("Look again: %(question)s") if is_tried else "%(question)s"
            yield News(
                sentence=said % {"question": one.question},
                source=_("an inquiry of the team"),
                address=reverse("inquiry", args=[one.pk]),
            )
