"""The results file, in the generic long form."""

from collections.abc import Iterable

from convergent.demo.district import grade_code
from convergent.demo.exports import Exports
from convergent.demo.students import Spring, Students
from convergent.demo.years import Calendar

ASSESSMENT = "Harbor Spring Assessment"
MEETS = 3
"""The lowest of the four levels that meets the standard."""


def write_results(
    exports: Exports, students: Students, springs: Iterable[Spring], calendar: Calendar
) -> None:
    ids = students.ids()
    codes = [grade_code(grade) for grade in range(13)]
    for spring in springs:
        tested_on = calendar.this_year.earlier(spring.years_ago).tested_on
        columns = (spring.place, spring.grade, spring.score, spring.level)
        exports.lines(
            "results",
            (
                f"{ids[place]},{ASSESSMENT},{spring.subject},{codes[grade]},{tested_on},{score},{level},{MEETS}\n"
                for place, grade, score, level in zip(*(c.tolist() for c in columns), strict=True)
            ),
        )
