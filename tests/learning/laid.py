"""Measures laid into a home as the build would leave them, from a few words for each value."""

from datetime import UTC, date, datetime
from functools import cache

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from convergent.facts.measures.aggregate_table import COLUMNS
from convergent.facts.measures.disclosure import inside, outside
from convergent.facts.measures.folders import (
    AGGREGATES,
    GROWTH,
    PARTS,
    SIMILAR,
    STRIPS,
    TOLD,
    BuiltMeasures,
    Source,
    measures_folder,
)
from convergent.facts.measures.masking import told
from convergent.facts.measures.menu import MENU_NAMES, tell
from convergent.facts.snapshot import Manifest, Snapshot

ASSESSMENT, READING, YEAR = "Spring Assessment", "Reading", 2026
TYPES = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
}
SCHEMA = pa.schema([(column.name, TYPES[column.kind]) for column in COLUMNS])
BY = (
    *("measure", "assessment", "subject", "school_year", "place_kind", "district_id", "grade"),
    "student_group",
)
STRIPS_SCHEMA = pa.schema(
    [
        *(SCHEMA.field(name) for name in BY),
        ("place_ids", pa.list_(pa.string())),
        ("values", pa.list_(pa.float64())),
    ]
)
GROWTH_SCHEMA = pa.schema(
    [
        ("student", pa.string()),
        ("assessment", pa.string()),
        ("subject", pa.string()),
        ("school_year", pa.int32()),
        ("grade", pa.string()),
        ("score", pa.float64()),
        ("level", pa.string()),
        ("growth", pa.int32()),
        ("growth_low", pa.int32()),
        ("growth_high", pa.int32()),
    ]
)
PARTS_SCHEMA = pa.schema(
    [
        *(SCHEMA.field(name) for name in ("assessment", "subject", "school_year", "place_kind")),
        *(SCHEMA.field(name) for name in ("place_id", "school_id", "district_id")),
        ("part", pa.string()),
        ("kind", pa.string()),
        *(SCHEMA.field(name) for name in ("value", "standard_error", "students", "everybody")),
        SCHEMA.field("withheld"),
    ]
)
DEFAULTS = {
    "assessment": ASSESSMENT,
    "subject": READING,
    "school_year": YEAR,
    "grade": "",
    "place_kind": "school",
    "place_id": "ash",
    "student_group": "all",
    "students": 60,
    "norm": "",
    "everybody": None,
}
SOUTHERN = {"cove", "s"}
OF_A_TEST = ("assessment", "subject", "school_year")
DECIDED = duckdb.connect()
DECIDED_BY = ("students", "teachers", "norm", "place_kind", "grade")


def row(measure, value, **more):
    """One row of the aggregates; an interval of ± `half` around it."""
    half = more.pop("half", None)
    found = {**DEFAULTS, "measure": measure, "value": float(value), **more}
    is_school = found["place_kind"] == "school"
    found.setdefault("district_id", "s" if found["place_id"] in SOUTHERN else "n")
    found.setdefault("school_id", found["place_id"] if is_school else "")
    if half is not None:
        found |= {"low": value - half, "high": value + half, "standard_error": half / 1.645}
    found |= decided(found)
    return {column.name: found.get(column.name) for column in COLUMNS}


def decided(row):
    """From whom it is withheld, for itself: from everybody outside the school, from its leaders."""
    outside_of, within = _decided(*(row.get(name) for name in DECIDED_BY))
    return {"withheld": outside_of, "withheld_inside": within}


@cache
def _decided(*said):
    (told,) = DECIDED.execute(
        f"""SELECT {outside()}, {inside()} FROM (SELECT ?::BIGINT AS students,
        ?::BIGINT AS teachers, ? AS norm, ? AS place_kind, ? AS grade, 10 AS minimum)""",
        said,
    ).fetchall()
    return told


def growth(value, *, grade="", q=None, peers=(45.0, 50.0, 55.0), half=4.0, **more):
    """A median growth percentile beside similar schools (low, mean, high)."""
    low, mean, high = peers or (None, None, None)
    told = {
        "peers": 10 if peers else None,
        "peers_low": low,
        "peers_mean": mean,
        "peers_high": high,
    }
    return row(
        "median_growth",
        value,
        grade=grade,
        q=q,
        half=half,
        **{"norm": "district", "teachers": 4, **told, **more},
    )


def lay_snapshot(home, name="one", tables=None):
    """A snapshot that serves, with these tables (name to a pyarrow table)."""
    folder = home.resolve() / "facts" / "snapshots" / name
    folder.mkdir(parents=True)
    for table, rows in (tables or {}).items():
        pq.write_table(rows, folder / f"{table}.parquet")
    manifest = Manifest(
        content_hash=name,
        as_of=date(2026, 11, 20),
        built_at=datetime(2026, 11, 21, tzinfo=UTC),
        code_version="0",
        inputs={"results.csv": "0"},
        tables={},
    )
    (folder / "manifest.json").write_text(manifest.as_json())
    current = home / "facts" / "current"
    current.unlink(missing_ok=True)
    current.symlink_to(f"snapshots/{name}")
    return Snapshot(folder)


def lay_measures(snapshot, rows, *, parts=(), similar=(), students=()):
    """`similar`: pairs of a school and one of similar need; `students`: rows of single results."""
    folder = measures_folder(snapshot)
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows), schema=SCHEMA), folder / AGGREGATES)
    menu = menu_of(rows, parts)
    pq.write_table(menu, folder / TOLD)
    strips = pa.Table.from_pylist(_strips(menu.to_pylist()), schema=STRIPS_SCHEMA)
    pq.write_table(strips, folder / STRIPS)
    pq.write_table(pa.Table.from_pylist(list(students), schema=GROWTH_SCHEMA), folder / GROWTH)
    if parts:
        pq.write_table(pa.Table.from_pylist(list(parts), schema=PARTS_SCHEMA), folder / PARTS)
    if similar:
        found = [{"school_id": a, "similar_id": b, "distance": 0.1} for a, b in similar]
        pq.write_table(pa.Table.from_pylist(found), folder / SIMILAR)
    slices = {tuple(one[name] for name in OF_A_TEST) for one in rows}
    with_parts = {tuple(one[name] for name in OF_A_TEST) for one in parts}
    built = BuiltMeasures(
        key="0",
        content_hash=snapshot.manifest.content_hash,
        built_on=date(2026, 11, 21),
        code_version="0",
        rows=len(rows),
        sources=tuple(
            _source(*one, has_parts=one in with_parts) for one in sorted(slices) if one[0]
        ),
        notices=(),
        growth=(),
        seconds=0.0,
    )
    (folder / "manifest.json").write_text(built.as_json())


def menu_of(rows, parts=()):
    """What anybody is told of rows of the aggregates."""
    with duckdb.connect() as connection:
        connection.register("rows", pa.Table.from_pylist(list(rows), schema=SCHEMA))
        connection.register("parts", pa.Table.from_pylist(list(parts), schema=PARTS_SCHEMA))
        tell(connection, rows="rows", parts="parts", told_from="one")
        return connection.sql(f"SELECT {', '.join(MENU_NAMES)} FROM told").to_arrow_table()


def told_of(row):
    """What anybody is told of one row."""
    (only,) = menu_of([row]).to_pylist()
    return told(only)


def _strips(menu):
    """The values of all schools and networks in each slice that anybody may see."""
    found = {}
    for one in menu:
        is_of_strip = one["place_kind"] in {"school", "network"} and not one["part"]
        if is_of_strip and one["value"] is not None:
            slice_ = tuple(one[name] for name in BY)
            found.setdefault(slice_, []).append((one["value"], one["place_id"]))
    return [
        {
            **dict(zip(BY, slice_, strict=True)),
            "place_ids": [place for _value, place in sorted(values)],
            "values": [value for value, _place in sorted(values)],
        }
        for slice_, values in found.items()
    ]


def part(name, value, *, kind="score", students=60, **more):
    found = {**DEFAULTS, "school_id": "ash", **more, "part": name, "kind": kind, "value": value}
    found |= {"students": students, "standard_error": 1.0}
    found |= decided(found)
    return {name: found.get(name) for name in PARTS_SCHEMA.names}


def _source(assessment, subject, school_year, *, has_parts):
    return Source(
        district_id="n",
        assessment=assessment,
        subject=subject,
        school_year=school_year,
        results=1200,
        first_test=date(school_year, 4, 13),
        last_test=date(school_year, 4, 24),
        has_parts=has_parts,
    )
