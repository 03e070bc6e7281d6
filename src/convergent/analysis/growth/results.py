"""Results in long form, sorted into cells of subject, year and grade."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from convergent.analysis.growth.splines import Floats, Integers


@dataclass(frozen=True, order=True)
class Task:
    """Growth of those who ended a progression of grades, the current one last, in a year."""

    subject: str
    year: int
    grades: tuple[int, ...]

    @property
    def norm_group(self) -> str:
        """Such as “2024/reading_3; 2025/reading_4”, which is how the R package writes it."""
        subject = f"{self.subject}_" if self.subject else ""
        first = self.year - len(self.grades) + 1
        return "; ".join(f"{first + at}/{subject}{one}" for at, one in enumerate(self.grades))

    def last(self, steps: int) -> "Task":
        """The same with so many grades, the last ones."""
        return Task(self.subject, self.year, self.grades[-steps:])


@dataclass(frozen=True)
class Results:
    """Results of a district: one entry of each array for each test that was taken.

    Parameters
    ----------
    students
        Whole numbers, the same for the same student.
    subjects
        Positions in `subject_names`.
    years, grades
        Whole numbers; a school year by the year in which it ends.
    scores
        Scale scores; NaN where there is none. They may be negative.
    subject_names
        What the subjects are called, each otherwise.
    sems
        The standard error of measurement of each score, NaN where it is not known; or None.

    Examples
    --------
    >>> results = Results(
    ...     students=np.array([1, 1, 2, 2]),
    ...     subjects=np.zeros(4, np.int8),
    ...     years=np.array([2024, 2025, 2024, 2025]),
    ...     grades=np.array([3, 4, 3, 4]),
    ...     scores=np.array([480.0, 510.0, 455.0, 490.0]),
    ...     subject_names=("reading",),
    ... )
    >>> results.tasks()
    [Task(subject='reading', year=2025, grades=(3, 4))]
    """

    students: Integers
    subjects: Integers
    years: Integers
    grades: Integers
    scores: Floats
    subject_names: tuple[str, ...]
    sems: Floats | None = field(default=None)

    def __post_init__(self) -> None:
        columns = [self.students, self.subjects, self.years, self.grades, self.scores, self.sems]
        lengths = {len(one) for one in columns if one is not None}
        if len(lengths) > 1:
            raise ValueError(f"the columns of results differ in length: {sorted(lengths)}")
        if len(set(self.subject_names)) < len(self.subject_names):
            raise ValueError(f"two subjects have the same name: {', '.join(self.subject_names)}")

    @classmethod
    def of_wide(
        cls, *, years: Sequence[int], grades: Floats, scores: Floats, subject: str = ""
    ) -> "Results":
        """Of one subject, from a row for each student and a column for each year.

        A grade or a score (students × years) that is not there is NaN. A student's number is that
        of his or her row.

        Examples
        --------
        >>> wide = Results.of_wide(
        ...     years=(2024, 2025),
        ...     grades=np.array([[3.0, 4.0], [np.nan, 4.0]]),
        ...     scores=np.array([[480.0, 510.0], [np.nan, 490.0]]),
        ... )
        >>> wide.students, wide.scores
        (array([0, 0, 1]), array([480., 510., 490.]))
        """
        students, columns = np.nonzero(~np.isnan(grades) & ~np.isnan(scores))
        return cls(
            students=students,
            subjects=np.zeros(len(students), np.int8),
            years=np.array(years)[columns],
            grades=grades[students, columns].astype(np.int64),
            scores=scores[students, columns],
            subject_names=(subject,),
        )

    def tasks(self, *, most_priors: int | None = None) -> list[Task]:
        """Every subject, year and grade in which somebody has a score of the grade and year before.

        Each has the longest progression of consecutive grades, up to `most_priors` before the last.
        """
        return sorted(self._tasks(most_priors))

    def _tasks(self, most_priors: int | None) -> Iterator[Task]:
        for subject, year, grade in self._cells:
            back = 1
            while (subject, year - back, grade - back) in self._cells and (
                most_priors is None or back <= most_priors
            ):
                back += 1
            if back > 1:
                grades = tuple(range(grade - back + 1, grade + 1))
                yield Task(self.subject_names[subject], year, grades)

    def cell(self, subject: str, year: int, grade: int) -> Integers:
        """Positions of the results of one subject, year and grade: one for each student, sorted by
        student, with a score.
        """
        if subject not in self.subject_names:
            return _NOBODY
        return self._cells.get((self.subject_names.index(subject), year, grade), _NOBODY)

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What was left out, in sentences."""
        told = (
            (self._sorting.repeated, "{} repeated in a year and grade: the higher counts."),
            (self._sorting.in_two_grades, "{} of students with two grades in a year: none counts."),
        )
        return tuple(sentence.format(_results(count)) for count, sentence in told if count)

    @property
    def told(self) -> str:
        """Such as “grades 3 to 8 of 2021 to 2025 in mathematics, reading”."""
        if not self._cells:
            return "no results that count"
        _, years, grades = (sorted(set(one)) for one in zip(*self._cells, strict=True))
        subjects = ", ".join(self.subject_names)
        which = f"grades {grades[0]} to {grades[-1]} of {years[0]} to {years[-1]}"
        return f"{which} in {subjects}" if subjects else which

    @property
    def _cells(self) -> dict[tuple[int, int, int], Integers]:
        return self._sorting.cells

    @cached_property
    def _sorting(self) -> "_Sorting":
        return _Sorting.of(self)


def _results(count: int) -> str:
    return "1 result" if count == 1 else f"{count:,} results"


_NOBODY: Integers = np.empty(0, np.int64)


@dataclass(frozen=True)
class _Sorting:
    """Positions of results by subject, year and grade, and how many were left out and why."""

    cells: dict[tuple[int, int, int], Integers]
    repeated: int
    in_two_grades: int

    @classmethod
    def of(cls, results: Results) -> "_Sorting":
        """Of a student's results in one grade and year the highest counts; of two grades none."""
        cells: dict[tuple[int, int, int], Integers] = {}
        repeated = in_two_grades = 0
        for subject, year, rows in _by_subject_and_year(results):
            kept = _highest(rows, results)
            repeated += len(rows) - len(kept)
            alone = _of_one_grade(kept, results.students)
            in_two_grades += len(kept) - len(alone)
            for grade, members in _parts(alone, results.grades):
                cells[subject, year, grade] = members
        return cls(cells, repeated, in_two_grades)


def _by_subject_and_year(results: Results) -> Iterator[tuple[int, int, Integers]]:
    known = np.flatnonzero(~np.isnan(results.scores))
    for subject, of_subject in _parts(known, results.subjects):
        for year, rows in _parts(of_subject, results.years):
            yield subject, year, rows


def _parts(rows: Integers, by: Integers) -> Iterator[tuple[int, Integers]]:
    """Rows that have the same value, in their order."""
    values = by[rows]
    for value in np.unique(values):
        yield int(value), rows[values == value]


def _highest(rows: Integers, results: Results) -> Integers:
    """One row for each student and grade, sorted by student."""
    students, grades = results.students[rows], results.grades[rows]
    order = np.lexsort((-results.scores[rows], grades, students))
    students, grades = students[order], grades[order]
    is_first = np.ones(len(rows), np.bool_)
    is_first[1:] = (students[1:] != students[:-1]) | (grades[1:] != grades[:-1])
    kept: Integers = rows[order][is_first]
    return kept


def _of_one_grade(rows: Integers, students: Integers) -> Integers:
    """Of rows sorted by student those of students who have but one."""
    who = students[rows]
    is_same = who[1:] == who[:-1]
    is_alone = ~(np.r_[is_same, False] | np.r_[False, is_same])
    alone: Integers = rows[is_alone] if len(rows) else rows
    return alone
