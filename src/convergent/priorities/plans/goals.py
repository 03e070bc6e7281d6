"""What a plan says of each of its goals, by the words that plans use for it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

OF_PLACE = ("place", "district", "day", "school_year")
OF_PRIORITY = (
    "statement",
    "why",
    "serves",
    "started_from",
    "carries",
    "lead",
    "team",
    "measures",
    "theory",
    "tries",
)
MOST_GOALS = 24
LONGEST = 10_000
MOST_LEFT, LEFT_FITS = 60, 80
LONGEST_HEADING = 200
_WORDS = "(?:goal|priority|objective|meta|prioridad)"
_HEADING = re.compile(rf"^\s*(?:smart\s+|school\s+)?{_WORDS}(?:s|es)?\b", re.IGNORECASE)
_NUMBERED = re.compile(
    rf"^\s*(?:smart\s+)?{_WORDS}\s*#?\s*(?:\d+|[a-h])\b\s*[:.–—-]*\s*|^\s*{_WORDS}\s*:\s*",
    re.IGNORECASE,
)
PARTS = {
    "why": ("why", "rationale", "need", "reason", "por qué", "root cause"),
    "serves": ("who", "whom", "students served", "target group", "student group", "para quién"),
    "started_from": ("evidence", "data", "baseline", "current performance", "datos", "evidencia"),
}


@dataclass
class Goal:
    """One goal as its plan has it; `where` is the place in the file."""

    where: str
    statement: str = ""
    why: list[str] = field(default_factory=list)
    serves: list[str] = field(default_factory=list)
    started_from: list[str] = field(default_factory=list)

    def as_row(self) -> dict[str, str]:
        rows = {name: "\n".join(getattr(self, name))[:LONGEST] for name in PARTS}
        return {"where": self.where, "statement": self.statement[:LONGEST], **rows}


@dataclass(frozen=True)
class Left:
    """What a plan says and no goal takes up, by its first words, and where it stands."""

    where: str
    name: str

    def as_row(self) -> dict[str, str]:
        first = " ".join(self.name.split())
        is_long = len(first) > LEFT_FITS
        return {"where": self.where, "name": first[:LEFT_FITS] + ("…" if is_long else "")}


@dataclass(frozen=True)
class Read:
    """What was read of a plan, or of a part of one."""

    goals: list[Goal]
    left: list[Left]

    def __add__(self, more: Read) -> Read:
        return Read([*self.goals, *more.goals], [*self.left, *more.left])

    def as_rows(self) -> dict[str, list[dict[str, str]]]:
        left = [Left(one.where, one.statement) for one in self.goals[MOST_GOALS:]]
        return {
            "goals": [one.as_row() for one in self.goals[:MOST_GOALS]],
            "left": [one.as_row() for one in (*self.left, *left)][:MOST_LEFT],
        }


def goal_in(line: str) -> str | None:
    """What a line says as a goal (“Goal 2: Students argue” → “Students argue”); None for another
    line. Empty where the goal itself stands on the next one."""
    found = _NUMBERED.match(line[:LONGEST_HEADING])
    return line[found.end() :].strip() if found else None


def part_in(line: str) -> tuple[str, str] | None:
    """Which part of a goal a line begins, and what it says of it."""
    heading, colon, said = line.partition(":")
    part = part_named(heading)
    return (part, said.strip()) if colon and part else None


def part_named(heading: str) -> str:
    """The part that a heading of a column, or of a paragraph, stands for; empty for none."""
    plain = heading.strip().lower().rstrip("?:. ")
    for part, words in PARTS.items():
        if any(plain == word or plain.startswith(f"{word} ") for word in words):
            return part
    return ""


def is_goals_heading(heading: str) -> bool:
    """Whether a column of that heading holds goals."""
    return len(heading) < 60 and bool(_HEADING.match(heading))


def goals_in_lines(
    lines: Iterable[tuple[str, str]], *, headings: Container[str] = frozenset()
) -> Read:
    """Goals out of paragraphs, each with where it stands; `headings` are where sections begin."""
    goals: list[Goal] = []
    left: list[Left] = []
    part, is_run = "", False
    for where, line in lines:
        said = goal_in(line)
        if said is not None:
            goals.append(Goal(where, said))
            part, is_run = "", False
        elif line.strip():
            part, is_taken = _add(goals[-1], line.strip(), part) if goals else ("", False)
            if not is_taken and (not is_run or where in headings):
                left.append(Left(where, line))
            is_run = not is_taken
    return _read(goals, left)


def _read(goals: list[Goal], left: list[Left]) -> Read:
    """The first goals that say something; the others are named among what is left."""
    said = [goal for goal in goals if goal.statement]
    more = [Left(goal.where, goal.statement) for goal in said[MOST_GOALS:]]
    return Read(said[:MOST_GOALS], [*left, *more])


def _add(goal: Goal, line: str, part: str) -> tuple[str, bool]:
    """Puts a line where it belongs, if anywhere; returns the part that the next line goes on
    with, and whether there was a place for this one."""
    if not goal.statement:
        goal.statement = line
        return part, True
    begun = part_in(line)
    if begun is not None:
        part, line = begun
    if line and part:
        getattr(goal, part).append(line)
    return part, bool(part)


def goals_in_table(rows: list[list[str]], *, where: str) -> Read:
    """Goals out of a table with a heading; none where no column is called so."""
    for at, row in enumerate(rows[:20]):
        columns = [index for index, cell in enumerate(row) if is_goals_heading(cell)]
        if columns:
            return _below(row, rows[at + 1 :], columns[0], where=where, first=at + 2)
    return Read([], left_of_table(rows, where=where))


def left_of_table(rows: list[list[str]], *, where: str) -> list[Left]:
    """A table of which nothing is taken, by its first words."""
    first = next((cell for row in rows for cell in row if cell.strip()), "")
    return [Left(where.removesuffix(", row"), first)] if first else []


def _below(
    heading: list[str], body: list[list[str]], column: int, *, where: str, first: int
) -> Read:
    """The goals below a heading. A column for which there is no place is named if it says
    something; so are rows without a goal, those after each other once."""
    parts = {index: part_named(cell) for index, cell in enumerate(heading) if index != column}
    left = [
        Left(where.removesuffix(", row"), heading[index])
        for index, part in parts.items()
        if not part and _says(body, index)
    ]
    goals, is_run = [], False
    for number, row in enumerate(body, start=first):
        goal = _of_row(row, column, parts, f"{where}, {number}")
        goals.append(goal)
        said = next((cell for cell in row if _is_said(cell)), "")
        if said and not goal.statement and not is_run:
            left.append(Left(goal.where, said))
        is_run = bool(said) and not goal.statement
    return _read(goals, left)


def _says(body: list[list[str]], index: int) -> bool:
    """Whether a column holds more than the numbers of its rows."""
    return any(_is_said(row[index]) for row in body if index < len(row))


def _is_said(cell: str) -> bool:
    plain = cell.strip()
    return bool(plain) and not plain.rstrip(".").isdecimal()


def _of_row(row: list[str], column: int, parts: dict[int, str], where: str) -> Goal:
    statement = row[column].strip() if column < len(row) else ""
    goal = Goal(where, goal_in(statement) or statement)
    for index, part in parts.items():
        if part and index < len(row) and row[index].strip():
            getattr(goal, part).append(row[index].strip())
    return goal
