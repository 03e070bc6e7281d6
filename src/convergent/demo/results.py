"""The results file, in the generic long form; of the newest tests with their parts too."""

from collections.abc import Iterable

import numpy as np

from convergent.demo.district import grade_code
from convergent.demo.exports import Exports
from convergent.demo.students import Spring, Students
from convergent.demo.years import Calendar

ASSESSMENT = "Harbor Spring Assessment"
MEETS = 3
"""The lowest of the four levels that meets the standard."""
PARTS = {
    "Reading": ("Informational text", "Literary text", "Vocabulary"),
    "Mathematics": ("Numbers and operations", "Geometry", "Measurement and data"),
}
COLUMNS = sum(map(len, PARTS.values()))
PARTS_OF_TESTS = 1
"""The stream of chance that they are drawn from."""
SPREAD_OF_A_SCHOOL, SPREAD_OF_A_STUDENT = 6, 15
"""In points of the scale: how far a part lies from the whole test."""


def write_results(
    exports: Exports,
    students: Students,
    springs: Iterable[Spring],
    calendar: Calendar,
    chance: np.random.Generator,
) -> None:
    ids = students.ids()
    codes = [grade_code(grade) for grade in range(13)]
    for spring in springs:
        tested_on = calendar.this_year.earlier(spring.years_ago).tested_on
        columns = (spring.place, spring.grade, spring.score, spring.level)
        rows = zip(*(c.tolist() for c in columns), _parts(spring, chance), strict=True)
        exports.lines(
            "results",
            (
                f"{ids[place]},{ASSESSMENT},{spring.subject},{codes[grade]},{tested_on},{score},{level},{MEETS},{parts}\n"
                for place, grade, score, level, parts in rows
            ),
        )


def _parts(spring: Spring, chance: np.random.Generator) -> list[str]:
    """For each result the cells of all parts: those of another subject, or year, are empty."""
    size = len(spring.score)
    if spring.years_ago > 1:
        return ["," * (COLUMNS - 1)] * size
    count = len(PARTS[spring.subject])
    here = chance.normal(0, SPREAD_OF_A_SCHOOL, count)
    apart = chance.normal(here - here.mean(), SPREAD_OF_A_STUDENT, (size, count))
    scores = np.rint(spring.score[:, None] + apart).astype(np.int64)
    at = list(PARTS).index(spring.subject) * count
    before, after = "," * at, "," * (COLUMNS - at - count)
    return [f"{before}{','.join(map(str, row))}{after}" for row in scores.tolist()]
