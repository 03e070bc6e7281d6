"""How far coaching reaches, in words: for a chain, a brief, and the page of participation."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.models import CoachingMeeting
from convergent.practice.queries.coaching_reach import (
    CoachingReach,
    HelpPattern,
    counted_until,
    reach_of_coaching,
)
from convergent.priorities.practice_told import tells_of_practice


@tells_of_practice
def coaching_told(places: Sequence[Place], viewer: Viewer) -> dict[UUID, str]:
    reached = reach_of_coaching(places, viewer)
    return {pk: reach_sentence(one, viewer) for pk, one in reached.items()}


def reach_sentence(reach: CoachingReach, viewer: Viewer) -> str:
    until = date_format(counted_until(viewer), "MONTH_DAY_FORMAT")
    if reach.reached is None:
        said = _("Coaching reached nearly all of %(of)s teachers by %(until)s.")
        return said % {"of": reach.of, "until": until}
    return _("Coaching reached %(count)s of %(of)s teachers by %(until)s.") % {
        "count": reach.reached,
        "of": reach.of,
        "until": until,
    }


def help_lines(pattern: HelpPattern) -> list[str]:
    """“We planned a lesson: about 4 of 10 teachers”."""
    return [_help(kind, tenths) for kind, tenths in pattern.tenths]


def _help(kind: str, tenths: int | None) -> str:
    what = CoachingMeeting.Help(kind).label
    if tenths is None:
        return _("%(what)s: nearly all teachers") % {"what": what}
    return _("%(what)s: about %(tenths)s of 10 teachers") % {"what": what, "tenths": tenths}
