"""What of the facts a viewer may count: the one door to a Scope."""

from __future__ import annotations

from convergent.facts import query
from convergent.facts.scope import Scope, mint_scope
from convergent.facts.snapshot import Snapshot
from convergent.people.access.reasons import Reason
from convergent.people.models import Place
from convergent.people.role_kinds import TEACHER
from convergent.people.viewer import Viewer


def scope_of_schools(viewer: Viewer, *schools: Place) -> Scope:
    """Counts of whole schools, which anybody who works in the district may see."""
    own = frozenset(
        school.sourced_id for school in schools if school.district_pk == viewer.district_id
    )
    return mint_scope(schools=own, grain="school", reason=Reason.WORKS_HERE)


def scope_of_own_classes(viewer: Viewer, snapshot: Snapshot) -> Scope | None:
    """The classes that the viewer teaches today, and no other's; small ones are not withheld."""
    teaches = {term.role.place.sourced_id for term in viewer.terms if term.role.kind == TEACHER}
    if not teaches or not viewer.person.sourced_id:
        return None
    return mint_scope(
        schools=frozenset(teaches),
        classes=query.classes_of(snapshot, viewer.person.sourced_id, on=viewer.today),
        grain="student",
        reason=Reason.TEACHES,
    )
