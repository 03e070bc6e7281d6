"""Invented results for the specs of growth."""

import numpy as np

from convergent.analysis.growth import Results


def scores_of(students, *, years=2, seed=1):
    """Whole scale scores (students × years), the last year last."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(500, 40, students)
    columns = [ability + 20 * year + chance.normal(0, 25, students) for year in range(years)]
    return np.column_stack(columns).round()


def results_of(scores, *, first_grade=3, last_year=2025, sems=None, subject="reading"):
    """Everybody a grade further each year; NaN where a score is missing."""
    students, years = np.nonzero(~np.isnan(scores))
    return Results(
        students=students,
        subjects=np.zeros(len(students), np.int8),
        years=last_year - scores.shape[1] + 1 + years,
        grades=first_grade + years,
        scores=scores[students, years],
        subject_names=(subject,),
        sems=None if sems is None else np.full(len(students), sems),
    )


def with_more(results, *rows):
    """Results with further ones: (student, year, grade, score)."""
    students, years, grades, scores = (np.array(one) for one in zip(*rows, strict=True))
    return Results(
        students=np.r_[results.students, students],
        subjects=np.zeros(len(results.students) + len(rows), np.int8),
        years=np.r_[results.years, years],
        grades=np.r_[results.grades, grades],
        scores=np.r_[results.scores, scores.astype(float)],
        subject_names=results.subject_names,
    )


def percentile_of(growth, results, student):
    """A student's percentile; None where there is none."""
    at = np.flatnonzero(results.students[growth.rows] == student)
    return int(growth.percentiles[at[0]]) if len(at) else None
