"""The goals of a plan that exists become priorities: all that were chosen, or none."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.models import Priority


@transaction.atomic
def take_goals(place: Place, goals: Iterable[Said], *, by: Viewer) -> list[Priority]:
    """One priority for each; what they carry is said later, and is drift until then."""
    return [begin_priority(place, said, by=by) for said in goals]
