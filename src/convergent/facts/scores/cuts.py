"""Cut scores from a file of a person's own: what meets the standard, by subject and grade."""

import math
from collections.abc import Mapping
from pathlib import Path

from convergent.facts.findings import ExportRefused, Finding
from convergent.facts.plain_files import headings, reading_text, shown

NEEDED = ("grade", "score")
Cuts = Mapping[str, Mapping[int, float]]
"""By subject, then grade; under no name those of every subject."""


def read_cuts(path: Path) -> Cuts:
    """Columns `grade` and `score`, and `subject` where subjects differ. Raises ExportRefused."""
    if not path.is_file():
        raise ExportRefused(_finding(path, "file of that name", "Name a file of cut scores."))
    with reading_text(path) as connection:
        named = {name.strip().lower() for name in headings(connection)}
        missing = [name for name in NEEDED if name not in named]
        if missing:
            fix = "Its columns are grade and score, and subject where subjects differ."
            raise ExportRefused(_finding(path, f"a column {missing[0]}", fix))
        subject = "coalesce(trim(subject), '')" if "subject" in named else "''"
        rows = connection.execute(
            f"""SELECT "line of file", {subject}, trim(grade), trim(score),
                try_cast(ltrim(trim(grade), '0') AS SMALLINT), try_cast(score AS DOUBLE)
            FROM file WHERE grade IS NOT NULL OR score IS NOT NULL ORDER BY 1"""
        ).fetchall()
    cuts: dict[str, dict[int, float]] = {}
    for line, subject, grade_text, score_text, grade, score in rows:
        wrong = _wrong_cell({"grade": (grade_text, grade), "score": (score_text, score)})
        if wrong is None and grade in cuts.get(subject, {}):
            wrong = ("grade", grade_text, "a grade that stands once in its subject")
        if wrong is not None:
            raise ExportRefused(_located(path, line, *wrong))
        cuts.setdefault(subject, {})[grade] = score
    return cuts


def cuts_of(cuts: Cuts, subject: str) -> Mapping[int, float]:
    return cuts.get(subject) or cuts.get("", {})


Cell = tuple[str | None, float | None]
"""What is written, and what number it is."""


def _wrong_cell(cells: Mapping[str, Cell]) -> tuple[str, str, str] | None:
    """The first column that holds no number, what it holds, and what it should be."""
    for column, (text, number) in cells.items():
        if number is None or not math.isfinite(number):
            return column, text or "", "a number"
    return None


def _located(path: Path, line: int, column: str, value: str, rule: str) -> Finding:
    return Finding(
        file=path.name,
        line=line,
        column=column,
        value=shown(value),
        rule=rule,
        fix="Write the grade as a whole number and the lowest score that meets the standard.",
    )


def _finding(path: Path, rule: str, fix: str) -> Finding:
    return Finding(file=path.name, rule=rule, fix=fix)
