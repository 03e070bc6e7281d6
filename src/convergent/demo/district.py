"""The plan of the district: networks, schools, teams, need, and what is true of each school."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from convergent.demo.cast import LINCOLN
from convergent.demo.names import network_name, school_names

Level = Literal["elementary", "k8", "middle", "high"]
Principalship = Literal["settled", "new", "acting", "vacant"]

DISTRICT_ID = "harbor-city"
DISTRICT_NAME = "Harbor City Public Schools"
SPRINGS = 3
STUDENTS_IN_A_SCHOOL = 500
STUDENTS_IN_A_SCHOOL_OF_A_BIG_CITY = 625
BIG_CITY = 250_000
SCHOOLS_IN_A_NETWORK = 15
FEWEST_SCHOOLS = 12
FEWEST_NETWORKS = 3
LAST_LOWER_GRADE = 5
CORE_SUBJECTS = ("Reading", "Mathematics", "Science", "Social Studies")

_GRADES: dict[Level, range] = {
    "elementary": range(6),
    "k8": range(9),
    "middle": range(6, 9),
    "high": range(9, 13),
}
_ENDINGS: dict[Level, str] = {
    "elementary": "Elementary School",
    "k8": "School",
    "middle": "Middle School",
    "high": "High School",
}
_USUAL_SIZE: dict[Level, float] = {"elementary": 400, "k8": 540, "middle": 580, "high": 950}
_LEVELS_IN_TURN: tuple[Level, ...] = (
    "middle",
    "elementary",
    "elementary",
    "high",
    "elementary",
    "k8",
    "elementary",
)
_SCHOOLS_OF_OKAFOR: dict[int, Principalship] = {1: "vacant", 2: "acting", 3: "new"}


@dataclass(frozen=True)
class Need:
    """Shares of a school's students."""

    economic: float
    english_learner: float
    disability: float


@dataclass(frozen=True)
class Team:
    """A team within a school. `covers` is the grade or the subject that it teaches, if any."""

    sourced_id: str
    name: str
    covers: int | str | None
    is_reached: bool


@dataclass(frozen=True, kw_only=True)
class School:
    """`effect` and `yearly_gain` are in standard deviations of achievement."""

    number: int
    sourced_id: str
    name: str
    level: Level
    network: int
    students: int
    need: Need
    effect: float
    yearly_gain: float
    principalship: Principalship
    teams: tuple[Team, ...]

    @property
    def grades(self) -> range:
        return _GRADES[self.level]

    @property
    def is_lincoln(self) -> bool:
        return self.number == 0

    @cached_property
    def unreached(self) -> frozenset[int | str]:
        """The grades and subjects whose team the improvement does not reach."""
        return frozenset(t.covers for t in self.teams if t.covers is not None and not t.is_reached)

    def gain(self, *, grade: int, subject: str, year: int) -> float:
        """What practice has added by a school year, 0 being the oldest."""
        return 0.0 if {grade, subject} & self.unreached else self.yearly_gain * year


@dataclass(frozen=True)
class District:
    seed: int
    networks: tuple[str, ...]
    schools: tuple[School, ...]
    springs: int = SPRINGS
    """How many springs back students were tested, and their schools are known."""

    def chance(self, *path: object) -> random.Random:
        """Its own stream of chance for each part, so that no part disturbs another."""
        return random.Random(":".join(map(str, (self.seed, *path))))

    @cached_property
    def schools_with_grade(self) -> dict[tuple[int, int], list[int]]:
        """Numbers of the schools of each network that have a grade."""
        found: dict[tuple[int, int], list[int]] = {}
        for school in self.schools:
            for grade in school.grades:
                found.setdefault((school.network, grade), []).append(school.number)
        return found

    def likely_before(self, school: School, grade: int) -> list[int]:
        """Where a student of the school may have been in a grade: its network, else anywhere."""
        near = self.schools_with_grade.get((school.network, grade), [])
        elsewhere = [number for number in near if number != school.number]
        return elsewhere or [s.number for s in self.schools if grade in s.grades]


def plan_district(*, students: int, seed: int, springs: int = SPRINGS) -> District:
    """Lincoln is school 0, in network 0; schools are dealt out to the networks in turn."""
    each = STUDENTS_IN_A_SCHOOL if students < BIG_CITY else STUDENTS_IN_A_SCHOOL_OF_A_BIG_CITY
    count = max(FEWEST_SCHOOLS, round(students / each))
    networks = max(FEWEST_NETWORKS, round(count / SCHOOLS_IN_A_NETWORK))
    chance = random.Random(f"{seed}:district")
    names = _school_names(count, chance)
    schools = [
        _plan_school(number, names[number], number % networks, networks, chance)
        for number in range(count)
    ]
    sized = _sized(schools, students)
    return District(seed, tuple(network_name(n) for n in range(networks)), tuple(sized), springs)


def _school_names(count: int, chance: random.Random) -> list[str]:
    places = school_names(count, chance)
    named = [f"{place} {_ENDINGS[_level(number)]}" for number, place in enumerate(places)]
    return [LINCOLN, *named[1:]]


def _level(number: int) -> Level:
    return _LEVELS_IN_TURN[number % len(_LEVELS_IN_TURN)]


def _plan_school(
    number: int, name: str, network: int, networks: int, chance: random.Random
) -> School:
    level = _level(number)
    sourced_id = f"school-{number + 1:04}"
    need = _need(network / max(1, networks - 1), chance)
    position, networks_school = number % networks, number // networks
    is_improving = chance.random() < 0.3
    return School(
        number=number,
        sourced_id=sourced_id,
        name=name,
        level=level,
        network=network,
        students=round(_USUAL_SIZE[level] * chance.lognormvariate(0, 0.3)),
        need=need,
        effect=round(chance.gauss(0, 0.1) - 0.15 * (need.economic - 0.6), 3),
        yearly_gain=round(chance.uniform(0.06, 0.14), 3) if is_improving else 0.0,
        principalship=_principalship(position, networks_school, need, chance),
        teams=_teams(sourced_id, level, chance),
    )


def _need(location: float, chance: random.Random) -> Need:
    """Location runs from 0, the poorest side of the city, to 1."""
    economic = _share(0.86 - 0.5 * location + chance.gauss(0, 0.09))
    return Need(
        economic=economic,
        english_learner=_share(0.45 * economic - 0.08 + chance.gauss(0, 0.06)),
        disability=_share(0.1 + 0.07 * economic + chance.gauss(0, 0.02)),
    )


def _share(value: float) -> float:
    return round(min(0.97, max(0.02, value)), 3)


def _principalship(network: int, place: int, need: Need, chance: random.Random) -> Principalship:
    drawn = chance.random()
    if network == 0 and place <= max(_SCHOOLS_OF_OKAFOR):
        return _SCHOOLS_OF_OKAFOR.get(place, "settled")
    if drawn < 0.02 + 0.02 * need.economic:
        return "vacant"
    return "acting" if drawn < 0.04 + 0.05 * need.economic else "settled"


def _teams(school: str, level: Level, chance: random.Random) -> tuple[Team, ...]:
    covers: list[int | str] = [] if level == "high" else list(_GRADES[level])
    covers += CORE_SUBJECTS if level in ("middle", "high") else ()
    leadership = Team(f"{school}-leadership", "Instructional leadership team", None, True)
    return leadership, *(_team(school, what, chance) for what in covers)


def _team(school: str, covers: int | str, chance: random.Random) -> Team:
    name = f"{grade_name(covers)} team" if isinstance(covers, int) else f"{covers} department"
    slug = f"grade-{covers:02}" if isinstance(covers, int) else covers.lower().replace(" ", "-")
    return Team(f"{school}-{slug}", name, covers, chance.random() > 0.12)


def grade_name(grade: int) -> str:
    return f"Grade {grade}" if grade else "Kindergarten"


def grade_code(grade: int) -> str:
    """As OneRoster (CEDS) writes it."""
    return f"{grade:02}" if grade else "KG"


def _sized(schools: Sequence[School], students: int) -> list[School]:
    """The same schools with sizes that sum to the number of students."""
    wanted = sum(school.students for school in schools)
    sized: list[School] = []
    reached = placed = 0
    for school in schools:
        reached += school.students
        share = round(students * reached / wanted) - placed
        placed += share
        sized.append(replace(school, students=share))
    return sized
