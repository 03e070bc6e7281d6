"""What is out, and what of it still stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Max, Q

from convergent.facts.measures.menu import UNIT, Unit
from convergent.releases.files import kept
from convergent.releases.models import Kind, Release

Name = tuple[Any, ...]


@dataclass(frozen=True)
class Told:
    """A part of the ledger as a reader takes it: a table, or one test of one year from a menu.

    `superseded_by` is the release that told it anew.
    """

    release: Release
    unit: dict[str, Any] | None
    superseded_by: Release | None


def menus_out(home: Path) -> list[Path]:
    """The files of all menus that were ever told, the oldest first. Raises BadInput."""
    hashes = Release.objects.filter(kind=Kind.MENU).order_by("number")
    return [kept(home, one) for one in hashes.values_list("content_hash", flat=True)]


def units_out(district_key: str) -> dict[str, Unit]:
    """What pages ever told of a district, by the words for whom it counts."""
    menus = Release.objects.filter(kind=Kind.MENU, district_key=district_key).order_by("-number")
    return {
        words_of_unit(unit): (district_key, *(unit[one] for one in UNIT[1:]))
        for units in menus.values_list("units", flat=True)
        for unit in units
    }


def words_of_unit(unit: dict[str, Any]) -> str:
    """“Reading, Spring, 2026”, or “chronic_absence, 2027”: the same in each language."""
    named = (unit["subject"], unit["assessment"], unit["alone"], str(unit["school_year"]))
    return ", ".join(one for one in named if one)


def units_of_tables() -> list[Unit]:
    """Units of which a table is out, too."""
    tables = Release.objects.filter(kind=Kind.TABLE).order_by("number")
    named = dict.fromkeys(tables.values_list("district_key", "students"))
    by_district = {district: units_out(district) for district, _ in named}
    found = [by_district[district].get(students) for district, students in named]
    return [one for one in found if one is not None]


def last_release() -> int:
    """The number of the last release, 0 before the first."""
    return int(Release.objects.aggregate(last=Max("number", default=0))["last"])


def menus_of(home: Path, district_key: str, students: str) -> list[Path]:
    """The files of the menus that told of these students, the oldest first. Raises BadInput."""
    menus = Release.objects.filter(kind=Kind.MENU, district_key=district_key).order_by("number")
    return [
        kept(home, one.content_hash)
        for one in menus
        if students in {words_of_unit(unit) for unit in one.units}
    ]


def released_since(number: int, *, kind: str, district_key: str, students: str) -> bool:
    """Whether anything of the same students went out since."""
    units = units_out(district_key)
    is_same = Q(kind=Kind.TABLE, students=students)
    if kind == Kind.MENU:
        is_same = Q(kind=Kind.MENU) | Q(students__in=units)
    elif students in units:
        is_same |= Q(kind=Kind.MENU)
    return Release.objects.filter(is_same, district_key=district_key, number__gt=number).exists()


def tables_out(district_key: str, students: str) -> list[Release]:
    """All tables of a district that count these students, superseded ones too, the oldest first."""
    found = Release.objects.filter(
        kind=Kind.TABLE, district_key=district_key, students=students
    ).order_by("number")
    return list(found)


def told(releases: Iterable[Release]) -> list[Told]:
    """The newest first, each table once and each unit of a menu once."""
    later: dict[Name, Release] = {}
    found = []
    for release in sorted(releases, key=lambda one: -one.number):
        found += [_told(release, unit, later) for unit in release.units or [None]]
    return found


def _told(release: Release, unit: dict[str, Any] | None, later: dict[Name, Release]) -> Told:
    name = _name(release, unit)
    by = later.get(name)
    later.setdefault(name, release)
    if unit is None and release.supersedes_id is not None:
        later.setdefault(("table", release.supersedes_id), release)
    return Told(release, unit, by)


def _name(release: Release, unit: dict[str, Any] | None) -> Name:
    if unit is None:
        return "table", release.pk
    named = ("assessment", "subject", "school_year", "alone")
    return (release.district_key, *(unit[one] for one in named))
