"""Whether a file is of fixed width, by the length of its lines and the shapes of its fields."""

import re
from itertools import islice

from convergent.facts.sources.assessments.layout import FixedWidth
from convergent.facts.sources.text import TextFile

LINES_LOOKED_AT = 50
LONGEST_LINE = 100_000


def has_shape(file: TextFile, fixed: FixedWidth) -> bool:
    """Every line that is looked at is as long as it must be, and its fields have their shapes."""
    lines = _first_lines(file)
    return bool(lines) and all(_fits(line, fixed) for line in lines)


def _first_lines(file: TextFile) -> list[str]:
    with file.path.open("r", encoding=file.encoding, errors="replace", newline="\n") as read:
        lines = (read.readline(LONGEST_LINE).rstrip("\r\n") for _ in range(LINES_LOOKED_AT))
        return [line for line in islice(lines, LINES_LOOKED_AT) if line.strip()]


def _fits(line: str, fixed: FixedWidth) -> bool:
    return len(line) == fixed.length and all(
        re.fullmatch(shape, _cut(line, *fixed.fields[name])) for name, shape in fixed.shapes.items()
    )


def _cut(line: str, first: int, last: int) -> str:
    return line[first - 1 : last]
