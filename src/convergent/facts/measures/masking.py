"""From a stored row to what a reader may see of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from convergent.facts.measures.disclosure import AT_AN_END, TOLD_AS_BAND
from convergent.facts.measures.menu import MORE
from convergent.facts.measures.values import (
    Bound,
    Change,
    MeasureValue,
    Participation,
    PartValue,
    Peers,
    Place,
)
from convergent.facts.scope import Scope
from convergent.facts.values import Suppressed

Row = Mapping[str, Any]
_COUNTS = ("enrolled", "tested", "exempt", "alternate", "arrived_late")


def knows_students_of(scope: Scope | None, school: str) -> bool:
    """Whether the scope reaches each student of the school."""
    return (
        scope is not None
        and scope.grain == "student"
        and scope.classes is None
        and bool(school)
        and (scope.schools is None or school in scope.schools)
    )


def told(row: Row) -> MeasureValue:
    """A row of the menu, which anybody may read."""
    if row["withheld"] is not None:
        return _withheld(row, Suppressed(row["withheld"]))
    found = replace(_as_it_is(row), participation=_told_participation(row))
    if row["is_change_withheld"]:
        found = replace(found, change=Suppressed(AT_AN_END))
    if row["bound"]:
        found = replace(found, value=Bound(row["value"], is_more=row["bound"] == MORE))
    return found


def within(row: Row) -> MeasureValue:
    """A row of the aggregates, for those who know the students of its school; not for sharing."""
    if row["withheld_inside"] is not None:
        return _withheld(row, Suppressed(row["withheld_inside"]))
    found = _as_it_is(row)
    counts = found.participation and replace(found.participation, is_for_school_only=True)
    return replace(found, participation=counts, is_for_school_only=True)


def seen(told: MeasureValue | None, inside: MeasureValue) -> MeasureValue:
    """What those see who know the students: as it is told where it is told whole, so that their
    page and everybody's agree; marked where it is not.
    """
    if isinstance(inside.value, Suppressed) or told is None:
        return inside
    if not isinstance(told.value, float) or isinstance(told.change, Suppressed):
        return inside
    return replace(told, participation=inside.participation)


def part(row: Row, *, is_inside: bool) -> PartValue:
    """Of the menu, or of the parts of a school for those who know its students."""
    is_withheld = row["withheld"] is not None
    why = Suppressed(row["withheld"]) if is_withheld and not is_inside else None
    return PartValue(
        assessment=row["assessment"],
        subject=row["subject"],
        school_year=row["school_year"],
        place=_place(row),
        part=row["part"],
        kind=row["kind"],
        value=why or row["value"],
        standard_error=None if why else row["standard_error"],
        students=why or row["students"],
        is_for_school_only=is_withheld and is_inside,
    )


def _place(row: Row) -> Place:
    return Place(row["place_kind"], row["place_id"], row["school_id"])


def _as_it_is(row: Row) -> MeasureValue:
    return MeasureValue(
        **_named(row),
        value=row["value"],
        standard_error=row["standard_error"],
        interval=None if row["low"] is None else (row["low"], row["high"]),
        students=row["students"],
        participation=_participation(row),
        teachers=row["teachers"],
        peers=_peers(row),
        change=_change(row),
        is_for_school_only=False,
    )


def _withheld(row: Row, why: Suppressed) -> MeasureValue:
    return MeasureValue(
        **_named(row),
        value=why,
        standard_error=None,
        interval=None,
        students=why,
        participation=None,
        teachers=None,
        peers=None,
        change=None,
        is_for_school_only=False,
    )


def _named(row: Row) -> dict[str, Any]:
    same = ("measure", "assessment", "subject", "school_year", "grade", "student_group", "norm")
    return {**{name: row[name] for name in same}, "place": _place(row)}


def _participation(row: Row) -> Participation | None:
    counts = {name: row[name] for name in _COUNTS}
    if all(count is None for count in counts.values()):
        return None
    return Participation(**counts)


def _told_participation(row: Row) -> Participation | None:
    """The district's own counts; of all else how many were tested, in a band."""
    counts = _participation(row)
    if counts is not None or not row["was_counted"]:
        return counts
    withheld: dict[str, Any] = dict.fromkeys(_COUNTS, Suppressed(TOLD_AS_BAND))
    band = None
    if row["tested_share"] is not None:
        band = Bound(row["tested_share"], is_more=row["tested_bound"] == MORE)
    return Participation(**withheld, tested_share=band)


def _peers(row: Row) -> Peers | None:
    if row["peers"] is None:
        return None
    return Peers(
        schools=row["peers"],
        mean=row["peers_mean"],
        low=row["peers_low"],
        high=row["peers_high"],
        q=row["q"],
    )


def _change(row: Row) -> Change | None:
    if row["change"] is None:
        return None
    return Change(amount=row["change"], standard_error=row["change_error"], q=row["change_q"])
