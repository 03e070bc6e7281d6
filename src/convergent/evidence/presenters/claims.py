"""What is claimed at a place, and what the library offers beside."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from convergent.evidence.access import why_lead_picture
from convergent.evidence.library import library, statement_of
from convergent.evidence.queries import claims_at
from convergent.evidence.vantage import Perspective
from convergent.people.models import Place
from convergent.people.viewer import Viewer


@dataclass(frozen=True)
class HeldLine:
    pk: UUID
    statement: str
    place: str
    needs: str
    may_end: bool


@dataclass(frozen=True)
class OfferedLine:
    code: str
    statement: str
    needs: str
    draws: int


@dataclass(frozen=True)
class ClaimsPage:
    place: Place
    held: tuple[HeldLine, ...]
    offered: tuple[OfferedLine, ...]


def claims_page(place: Place, viewer: Viewer) -> ClaimsPage:
    held = claims_at(place, viewer)
    taken = {one.code for one in held}
    return ClaimsPage(
        place,
        tuple(
            HeldLine(
                one.pk,
                statement_of(one),
                one.place.name,
                _needs(one.needed),
                may_end=why_lead_picture(viewer, one.place) is not None,
            )
            for one in held
        ),
        tuple(
            OfferedLine(one.code, one.statement, _needs(one.needs), len(one.draws))
            for one in library().values()
            if one.code not in taken
        ),
    )


def _needs(perspectives: tuple[str, ...]) -> str:
    return ", ".join(str(Perspective(one).label) for one in perspectives)
