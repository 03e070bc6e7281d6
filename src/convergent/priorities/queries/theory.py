"""Links of a theory of action, and how each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from convergent.priorities.models import LinkEvidence, Priority, TheoryLink

STALE_AFTER = timedelta(days=365)


class Standing(StrEnum):
    """How a link stands by what was seen."""

    HOLDS = "holds"
    MIXED = "mixed"  # more for it than against
    CONTRADICTED = "contradicted"  # at least as much against it as for it
    STALE = "stale"  # nothing was seen for a year
    UNTESTED = "untested"  # nothing was seen ever


@dataclass(frozen=True)
class LinkNow:
    """A link with what speaks for and against it, the newest first."""

    link: TheoryLink
    evidence: tuple[LinkEvidence, ...]
    standing: Standing

    @property
    def speaking_for(self) -> int:
        return sum(one.speaks == LinkEvidence.Speaks.FOR for one in self.evidence)

    @property
    def speaking_against(self) -> int:
        return len(self.evidence) - self.speaking_for

    @property
    def newest(self) -> date | None:
        return max((one.seen_on for one in self.evidence), default=None)


def standing_of(evidence: Sequence[LinkEvidence], *, day: date) -> Standing:
    """By what was seen up to that day. What contradicts a link counts however old it is."""
    if not evidence:
        return Standing.UNTESTED
    against = sum(one.speaks == LinkEvidence.Speaks.AGAINST for one in evidence)
    if against and 2 * against >= len(evidence):
        return Standing.CONTRADICTED
    if max(one.seen_on for one in evidence) < day - STALE_AFTER:
        return Standing.STALE
    return Standing.MIXED if against else Standing.HOLDS


def standing_links(priority: Priority) -> QuerySet[TheoryLink]:
    """The links of its theory as it stands now, in their order."""
    return TheoryLink.objects.filter(priority=priority, taken_out_on=None)


def links_of(priorities: Iterable[Priority], *, day: date) -> dict[UUID, list[LinkNow]]:
    """The theory of each priority in its order: two queries, however many they are."""
    found: dict[UUID, list[LinkNow]] = {one.pk: [] for one in priorities}
    links = TheoryLink.objects.filter(priority__in=found, taken_out_on=None)
    for link in links.prefetch_related("evidence__by").order_by("priority", "position", "id"):
        evidence = tuple(one for one in link.evidence.all() if one.seen_on <= day)
        found[link.priority_id].append(LinkNow(link, evidence, standing_of(evidence, day=day)))
    return found
