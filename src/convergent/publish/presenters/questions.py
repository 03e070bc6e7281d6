"""Three good questions: about what the brief itself leaves open, and never about a person."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from convergent.learning.headlines import Finding
from convergent.people.models import Place, PlaceKind
from convergent.people.words import in_sentence
from convergent.publish.presenters.learning import TELLING, Learned
from convergent.publish.presenters.parts import Line, Manner, Section

MOST = 3


def good_questions(
    place: Place,
    learned: Learned | None,
    *,
    working_on: Section,
    promised: Section | None,
    in_the_way: Section,
    ask: str = "",
) -> Section:
    """`ask` is whom a claim that is not decided waits for."""
    asked = _questions(place, learned, working_on, promised, in_the_way, ask)
    lines = tuple(Line(one) for one in islice(asked, MOST))
    return Section(_("Three good questions"), Manner.NUMBERED, lines)


def _questions(
    place: Place,
    learned: Learned | None,
    working_on: Section,
    promised: Section | None,
    in_the_way: Section,
    ask: str,
) -> Iterator[str]:
    """What presses first; there are always enough of them."""
    if promised is not None and any(line.is_urgent for line in promised.lines):
        yield _("What keeps us from what we promised, and who could take it out of the way?")
    if ask:
        yield ask
    if learned is not None:
        yield from _about_learning(learned)
    if in_the_way.lines:
        yield _("Which of the things that are in the way could the central office take on?")
    if not working_on.lines:
        yield _("What are the one or two things that %(place)s works on this year?") % {
            "place": place.name
        }
    if place.kind == PlaceKind.SCHOOL:
        yield _("Whose classroom could we visit together today, and what would we look for?")
        yield _("What would teachers say about this page, and when were they last asked?")
    else:
        yield _("Which two schools could learn from each other here, and who brings them together?")
        yield _("What would principals say about this page, and when were they last asked?")
    yield _("What should we stop doing, so that there is time for this?")


def _about_learning(learned: Learned) -> Iterator[str]:
    subject, headline = learned.most_telling
    name = in_sentence(subject.title)
    if headline.finding in TELLING:
        yield _(
            "What did teaching in %(subject)s do differently, and what do we learn from it?"
        ) % {"subject": name}
    elif headline.finding in {Finding.NOTHING, Finding.TOO_FEW}:
        yield _("How would we know what students learned in %(subject)s?") % {"subject": name}
    else:
        yield _("Which piece of student work would show whether %(subject)s is getting better?") % {
            "subject": name
        }
