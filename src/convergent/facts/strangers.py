"""Results of students whom the roster does not know: the file may be another district's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from convergent.facts.findings import Finding
from convergent.facts.located import Found, found_in, line_of
from convergent.facts.sources.recognise import ExportFile
from convergent.facts.staging import Part, Staging
from convergent.facts.tables import table_named
from convergent.facts.whose import kinds_told

RULE = "student of the roster"


@dataclass(frozen=True)
class Strangers:
    """Of the `students` of one results file, how many are `unknown` to the roster, and how many of
    these are `new` to the results too. `rows` are about them, `first` is the first of these.
    """

    students: int
    unknown: int
    new: int
    rows: int
    first: Found

    @property
    def are_most(self) -> bool:
        """Whether a person has to look first."""
        return self.new * 2 > self.students

    @property
    def finding(self) -> Finding:
        part = self.first.part
        return Finding(
            file=part.file.name,
            line=line_of(self.first),
            column=part.selection.columns.get("student_id", "student_id"),
            value=self.first.value,
            rule=RULE,
            fix=self._fix,
            rows=self.rows,
        )

    @property
    def _fix(self) -> str:
        if self.unknown == self.students:
            return (
                f"None of the file's students is in the roster (students: {self.students:,}). Look "
                "whether it is this district's file, and which ids it has."
            )
        return (
            f"{self.unknown:,} of the file's {self.students:,} students are not in the roster. "
            "Nothing, if they have left; otherwise look at their ids."
        )


def strangers(staging: Staging, connection: duckdb.DuckDBPyConnection) -> Iterator[Strangers]:
    """For each file of results that names any. Nothing where no roster with students is known, and
    nothing of ids by which its people cannot be told.
    """
    parts = staging.parts_of(table_named("assessment_results"))
    if not parts:
        return
    roster = connection.execute("SELECT 1 FROM known_roles WHERE role = 'student' LIMIT 1")
    if roster.fetchone() is None:
        return
    connection.execute(
        f"""CREATE TEMP TABLE named AS
        SELECT kind, id, person IS NULL AS is_unknown, person IS NULL AND (kind, id) NOT IN (
            SELECT (student_id_kind, student_id) FROM serving_assessment_results
            WHERE student_id_kind IS NOT NULL) AS is_new
        FROM people_of_results
        WHERE kind IN ({kinds_told("known_users")})"""
    )
    for file in {part.file.number: part.file for part in parts}.values():
        yield from _of_file(file, parts, connection)


def _of_file(
    file: ExportFile, parts: Sequence[Part], connection: duckdb.DuckDBPyConnection
) -> Iterator[Strangers]:
    of_file = [part for part in parts if part.file is file]
    counted = connection.execute(
        f"""SELECT count(*), count_if(is_unknown), count_if(is_new),
        sum(times) FILTER (is_unknown), min((first_row, from_row, id)) FILTER (is_unknown)
        FROM named JOIN (SELECT student_id_kind, student_id, count(*) AS times,
            min(row_number) AS first_row, arg_min_null(from_row, row_number) AS from_row
            FROM read_assessment_results
            WHERE row_number BETWEEN {of_file[0].first} AND {of_file[-1].after - 1} GROUP BY ALL)
        ON kind = student_id_kind AND id = student_id"""
    ).fetchone()
    if counted and counted[1]:
        students, unknown, new, rows, (row, from_row, student) = counted
        first = found_in(of_file, 0, row, from_row, student)
        yield Strangers(students, unknown, new, rows, first)
