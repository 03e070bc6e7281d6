"""What the values of a column look like, from its first rows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from convergent.facts.sources.text import TextFile

DATE_FORMS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m-%d-%Y",
    "%m%d%Y",
    "%Y%m%d",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%fZ",
    "%Y-%m-%d %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
)
MOST_LEVELS = 8
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GRADE = re.compile(
    r"(pk|tk|kg|k|kindergarten|(grade )?0?([0-9]|1[0-3])(st|nd|rd|th)?)", re.IGNORECASE
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_NOTHING = {"", "null", "n/a", "na", "."}


@dataclass(frozen=True)
class Column:
    """One column of the sample: its heading, the words of that, and its values."""

    at: int
    heading: str
    values: tuple[str, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The heading's words: StudentStateID, STUDENT_STATE_ID and Student State ID have three."""
        return tuple(word.lower() for word in _WORDS.findall(self.heading))

    @cached_property
    def filled(self) -> tuple[str, ...]:
        return tuple(value for value in self.values if value.lower() not in _NOTHING)

    @property
    def is_mostly_filled(self) -> bool:
        return len(self.filled) >= 0.9 * max(1, len(self.values))

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """The forms in which every value is a date between 1990 and 2100."""
        return tuple(form for form in DATE_FORMS if self._all(partial(_is_date, form)))

    @cached_property
    def is_number(self) -> bool:
        return self._all(_NUMBER.fullmatch)

    @cached_property
    def is_grade(self) -> bool:
        return self._all(_GRADE.fullmatch)

    @cached_property
    def is_id(self) -> bool:
        """Every value is one word with a digit, and they are not all the same."""
        varied = len(set(self.filled)) >= min(2, len(self.filled))
        return varied and self._all(lambda v: _ID.fullmatch(v) and re.search(r"\d", v))

    @cached_property
    def is_percentile(self) -> bool:
        return self.is_number and all(0 <= float(value) <= 100 for value in self.filled)

    @cached_property
    def is_few_words(self) -> bool:
        """A handful of different words: no codes, no yes and no."""
        texts = {value.lower() for value in self.filled}
        return 1 <= len(texts) <= MOST_LEVELS and all(
            re.search("[a-z]{3}", text) and text not in {"yes", "true", "false"} for text in texts
        )

    def _all(self, is_one: Callable[[str], object]) -> bool:
        return bool(self.filled) and all(is_one(value) for value in self.filled)


def columns_of(file: TextFile) -> Sequence[Column]:
    return [
        Column(at, heading, tuple(file.column(at)))
        for at, heading in enumerate(file.heading)
        if heading
    ]


def _is_date(form: str, value: str) -> bool:
    if form in {"%m%d%Y", "%Y%m%d"} and len(value) != 8:
        return False
    try:
        return 1990 <= datetime.strptime(value, form).year <= 2100  # noqa: DTZ007
    except ValueError:
        return False
