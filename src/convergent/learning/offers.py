"""What this application itself offers on a page of evidence."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.learning.possible import Possible, Situation, could_do
from convergent.learning.presenters.rests_on import address
from convergent.learning.presenters.sharing import ASKED, MEETING
from convergent.learning.queries.leading import teams_without_lead, who_leads
from convergent.people.access.changes import why_change_place
from convergent.people.models import PlaceKind
from convergent.people.role_kinds import TEACHER


@could_do
def ask_who_leads(situation: Situation) -> Iterator[Possible]:
    """Whoever leads the grades that the headline speaks of, else the place; never oneself."""
    found = who_leads(situation.place, grades=situation.headline.grades, day=situation.viewer.today)
    for term in found:
        if term.person_id != situation.viewer.person.pk:
            yield Possible(
                label=_("Talk with %(name)s") % {"name": term.person.name},
                url=reverse("person", args=[term.person_id]),
                detail=_("leads %(place)s") % {"place": term.role.place.name},
                order=10,
            )


@could_do
def name_a_lead(situation: Situation) -> Iterator[Possible]:
    """Where nobody leads the team of a grade that the headline speaks of."""
    for team in teams_without_lead(
        situation.place, grades=situation.headline.grades, day=situation.viewer.today
    ):
        if why_change_place(situation.viewer, team) is not None:
            yield Possible(
                label=_("Say who leads %(team)s") % {"team": team.name},
                url=reverse("place", args=[team.pk]),
                detail=_("nobody leads it now"),
                order=15,
            )


@could_do
def look_behind(situation: Situation) -> Iterator[Possible]:
    if situation.has_parts:
        yield Possible(
            label=_("See the parts of the test behind it"),
            url=address("evidence_behind", situation.place.pk, subject=situation.subject_key),
            order=20,
        )
    if situation.place.kind == PlaceKind.SCHOOL:
        yield Possible(
            label=_("See it beside similar schools"),
            url=address("evidence_similar", situation.place.pk, subject=situation.subject_key),
            order=30,
        )


@could_do
def open_own_classes(situation: Situation) -> Iterator[Possible]:
    if situation.viewer.holds(TEACHER):
        yield Possible(label=_("See your classes"), url=reverse("evidence_classes"), order=40)


@could_do
def take_along(situation: Situation) -> Iterator[Possible]:
    """Where something must not be shared, the page is first opened as everybody sees it."""
    if situation.holds_small:
        yield Possible(
            label=_("Print it for a meeting"),
            url=address(
                "evidence_place",
                situation.place.pk,
                **{"subject": situation.subject_key, ASKED: MEETING},
            ),
            detail=_("opens the page as everybody sees it"),
            order=80,
        )
    else:
        yield Possible(label=_("Print it for a meeting"), behaviour="print", order=80)
    for kind, label, order in (
        ("xlsx", _("Download the numbers for Excel"), 85),
        ("csv", _("Download the numbers as CSV"), 86),
    ):
        yield Possible(
            label=label,
            url=address(
                "evidence_numbers", situation.place.pk, kind, subject=situation.subject_key
            ),
            detail=_("as everybody sees them"),
            order=order,
        )
    yield Possible(label=_("Copy the link"), behaviour="copy-link", order=90)
