"""Which column of a file of scores is what: by the names that districts and the R package use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from convergent.facts.findings import ExportRefused, Finding

NAMES: Mapping[str, tuple[str, ...]] = {
    "student": ("student_id", "id", "studentid", "student"),
    "subject": ("subject", "content_area", "contentarea"),
    "year": ("year", "school_year", "schoolyear"),
    "grade": ("grade", "grade_level", "gradelevel"),
    "score": ("score", "scale_score", "scalescore", "ss"),
    "sem": ("sem", "csem", "scale_score_csem", "standard_error"),
    "valid": ("valid_case",),
}
OPTIONAL = {"sem", "valid"}
OF_A_STUDENT = ("student", "subject", "valid")
"""What one column says of all results of a row."""
_OF_A_YEAR = re.compile(r"(grade|ss|scale_score|sem|csem)_(\d{4}(?:[_-]\d{2,4})?)", re.IGNORECASE)
_MEANS = {"grade": "grade", "ss": "score", "scale_score": "score", "sem": "sem", "csem": "sem"}
_WANTED = (
    "Name the columns student_id, subject, year, grade and score; or one row for each student with "
    "ID, and GRADE_<year> and SS_<year> for each year."
)


@dataclass(frozen=True)
class Columns:
    """Headings of one result of a row, by what they mean; `year` where all rows are of one."""

    by_meaning: Mapping[str, str]
    year: str = ""


def columns_of(headings: list[str], *, file: str) -> list[Columns]:
    """One entry for a long form, one for each year of a wide one. Raises ExportRefused."""
    by_meaning = _meanings(headings)
    by_year: dict[str, dict[str, str]] = {}
    for heading in headings:
        found = _OF_A_YEAR.fullmatch(heading.strip())
        if found:
            by_year.setdefault(found[2], {})[_MEANS[found[1].lower()]] = heading
    if by_year and not {"year", "score"} <= by_meaning.keys():
        return _wide(by_meaning, by_year, file)
    missing = [name for name in NAMES if name not in by_meaning and name not in OPTIONAL]
    if missing:
        raise _refused(file, f"a column for {', '.join(missing)}")
    return [Columns(by_meaning)]


def _meanings(headings: list[str]) -> dict[str, str]:
    plain = {heading.strip().lower().replace(" ", "_"): heading for heading in reversed(headings)}
    found = {
        meaning: next((plain[name] for name in names if name in plain), "")
        for meaning, names in NAMES.items()
    }
    return {meaning: heading for meaning, heading in found.items() if heading}


def _wide(
    by_meaning: dict[str, str], by_year: dict[str, dict[str, str]], file: str
) -> list[Columns]:
    if "student" not in by_meaning:
        raise _refused(file, "a column ID")
    for year, found in by_year.items():
        for meaning, prefix in (("grade", "GRADE"), ("score", "SS")):
            if meaning not in found:
                raise _refused(file, f"a column {prefix}_{year}")
    own = {name: by_meaning[name] for name in OF_A_STUDENT if name in by_meaning}
    return [Columns({**own, **found}, year) for year, found in sorted(by_year.items())]


def _refused(file: str, rule: str) -> ExportRefused:
    return ExportRefused(Finding(file=file, line=1, rule=rule, fix=_WANTED))
