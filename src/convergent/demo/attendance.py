"""Who was absent or late, day by day; more often where need is higher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from convergent.demo.district import District, School
from convergent.demo.exports import Exports
from convergent.demo.students import Flags, Numbers, Students

CHRONIC_SHARE = 0.1
ABSENT_SHARE = 0.04
ECONOMIC_ABSENCE = 0.032
DISABILITY_ABSENCE = 0.018
TARDY_SHARE = 0.025
EXCUSED_SHARE = 0.55
_STREAM = 1


@dataclass(frozen=True)
class AttendanceTruth:
    """Of one school so far this year; chronic means absent on a tenth of the days or more."""

    days: int
    absences: int
    chronically_absent: int


def write_attendance(
    exports: Exports,
    school: School,
    students: Students,
    district: District,
    days: Sequence[date],
) -> AttendanceTruth:
    """A row for each absence and each late arrival; any other day was attended."""
    chance = np.random.default_rng([district.seed, school.number, _STREAM])
    inclined = chance.gamma(1.3, 1 / 1.3, len(students))
    absent = chance.random((len(students), len(days))) < _absence(students, inclined)[:, None]
    tardy = chance.random(absent.shape) < (TARDY_SHARE * inclined)[:, None]
    excused = chance.random(absent.shape) < EXCUSED_SHARE
    _write(exports, school, students, days, absent, tardy & ~absent, excused)
    of_each = absent.sum(axis=1)
    return AttendanceTruth(
        days=len(days),
        absences=int(of_each.sum()),
        chronically_absent=int((of_each >= CHRONIC_SHARE * len(days)).sum()) if days else 0,
    )


def _absence(students: Students, inclined: Numbers) -> Numbers:
    """The chance that a student is absent on a day."""
    usual = (
        ABSENT_SHARE
        + ECONOMIC_ABSENCE * students.economic
        + DISABILITY_ABSENCE * students.disability
    )
    return np.minimum(0.9, usual * inclined)


def _write(
    exports: Exports,
    school: School,
    students: Students,
    days: Sequence[date],
    absent: Flags,
    tardy: Flags,
    excused: Flags,
) -> None:
    ids, written = students.ids(), [day.isoformat() for day in days]
    for status, marked in (("absent", absent), ("tardy", tardy)):
        places, on = np.nonzero(marked)
        end = [f"{school.sourced_id},{status},{flag}\n" for flag in ("false", "true")]
        rows = zip(places.tolist(), on.tolist(), excused[places, on].tolist(), strict=True)
        exports.lines(
            "attendance_daily",
            (f"{ids[place]},{written[day]},{end[is_excused]}" for place, day, is_excused in rows),
        )
