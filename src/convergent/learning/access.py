"""What of the evidence somebody may see: whole schools for all, small groups for their leaders."""

from __future__ import annotations

from convergent.facts.scope import Scope as Scope
from convergent.facts.scope import mint_scope
from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, PRINCIPAL
from convergent.people.viewer import Viewer


def scope_of_place(viewer: Viewer, place: Place) -> Scope:
    """Aggregates of one place. Whoever leads the school sees its small groups too."""
    school = school_of(place)
    if school is None:
        return mint_scope(schools=None, grain="school", reason=Reason.WORKS_HERE)
    if why_small_groups(viewer, place) is not None:
        return scope_of_leaders(school)
    return mint_scope(schools=frozenset({school}), grain="school", reason=Reason.WORKS_HERE)


def scope_for(viewer: Viewer, place: Place, *, is_for_meeting: bool) -> Scope:
    """What the viewer may see of a place; for a meeting, what everybody may."""
    return scope_of_everybody() if is_for_meeting else scope_of_place(viewer, place)


def why_small_groups(viewer: Viewer, place: Place) -> Reason | None:
    """To see numbers about fewer than ten students of a school, which must not be shared."""
    if school_of(place) is None:
        return None
    led = viewer.paths_as(PRINCIPAL, ASSISTANT_PRINCIPAL)
    return Reason.LEADS_SCHOOL if any(place.path.startswith(path) for path in led) else None


def scope_of_everybody() -> Scope:
    """What anybody who works in the district may see: for pictures that are drawn beforehand."""
    return mint_scope(schools=None, grain="school", reason=Reason.WORKS_HERE)


def scope_of_leaders(school: str) -> Scope:
    """What whoever leads the school may see; for pictures drawn beforehand, too, which only they
    are then shown."""
    return mint_scope(schools=frozenset({school}), grain="student", reason=Reason.LEADS_SCHOOL)


def school_of(place: Place) -> str | None:
    """The id, in the exports, of the school that a place is or belongs to; None above schools."""
    if place.kind == PlaceKind.SCHOOL:
        return place.sourced_id
    if place.kind == PlaceKind.TEAM and place.parent is not None:
        return place.parent.sourced_id
    return None
