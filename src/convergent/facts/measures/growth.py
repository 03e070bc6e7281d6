"""Each student's growth, from the results that count; earlier years' is kept by what it rests on.

<home>/facts/measures/kept/<key>.npz   one task's outcome
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from convergent.analysis.growth.cohort import Outcome
from convergent.analysis.growth.cohort import Rules as GrowthRules
from convergent.analysis.growth.district import Growth, growth_of_district
from convergent.analysis.growth.results import Results
from convergent.facts.grade_codes import grade_number
from convergent.facts.measures.base.schools import ONLY_DISTRICT
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.state_norms import called
from convergent.facts.progress import Progress
from convergent.facts.snapshot import flush

SMALL = 200_000
"""Results up to which one process is quicker than starting several."""
_SCORED = f"""WITH placed AS (
    SELECT chosen.*, coalesce(district_id,
        arg_max(district_id, chosen.school_year) OVER (PARTITION BY chosen.student),
        {ONLY_DISTRICT}, '') AS compared_in
    FROM chosen LEFT JOIN counted USING (result_id)
    LEFT JOIN schools ON schools.school_id = near_school
)
SELECT student, dense_rank() OVER (ORDER BY compared_in, assessment, subject) - 1 AS scale,
    assessment, subject, school_year, score, standard_error, {grade_number("grade")} AS grade
FROM placed WHERE score IS NOT NULL AND {grade_number("grade")} IS NOT NULL
ORDER BY student, scale, school_year"""
"""Who is of no known district in a year is compared in the one where she was last."""
GROWTH_KINDS = ("sgp", "growth percentile", "student growth percentile")
"""Parts of a result of these kinds are growth, in lower case."""
_OFFICIAL = f"""CREATE TABLE official_growth AS
SELECT result_id, any_value(number)::INTEGER AS official_growth FROM assessment_parts
WHERE lower(kind) IN {GROWTH_KINDS}
    AND number BETWEEN 1 AND 99
GROUP BY result_id HAVING count(DISTINCT number) = 1"""
_EMPTY = """CREATE TABLE growth (student INTEGER, assessment VARCHAR, subject VARCHAR,
    school_year INTEGER, growth INTEGER, growth_low INTEGER, growth_high INTEGER, priors INTEGER)"""


class KeptGrowth:
    """A folder of outcomes by key; `used` are the keys that were asked for or kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def found(self, key: str) -> Outcome | None:
        self.used.add(key)
        try:
            with np.load(self._file(key)) as stored:
                return _outcome(stored)
        except FileNotFoundError:
            return None

    def keep(self, key: str, outcome: Outcome) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        following = self.folder / f".{key}.following.npz"
        np.savez(
            following,
            percentiles=outcome.percentiles.astype(np.uint8),
            priors=outcome.priors.astype(np.uint8),
            low=outcome.low.astype(np.uint8),
            high=outcome.high.astype(np.uint8),
            refusal=np.array(outcome.refusal),
            notices=np.array(outcome.notices, dtype=str),
        )
        flush(following)
        following.replace(self._file(key))

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.npz"


def _outcome(stored: Mapping[str, np.ndarray]) -> Outcome:
    """Without its matrices, which measures do not need."""
    return Outcome(
        percentiles=stored["percentiles"].astype(np.int64),
        priors=stored["priors"].astype(np.int64),
        low=stored["low"].astype(np.int64),
        high=stored["high"].astype(np.int64),
        refusal=str(stored["refusal"]),
        notices=tuple(map(str, stored["notices"])),
    )


def grow(
    connection: duckdb.DuckDBPyConnection, kept: KeptGrowth, *, rules: Rules, progress: Progress
) -> tuple[str, ...]:
    """Makes `growth` (student × assessment × subject × school year) and `official_growth` (result),
    and returns sentences about what could not be worked out.
    """
    connection.execute(_EMPTY)
    connection.execute(_OFFICIAL)
    scored = connection.sql(_SCORED).to_arrow_table()
    if not scored.num_rows:
        return ()
    scales = _scales(scored)
    results = _results(scored, tuple(scales))
    norms = called(rules.state_norms.norms(), scales) if rules.state_norms else None
    notices = []
    for found in growth_of_district(
        results,
        rules=GrowthRules(minimum_cohort=rules.minimum_cohort),
        norms=norms,
        keeping=kept,
        processes=1 if scored.num_rows <= SMALL else None,
        progress=progress,
    ):
        notices += [found.refusal] if found.refusal else []
        _insert(connection, scored.take(pa.array(found.rows)), found)
    return tuple(sorted(notices))


def _results(scored: pa.Table, names: tuple[str, ...]) -> Results:
    return Results(
        students=scored["student"].to_numpy().astype(np.int64),
        subjects=scored["scale"].to_numpy().astype(np.int64),
        years=scored["school_year"].to_numpy().astype(np.int64),
        grades=scored["grade"].to_numpy().astype(np.int64),
        scores=scored["score"].cast(pa.float64()).to_numpy(),
        subject_names=names,
        sems=_errors(scored),
    )


def _scales(scored: pa.Table) -> dict[str, str]:
    """By a name of its own, how assessment and subject of each scale are spelled. Where two are
    spelled alike, or are of two districts, all names have a number.
    """
    scales = scored.group_by(["scale", "assessment", "subject"]).aggregate([]).sort_by("scale")
    said = zip(scales["assessment"].to_pylist(), scales["subject"].to_pylist(), strict=True)
    spelled = [f"{assessment} {subject}".strip() for assessment, subject in said]
    if len(set(spelled)) < len(spelled):
        return {f"{name} ({number})": name for number, name in enumerate(spelled, 1)}
    return {name: name for name in spelled}


def _errors(scored: pa.Table) -> np.ndarray | None:
    if scored["standard_error"].null_count == scored.num_rows:
        return None
    errors: np.ndarray = scored["standard_error"].cast(pa.float64()).to_numpy(zero_copy_only=False)
    return errors


def _insert(connection: duckdb.DuckDBPyConnection, rows: pa.Table, found: Growth) -> None:
    grown = rows.select(["student", "assessment", "subject", "school_year"])
    for name, values in (
        ("growth", found.percentiles),
        ("growth_low", found.low),
        ("growth_high", found.high),
        ("priors", found.priors),
    ):
        grown = grown.append_column(name, pa.array(values))
    connection.register("grown", grown)
    connection.execute("INSERT INTO growth SELECT * FROM grown")
    connection.unregister("grown")
