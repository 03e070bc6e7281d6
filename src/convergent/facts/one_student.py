"""By which ids and names files may speak of one student."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from convergent.errors import BadInput
from convergent.facts.literals import literal
from convergent.facts.other_ids import every_other_id, names_one_of
from convergent.facts.stored import parquet, stored_rows
from convergent.facts.tables import table_named
from convergent.facts.tables.results import ID_KINDS
from convergent.facts.tombstones import ROSTER, PersonId
from convergent.facts.whose import whose

_USERS, _RESULTS = table_named("users"), table_named("assessment_results")
_SHORTEST_USER_ID = r"regexp_extract(said, '([^:{}]+)\}?$', 1)"


@dataclass(frozen=True, kw_only=True)
class Student:
    """`ids` name this student and nobody else. `words` are what a row may hold that is about the
    student: ids, an address; `names` are pairs of a given and a family name.
    """

    ids: tuple[PersonId, ...]
    words: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()


def student_called(
    said: str, folders: Sequence[Path], connection: duckdb.DuckDBPyConnection
) -> Student:
    """The student of a sourcedId; of one who stands in no roster, the id in results, which may say
    its kind: `state:1001`. Raises BadInput where that is needed.
    """
    rosters = [file for folder in folders if (file := folder / "users.parquet").exists()]
    rows = [row for file in rosters for row in _rows_of(said, file, connection)]
    if not rows:
        return _of_results_alone(said, folders, connection)
    words = {said, *(word for row in rows for word in row["words"] if word)}
    ids = _ids_of(said, words, rosters, connection)
    ids += _ids_beside(said, ids, folders, connection)
    words |= {one.value for one in ids}
    return Student(
        ids=(PersonId(ROSTER, said), *ids),
        words=tuple(sorted(words)),
        names=tuple(sorted({name for row in rows for name in _names_of(row)})),
    )


def _rows_of(
    said: str, file: Path, connection: duckdb.DuckDBPyConnection
) -> list[dict[str, list[str]]]:
    found = connection.execute(
        f"""SELECT list_concat([identifier, state_id, master_identifier, username, email],
            list_transform(coalesce(user_ids, []), lambda said: {_SHORTEST_USER_ID})),
        [given_name, preferred_name], [family_name, preferred_family_name]
        FROM ({stored_rows(_USERS, file)}) WHERE sourced_id = $said""",
        {"said": said},
    ).fetchall()
    return [dict(zip(("words", "given", "family"), row, strict=True)) for row in found]


def _names_of(row: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Where there is one name alone, many others bear it."""
    return {(one, other) for one in row["given"] for other in row["family"] if one and other}


def _ids_of(
    said: str, words: Iterable[str], rosters: Sequence[Path], connection: duckdb.DuckDBPyConnection
) -> list[PersonId]:
    """Those of the words by which results name this student, and in no roster somebody else."""
    persons: dict[PersonId, set[str]] = {}
    for file in rosters:
        for one, person in _identity(sorted(words), file, connection).items():
            persons.setdefault(one, set()).add(person)
    return sorted(one for one, found in persons.items() if found == {said})


def _ids_beside(
    said: str,
    ids: Sequence[PersonId],
    folders: Sequence[Path],
    connection: duckdb.DuckDBPyConnection,
) -> list[PersonId]:
    """Further ids that stand beside these in results, and beside nobody else's."""
    beside = _beside(ids, folders, connection)
    new = sorted({other for others in beside.values() for other in others} - set(ids))
    partners = _beside(new, folders, connection)
    asked = {one.value for others in partners.values() for one in others} | {x.value for x in new}
    persons: dict[PersonId, set[str]] = {}
    for folder in folders:
        file = folder / "users.parquet"
        if asked and file.exists():
            for one, person in _identity(sorted(asked), file, connection).items():
                persons.setdefault(one, set()).add(person)
    return [
        one
        for one in new
        if all(persons.get(other, {said}) == {said} for other in (one, *partners[one]))
    ]


def _beside(
    ids: Sequence[PersonId], folders: Sequence[Path], connection: duckdb.DuckDBPyConnection
) -> dict[PersonId, set[PersonId]]:
    """By each of the ids those that stand beside it in results."""
    found: dict[PersonId, set[PersonId]] = {one: set() for one in ids}
    asked = ", ".join(f"({literal(one.kind)}, {literal(one.value)})" for one in ids)
    for folder in folders if ids else ():
        file = folder / f"{_RESULTS.name}.parquet"
        if not file.exists():
            continue
        rows = f"""(SELECT DISTINCT student_id_kind, student_id, other_ids
            FROM ({stored_rows(_RESULTS, file)}) WHERE other_ids IS NOT NULL
            AND ((student_id_kind, student_id) IN (VALUES {asked})
                OR {names_one_of(f"VALUES {asked}")}))"""
        for row in connection.execute(f"FROM ({_in_pairs(rows)})").fetchall():
            one, other = PersonId(*row[:2]), PersonId(*row[2:])
            if one in found:
                found[one].add(other)
            if other in found:
                found[other].add(one)
    return found


def _in_pairs(rows: str) -> str:
    """SQL: each two ids of one row."""
    every = f"""SELECT other_ids, student_id_kind AS kind, student_id AS id FROM {rows}
        UNION SELECT other_ids, other_kind, other_id FROM ({every_other_id(rows)})"""
    return f"""SELECT DISTINCT one.kind, one.id, other.kind, other.id
        FROM ({every}) one JOIN ({every}) other USING (other_ids)
        WHERE (one.kind, one.id) <> (other.kind, other.id)"""


def _identity(
    words: Sequence[str], users: Path, connection: duckdb.DuckDBPyConnection
) -> dict[PersonId, str]:
    """Whom each word names in this roster, as an id of any kind."""
    kinds, values = (", ".join(map(literal, some)) for some in (sorted(ID_KINDS), words))
    asked = f"""(SELECT unnest([{kinds}]) AS student_id_kind, student_id
    FROM (SELECT unnest([{values}]) AS student_id))"""
    sql = whose(asked, f"({stored_rows(_USERS, users)})")
    found = connection.execute(f"SELECT kind, id, person FROM ({sql})").fetchall()
    return {PersonId(kind, value): person for kind, value, person in found if person}


def _of_results_alone(
    said: str, folders: Sequence[Path], connection: duckdb.DuckDBPyConnection
) -> Student:
    kind, _, value = said.partition(":")
    asked = [PersonId(kind, value)] if kind in ID_KINDS and value else []
    asked = asked or [PersonId(one, said) for one in sorted(ID_KINDS)]
    ids = [one for one in asked if _has_results(one, folders, connection)]
    if len(ids) > 1:
        raise BadInput(
            f"The id {said} stands in results of several kinds, and may be of several students.",
            f"Say which: {' or '.join(':'.join(one) for one in ids)}",
        )
    ids += _ids_beside(said, ids, folders, connection)
    words = {said, *(one.value for one in (*asked, *ids))}
    return Student(ids=tuple(ids), words=tuple(sorted(words)))


def _has_results(
    one: PersonId, folders: Sequence[Path], connection: duckdb.DuckDBPyConnection
) -> bool:
    files = (folder / f"{_RESULTS.name}.parquet" for folder in folders)
    asked = f"student_id_kind = {literal(one.kind)} AND student_id = {literal(one.value)}"
    return any(
        connection.execute(f"SELECT 1 FROM {parquet(file)} WHERE {asked} LIMIT 1").fetchall()
        for file in files
        if file.exists()
    )
