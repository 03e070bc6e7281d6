"""What of the facts a viewer may count: the one door to a Scope."""

from __future__ import annotations

from convergent.facts.scope import Scope, mint_scope
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


def scope_of_own_classes(viewer: Viewer) -> Scope | None:
    """The classes of the schools where the viewer teaches; the query keeps to her own."""
    schools = frozenset(
        term.role.place.sourced_id for term in viewer.terms if term.role.kind == TEACHER
    )
    return mint_scope(schools=schools, grain="class", reason=Reason.TEACHES) if schools else None
