"""What the door to measures hands out."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from convergent.facts.values import StudentCount, Suppressed

PlaceKind = Literal["district", "network", "school", "team"]
Norm = Literal["district", "state", "official", ""]


@dataclass(frozen=True, order=True)
class Place:
    """A place by the sourcedId of its organization; a team belongs to a school."""

    kind: PlaceKind
    id: str
    school: str = ""


@dataclass(frozen=True)
class Bound:
    """Stands for a share that is told by its end alone: “less than” `at`, or `at` “or more”."""

    at: float
    is_more: bool


@dataclass(frozen=True, kw_only=True)
class Participation:
    """Students of a slice on its test day; None where no roster tells.

    Where one of the counts, or what they leave of the enrolled, is of one to nine, each is withheld
    outside the school, and `tested_share` says in a band how many were tested. The school's leaders
    see the counts, which are then `is_for_school_only`.
    """

    enrolled: StudentCount | None
    tested: StudentCount | None
    exempt: StudentCount | None
    alternate: StudentCount | None
    arrived_late: StudentCount | None
    tested_share: Bound | None = None
    is_for_school_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Peers:
    """The schools of similar need that have the same value: how many, their mean, and the ends of
    their middle 80 %. `q` is the adjusted p of the school's difference from their mean.
    """

    schools: int
    mean: float
    low: float
    high: float
    q: float | None

    @property
    def is_told_apart(self) -> bool:
        """Whether a headline may speak of the difference."""
        return self.q is not None and self.q <= FALSE_DISCOVERIES


@dataclass(frozen=True, kw_only=True)
class Change:
    """From the school year before to this one; `q` as with peers."""

    amount: float
    standard_error: float | None
    q: float | None

    @property
    def is_told_apart(self) -> bool:
        return self.q is not None and self.q <= FALSE_DISCOVERIES


@dataclass(frozen=True, kw_only=True)
class MeasureValue:
    """One row of the aggregates, as a reader may see it.

    Where `value` is Suppressed, so is `students`, and nothing else is told. A share near 0 or 1 is
    a Bound, and a change from or to such a share is Suppressed. `is_for_school_only` marks what is
    shown to the school's own leaders and must not be shared.
    """

    measure: str
    assessment: str
    subject: str
    school_year: int
    grade: str
    student_group: str
    place: Place
    value: float | Bound | Suppressed
    standard_error: float | None
    interval: tuple[float, float] | None
    students: int | Suppressed
    participation: Participation | None
    teachers: int | None
    peers: Peers | None
    change: Change | Suppressed | None
    norm: Norm
    is_for_school_only: bool

    @property
    def known_change(self) -> Change | None:
        return self.change if isinstance(self.change, Change) else None


@dataclass(frozen=True, kw_only=True)
class PartValue:
    """The mean of one subscore or standard behind a subject's results of a year."""

    assessment: str
    subject: str
    school_year: int
    place: Place
    part: str
    kind: str
    value: float | Suppressed
    standard_error: float | None
    students: int | Suppressed
    is_for_school_only: bool


@dataclass(frozen=True, kw_only=True)
class StudentResult:
    """A student's newest result in a subject, for whoever teaches the class; nothing else is told
    of a student. `growth` is 1 to 99; None where there is none. Between the ends of its range it
    lies nine times in ten; None where nobody tells the score's error of measurement.
    """

    assessment: str
    subject: str
    school_year: int
    grade: str
    score: float | None
    level: str
    growth: int | None
    growth_range: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True)
class StudentOfClass:
    """`given_name` is the preferred one where there is one."""

    sourced_id: str
    given_name: str
    family_name: str
    results: tuple[StudentResult, ...]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What the values of a measure, assessment and subject rest on, for “Why this number?”."""

    snapshot: str
    as_of: date
    built_on: date
    files: tuple[str, ...]
    results: int
    first_test: date | None
    last_test: date | None


FALSE_DISCOVERIES = 0.10
"""The share of differences told apart that may be chance (Benjamini and Hochberg 1995)."""
