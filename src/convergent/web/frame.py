"""The frame around every page: who, where, which year, and the ways on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convergent.loads.presenters.sources import freshness
from convergent.people.access.directory import visible_places
from convergent.people.access.district import why_keep_district
from convergent.people.installation import is_demo, is_on_loopback
from convergent.people.models import Place, PlaceKind
from convergent.people.shown import place_of, year_of
from convergent.people.viewer import Viewer

PARTS = {
    "practice": ("visits", "coaching", "inquiry"),
    "evidence": ("pictures", "claims", "briefs"),
}


class Choice(NamedTuple):
    """One of several in a menu."""

    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    icon: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Frame:
    theme: str = ""
    language: str = "en"
    is_demo: bool = False
    has_tour: bool = False
    person: Any = None
    place: Choice | None = None
    district: Choice | None = None
    place_menu: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    years: tuple[Choice, ...] = ()
    nav: tuple[Link, ...] = ()
    phone_nav: tuple[Link, ...] = ()
    past_year: Choice | None = None
    freshness: str = ""
    palette_url: str = ""
    links: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Self:
    name: str
    initials: str
    url: str


def frame(request: HttpRequest) -> dict[str, Frame]:
    """The context processor. Error pages may come before anybody is known."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    is_in_demo = is_demo()
    plain: dict[str, Any] = {
        "theme": _theme(request),
        "language": get_language() or settings.LANGUAGE_CODE,
        "is_demo": is_in_demo,
        "has_tour": is_in_demo and is_on_loopback(request),
    }
    if viewer is None:
        return {"frame": Frame(**plain, links={"preferences": reverse("preferences")})}
    return {"frame": _full(request, viewer, plain)}


def _full(request: HttpRequest, viewer: Viewer, plain: dict[str, Any]) -> Frame:
    place, district = place_of(request, viewer), viewer.person.district
    snapshot = viewer.snapshot
    return Frame(
        **plain,
        person=Self(viewer.person.name, viewer.person.initials, _url(viewer.person, "person")),
        place=Choice(place.name, _url(place, "place")),
        district=Choice(district.name, _url(district, "place")),
        place_menu=_place_menu(viewer, place),
        years=_years(request, viewer),
        past_year=_past_year(request, viewer),
        nav=_nav(request, viewer),
        phone_nav=_phone_nav(request, place),
        freshness=freshness(snapshot, viewer.today) if snapshot else "",
        palette_url=reverse("find"),
        links=_links(viewer),
    )


def _theme(request: HttpRequest) -> str:
    return str(getattr(getattr(request, "user", None), "theme", ""))


def _url(thing: Any, name: str) -> str:
    return reverse(name, args=[thing.pk])


def _links(viewer: Viewer) -> dict[str, str]:
    names = {
        "me": _url(viewer.person, "person"),
        "looked": reverse("looked"),
        "signed_in": reverse("where_signed_in"),
        "sign_out": reverse("account_logout"),
        "preferences": reverse("preferences"),
    }
    if why_keep_district(viewer):
        names["words"] = reverse("words")
    return names


def nav_words() -> dict[str, str]:
    """The pages of the rail by their address's name, in the order in which they stand."""
    return {
        "today": _("Today"),
        "priorities": _("Priorities"),
        "investment": _("Investment"),
        "support": _("Support"),
        "practice": _("Practice"),
        "evidence": _("Evidence"),
        "directory": _("People"),
    }


def _nav(request: HttpRequest, viewer: Viewer) -> tuple[Link, ...]:
    """The pages of the rail; for whoever keeps the district, its data too."""
    words = nav_words()
    if why_keep_district(viewer):
        words["data"] = _("Data")
    return tuple(
        Link(
            label,
            reverse(name),
            "people" if name == "directory" else name,
            _is_at(request, reverse(name)) or _is_within(request, name),
        )
        for name, label in words.items()
    )


def _is_within(request: HttpRequest, name: str) -> bool:
    """Visits, coaching and inquiry are parts of practice, pictures and briefs of evidence, at
    addresses of their own."""
    parts = PARTS.get(name, ())
    return any(request.path.startswith(f"{get_script_prefix()}{one}/") for one in parts)


def _phone_nav(request: HttpRequest, place: Place) -> tuple[Link, ...]:
    here = _url(place, "place")
    label = _("School") if place.kind == PlaceKind.SCHOOL else _("My place")
    return (
        Link(_("Today"), reverse("today"), "today", _is_at(request, reverse("today"))),
        Link(_("Visits"), reverse("visits"), "practice", _is_at(request, reverse("visits"))),
        Link(label, here, "school", _is_at(request, here)),
        Link(_("People"), reverse("directory"), "people", _is_at(request, reverse("directory"))),
        Link(_("More"), "", "more"),
    )


def _is_at(request: HttpRequest, url: str) -> bool:
    return request.path.startswith(url)


def _place_menu(viewer: Viewer, shown: Place) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """The places of one's own roles; for whoever leads a network or a unit, what lies within."""
    own = {term.role.place.pk: term.role.place for term in viewer.terms}
    led = [one.pk for one in own.values() if one.kind in {PlaceKind.NETWORK, PlaceKind.SCHOOL}]
    within = visible_places(viewer).filter(parent__in=led, closed_on=None)
    all_schools = Choice(_("All schools"), reverse("schools"))
    menu = [(_("Yours"), _choices(own.values(), shown))]
    if within:
        menu.append((_("Within"), _choices(within, shown)))
    menu.append(
        (
            viewer.person.district.name,
            (
                Choice(viewer.person.district.name, _url(viewer.person.district, "place")),
                all_schools,
            ),
        )
    )
    return tuple(menu)


def _choices(places: Any, shown: Place) -> tuple[Choice, ...]:
    return tuple(Choice(one.name, _url(one, "place"), one.pk == shown.pk) for one in places)


def _past_year(request: HttpRequest, viewer: Viewer) -> Choice | None:
    """The year looked at, if it is gone by, and the way back to this one."""
    shown = year_of(request, viewer)
    if shown.is_now:
        return None
    return Choice(shown.name, f"{request.path}?year={viewer.years[0].name}")


def _years(request: HttpRequest, viewer: Viewer) -> tuple[Choice, ...]:
    current = year_of(request, viewer)
    return tuple(
        Choice(year.name, f"{request.path}?year={year.name}", year.name == current.name)
        for year in viewer.years
    )
