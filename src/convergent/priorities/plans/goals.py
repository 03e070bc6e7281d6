"""What a plan says of each of its goals, by the words that plans use for it."""

from __future__ import annotations

import re
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
LONGEST = 4_000
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


def goals_in_lines(lines: list[tuple[str, str]]) -> list[Goal]:
    """Goals out of paragraphs, each with where it stands."""
    goals: list[Goal] = []
    part = ""
    for where, line in lines:
        said = goal_in(line)
        if said is not None:
            goals.append(Goal(where, said))
            part = ""
        elif goals and line.strip():
            part = _add(goals[-1], line.strip(), part)
    return [goal for goal in goals if goal.statement][:MOST_GOALS]


def _add(goal: Goal, line: str, part: str) -> str:
    """Puts a line where it belongs; returns the part that the next line goes on with."""
    if not goal.statement:
        goal.statement = line
        return part
    begun = part_in(line)
    if begun is not None:
        part, line = begun
    if line and part:
        getattr(goal, part).append(line)
    return part


def goals_in_table(rows: list[list[str]], *, where: str) -> list[Goal]:
    """Goals out of a table with a heading; none where no column is called so."""
    for at, row in enumerate(rows[:20]):
        columns = [index for index, cell in enumerate(row) if is_goals_heading(cell)]
        if columns:
            parts = {index: part_named(cell) for index, cell in enumerate(row)}
            body = enumerate(rows[at + 1 :], start=at + 2)
            found = [_of_row(row, columns[0], parts, f"{where}, {n}") for n, row in body]
            return [goal for goal in found if goal.statement][:MOST_GOALS]
    return []


def _of_row(row: list[str], column: int, parts: dict[int, str], where: str) -> Goal:
    statement = row[column].strip() if column < len(row) else ""
    goal = Goal(where, goal_in(statement) or statement)
    for index, part in parts.items():
        if part and index != column and index < len(row) and row[index].strip():
            getattr(goal, part).append(row[index].strip())
    return goal
