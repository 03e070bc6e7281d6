"""The districts of a snapshot, and what of it belongs to each.

With one district everything belongs to it. With several, a place belongs to the one that it stands
below, and somebody who works in more than one to that of the primary role; roles elsewhere are
counted, and no Records hold them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from convergent.facts import query
from convergent.facts.rows import OrgRow, RoleRow, StaffRow
from convergent.facts.snapshot import Snapshot

UNNAMED = "district-without-a-name"
DEEPEST = 10


@dataclass
class Exported:
    """What a snapshot says of one district: its places, itself among them, and people, by id."""

    district: OrgRow
    places: dict[str, OrgRow] = field(default_factory=dict)
    people: dict[str, StaffRow] = field(default_factory=dict)
    roles: list[RoleRow] = field(default_factory=list)
    roles_elsewhere: list[RoleRow] = field(default_factory=list)


def exported_districts(
    snapshot: Snapshot, *, today: date, only: Collection[str] | None = None
) -> list[Exported]:
    """In the order of their ids; none where results were loaded, and no roster yet. With `only`,
    no other people than those."""
    places = {row.sourced_id: row for row in query.organisations(snapshot)}
    if not places:
        return []
    districts = _districts_among(places)
    if len(districts) == 1:
        return [_whole(snapshot, districts[0], places, only)]
    return _told_apart(snapshot, districts, places, today=today, only=only)


def _districts_among(places: Mapping[str, OrgRow]) -> list[OrgRow]:
    """Those that stand within no other; where the exports name none, one above what they name."""
    named = {name: row for name, row in places.items() if row.type == "district"}
    outermost = [row for row in named.values() if _above(row, places, named) is None]
    unnamed = OrgRow(UNNAMED, gettext("Our district"), "district", "", None, ())
    return outermost or [*named.values()][:1] or [unnamed]


def _above(row: OrgRow, places: Mapping[str, OrgRow], within: Mapping[str, object]) -> str | None:
    """The nearest of `within` that the place stands below."""
    parent = row.parent_id
    for _ in range(DEEPEST):
        if parent is None or parent in within:
            break
        parent = places[parent].parent_id if parent in places else None
    return parent if parent in within else None


def _whole(
    snapshot: Snapshot,
    district: OrgRow,
    places: dict[str, OrgRow],
    only: Collection[str] | None,
) -> Exported:
    return Exported(
        district,
        {**places, district.sourced_id: district},
        {row.sourced_id: row for row in query.staff(snapshot, only)},
        query.staff_roles(snapshot, only),
    )


def _told_apart(
    snapshot: Snapshot,
    districts: list[OrgRow],
    places: Mapping[str, OrgRow],
    *,
    today: date,
    only: Collection[str] | None,
) -> list[Exported]:
    found = {row.sourced_id: Exported(row) for row in districts}
    district_of = {
        name: name if name in found else _above(row, places, found) for name, row in places.items()
    }
    for name, row in places.items():
        if (district := district_of[name]) is not None:
            found[district].places[name] = row
    roles = query.staff_roles(snapshot, only)
    homes = _homes(roles, district_of, today=today)
    for person in query.staff(snapshot, only):
        if (home := homes.get(person.sourced_id)) is not None:
            found[home].people[person.sourced_id] = person
    _share_roles(roles, homes, district_of, found)
    return list(found.values())


def _homes(
    roles: list[RoleRow], district_of: Mapping[str, str | None], *, today: date
) -> dict[str, str]:
    """The district of each person: of a role that is open today rather than of others, of a
    primary one, of the one that began last.
    """
    best: dict[str, tuple[tuple[bool, bool, date, str], str]] = {}
    for role in roles:
        district = district_of.get(role.org_id)
        if district is None:
            continue
        begins = role.begins or date.min
        is_open = begins <= today and (role.ends is None or role.ends >= today)
        rank = (is_open, role.is_primary, begins, role.sourced_id)
        if role.user_id not in best or rank > best[role.user_id][0]:
            best[role.user_id] = (rank, district)
    return {person: district for person, (_rank, district) in best.items()}


def _share_roles(
    roles: list[RoleRow],
    homes: Mapping[str, str],
    district_of: Mapping[str, str | None],
    found: Mapping[str, Exported],
) -> None:
    for role in roles:
        home = homes.get(role.user_id)
        if home is not None and district_of.get(role.org_id) == home:
            found[home].roles.append(role)
        elif home is not None:
            found[home].roles_elsewhere.append(role)
