"""Reads a file of scores, long or wide, as CSV, gzipped CSV or Parquet."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from convergent.analysis.growth import Results
from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.grade_codes import grade_number
from convergent.facts.plain_files import headings, identifier, quoted, reading_text, shown
from convergent.facts.scores.headings import Columns, columns_of

LONGEST_NAME = 200
NOTHING = "('', 'NA', 'N/A', 'NaN', 'NULL', 'NONE', '.', '*')"
"""Values that say that there is none."""
SHOWN = 20


@dataclass(frozen=True)
class Scores:
    """What a file holds; `student_ids` are by the numbers that `results` knows students by."""

    results: Results
    student_ids: NDArray[np.object_]
    notices: tuple[str, ...]


def read_scores(path: Path, *, subject: str = "", threads: int = 1) -> Scores:
    """The results of a file; of the subject alone, where one is named. Raises ExportRefused.

    A wide file tells no subject: it is called so then.
    """
    if not path.is_file():
        raise _refused(path, "file of that name", "Name a file of scores.")
    with reading_text(path, threads) as connection:
        forms = columns_of(headings(connection), file=path.name)
        connection.execute(_long(forms, subject))
        _refuse_wrong(connection, path)
        notices = (*_not_valid(connection, forms), *_left_out(connection, path))
        connection.execute(_NUMBERED)
        return _scores(connection, path, subject, notices)


def _long(forms: list[Columns], subject: str) -> str:
    """The table `long`: text of each result, with a score, and what numbers the texts are."""
    parts = " UNION ALL BY NAME ".join(_part(one, subject) for one in forms)
    named = f"WHERE subject = {quoted(subject)}" if subject else ""
    return f"""
        CREATE TABLE long AS
        SELECT *, coalesce(
                try_cast(regexp_extract(year, '^(\\d{{4}})$', 1) AS SMALLINT),
                try_cast(regexp_extract(year, '^(\\d{{4}})[_-](\\d\\d)?\\d\\d$', 1) AS SMALLINT) + 1
            ) AS year_number,
            {grade_number("grade", kind="DOUBLE")} AS grade_number,
            try_cast(score AS DOUBLE) AS score_number,
            try_cast(sem AS DOUBLE) AS sem_number
        FROM ({parts}) {named}
    """


def _part(columns: Columns, subject: str) -> str:
    """The results of one group of columns; what is not there is NULL."""
    told = columns.by_meaning
    texts = {name: _text(told[name]) for name in told}
    texts.setdefault("subject", quoted(subject))
    texts.setdefault("year", quoted(columns.year))
    texts.setdefault("sem", "NULL::VARCHAR")
    valid = f"AND {texts.pop('valid')} = 'VALID_CASE'" if "valid" in texts else ""
    listed = ", ".join(f"{text} AS {name}" for name, text in texts.items())
    checked = ("student", "subject", "year", "grade", "score", "sem")
    heading = {name: told.get(name, "") for name in checked}
    named = ", ".join(f"{quoted(text)} AS {name}_heading" for name, text in heading.items())
    return f"""
        SELECT "line of file" AS line, {listed}, {named} FROM file
        WHERE {texts["score"]} IS NOT NULL {valid}
    """


def _text(heading: str) -> str:
    """A column's text, trimmed; NULL where it says that there is none."""
    column = f"trim({identifier(heading)})"
    return f"CASE WHEN upper({column}) NOT IN {NOTHING.upper()} THEN {column} END"


_SHORT = f"a name of at most {LONGEST_NAME} letters"
_RULES = (
    ("student", "student IS NULL", "a student", "Name the student, or take the row out."),
    ("student", f"length(student) > {LONGEST_NAME}", _SHORT, "Shorten it."),
    ("subject", f"length(subject) > {LONGEST_NAME}", _SHORT, "Shorten it."),
    ("year", "year_number IS NULL", "a year", "Write it as 2025 or 2024-25."),
    (
        "score",
        "score_number IS NULL OR NOT isfinite(score_number)",
        "a number",
        "Write a scale score, or nothing where there is none.",
    ),
    (
        "sem",
        "sem IS NOT NULL AND (sem_number IS NULL OR NOT isfinite(sem_number) OR sem_number < 0)",
        "a number of at least 0",
        "Write a standard error of measurement, or nothing.",
    ),
)


def _refuse_wrong(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    found = []
    for column, condition, rule, fix in _RULES:
        rows = connection.execute(
            f"""SELECT line, coalesce({column}, ''), {column}_heading FROM long
            WHERE {condition} ORDER BY line LIMIT {SHOWN}"""
        ).fetchall()
        found += [
            Finding(
                file=path.name, line=line, column=heading, value=shown(value), rule=rule, fix=fix
            )
            for line, value, heading in rows
        ]
    if found:
        raise ExportRefused(*sorted(found, key=lambda one: one.line)[:SHOWN])


def _not_valid(connection: duckdb.DuckDBPyConnection, forms: list[Columns]) -> Iterator[str]:
    """Results that the file itself says not to count."""
    marks = [(one.by_meaning["score"], one.by_meaning.get("valid")) for one in forms]
    counted = [
        f"count(*) FILTER ({_text(score)} IS NOT NULL "
        f"AND {_text(valid)} IS DISTINCT FROM 'VALID_CASE')"
        for score, valid in marks
        if valid
    ]
    rows = connection.execute(f"SELECT {' + '.join(counted) or '0'} FROM file").fetchone()
    if rows and rows[0]:
        results = "1 result is" if rows[0] == 1 else f"{rows[0]:,} results are"
        yield f"{results} left out, which the file does not call VALID_CASE."


def _left_out(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[str]:
    """Results whose grade is no whole number, such as end-of-course tests."""
    rows = connection.execute(
        """SELECT count(*), min(line), arg_min(coalesce(grade, ''), line) FROM long
        WHERE grade_number IS NULL OR grade_number != floor(grade_number)"""
    ).fetchone()
    if rows and rows[0]:
        count, line, value = rows
        results = "1 result is" if count == 1 else f"{count:,} results are"
        yield (
            f"{results} left out, whose grade is no whole number, "
            f"such as “{shown(value)}” in line {line} of {path.name}."
        )


_NUMBERED = """
    DELETE FROM long WHERE grade_number IS NULL OR grade_number != floor(grade_number);
    CREATE TABLE students AS
    SELECT student, row_number() OVER (ORDER BY length(student), student) - 1 AS number
    FROM (SELECT DISTINCT student FROM long);
"""
_COLUMNS = """
    SELECT students.number AS student, list_position($subjects, subject) - 1 AS subject,
        year_number AS year, grade_number::SMALLINT AS grade,
        score_number AS score, coalesce(sem_number, 'nan'::DOUBLE) AS sem
    FROM long JOIN students USING (student)
    ORDER BY subject, year, grade, students.number, line
"""


def _scores(
    connection: duckdb.DuckDBPyConnection, path: Path, subject: str, notices: tuple[str, ...]
) -> Scores:
    told = connection.execute("SELECT DISTINCT subject FROM long ORDER BY 1").fetchall()
    subjects = [name or "" for (name,) in told]
    if not subjects:
        which = f" in {subject}" if subject else ""
        raise _refused(path, f"a score{which}", "See --subject and the columns.")
    connection.execute("UPDATE long SET subject = '' WHERE subject IS NULL")
    columns = connection.execute(_COLUMNS, {"subjects": subjects}).fetchnumpy()
    numbered = connection.execute("SELECT student FROM students ORDER BY number").fetchnumpy()
    sems = np.asarray(columns["sem"], np.float64)
    results = Results(
        students=np.asarray(columns["student"], np.int64),
        subjects=np.asarray(columns["subject"], np.int16),
        years=np.asarray(columns["year"], np.int16),
        grades=np.asarray(columns["grade"], np.int16),
        scores=np.asarray(columns["score"], np.float64),
        subject_names=tuple(subjects),
        sems=None if np.isnan(sems).all() else sems,
    )
    return Scores(results, np.asarray(numbered["student"]), (*notices, *results.notices))


def _refused(path: Path, rule: str, fix: str) -> ExportRefused:
    return ExportRefused(Finding(file=path.name, rule=rule, fix=fix))
