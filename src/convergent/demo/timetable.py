"""When classes meet: bells, periods, and time that a team plans together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from convergent.demo.district import LAST_LOWER_GRADE, School
from convergent.demo.exports import Exports
from convergent.demo.schedule import TAUGHT_IN_HOMEROOM, SchoolClass
from convergent.demo.teachers import HOMEROOM, Teacher
from convergent.demo.years import SchoolYear

PERIODS = tuple(str(number) for number in range(1, 9))
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
_FIRST_BELL = 8 * 60
_LENGTHS = {"Regular": 46, "Early release": 26}
_PASSING = 4
_BLOCKS = {HOMEROOM: "Morning meeting", "Reading": "Literacy block", "Mathematics": "Math block"}
_BLOCK_TIMES = {
    HOMEROOM: ("08:00", "08:20"),
    "Reading": ("08:20", "10:20"),
    "Mathematics": ("10:25", "11:55"),
}
_BLOCK_PERIODS, _SPECIAL_PERIODS = PERIODS[:5], PERIODS[5:]


@dataclass(frozen=True)
class Slot:
    """A period on some days of the week."""

    days: tuple[str, ...]
    period: str

    @property
    def written_days(self) -> str:
        return ",".join(self.days)

    @property
    def cells(self) -> set[tuple[str, str]]:
        return {(day, self.period) for day in self.days}


UNPLACED = Slot((), "")


@dataclass
class Timetable:
    """What is taken already: by a teacher, and by a section."""

    taken: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def place(self, who: Sequence[str], slots: Iterable[Slot]) -> Slot:
        """The first slot that is free for all of them, now taken; UNPLACED where there is none."""
        for slot in slots:
            if all(self.taken[one].isdisjoint(slot.cells) for one in who):
                for one in who:
                    self.take(one, slot)
                return slot
        return UNPLACED

    def take(self, who: str, slot: Slot) -> None:
        self.taken[who] |= slot.cells


def write_bells(exports: Exports, school: School) -> None:
    exports.table(
        "bell_times",
        (
            (school.sourced_id, schedule, period, *_bells(number, length))
            for schedule, length in _LENGTHS.items()
            for number, period in enumerate(PERIODS)
        ),
    )


def write_timetable(
    exports: Exports,
    school: School,
    classes: Sequence[SchoolClass],
    teachers: Sequence[Teacher],
    year: SchoolYear,
) -> int:
    """Returns how many teams have a period in which all their teachers plan together."""
    timetable = Timetable()
    exports.table("master_schedule", (_row(timetable, one, year) for one in classes))
    together = 0
    for covers in dict.fromkeys(team.covers for team in school.teams):
        members = [t.person for t in teachers if covers in (t.position.grade, t.position.subject)]
        slot = timetable.place(members, _daily(PERIODS)) if len(members) > 1 else UNPLACED
        if slot != UNPLACED:
            together += 1
            exports.table("master_schedule", _planning(school, members, slot, year))
    return together


def _bells(number: int, length: int) -> tuple[str, str]:
    begins = _FIRST_BELL + number * (length + _PASSING)
    return _time(begins), _time(begins + length)


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _row(timetable: Timetable, one: SchoolClass, year: SchoolYear) -> tuple[object, ...]:
    """In the lower grades blocks with the homeroom teacher, and specials once a week."""
    is_lower = one.section.grade <= LAST_LOWER_GRADE
    in_homeroom = is_lower and one.subject in TAUGHT_IN_HOMEROOM
    if in_homeroom:
        for slot in _daily(_BLOCK_PERIODS):
            timetable.take(one.teacher, slot)
        slot, times = Slot(DAYS, ""), _BLOCK_TIMES[one.subject]
    else:
        who = [one.teacher, f"{one.school_id} {one.section.code}"]
        slot = timetable.place(who, _specials() if is_lower else _daily(PERIODS))
        times = ("", "")
    return (
        one.school_id,
        one.sourced_id,
        one.teacher,
        "teacher" if in_homeroom or not is_lower else "itinerant",
        "",
        _BLOCKS[one.subject] if in_homeroom else "",
        slot.period,
        *times,
        slot.written_days,
        one.section.location,
        year.starts_on,
        year.ends_on,
    )


def _planning(
    school: School, members: Sequence[str], slot: Slot, year: SchoolYear
) -> Iterator[tuple[object, ...]]:
    for person in members:
        where = (school.sourced_id, "", person, "", "planning", "", slot.period)
        yield *where, "", "", slot.written_days, "", year.starts_on, year.ends_on


def _daily(periods: Sequence[str]) -> Iterator[Slot]:
    return (Slot(DAYS, period) for period in periods)


def _specials() -> Iterator[Slot]:
    return (Slot((day,), period) for period in _SPECIAL_PERIODS for day in DAYS)
