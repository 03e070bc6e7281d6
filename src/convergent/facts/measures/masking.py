"""From a stored row to what a reader may see of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from convergent.facts.measures.definitions import definitions
from convergent.facts.measures.disclosure import (
    AT_AN_END,
    TOLD_AS_BAND,
    band_of,
    bound_of,
    counts_tell_of_few,
)
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


def masked(row: Row, scope: Scope | None) -> MeasureValue:
    """What the scope allows to be seen of a row; None stands for anybody in the district."""
    place = Place(row["place_kind"], row["place_id"], row["school_id"])
    is_for_school_only = _is_for_school_only(row, scope, place)
    why = row["withheld_inside"] if is_for_school_only else row["withheld"]
    if why is not None:
        return _withheld(row, place, Suppressed(why))
    return _shown(row, place, scope, is_for_school_only=is_for_school_only)


def masked_part(row: Row, scope: Scope) -> PartValue:
    place = Place(row["place_kind"], row["place_id"], row["school_id"])
    is_for_school_only = _is_for_school_only(row, scope, place)
    is_shown = row["withheld"] is None or is_for_school_only
    why = None if is_shown else Suppressed(row["withheld"])
    return PartValue(
        assessment=row["assessment"],
        subject=row["subject"],
        school_year=row["school_year"],
        place=place,
        part=row["part"],
        kind=row["kind"],
        value=why or row["value"],
        standard_error=None if why else row["standard_error"],
        students=why or row["students"],
        is_for_school_only=is_for_school_only,
    )


def _is_for_school_only(row: Row, scope: Scope | None, place: Place) -> bool:
    """Whether it is the school's own leaders alone who see it, if anybody does."""
    return row["withheld"] is not None and knows_students_of(scope, place.school)


def knows_students_of(scope: Scope | None, school: str) -> bool:
    """Whether the scope reaches each student of the school."""
    return (
        scope is not None
        and scope.grain == "student"
        and scope.classes is None
        and bool(school)
        and (scope.schools is None or school in scope.schools)
    )


def _shown(
    row: Row, place: Place, scope: Scope | None, *, is_for_school_only: bool
) -> MeasureValue:
    """A share near its end is told by the end alone, but to the school's own leaders."""
    bound, is_change_told = _bound(row), _is_change_told(row)
    is_inside = knows_students_of(scope, place.school)
    is_exact = bound is None and is_change_told
    found = _as_it_is(
        row, place, is_inside=is_inside, is_for_school_only=is_for_school_only or not is_exact
    )
    if is_inside:
        return found
    if not is_change_told:
        found = replace(found, change=Suppressed(AT_AN_END))
    if bound is None:
        return replace(found, is_for_school_only=False)
    return replace(
        found,
        value=bound,
        standard_error=None,
        interval=None,
        peers=None,
        is_for_school_only=False,
    )


def _bound(row: Row) -> Bound | None:
    if definitions()[row["measure"]].unit != "share":
        return None
    return bound_of(row["value"], row["students"])


def _is_change_told(row: Row) -> bool:
    """Not where it leads from, or to, a share near its end: it would tell that share."""
    if row["change"] is None or definitions()[row["measure"]].unit != "share":
        return True
    before = row["value"] - row["change"]
    return not any(bound_of(share, row["students"]) for share in (row["value"], before))


def _as_it_is(row: Row, place: Place, *, is_inside: bool, is_for_school_only: bool) -> MeasureValue:
    return MeasureValue(
        **_named(row, place),
        value=row["value"],
        standard_error=row["standard_error"],
        interval=None if row["low"] is None else (row["low"], row["high"]),
        students=row["students"],
        participation=_participation(row, is_inside=is_inside),
        teachers=row["teachers"],
        peers=_peers(row),
        change=_change(row),
        is_for_school_only=is_for_school_only,
    )


def _withheld(row: Row, place: Place, why: Suppressed) -> MeasureValue:
    return MeasureValue(
        **_named(row, place),
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


def _named(row: Row, place: Place) -> dict[str, Any]:
    same = ("measure", "assessment", "subject", "school_year", "grade", "student_group", "norm")
    return {**{name: row[name] for name in same}, "place": place}


def _participation(row: Row, *, is_inside: bool) -> Participation | None:
    counts = {name: row[name] for name in _COUNTS}
    if all(count is None for count in counts.values()):
        return None
    if not counts_tell_of_few(counts):
        return Participation(**counts)
    if is_inside:
        return Participation(**counts, is_for_school_only=True)
    band = band_of(row["tested"] or 0, row["enrolled"]) if row["enrolled"] else None
    why = Suppressed(TOLD_AS_BAND)
    withheld: dict[str, Any] = {
        name: None if count is None else why for name, count in counts.items()
    }
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
