"""The charters of teacher leaders, as the viewer may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from convergent.people.models import RoleTerm
from convergent.people.viewer import Viewer
from convergent.practice.access.charters import (
    teacher_leaders_on,
    terms_with_charters,
    visible_charters,
)
from convergent.practice.models import Charter


@dataclass(frozen=True)
class Wordings:
    """What one teacher leader's charter says now, what waits, and what it said before."""

    holds: Charter | None
    waits: Charter | None
    before: tuple[Charter, ...]

    @property
    def newest(self) -> Charter | None:
        return self.waits or self.holds


def wordings_of(terms: Sequence[RoleTerm], viewer: Viewer) -> dict[UUID, Wordings]:
    """Of each term, in one question for all."""
    people = [term.person_id for term in terms]
    places = [term.role.place_id for term in terms]
    found = visible_charters(viewer).filter(leader__in=people, place__in=places)
    by_role: dict[tuple[UUID, UUID], list[Charter]] = {}
    for one in found.select_related("written_by", "agreed_by").order_by("-number", "pk"):
        by_role.setdefault((one.leader_id, one.place_id), []).append(one)
    return {
        term.pk: _wordings(by_role.get((term.person_id, term.role.place_id), [])) for term in terms
    }


def _wordings(newest_first: Sequence[Charter]) -> Wordings:
    agreed = [one for one in newest_first if one.agreed_by_id is not None]
    waits = next((one for one in newest_first if one.agreed_by_id is None), None)
    return Wordings(agreed[0] if agreed else None, waits, tuple(agreed[1:]))


def terms_to_read(viewer: Viewer) -> list[RoleTerm]:
    """Terms of teacher leaders with a charter that the viewer reads, and those whose charter she
    writes, by school and name."""
    chartered = visible_charters(viewer).values("leader", "place")
    known = {(row["leader"], row["place"]) for row in chartered}
    own = set(terms_with_charters(viewer).values_list("pk", flat=True))
    leading = teacher_leaders_on(viewer.today).filter(person__district=viewer.district_id)
    ordered = leading.select_related("person", "role__place").order_by(
        "role__place__name_key", "person__family_key", "person__given_key", "pk"
    )
    return [
        term for term in ordered if term.pk in own or (term.person_id, term.role.place_id) in known
    ]
