"""Who usually sees to what is in the way."""

from __future__ import annotations

from convergent.people.models import Person, Place
from convergent.people.viewer import Viewer
from convergent.practice.access.obstacles import could_have_it_in_hand
from convergent.practice.models import Obstacle


def owners_for(place: Place, viewer: Viewer) -> list[Person]:
    """Whoever had the last one from this school comes first, then by name."""
    people = list(could_have_it_in_hand(place, viewer))
    last = Obstacle.objects.filter(place=place).order_by("-seen_at").first()
    return sorted(people, key=lambda person: last is None or person.pk != last.owner_id)
