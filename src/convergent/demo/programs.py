"""The programs that students are in, since when, with the codes of the district."""

from collections.abc import Iterator, Sequence

import numpy as np

from convergent.demo.district import District, School
from convergent.demo.exports import Exports
from convergent.demo.students import Flags, Students
from convergent.demo.years import Calendar

SECTION_504_SHARE = 0.03
HOMELESS_SHARE = 0.045
FOSTER_SHARE = 0.006
_STREAM = 2
_YEARS = 4
_CODES: dict[str, Sequence[str]] = {
    "english_learner": ("Level 1", "Level 2", "Level 3", "Level 4"),
    "disability": ("SLD", "SLI", "OHI", "AUT", "EBD"),
}


def write_programs(
    exports: Exports, school: School, students: Students, district: District, calendar: Calendar
) -> None:
    chance = np.random.default_rng([district.seed, school.number, _STREAM])
    drawn = chance.random((3, len(students)))
    programs = {
        "english_learner": students.english_learner,
        "disability": students.disability,
        "economic_disadvantage": students.economic,
        "section_504": (drawn[0] < SECTION_504_SHARE) & ~students.disability,
        "homeless": (drawn[1] < HOMELESS_SHARE) & students.economic,
        "foster_care": drawn[2] < FOSTER_SHARE,
    }
    for program, members in programs.items():
        exports.lines("program_status", _lines(program, members, students, chance, calendar))


def _lines(
    program: str,
    members: Flags,
    students: Students,
    chance: np.random.Generator,
    calendar: Calendar,
) -> Iterator[str]:
    """Since one of the last years; nobody before kindergarten."""
    first = students.first_number
    codes = _CODES.get(program, ("",))
    began = [calendar.this_year.earlier(ago).starts_on.isoformat() for ago in range(_YEARS)]
    places = np.flatnonzero(members)
    ago = np.minimum(chance.integers(_YEARS, size=len(places)), students.grade[places])
    code = chance.integers(len(codes), size=len(places))
    for place, years, which in zip(places.tolist(), ago.tolist(), code.tolist(), strict=True):
        yield f"s{first + place:07},{program},{codes[which]},{began[years]},\n"
