"""One requirement: what is asked, when, and how each place meets it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import places_prioritised_by
from convergent.priorities.access.requirements import why_require
from convergent.priorities.models import Answer, DueDate, HandedIn, Requirement
from convergent.priorities.presenters.sources import source_words
from convergent.priorities.queries.requirements import answers_of, places_asked


@dataclass(frozen=True)
class DueLine:
    """A day, and whether the viewer's own place has handed in what is due."""

    due: DueDate
    when: str
    is_late: bool
    handed_in: str
    can_hand_in: bool


@dataclass(frozen=True, kw_only=True)
class RequirementPage:
    requirement: Requirement
    source: str
    lead: str
    dues: tuple[DueLine, ...]
    data: tuple[str, ...]
    answers: tuple[Answer, ...]
    silent: tuple[Place, ...]
    own: tuple[Place, ...]
    own_place: Place | None
    can_change: bool


def requirement_page(requirement: Requirement, *, viewer: Viewer) -> RequirementPage:
    """`own` are the viewer's places that have not said yet how they meet it."""
    answers = tuple(answers_of(requirement))
    asked = tuple(places_asked(requirement))
    own = set(places_prioritised_by(viewer).values_list("pk", flat=True))
    answered = {one.place_id for one in answers}
    mine = next((place for place in asked if place.pk in own), None)
    is_open = requirement.withdrawn_on is None
    return RequirementPage(
        requirement=requirement,
        source=source_words(requirement),
        lead=_lead(requirement, len(asked), len(answered)),
        dues=_dues(requirement, mine, viewer=viewer),
        data=tuple(one.name for one in requirement.data.all()),
        answers=answers,
        silent=tuple(place for place in asked if place.pk not in answered),
        own=tuple(place for place in asked if place.pk in own) if is_open else (),
        own_place=mine,
        can_change=is_open and why_require(viewer, requirement.place) is not None,
    )


def _lead(requirement: Requirement, asked: int, answered: int) -> str:
    if requirement.withdrawn_on is not None:
        return _("It is asked no more.")
    if not requirement.of_each_school:
        return _("It is met by a priority.") if answered else _("It serves no priority yet.")
    return ngettext(
        "%(answered)s of %(asked)s school has said how it meets it.",
        "%(answered)s of %(asked)s schools have said how they meet it.",
        asked,
    ) % {"answered": answered, "asked": asked}


def _dues(requirement: Requirement, own: Place | None, *, viewer: Viewer) -> tuple[DueLine, ...]:
    done = HandedIn.objects.filter(due__requirement=requirement, place=own).select_related("by")
    by_due = {one.due_id: one for one in done} if own else {}
    return tuple(
        _due(due, by_due.get(due.pk), own=own, viewer=viewer)
        for due in requirement.dues.all()
        if due.withdrawn_on is None or due.pk in by_due
    )


def _due(due: DueDate, done: HandedIn | None, *, own: Place | None, viewer: Viewer) -> DueLine:
    said = ""
    if done is not None:
        said = _said_of(due) % {"day": day_text(done.on, viewer), "name": done.by.name}
    return DueLine(
        due=due,
        when=day_text(due.day, viewer),
        is_late=own is not None and done is None and due.day < viewer.today,
        handed_in=said,
        can_hand_in=own is not None and done is None,
    )


def _said_of(due: DueDate) -> str:
    if due.withdrawn_on is not None:
        return _("asked for no more; handed in on %(day)s by %(name)s")
    return _("handed in on %(day)s by %(name)s")
