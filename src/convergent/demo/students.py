"""The students of a school: who they are, where they were, and how they did in earlier springs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convergent.demo.district import District, School
from convergent.demo.teachers import students_in_grades

TESTED_GRADES = frozenset({3, 4, 5, 6, 7, 8, 10})
SUBJECTS = ("Reading", "Mathematics")
MOVED_SHARE = 0.07
ECONOMIC_EFFECT = -0.55
ENGLISH_LEARNER_EFFECT = -0.4
DISABILITY_EFFECT = -0.5
POINTS = 45

Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Students:
    """One element for each student, in order of grade.

    `springs_here` counts the last springs that the student spent at this school;
    before, the student was at the school numbered `came_from`.
    """

    first_number: int
    grade: Integers
    economic: Flags
    english_learner: Flags
    disability: Flags
    ability: Numbers
    springs_here: Integers
    came_from: Integers

    def __len__(self) -> int:
        return len(self.grade)

    def ids(self) -> list[str]:
        return [f"s{number:07}" for number in self.numbers()]

    def numbers(self) -> range:
        return range(self.first_number, self.first_number + len(self))


@dataclass(frozen=True)
class Spring:
    """One test in one spring: the places of the students who took it, and how they did."""

    years_ago: int
    subject: str
    place: Integers
    grade: Integers
    score: Integers
    level: Integers


def chance_of(district: District, school: School, *stream: int) -> np.random.Generator:
    """A stream of chance of its own, so that what is drawn from it disturbs no other."""
    return np.random.default_rng([district.seed, school.number, *stream])


def enrol_students(
    school: School, district: District, chance: np.random.Generator, first_number: int
) -> Students:
    counts = students_in_grades(school)
    grade = np.repeat(list(counts), list(counts.values())).astype(np.int64)
    size = len(grade)
    economic = chance.random(size) < school.need.economic
    english = chance.random(size) < school.need.english_learner
    disability = chance.random(size) < school.need.disability
    moved = chance.random(size) < MOVED_SHARE
    springs_here = np.where(moved, 0, np.minimum(grade - school.grades[0], district.springs))
    return Students(
        first_number=first_number,
        grade=grade,
        economic=economic,
        english_learner=english,
        disability=disability,
        ability=chance.normal(0.35, 0.8, size)
        + ECONOMIC_EFFECT * economic
        + ENGLISH_LEARNER_EFFECT * english
        + DISABILITY_EFFECT * disability,
        springs_here=springs_here,
        came_from=_came_from(school, district, grade - springs_here - 1, chance),
    )


def spring_tests(
    students: Students, school: School, district: District, chance: np.random.Generator
) -> list[Spring]:
    """Oldest spring first; nobody is tested below grade 3, or before coming to school."""
    return [
        _test(students, school, district, chance, years_ago=years_ago, subject=subject)
        for years_ago in range(district.springs, 0, -1)
        for subject in SUBJECTS
    ]


def _came_from(
    school: School, district: District, grade: Integers, chance: np.random.Generator
) -> Integers:
    """The number of the school before, drawn among those that have that grade."""
    came_from = np.full(len(grade), school.number, dtype=np.int64)
    for earlier in np.unique(grade[grade >= 0]):
        there = grade == earlier
        likely = district.likely_before(school, int(earlier))
        came_from[there] = chance.choice(likely, int(there.sum()))
    return came_from


def _test(
    students: Students,
    school: School,
    district: District,
    chance: np.random.Generator,
    *,
    years_ago: int,
    subject: str,
) -> Spring:
    grade = students.grade - years_ago
    place = np.flatnonzero(np.isin(grade, list(TESTED_GRADES)))
    number = np.where(students.springs_here >= years_ago, school.number, students.came_from)
    year = district.springs - years_ago
    effect = _school_effects(district, number[place], grade[place], subject, year)
    reached = students.ability[place] + effect + chance.normal(0, 0.35, len(place))
    return Spring(
        years_ago=years_ago,
        subject=subject,
        place=place,
        grade=grade[place],
        score=np.rint(425 + 25 * grade[place] + POINTS * reached).astype(np.int64),
        level=1 + np.searchsorted([-0.8, 0.0, 0.8], reached),
    )


def _school_effects(
    district: District, number: Integers, grade: Integers, subject: str, year: int
) -> Numbers:
    """What each student's school of that year adds, worked out once for each school and grade."""
    keys, inverse = np.unique(number * 100 + grade, return_inverse=True)
    effects = []
    for key in keys.tolist():
        school = district.schools[key // 100]
        effects.append(school.effect + school.gain(grade=key % 100, subject=subject, year=year))
    return np.array(effects)[inverse] if effects else np.zeros(0)
