"""What is asked about one's own threads. Searching decrypts and looks through them: no index holds
a word of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from convergent.audit.models import AuditRow
from convergent.audit.queries import readings_of
from convergent.people.names import folded
from convergent.people.viewer import Viewer
from convergent.practice.access.threads import own_pieces, shares_by
from convergent.practice.models import CoachingCycle, CoachingPiece


def found_in_threads(viewer: Viewer, typed: str) -> list[CoachingPiece]:
    """The viewer's own pieces with words that begin as those typed, newest first."""
    wanted = [word for word in map(folded, typed.split()) if word]
    if not wanted:
        return []
    pieces = own_pieces(viewer).select_related("cycle__teacher", "cycle__coach", "by")
    return [one for one in pieces.order_by("-written_at", "pk") if _holds(one.text, wanted)]


def _holds(text: str, wanted: list[str]) -> bool:
    words = [folded(word) for word in text.split()]
    return all(any(word.startswith(start) for word in words) for start in wanted)


def readings_of_thread(cycle: CoachingCycle, viewer: Viewer) -> QuerySet[AuditRow]:
    """Who has looked, but for the teacher herself: at the thread, and at what she shares of it."""
    shares = shares_by(viewer).filter(Q(piece__cycle=cycle))
    return readings_of([cycle, *shares]).exclude(by=cycle.teacher_id)
