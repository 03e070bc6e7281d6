"""People whom the exports no longer hold, and who hold a role that somebody gave by hand.

Such a role looks held, and whoever holds it cannot sign in: somebody who knows ends it.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from convergent.people.access.directory import visible_people
from convergent.people.models import Person, RoleTerm
from convergent.people.models.people import Source
from convergent.people.viewer import Viewer


def gone_with_roles_by_hand(viewer: Viewer) -> QuerySet[Person]:
    running = RoleTerm.objects.on(viewer.today).filter(person=OuterRef("pk"), source=Source.BY_HAND)
    return visible_people(viewer).filter(Exists(running), enabled=False)
