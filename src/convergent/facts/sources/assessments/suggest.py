"""Proposes a layout for a results file that nobody has declared: what each column may be, and how
sure that is. Only what headings and values both say is sure; nothing is loaded from it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from convergent.facts.sources.assessments.clues import Column, columns_of
from convergent.facts.sources.text import TextFile

SURE = 0.8
MARGIN = 0.15
"""How much surer the best column of a field must be than the next one."""

_SCORE_WORDS = frozenset(
    {"overall", "composite", "total", "test", "scale", "scaled", "rit", "score"}
)
_NO_SCORE = frozenset(
    {"raw", "percentile", "growth", "range", "low", "high", "min", "max", "error", "projected"}
)
_GRADE_WORDS = frozenset(
    {"grade", "level", "student", "tested", "when", "assessed", "current", "enrollment", "class"}
)
_LESS_GRADE = frozenset({"current", "enrollment", "class", "assessment"})
_MARKS = re.compile(r"\b(exam|final|letter) grade|grades released")
_DAY = re.compile(
    r"(test|completion|completed|administration|admin|tested|taken|assessment|client|start|finalized)"
)
_NO_DAY = re.compile(
    r"birth|dob|enroll|entr|stamp|sync|due|update|report|year|window|first|grad|due"
)
_LEVEL = re.compile(
    r"level|placement|quintile|performance|proficiency|category name|risk|tier|achievement"
)
_NO_LEVEL = re.compile(r"\b(grade|language|projected|study|goal|english|economic|form|education)\b")
_MONTH = re.compile(r"(0[1-9]|1[0-2])\d\d")
_OF_A_STUDENT = re.compile(
    r"\b(student|child|pupil|learner|examinee|id|(first|last|given|family) name|birth|dob|grade)\b"
)
_PERSON = re.compile(r"\b(student|child|pupil)\b")
_ID = re.compile(r"\b(id|identifier|number)\b")
_NO_PERSON = re.compile(
    r"teacher|staff|parent|test|class|course|barcode|email|name|phone|secondary|display|user"
)
_OWNERS = (
    ("state", re.compile(r"\bstate\b|\bssid\b|\bsasid\b")),
    ("local", re.compile(r"\b(local|district|sis|perm)\b")),
)


@dataclass(frozen=True)
class Proposal:
    """That a column may be a field: how sure that is (0 to 1), and why."""

    field: str
    column: Column
    confidence: float
    why: str
    kind: str = ""
    form: str = ""

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


@dataclass(frozen=True)
class Suggestion:
    """The proposals for a file, the surest first for each field. `repeated` are shapes of headings
    that come again and again: the file may be wide, with several results in a row.
    """

    file: TextFile
    proposals: tuple[Proposal, ...]
    repeated: tuple[str, ...]

    def of(self, field: str) -> Sequence[Proposal]:
        return [one for one in self.proposals if one.field == field]

    @property
    def names_students(self) -> bool:
        """Whether anything looks as if a row were about one person."""
        return any(_OF_A_STUDENT.search(" ".join(one.words)) for one in columns_of(self.file))

    @property
    def is_wide(self) -> bool:
        return bool(self.repeated)


def suggest(file: TextFile) -> Suggestion:
    columns = columns_of(file)
    shapes = Counter(_shape(column) for column in columns)
    found: dict[str, list[Proposal]] = defaultdict(list)
    for column in columns:
        for look in _LOOKS:
            proposal = look(column, columns)
            if proposal is not None:
                found[proposal.field].append(_alone(proposal, shapes))
    proposals = [one for ones in found.values() for one in _ranked(ones)]
    repeated = dict.fromkeys((*_repeated(shapes), *_beside_each_other(proposals)))
    return Suggestion(file, tuple(proposals), tuple(repeated))


def _alone(proposal: Proposal, shapes: Counter[str]) -> Proposal:
    """Of columns that differ in a season, a month or a number, none is sure."""
    shape = _shape(proposal.column)
    if "…" not in shape or shapes[shape] < 2:
        return proposal
    sure = min(proposal.confidence, 0.6)
    return replace(proposal, confidence=sure, why=f"{proposal.why}; one of several like it")


def _beside_each_other(proposals: Sequence[Proposal]) -> Iterator[str]:
    """The end that several scores have in common, where none of them is surely the whole."""
    scores = [one.column.words for one in proposals if one.field == "score"]
    if len(scores) >= 3 and not any(one.is_sure for one in proposals if one.field == "score"):
        ends = Counter(words[-2:] for words in scores)
        yield from (f"… {' '.join(end)}" for end, times in ends.items() if times >= 3)


def _ranked(proposals: list[Proposal]) -> Iterator[Proposal]:
    """The surest first. None is sure where two columns come close; ids may be several."""
    ranked = sorted(proposals, key=lambda one: -one.confidence)
    if ranked[0].field == "student_id":
        yield from _ranked_ids(ranked)
        return
    best, others = ranked[0], ranked[1:]
    rivals = [one for one in others if best.confidence - one.confidence < MARGIN]
    if rivals and best.is_sure:
        names = ", ".join(one.column.heading for one in rivals[:3])
        best = replace(best, confidence=0.6, why=f"{best.why}; so may be {names}")
    yield best
    yield from (replace(one, confidence=min(one.confidence, 0.6)) for one in others)


def _ranked_ids(ranked: list[Proposal]) -> Iterator[Proposal]:
    """Of several ids of one kind none is sure."""
    for one in ranked:
        others = [other for other in ranked if other is not one]
        same = [other for other in others if other.kind == one.kind and other.is_sure]
        if one.is_sure and same:
            names = ", ".join(other.column.heading for other in same[:3])
            yield replace(one, confidence=0.6, why=f"{one.why}; so may be {names}")
        else:
            yield one


def _student_id(column: Column, _columns: Sequence[Column]) -> Proposal | None:
    said = " ".join(column.words)
    is_person = bool(_PERSON.search(said)) or said in {"state id", "local id", "perm id"}
    if not (is_person and _ID.search(said)) or _NO_PERSON.search(said) or not column.is_id:
        return None
    kinds = [kind for kind, owner in _OWNERS if owner.search(said)]
    if len(kinds) == 1:
        sure = 0.9 if column.is_mostly_filled else 0.6
        return Proposal("student_id", column, sure, "its heading says whose id it is", kinds[0])
    is_plain = said in {"student id", "student identifier"}
    sure = 0.85 if is_plain and column.is_mostly_filled else 0.5
    why = "a student's id; whose it is, its heading does not say"
    return Proposal("student_id", column, sure, why, "local")


def _day(column: Column, _columns: Sequence[Column]) -> Proposal | None:
    said = " ".join(column.words)
    if "date" not in said or _NO_DAY.search(said) or not column.dates:
        return None
    if len(column.dates) > 1:
        why = f"its dates may be {' or '.join(column.dates)}"
        return Proposal("administered_on", column, 0.6, why, form=column.dates[0])
    sure = 0.9 if _DAY.search(said) else 0.6
    sure = sure if column.is_mostly_filled else 0.6
    why = "its heading speaks of the test, and its values are dates"
    return Proposal("administered_on", column, sure, why, form=column.dates[0])


def _month(column: Column, _columns: Sequence[Column]) -> Proposal | None:
    said = " ".join(column.words)
    if "date" not in said or _NO_DAY.search(said) or not column.filled:
        return None
    if not all(map(_MONTH.fullmatch, column.filled)):
        return None
    return Proposal("school_year", column, 0.6, "perhaps a month and a year", form="%m%y")


def _score(column: Column, _columns: Sequence[Column]) -> Proposal | None:
    words = set(column.words)
    if "score" not in words or words & _NO_SCORE or not column.is_number:
        return None
    other = words - _SCORE_WORDS
    sure = 0.9 if not other and column.is_mostly_filled else 0.6
    why = "a score, and of nothing but the whole" if not other else "a score, perhaps of a part"
    return Proposal("score", column, sure, why)


def _grade(column: Column, columns: Sequence[Column]) -> Proposal | None:
    words = set(column.words)
    if "grade" not in words or words - _GRADE_WORDS - _LESS_GRADE or not column.is_grade:
        return None
    if any(_MARKS.search(" ".join(other.words)) for other in columns):
        return Proposal("grade", column, 0.5, "grades here may be marks, or codes")
    sure = 0.7 if words & _LESS_GRADE else 0.9
    return Proposal("grade", column, sure, "its values are grades")


def _level(column: Column, _columns: Sequence[Column]) -> Proposal | None:
    said = " ".join(column.words)
    if not _LEVEL.search(said) or _NO_LEVEL.search(said) or not column.is_few_words:
        return None
    is_whole = re.search(r"overall|composite|performance level|achievement", said)
    sure = 0.85 if is_whole and column.is_mostly_filled else 0.6
    return Proposal("level", column, sure, "a few words that come again")


def _named(
    field: str, shape: str, is_one: Callable[[Column], bool], sure: float
) -> Callable[[Column, Sequence[Column]], Proposal | None]:
    """Looks for a column whose heading has this shape, and whose values fit."""
    heading = re.compile(shape)

    def look(column: Column, _columns: Sequence[Column]) -> Proposal | None:
        if not heading.fullmatch(" ".join(column.words)) or not is_one(column):
            return None
        return Proposal(field, column, sure, "its heading and its values fit")

    return look


_LOOKS = (
    _student_id,
    _day,
    _month,
    _score,
    _grade,
    _level,
    _named(
        "subject",
        "subject|content area|discipline|measurement scale",
        lambda c: c.is_few_words,
        0.9,
    ),
    _named("assessment", "assessment( name| edition)?", lambda c: c.is_few_words, 0.6),
    _named("percentile", "(test |national )?percentile( rank)?", lambda c: c.is_percentile, 0.85),
    _named("standard_error", "(test )?(standard error|sem|csem)", lambda c: c.is_number, 0.6),
    _named(
        "school_year",
        "(school|academic|assessment) year",
        lambda c: all(re.fullmatch(r"\d{4}( ?[-/] ?\d{2,4})?", value) for value in c.filled),
        0.85,
    ),
    _named(
        "administration",
        "term( name)?|(benchmark|screening) period.*|test administration|season|norming window",
        lambda c: c.is_few_words,
        0.7,
    ),
    _named(
        "school_id",
        "(testing )?school( state)? (id|code|number|identifier)",
        lambda c: bool(c.filled),
        0.85,
    ),
)


_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_REPEATS = re.compile(rf"\b(\d{{1,2}}|{_MONTHS}|fall|winter|spring|admin\d?)\b")


def _shape(column: Column) -> str:
    return _REPEATS.sub("…", " ".join(column.words))


def _repeated(shapes: Counter[str]) -> Iterator[str]:
    """Shapes of scores, levels, grades and dates that may be results beside each other."""
    for shape, times in shapes.items():
        if "…" in shape and times >= 2 and re.search(r"score|level|grade|date", shape):
            yield shape
