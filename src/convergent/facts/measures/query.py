"""The one door to the measures of a snapshot: every answer within a Scope.

All read the menu; whoever knows the students of a school also reads its own values, and nobody
else's.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from convergent.facts.connection import reading_cursor
from convergent.facts.literals import literal
from convergent.facts.measures.aggregate_table import ALL_GRADES, ALL_STUDENTS, NAMES
from convergent.facts.measures.folders import (
    AGGREGATES,
    PARTS,
    SIMILAR,
    STRIPS,
    TOLD,
    all_measures,
    built_measures,
    measures_folder,
)
from convergent.facts.measures.masking import knows_students_of, part, seen, told, within
from convergent.facts.measures.menu import MENU_NAMES
from convergent.facts.measures.values import MeasureValue, Origin, PartValue, Place
from convergent.facts.scope import Scope
from convergent.facts.snapshot import MANIFEST, Snapshot


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which rows are asked for; None means any. Grade '' is all grades, group 'all' everybody."""

    measures: Collection[str] | None = None
    assessments: Collection[str] | None = None
    subjects: Collection[str] | None = None
    school_years: Collection[int] | None = None
    grades: Collection[str] | None = (ALL_GRADES,)
    student_groups: Collection[str] | None = (ALL_STUDENTS,)


def values_at(
    snapshot: Snapshot, scope: Scope, places: Collection[Place], asked: Asked
) -> list[MeasureValue]:
    """The values of some places, by place, measure, assessment, subject, grade, group and year.

    Empty while the snapshot's measures are not worked out, and where nobody is behind a value.
    Raises OutOfScope for a school (or a team of one) outside the scope, or a scope of classes.
    """
    _require(scope, places)
    found = [told(row) for row in _rows_at(snapshot, TOLD, MENU_NAMES, places, asked)]
    own = [place for place in places if knows_students_of(scope, place.school)]
    if not own:
        return found
    inside = [within(row) for row in _rows_at(snapshot, AGGREGATES, NAMES, own, asked)]
    by_name = {_name(one): one for one in found}
    return [seen(by_name.get(_name(one)), one) for one in inside] + [
        one for one in found if one.place not in own
    ]


def _rows_at(
    snapshot: Snapshot, file: str, names: Sequence[str], places: Collection[Place], asked: Asked
) -> list[dict[str, Any]]:
    """By place, measure and slice; what is told of parts of tests is not among them."""
    rows = _rows(
        snapshot,
        file,
        f"SELECT {', '.join(names)}",
        {**_asked(asked), "place_id": [place.id for place in places]},
        """ORDER BY place_kind, place_id, measure, assessment, subject, grade, student_group,
        school_year""",
    )
    wanted = {(place.kind, place.id) for place in places}
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return [
        row
        for row in found
        if (row["place_kind"], row["place_id"]) in wanted and not row.get("part")
    ]


def _name(one: MeasureValue) -> tuple[Any, ...]:
    slice_ = (one.assessment, one.subject, one.school_year, one.grade, one.student_group)
    return one.place, one.measure, *slice_


def distributions(
    snapshot: Snapshot,
    scope: Scope,
    *,
    kind: Literal["school", "network"],
    by: Literal["student_group", "grade", "school_year", "subject"],
    asked: Asked,
    without: str,
) -> dict[str, list[float]]:
    """The values of the schools (or networks) of a place's district, for strips, lowest first and
    without names. `without` is the id of that place, which is left out.

    One list for each group, grade, year or subject that was asked for; what else was asked should
    leave one of each. Only values that anybody in the district may see.
    """
    scope.require_whole_schools()
    rows = _rows(
        snapshot,
        STRIPS,
        f'SELECT {by}::VARCHAR, place_ids, "values"',
        {**_asked(asked), "place_kind": [kind], "district_id": _districts_of(snapshot, without)},
        f"ORDER BY {by}",
    )
    found: dict[str, list[float]] = {}
    for key, places, values in rows:
        others = (v for place, v in zip(places, values, strict=True) if place != without)
        found.setdefault(key, []).extend(others)
    return {key: sorted(values) for key, values in found.items()}


def parts_at(
    snapshot: Snapshot, scope: Scope, place: Place, *, subject: str, school_year: int
) -> list[PartValue]:
    """The subscores and standards behind a subject's results of a year, of all grades together, by
    part and kind.
    """
    _require(scope, [place])
    wanted: dict[str, Collection[Any] | None] = {
        "place_kind": [place.kind],
        "place_id": [place.id],
        "subject": [subject],
        "school_year": [school_year],
    }
    names = (
        *("assessment", "subject", "school_year", "place_kind", "place_id", "school_id"),
        *("part", "value", "standard_error", "students", "withheld"),
    )
    is_inside = knows_students_of(scope, place.school)
    file, kind = (PARTS, "kind") if is_inside else (TOLD, "part_kind")
    rows = _rows(
        snapshot,
        file,
        f"SELECT {', '.join((*names, kind))}",
        wanted,
        f"ORDER BY assessment, part, {kind}",
    )
    found = (dict(zip((*names, "kind"), row, strict=True)) for row in rows)
    return [part(row, is_inside=is_inside) for row in found if row["part"]]


@dataclass(frozen=True)
class SimilarSchool:
    """A school of similar need; `distance` is 0 for one whose shares are the same."""

    school: str
    distance: float


def similar_schools(snapshot: Snapshot, school: str) -> list[SimilarSchool]:
    """The nearest first; none where there are fewer than five of the same kind. Tells of no
    student.
    """
    rows = _rows(
        snapshot,
        SIMILAR,
        "SELECT similar_id, distance",
        {"school_id": [school]},
        "ORDER BY distance, similar_id",
    )
    return [SimilarSchool(*row) for row in rows]


@dataclass(frozen=True)
class Menu:
    """What there is to choose from, in the order in which a page offers it; and of which tests
    (assessment, subject, year) there are parts.
    """

    school_years: tuple[int, ...]
    subjects: tuple[tuple[str, str], ...]
    parts: frozenset[tuple[str, str, int]]


def menu(snapshot: Snapshot) -> Menu:
    """The years, newest first, and the assessments with their subjects."""
    built = built_measures(snapshot)
    sources = built.sources if built else ()
    return Menu(
        school_years=tuple(sorted({one.school_year for one in sources}, reverse=True)),
        subjects=tuple(sorted({(one.assessment, one.subject) for one in sources})),
        parts=frozenset(
            (one.assessment, one.subject, one.school_year) for one in sources if one.has_parts
        ),
    )


def origin_of(
    snapshot: Snapshot, *, place: str, assessment: str, subject: str, school_year: int
) -> Origin | None:
    """What the values of an assessment rest on in the district of a place (by its id); None where
    there are none.

    Files are named only where no other district's results lie in them.
    """
    built = built_measures(snapshot)
    if built is None:
        return None
    districts = _districts_of(snapshot, place)
    is_alone = all(one.district_id in districts for one in built.sources)
    wanted = (assessment, subject, school_year)
    for one in built.sources:
        is_wanted = (one.assessment, one.subject, one.school_year) == wanted
        if is_wanted and one.district_id in districts:
            return Origin(
                snapshot=snapshot.id,
                as_of=_told_from(snapshot, place, wanted).manifest.as_of,
                built_on=built.built_on,
                files=tuple(sorted(snapshot.manifest.inputs)) if is_alone else (),
                results=one.results,
                first_test=one.first_test,
                last_test=one.last_test,
            )
    return None


def _told_from(snapshot: Snapshot, place: str, wanted: tuple[str, str, int]) -> Snapshot:
    """The snapshot of which a test was told: an earlier one, where too few have changed since."""
    rows = _rows(
        snapshot,
        TOLD,
        "SELECT DISTINCT told_from",
        {
            "place_id": [place],
            "assessment": [wanted[0]],
            "subject": [wanted[1]],
            "school_year": [wanted[2]],
        },
        "",
    )
    for (name,) in rows:
        earlier = Snapshot(snapshot.folder.parent / name)
        if name != snapshot.id and (earlier.folder / MANIFEST).exists():
            return earlier
    return snapshot


def _require(scope: Scope, places: Collection[Place]) -> None:
    """Aggregates of the district and of networks are for whoever may count anything in it."""
    scope.require("district")
    scope.require_whole_schools()
    schools = frozenset(
        place.id if place.kind == "school" else place.school
        for place in places
        if place.kind in {"school", "team"}
    )
    if schools:
        scope.require("school")
        scope.narrowed_to(schools)


def _districts_of(snapshot: Snapshot, place: str) -> list[str]:
    """The one district that a place is of; none where nothing is known of the place."""
    rows = _rows(snapshot, TOLD, "SELECT DISTINCT district_id", {"place_id": [place]}, "")
    return [district for (district,) in rows if district]


def _asked(asked: Asked) -> dict[str, Collection[Any] | None]:
    return {
        "measure": asked.measures,
        "assessment": asked.assessments,
        "subject": asked.subjects,
        "school_year": asked.school_years,
        "grade": asked.grades,
        "student_group": asked.student_groups,
    }


def _rows(
    snapshot: Snapshot,
    file: str,
    select: str,
    wanted: dict[str, Collection[Any] | None],
    order: str,
) -> Sequence[tuple[Any, ...]]:
    """None where the measures are not built."""
    path = measures_folder(snapshot) / file
    if built_measures(snapshot) is None or not path.exists():
        return []
    conditions, values = [], {}
    for column, allowed in _given(wanted):
        conditions.append(f"{column} IN ${column}")
        values[column] = allowed
    where = " AND ".join(conditions) or "true"
    cursor = reading_cursor(all_measures(snapshot))
    return cursor.execute(
        f"{select} FROM read_parquet({literal(str(path))}) WHERE {where} {order}", values
    ).fetchall()


def _given(wanted: dict[str, Collection[Any] | None]) -> Iterator[tuple[str, list[Any]]]:
    for column, allowed in wanted.items():
        if allowed is not None:
            yield column, sorted(set(allowed))
