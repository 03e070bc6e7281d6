"""The roles that the snapshot names, each found or made once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import translation

from convergent.facts.rows import RoleRow
from convergent.people.following.rewriting import BATCH
from convergent.people.models import Place, PlaceKind, Role
from convergent.people.role_kinds import ANSWER_FOR_THE_DISTRICT, KINDS, TEAM_LEAD, TEAM_MEMBER

Key = tuple[UUID, str, str]


class Roles:
    """Roles that are there by place, kind and title, and those that are new."""

    def __init__(self, known: Iterable[Role]) -> None:
        self._known: dict[Key, Role] = {
            (role.place_id, role.kind, role.title): role for role in known
        }
        self._new: list[Role] = []
        with translation.override("en"):  # as exports write them, whoever reads pages meanwhile
            self._names = {code: str(kind.name).casefold() for code, kind in KINDS.items()}

    def of(self, row: RoleRow, places: Mapping[str, Place]) -> Role | None:
        """The role that a row is about; None for a kind, or a place for it, that we do not know."""
        kind, place = row.role.removeprefix("ext:"), places.get(row.org_id)
        if not _is_known(kind, place) or place is None:
            return None
        kind = _kind_at(place, kind)
        key = (place.pk, kind, self._title(kind, row.title))
        if key not in self._known:
            self._known[key] = Role(place=place, kind=kind, title=key[2])
            self._new.append(self._known[key])
        return self._known[key]

    def _title(self, kind: str, title: str) -> str:
        """A title tells roles of a kind apart only where few share it."""
        title = re.sub(r"^acting\s+", "", title, flags=re.IGNORECASE)
        said_by_kind = title.casefold() == self._names[kind]
        if said_by_kind or KINDS[kind].single or KINDS[kind].by_many:
            return ""
        return title[:1].upper() + title[1:100]

    def save_new(self) -> None:
        Role.objects.bulk_create(self._new, batch_size=BATCH)
        self._new = []


def _is_known(kind: str, place: Place | None) -> bool:
    """Whoever answers for the whole district does so at the district alone."""
    if kind in ANSWER_FOR_THE_DISTRICT:
        return place is not None and place.kind == PlaceKind.DISTRICT
    return kind in KINDS


def _kind_at(place: Place, kind: str) -> str:
    """On a team whoever heads it, or leads its school, leads it; anybody else is a member."""
    if place.kind != PlaceKind.TEAM:
        return kind
    leads = kind == "departmentHead" or KINDS[kind].leads_place
    return TEAM_LEAD if leads else TEAM_MEMBER
