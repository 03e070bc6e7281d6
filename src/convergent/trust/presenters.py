"""What the pulse tells, in words and as rows of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import Viewer
from convergent.trust.access import own_pulse_asks, running_wave
from convergent.trust.queries import Heard, Share, Told, Unheard, Why, waves_of
from convergent.trust.statements import PEOPLE_AT_LEAST, SCHOOLS_AT_LEAST, version_numbered
from convergent.trust.waves import next_wave

SHOWN = 6
AXIS = {"low": 0, "high": 150, "ticks": [0, 25, 50, 75, 100]}  # what is said stands beside it


@dataclass(frozen=True)
class PulsePage:
    place: Place
    headline: str
    lead: str
    figures: tuple[dict[str, Any], ...]
    others: tuple[Place, ...]
    asks_now: bool
    next_on: str


def pulse_page(place: Place, *, others: Sequence[Place], viewer: Viewer) -> PulsePage:
    waves = waves_of(place, today=viewer.today)[:SHOWN]
    newest = next((one for one in waves if isinstance(one, Heard)), None)
    return PulsePage(
        place=place,
        headline=headline(waves),
        lead=_lead(newest),
        figures=tuple(_figures(newest, waves)) if newest else (),
        others=tuple(one for one in others if one.pk != place.pk),
        asks_now=own_pulse_asks(viewer).filter(answered_on=None).exists(),
        next_on=next_text(viewer),
    )


def next_text(viewer: Viewer) -> str:
    """“November 2026”: the wave that runs, else the next one."""
    wave = running_wave(viewer)
    wave = wave or next_wave(viewer.today, year_begins=viewer.year_began.month)
    return month(wave.opens_on)


def month(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def headline(waves: Sequence[Told]) -> str:
    """What fewest agree with in the newest wave, or why that is not told."""
    if not waves:
        return _("Nothing is told of the trust pulse here yet")
    newest = waves[0]
    if isinstance(newest, Unheard):
        return _unheard(newest)
    if all(share.is_nearly_all for share in newest.shares.values()):
        return _("In %(month)s nearly all agree with all three") % {"month": month(newest.opens_on)}
    code = min(newest.shares, key=lambda one: newest.shares[one].middle)
    said = _("Agreed with least in %(month)s: “%(statement)s”")
    return said % {"month": month(newest.opens_on), "statement": _statement(newest, code)}


def _statement(wave: Heard, code: str) -> str:
    return str(version_numbered(wave.version).statements[code])


def _unheard(wave: Unheard) -> str:
    said = _("Of %(month)s nothing is told: %(why)s")
    return said % {"month": month(wave.opens_on), "why": why_not(wave.why)}


def why_not(why: Why) -> str:
    return {
        Why.FEW: _("fewer than %(least)s people answered") % {"least": PEOPLE_AT_LEAST},
        Why.NEARLY_THE_SAME: _("nearly the same people answered as in a month that is told"),
        Why.FEW_SCHOOLS: _("fewer than %(least)s of its schools can be told by themselves")
        % {"least": SCHOOLS_AT_LEAST},
    }[why]


def _lead(newest: Heard | None) -> str:
    if newest is None:
        return _("So nobody can be made out. It is told where at least eight people answered.")
    people = _people(newest)
    if newest.schools == 1:
        return people
    return _("%(people)s It is the sum of the %(schools)s schools that are told by themselves.") % {
        "people": people,
        "schools": newest.schools,
    }


def _people(wave: Heard) -> str:
    told = {"people": wave.people, "asked": wave.asked, "month": month(wave.opens_on)}
    if wave.asked is None:
        return _("%(people)s people answered in %(month)s.") % told
    return _("%(people)s of %(asked)s people who were asked answered in %(month)s.") % told


def _figures(newest: Heard, waves: Sequence[Told]) -> list[dict[str, Any]]:
    shown = [
        one for one in reversed(waves) if isinstance(one, Unheard) or one.version == newest.version
    ]
    return [_figure(code, newest, shown) for code in newest.shares]


def _figure(code: str, newest: Heard, waves: Sequence[Told]) -> dict[str, Any]:
    rows = [_row(one, code) for one in waves]
    return {
        "id": code,
        "title": f"“{_statement(newest, code)}”",
        "measure": _sentence(code, newest, waves),
        "rows": rows,
        "axis": AXIS,
        "n": _people(newest),
        "period": _("%(from)s to %(to)s")
        % {"from": month(waves[0].opens_on), "to": month(waves[-1].opens_on)},
        "source": _("trust pulse"),
        "comparison": _(
            "dot: of those who answered, in percent; line: of all who were asked, 90 % interval"
        ),
        "table": _table(code, newest, waves),
    }


def _row(wave: Told, code: str) -> dict[str, Any]:
    if isinstance(wave, Unheard):
        return {"label": month(wave.opens_on), "suppressed": why_not(wave.why)}
    share = wave.shares[code]
    return {
        "label": month(wave.opens_on),
        "value": _counted(share, wave),
        "at": 100 * share.middle,
        "low": 100 * share.low,
        "high": 100 * share.high,
        "words": f"{month(wave.opens_on)}: {_counted(share, wave)}; {_between(share)}",
    }


def _counted(share: Share, wave: Heard) -> str:
    if share.agree is None:
        said = _("nearly all of %(people)s") if share.is_nearly_all else _("few of %(people)s")
    elif wave.schools > 1:
        said = _("about %(count)s of %(people)s")
    else:
        said = _("%(count)s of %(people)s")
    return said % {"count": share.agree, "people": wave.people}


def _between(share: Share) -> str:
    return _("%(low)s to %(high)s %%") % {
        "low": round(100 * share.low),
        "high": round(100 * share.high),
    }


def _sentence(code: str, newest: Heard, waves: Sequence[Told]) -> str:
    """How many agree, and whether that has changed by more than chance."""
    agree = _("Agree: %(count)s.") % {"count": _counted(newest.shares[code], newest)}
    before = [one for one in waves if isinstance(one, Heard) and one.opens_on < newest.opens_on]
    if not before:
        return agree
    return f"{agree} {_change(newest.shares[code], before[-1].shares[code], before[-1])}"


def _change(now: Share, then: Share, before: Heard) -> str:
    told = {"month": month(before.opens_on)}
    if now.low > then.high:
        return _("That is more than in %(month)s.") % told
    if now.high < then.low:
        return _("That is fewer than in %(month)s.") % told
    return _("Whether that is a change since %(month)s cannot be told.") % told


def _table(code: str, newest: Heard, waves: Sequence[Told]) -> dict[str, Any]:
    headers = [
        {"label": _("Asked in")},
        {"label": _("Agree"), "is_number": True},
        {"label": _("Of all who were asked, 90 % interval"), "is_number": True},
    ]
    return {
        "caption": _statement(newest, code),
        "headers": headers,
        "rows": [_table_row(one, code) for one in waves],
    }


def _table_row(wave: Told, code: str) -> list[Any]:
    if isinstance(wave, Unheard):
        return [month(wave.opens_on), {"suppressed": why_not(wave.why)}, ""]
    share = wave.shares[code]
    return [
        month(wave.opens_on),
        {"text": _counted(share, wave), "is_number": True},
        {"text": _between(share), "is_number": True},
    ]


def first_place(places: Sequence[Place], viewer: Viewer) -> Place:
    """The school where the viewer works, of several her main one; else the network, or the
    district."""
    by_id = {one.pk: one for one in places}
    main = viewer.main_place
    for pk in (main.pk, main.parent_id):
        if pk in by_id:
            return by_id[pk]
    worked_at = {term.role.place_id for term in viewer.terms}
    own = (one for one in places if one.kind == PlaceKind.SCHOOL and one.pk in worked_at)
    return next(own, viewer.person.district)
