"""An ask, and what was answered in a month, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.asking.happening import Called, called
from convergent.asking.models import Ask, AskAnswer
from convergent.asking.queries import Digest, Named, digest_of
from convergent.asking.questions import DAYS_TO_ANSWER, STAFF_AT_LEAST
from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import Viewer

MONTHS = 6
NOTHING = "nothing"


def after_what(ask: Ask, viewer: Viewer) -> Called:
    """What the ask is about; in general words where the viewer sees it no more."""
    known = called(ask.kind, [ask.key], viewer)
    return known.get(ask.key, Called(_("something that you were at")))


def asked_until(ask: Ask) -> date:
    return ask.asked_on + timedelta(days=DAYS_TO_ANSWER)


def stored_answer(answer: AskAnswer | None) -> dict[str, str]:
    """What the form shows of an answer that is there already."""
    names = ("differently", "in_the_way", "words_differently", "words_in_the_way")
    return {name: getattr(answer, name) for name in names} if answer else {}


@dataclass(frozen=True)
class ThemeRow:
    theme: str
    said: str


@dataclass(frozen=True)
class Month:
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class DigestPage:
    place: Place
    month: str
    headline: str
    people: str
    differently: tuple[ThemeRow, ...]
    in_the_way: tuple[ThemeRow, ...]
    has_more: bool
    is_told: bool
    months: tuple[Month, ...]
    others: tuple[Any, ...]


def digest_page(
    place: Place, month: date, *, others: Sequence[Place], viewer: Viewer
) -> DigestPage:
    found = digest_of(place, month=month, today=viewer.today)
    name = date_format(month, "YEAR_MONTH_FORMAT")
    is_rounded = place.kind == PlaceKind.DISTRICT
    return DigestPage(
        place=place,
        month=name,
        headline=headline(found, name),
        people=_people(found, is_rounded=is_rounded) if found else "",
        differently=_rows(found.differently, found, is_rounded) if found else (),
        in_the_way=_rows(found.in_the_way, found, is_rounded) if found else (),
        has_more=found.has_more if found else False,
        is_told=found is not None,
        months=_months(place, month, viewer),
        others=tuple(one for one in others if one.pk != place.pk),
    )


def headline(found: Digest | None, month: str) -> str:
    if found is None:
        return _("Fewer than %(least)s people answered in %(month)s") % {
            "least": STAFF_AT_LEAST,
            "month": month,
        }
    named = [one for one in found.in_the_way if one.code != NOTHING]
    if not named:
        return _("In %(month)s no single thing got in the way of several people") % {"month": month}
    most = [str(one.theme) for one in named if one.people == named[0].people]
    said = _("What got in the way most in %(month)s: %(themes)s")
    return said % {"month": month, "themes": get_text_list(most, _("and"))}


def _people(found: Digest, *, is_rounded: bool) -> str:
    said = (
        ngettext(
            "About %(count)s person answered.", "About %(count)s people answered.", found.people
        )
        if is_rounded
        else ngettext("%(count)s person answered.", "%(count)s people answered.", found.people)
    )
    return said % {"count": found.people}


def _rows(named: Sequence[Named], found: Digest, is_rounded: bool) -> tuple[ThemeRow, ...]:
    return tuple(ThemeRow(capfirst(str(one.theme)), _said(one, found, is_rounded)) for one in named)


def _said(one: Named, found: Digest, is_rounded: bool) -> str:
    if one.people is None:
        return _("nearly all")
    said = _("about %(count)s of %(people)s") if is_rounded else _("%(count)s of %(people)s")
    return said % {"count": one.people, "people": found.people}


def _months(place: Place, month: date, viewer: Viewer) -> tuple[Month, ...]:
    page = reverse("digest", args=[place.pk])
    return tuple(
        Month(date_format(one, "YEAR_MONTH_FORMAT"), f"{page}?month={one:%Y-%m}", one == month)
        for one in months_before(viewer.today)
    )


def months_before(day: date) -> list[date]:
    """The first days of the last six whole months, the newest first."""
    found = []
    for _number in range(MONTHS):
        day = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
        found.append(day)
    return found
