"""A cycle of improvement: what was guessed, what was counted, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convergent.learning.presenters.figures import Cell, Header, Table
from convergent.people.days import day_text
from convergent.people.viewer import Viewer
from convergent.priorities.access.work import why_work_on
from convergent.priorities.models import Cycle, CyclePoint, Priority
from convergent.priorities.presenters.theory import link_words
from convergent.priorities.queries.cycles import cycles_of

Decision = Cycle.Decision
DECIDED = {
    Decision.ADOPT: gettext_lazy("adopted"),
    Decision.ADAPT: gettext_lazy("adapted"),
    Decision.ABANDON: gettext_lazy("abandoned"),
}
MARKS = {"": "ring", Decision.ADOPT: "filled", Decision.ADAPT: "half", Decision.ABANDON: "diamond"}
WIDE, HIGH, MARGIN = 560, 180, 24
A_SHIFT = 6  # points on one side of the median, which chance alone would seldom make


@dataclass(frozen=True)
class RunPoint:
    x: int
    y: int
    label: str


@dataclass(frozen=True)
class RunChart:
    """Counts in their order with their median; `expected` is where the guess lies."""

    line: str
    points: tuple[RunPoint, ...]
    median_y: int
    expected_y: int | None
    words: str
    table: Table


@dataclass(frozen=True)
class CycleLine:
    cycle: Cycle
    when: str
    mark: str
    said: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class CyclePage:
    cycle: Cycle
    span: str
    tests: str
    decided: str
    chart: RunChart | None
    can_work: bool


def cycle_lines(priority: Priority, *, viewer: Viewer) -> tuple[CycleLine, ...]:
    return tuple(_line(one, viewer) for one in cycles_of(priority))


def _line(cycle: Cycle, viewer: Viewer) -> CycleLine:
    is_open = cycle.decided_on is None
    day = day_text(cycle.ends_on if cycle.decided_on is None else cycle.decided_on, viewer)
    return CycleLine(
        cycle=cycle,
        when=_("until %(day)s") % {"day": day} if is_open else day,
        mark=MARKS[cycle.decision],
        said=_("being tried") if is_open else str(DECIDED[Decision(cycle.decision)]),
        is_late=is_open and cycle.ends_on < viewer.today,
    )


def cycle_page(cycle: Cycle, *, viewer: Viewer) -> CyclePage:
    points = list(cycle.points.all())
    decided = ""
    if cycle.decided_on is not None:
        decided = _("%(decision)s on %(day)s") % {
            "decision": DECIDED[Decision(cycle.decision)],
            "day": day_text(cycle.decided_on, viewer),
        }
    return CyclePage(
        cycle=cycle,
        span=_("%(first)s to %(last)s")
        % {"first": day_text(cycle.starts_on, viewer), "last": day_text(cycle.ends_on, viewer)},
        tests=link_words(cycle.link) if cycle.link else "",
        decided=decided,
        chart=run_chart(points, cycle) if points else None,
        can_work=cycle.decided_on is None and why_work_on(viewer, cycle.priority) is not None,
    )


def run_chart(points: list[CyclePoint], cycle: Cycle) -> RunChart:
    values = [one.value for one in points]
    middle = median(values)
    held = [*values, middle, *([] if cycle.expected is None else [cycle.expected])]
    low, high = min(held), max(held)
    placed = tuple(
        RunPoint(_across(at, len(points)), _up(one.value, low, high), number_words(one.value))
        for at, one in enumerate(points)
    )
    return RunChart(
        line=" ".join(f"{one.x},{one.y}" for one in placed),
        points=placed,
        median_y=_up(middle, low, high),
        expected_y=None if cycle.expected is None else _up(cycle.expected, low, high),
        words=_words(values, middle),
        table=Table(
            caption=cycle.measured,
            headers=(Header(_("Day")), Header(cycle.measured, is_number=True)),
            rows=tuple(
                (
                    Cell(date_format(one.day, "DATE_FORMAT")),
                    Cell(number_words(one.value), is_number=True),
                )
                for one in points
            ),
        ),
    )


def _across(at: int, count: int) -> int:
    return MARGIN + round((WIDE - 2 * MARGIN) * (at / (count - 1) if count > 1 else 0.5))


def _up(value: Decimal, low: Decimal, high: Decimal) -> int:
    share = float((value - low) / (high - low)) if high > low else 0.5
    return HIGH - MARGIN - round((HIGH - 2 * MARGIN) * share)


def _words(values: list[Decimal], middle: Decimal) -> str:
    """The finding: a shift where the last six or more lie on one side, else the median."""
    if len(values) == 1:
        return _("Counted once: %(value)s.") % {"value": number_words(values[0])}
    said = _("Counted %(count)s times, the median is %(median)s.") % {
        "count": len(values),
        "median": number_words(middle),
    }
    lately = values[-A_SHIFT:]
    if len(values) >= 2 * A_SHIFT and all(one > middle for one in lately):
        return said + " " + _("The last six lie above it: that is hardly chance.")
    if len(values) >= 2 * A_SHIFT and all(one < middle for one in lately):
        return said + " " + _("The last six lie below it: that is hardly chance.")
    return said


def number_words(value: Decimal) -> str:
    """Without noughts at its end."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return number_format(plain, decimal_pos=places, force_grouping=True)
