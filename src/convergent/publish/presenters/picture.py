"""Where vantage points agree and where they do not, as the reader of a brief may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from convergent.evidence.access import why_picture
from convergent.evidence.presenters.picture import picture_of, spread_words
from convergent.evidence.presenters.sentences import (
    NOTHING,
    SILENCE,
    URGENT,
    Found,
    line_of,
    listed,
)
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.models import Priority
from convergent.publish.presenters.parts import Line, Manner, Section

MOST = 6
ORDER = ("agreement", "dissonance", "partial_agreement", "silence")


def found_at(place: Place, viewer: Viewer, *, of: Priority | None = None) -> list[Found]:
    """Claims of which something is known, all or a priority's alone: what stands, then what is
    contradicted, then the rest."""
    if why_picture(viewer, place) is None:
        return []
    picture = picture_of(place, viewer)
    spread = spread_words(place, viewer, picture)
    wanted = [one for one in picture.seen if of is None or one.priority_id == of.pk]
    found = [_told(picture.found(claim), spread.get(claim.pk, "")) for claim in wanted]
    known = [one for one in found if one.why != NOTHING]
    return sorted(known, key=lambda one: ORDER.index(one.verdict))


def _told(found: Found, spread: str) -> Found:
    """With how it stands over the schools within, where that is told."""
    return replace(found, measured=". ".join(filter(None, (found.measured, spread))))


def accounts(found: Sequence[Found]) -> Section:
    lines = tuple(
        Line(
            f"{one.statement}: {line_of(one)}{_measured(one)}",
            mark=one.verdict_words,
            is_urgent=one.verdict in URGENT,
        )
        for one in found[:MOST]
    )
    return Section(_("Where accounts agree, and where not"), Manner.MARKED, lines)


def _measured(found: Found) -> str:
    """The numbers behind it, so that they are not taken for others of the same brief."""
    return f". {found.measured}" if found.measured else ""


def whom_to_ask(found: Sequence[Found]) -> str:
    """The question that would teach most: to whoever is needed for a claim and was not heard."""
    silent = next((one for one in found if one.verdict == SILENCE and one.marked.needed), None)
    if silent is None:
        return ""
    said = {"missing": listed(silent.marked.needed), "claim": silent.statement}
    return _("Who could ask %(missing)s about “%(claim)s”, so that they answer freely?") % said
