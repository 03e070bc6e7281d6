"""The page of openings and holds, for both sides and for the teacher whom they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convergent import clock
from convergent.people.days import moment_text
from convergent.people.viewer import Viewer
from convergent.practice.access.openings import (
    opened_to,
    visible_holds,
    visible_openings,
    why_open,
    why_open_threads,
)
from convergent.practice.access.threads import visible_threads
from convergent.practice.models import CoachingCycle, CoachingHold, Opening

SHOWN = 30


@dataclass(frozen=True)
class OpeningLine:
    opening: Opening
    said: str
    threads: tuple[CoachingCycle, ...]
    may_open: bool
    may_close: bool


@dataclass(frozen=True)
class OpeningsPage:
    headline: str
    openings: tuple[OpeningLine, ...]
    holds: tuple[CoachingHold, ...]
    is_side: bool


def openings_page(viewer: Viewer) -> OpeningsPage:
    related = ("teacher", "coach", "asked_by", "opened_by")
    openings = list(visible_openings(viewer).select_related(*related)[:SHOWN])
    holds = list(visible_holds(viewer).select_related("teacher", "placed_by")[:SHOWN])
    return OpeningsPage(
        headline=_headline(openings, viewer),
        openings=tuple(_line(one, viewer) for one in openings),
        holds=tuple(holds),
        is_side=why_open_threads(viewer) is not None,
    )


def _headline(openings: Sequence[Opening], viewer: Viewer) -> str:
    mine = [one for one in openings if one.teacher_id == viewer.person.pk]
    if any(_is_open(one) for one in mine):
        return _("Two people can read what you and your coach wrote")
    return _("Opened by two, for a reason")


def _is_open(opening: Opening) -> bool:
    return opening.until is not None and opening.until > clock.now()


def _line(opening: Opening, viewer: Viewer) -> OpeningLine:
    is_side = why_open_threads(viewer) is not None and opening.teacher_id != viewer.person.pk
    return OpeningLine(
        opening=opening,
        said=_said(opening, viewer),
        threads=tuple(_threads(opening, viewer)) if is_side else (),
        may_open=why_open(viewer, opening) is not None,
        may_close=is_side and _is_open(opening),
    )


def _threads(opening: Opening, viewer: Viewer) -> list[CoachingCycle]:
    if not opened_to(viewer).filter(pk=opening.pk).exists():
        return []
    found = visible_threads(viewer).filter(teacher=opening.teacher_id, coach=opening.coach_id)
    return list(found.filter(began_on__isnull=False))


def _said(opening: Opening, viewer: Viewer) -> str:
    if opening.opened_at is None or opening.until is None:
        return _("%(name)s asked for it; it waits for the other side.") % {
            "name": opening.asked_by.name
        }
    is_open = _is_open(opening)
    said = (
        _("%(one)s and %(two)s can read it until %(until)s.")
        if is_open
        else _("%(one)s and %(two)s could read it until %(until)s.")
    )
    return said % {
        "one": opening.asked_by.name,
        "two": opening.opened_by.name if opening.opened_by else "",
        "until": moment_text(opening.until, viewer),
    }
