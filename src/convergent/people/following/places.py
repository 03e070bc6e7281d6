"""Places and school years follow the snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from convergent.facts import query
from convergent.facts.rows import OrgRow
from convergent.facts.snapshot import Snapshot
from convergent.people.following.districts import UNNAMED, Exported
from convergent.people.following.outcome import Followed
from convergent.people.models import DistrictSettings, Place, PlaceKind, SchoolYear
from convergent.people.names import folded

ABOVE = frozenset({"state", "national"})  # a district stands within them, and keeps none of it
BEFORE_FIRST = frozenset({"IT", "PR", "PK", "TK", "KG"})


def follow_places(exported: Exported, done: Followed, *, today: date) -> dict[str, Place]:
    """The open places by their id in the exports; one that is no longer exported is closed."""
    top, rows = exported.district, exported.places
    known = _known_places(top.sourced_id)
    district = _place(top, None, known.get(top.sourced_id), done)
    known[top.sourced_id] = district
    within = [row for row in rows.values() if row is not top and row.type not in ABOVE]
    for row in sorted(within, key=lambda one: _depth(one, rows)):
        parent = known.get(row.parent_id or "", district)
        known[row.sourced_id] = _place(row, parent, known.get(row.sourced_id), done)
    _move_along(district)
    return _without_closed(known, rows, today)


def _without_closed(
    known: dict[str, Place], exported: dict[str, OrgRow], today: date
) -> dict[str, Place]:
    gone = [place for name, place in known.items() if name not in exported]
    for place in gone:
        if place.closed_on is None:
            place.closed_on = today
            place.save(update_fields=["closed_on"])
    return {name: place for name, place in known.items() if name in exported}


def _move_along(place: Place) -> None:
    """What lies within a place that moved lies there still, also what no export knows."""
    within: dict[Any, list[Place]] = {}
    for one in Place.objects.filter(district=place):
        within.setdefault(one.parent_id, []).append(one)
    _set_paths(place, within)


def _set_paths(place: Place, within: dict[Any, list[Place]]) -> None:
    for one in within.get(place.pk, []):
        path = f"{place.path}{one.pk.hex}/"
        if one.path != path:
            one.path = path
            one.save(update_fields=["path"])
        _set_paths(one, within)


def _known_places(district_id: str) -> dict[str, Place]:
    """By their id in the exports. A district that had no name until now takes the one it has."""
    districts = Place.objects.filter(kind=PlaceKind.DISTRICT)
    district = (
        districts.filter(sourced_id=district_id).first()
        or districts.filter(sourced_id=UNNAMED).first()
    )
    if district is None:
        return {}
    loaded = Place.objects.filter(district=district).exclude(sourced_id="")
    return {district_id: district} | {place.sourced_id: place for place in loaded}


def _depth(row: OrgRow, rows: dict[str, OrgRow]) -> int:
    steps, parent = 0, row.parent_id
    while parent in rows and steps < 10:
        steps, parent = steps + 1, rows[parent].parent_id
    return steps


def _place(row: OrgRow, parent: Place | None, place: Place | None, done: Followed) -> Place:
    place = place or Place(sourced_id=row.sourced_id)
    before = _as_stored(place)
    place.sourced_id, place.closed_on = row.sourced_id, None
    place.name, place.name_key = row.name, folded(row.name)
    place.kind = _kind(row, parent)
    place.parent = parent
    place.district = parent and (parent.district or parent)
    place.grades = ",".join(row.grades)
    place.level = level_of(row.grades) if place.kind == PlaceKind.SCHOOL else ""
    place.path = f"{parent.path if parent else ''}{place.pk.hex}/"
    if place._state.adding or before != _as_stored(place):
        place.save()
        done.places += 1
    if place.kind == PlaceKind.DISTRICT:
        DistrictSettings.objects.get_or_create(
            district=place, defaults={"time_zone": settings.TIME_ZONE}
        )
    return place


def _as_stored(place: Place) -> tuple[Any, ...]:
    state = place.parent_id, place.kind, place.grades, place.closed_on
    return place.sourced_id, place.name, *state


def _kind(row: OrgRow, parent: Place | None) -> PlaceKind:
    if row.type == "department":
        at_school = parent is not None and parent.kind == PlaceKind.SCHOOL
        return PlaceKind.TEAM if at_school else PlaceKind.UNIT
    if parent is None:
        return PlaceKind.DISTRICT
    return PlaceKind.SCHOOL if row.type == "school" else PlaceKind.NETWORK


def level_of(grades: Iterable[str]) -> str:
    """The level of a school by its grades; “other” where they fit none of the usual spans."""
    known = [grade for grade in grades if grade.isdigit() or grade in BEFORE_FIRST]
    numbers = [0 if grade in BEFORE_FIRST else int(grade) for grade in known]
    if not numbers:
        return "other"
    low, high = min(numbers), max(numbers)
    if high <= 6:
        return "elementary"
    if low >= 9:
        return "high"
    if low >= 5 and high <= 9:
        return "middle"
    return "k8" if low <= 1 and high == 8 else "other"


def follow_years(snapshot: Snapshot, district: Place) -> None:
    for row in query.school_years(snapshot):
        SchoolYear.objects.update_or_create(
            district=district,
            name=row.title,
            defaults={"starts_on": row.starts_on, "ends_on": row.ends_on},
        )
