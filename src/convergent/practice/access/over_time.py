"""How much of what is looked for was seen, quarter by quarter, under the rule of patterns.

A quarter is told when it has ended. Where one with visits has too few teachers behind it, none is
told: what is told of the year, less the other quarters, would say what was seen in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.practice.access.patterns import has_enough_behind
from convergent.practice.models import LookForVersion, Seen, Visit

Made = tuple[UUID, UUID, UUID]


def seen_by_quarter(
    viewer: Viewer, asked: Sequence[tuple[LookForVersion, Place]], quarters: Sequence[date]
) -> dict[UUID, tuple[int, ...]]:
    """Of each version at its place, in tenths of visits and look-fors: quarters with visits, from
    the first to the one before the last of the days given. In two questions for all of them."""
    rule = Q(
        look_for_version__in=[version for version, _place in asked],
        place__district=viewer.district_id,
        day__gte=quarters[0],
        day__lt=quarters[-1],
    )
    of_visits = Visit.objects.readable_by_rule(rule)
    rows = of_visits.values_list(
        "look_for_version_id", "place__path", "day", "pk", "visitor_id", "teacher_id"
    )
    visits = list(rows)
    of_seen = Seen.objects.readable_by_rule(Q(visit__in=of_visits))
    seen = Counter(of_seen.values_list("visit_id", flat=True))
    told = {}
    for version, place in asked:
        by_quarter: dict[int, list[Made]] = defaultdict(list)
        for pk, path, day, visit, visitor, teacher in visits:
            if pk == version.pk and path.startswith(place.path):
                made = (visit, visitor, teacher)
                by_quarter[sum(day >= first for first in quarters)].append(made)
        told[version.pk] = _tenths(by_quarter, seen, len(version.look_fors.all()))
    return told


def _tenths(
    by_quarter: dict[int, list[Made]], seen: Counter[UUID], look_fors: int
) -> tuple[int, ...]:
    made = [by_quarter[at] for at in sorted(by_quarter)]
    if not all(has_enough_behind([one[1:] for one in visits]) for visits in made):
        return ()
    return tuple(
        round(10 * sum(seen[one[0]] for one in visits) / (len(visits) * look_fors))
        for visits in made
    )
