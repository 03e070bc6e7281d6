"""The brief of a school or a network: what one takes along to a visit."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from convergent.evidence.presenters.sentences import Found
from convergent.facts.values import SMALLEST_GROUP
from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.publish.presenters.learning import Learned, learned_at, what_changed
from convergent.publish.presenters.parts import Brief, Section
from convergent.publish.presenters.picture import accounts, found_at, whom_to_ask
from convergent.publish.presenters.questions import good_questions
from convergent.publish.presenters.records import (
    carried_by_schools,
    in_the_way,
    promised,
    working_on,
)


def brief_of(place: Place, *, viewer: Viewer) -> Brief:
    """Numbers as everybody may see them, since a brief is passed on; promises, as this viewer
    may."""
    return _brief(place, viewer, promises=promised(place, viewer), found=found_at(place, viewer))


def brief_for_everybody(place: Place, *, viewer: Viewer) -> Brief:
    """Without what teams promised and what a picture shows; the viewer's district and day alone
    matter."""
    return _brief(place, viewer, promises=None, found=[])


def _brief(
    place: Place, viewer: Viewer, *, promises: Section | None, found: Sequence[Found]
) -> Brief:
    learned = learned_at(place, viewer=viewer)
    ours, hindrances = working_on(place, viewer), in_the_way(place, viewer)
    questions = good_questions(
        place,
        learned,
        working_on=ours,
        promised=promises,
        in_the_way=hindrances,
        ask=whom_to_ask(found),
    )
    carried = carried_by_schools(place, viewer)
    changed = what_changed(learned)
    sections = (promises, ours, carried, changed, accounts(found), hindrances, questions)
    return Brief(
        kicker=kicker(viewer, is_hers=promises is not None),
        title=place.name,
        lead=_lead(learned),
        sections=tuple(one for one in sections if one is not None and not one.is_empty),
        foot=foot_of(learned, viewer, holds_promises=bool(promises and promises.lines)),
    )


def kicker(viewer: Viewer, *, is_hers: bool) -> str:
    said = {"name": viewer.person.name, "day": day_text(viewer.today, viewer)}
    return _("Brief for %(name)s · %(day)s") % said if is_hers else _("Brief · %(day)s") % said


def _lead(learned: Learned | None) -> str:
    if learned is None:
        return _("No results are loaded yet.")
    return str(learned.most_telling[1])


def foot_of(learned: Learned | None, viewer: Viewer, *, holds_promises: bool) -> tuple[str, ...]:
    found = [learned.source] if learned else []
    found.append(
        _("Groups of fewer than %(count)s students are withheld.") % {"count": SMALLEST_GROUP}
    )
    if holds_promises:
        found.append(_("What was promised is for %(name)s alone.") % {"name": viewer.person.name})
    return tuple(found)
