"""What the exports say of one person in one role: from when to when, and never twice at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from convergent.facts.rows import RoleRow

DAY = timedelta(days=1)
SMALLEST, LARGEST, HUNDREDTH = Decimal("0.01"), Decimal(2), Decimal("0.01")


@dataclass(frozen=True)
class Span:
    """Both days included; no first day: the exports do not tell it. No last one: it goes on."""

    begins: date | None
    ends: date | None
    acting: bool
    share: Decimal
    sourced_id: str

    def ends_after(self, other: Span) -> bool:
        if other.ends is None:
            return False
        return self.ends is None or self.ends > other.ends


def span_of(row: RoleRow) -> Span:
    return Span(row.begins, row.ends, row.acting, _share(row.fte), row.sourced_id)


def _share(fte: Decimal | None) -> Decimal:
    """As Records can hold it, so that what was followed does not differ from what is exported."""
    return min(max((fte or Decimal(1)).quantize(HUNDREDTH), SMALLEST), LARGEST)


def one_after_another(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap are told apart: the earlier ends the day before the later begins; one
    within another says nothing of its own; one without a first day only if it stands alone."""
    every = list(spans)
    dated = sorted(
        (one for one in every if one.begins is not None),
        key=lambda one: (one.begins, one.sourced_id),
    )
    if not dated:
        return every[:1]
    kept: list[Span] = []
    for span in dated:
        _add(kept, span)
    return kept


def _add(kept: list[Span], span: Span) -> None:
    if not kept or _is_before(kept[-1], span):
        kept.append(span)
    elif kept[-1].ends_after(span):
        return
    elif kept[-1].begins == span.begins:
        kept[-1] = span
    else:
        kept[-1] = replace(kept[-1], ends=(span.begins or date.min) - DAY)
        kept.append(span)


def _is_before(earlier: Span, later: Span) -> bool:
    return earlier.ends is not None and later.begins is not None and earlier.ends < later.begins
