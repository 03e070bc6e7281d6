"""Two people write one text at once: what each changed, put together line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_STEPS = 5_000_000


@dataclass(frozen=True)
class Clash:
    """The lines that both changed, as one left them and as the other did."""

    stored: tuple[str, ...]
    typed: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """`text` holds both sides of each clash, what was stored first."""

    text: str
    clashes: tuple[Clash, ...]


class _Edit(NamedTuple):
    """From `low` up to `high`, lines of the base became `lines`."""

    low: int
    high: int
    is_typed: bool
    lines: tuple[str, ...]


def merge(base: str, stored: str, typed: str) -> Merged:
    """What became of a text that two people changed, each beginning from the same words.

    Lines that one of them added, changed or took out are so in the result. Where both added at one
    spot, what was stored comes first. Where both changed the same lines, both versions stand in
    the text, and are told as a clash. Blank lines at the end of a text do not count.

    Parameters
    ----------
    base : str
        The text from which both began.
    stored : str
        What one of them made of it, and has saved.
    typed : str
        What the other made of it.

    Returns
    -------
    Merged
        Every line that either of them wrote, and where the two meet.

    Examples
    --------
    >>> merge("plan\\nread", "plan well\\nread", "plan\\nread\\nwrite").text
    'plan well\\nread\\nwrite'
    >>> merge("plan", "plan well", "plan soon").clashes
    (Clash(stored=('plan well',), typed=('plan soon',)),)
    """
    lines = _lines(base)
    edits = sorted({*_edits(lines, stored, is_typed=False), *_edits(lines, typed, is_typed=True)})
    merged: list[str] = []
    clashes: list[Clash] = []
    at = 0
    for group in _meeting(_once(edits)):
        low, high = group[0].low, max(edit.high for edit in group)
        merged += lines[at:low]
        at = high
        if len({edit.is_typed for edit in group}) == 1:
            merged += _applied(lines, group, low, high)
        else:
            merged += _both(lines, group, clashes)
    return Merged("\n".join([*merged, *lines[at:]]), tuple(clashes))


def _lines(text: str) -> list[str]:
    stripped = text.rstrip("\n")
    return stripped.split("\n") if stripped else []


def _edits(base: list[str], text: str, *, is_typed: bool) -> Iterator[_Edit]:
    """Where the text differs from the base. What takes too long to compare line by line counts as
    changed as a whole."""
    lines = _lines(text)
    first = _shared(base, lines)
    last = _shared(base[first:][::-1], lines[first:][::-1])
    old, new = base[first : len(base) - last], lines[first : len(lines) - last]
    if _steps(old, new) > MOST_STEPS:
        yield _Edit(first, first + len(old), is_typed, tuple(new))
        return
    for what, low, high, start, end in SequenceMatcher(None, old, new, False).get_opcodes():
        if what != "equal":
            yield _Edit(first + low, first + high, is_typed, tuple(new[start:end]))


def _steps(old: list[str], new: list[str]) -> int:
    """How many the comparison may take: each stretch that both share is found by going through
    all pairs of equal lines, and a line may stand in a text a thousand times."""
    times = Counter(new)
    pairs = sum(times[line] for line in old)
    return (len(old) + pairs) * min(len(old), len(new))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _once(edits: Sequence[_Edit]) -> list[_Edit]:
    """What both changed alike is changed once."""
    stored = {edit[:2] + edit[3:] for edit in edits if not edit.is_typed}
    return [edit for edit in edits if not edit.is_typed or edit[:2] + edit[3:] not in stored]


def _meeting(edits: Sequence[_Edit]) -> Iterator[list[_Edit]]:
    """Edits in groups that touch the same lines of the base; most stand alone."""
    group: list[_Edit] = []
    high = 0
    for edit in edits:
        if group and edit.low >= high:
            yield group
            group = []
        group.append(edit)
        high = max(high, edit.high)
    if group:
        yield group


def _applied(lines: list[str], edits: Sequence[_Edit], low: int, high: int) -> list[str]:
    """The base from `low` to `high` with these edits."""
    made: list[str] = []
    for edit in edits:
        made += [*lines[low : edit.low], *edit.lines]
        low = edit.high
    return [*made, *lines[low:high]]


def _both(lines: list[str], group: Sequence[_Edit], clashes: list[Clash]) -> list[str]:
    """Both versions of the lines, what they share once; noted as a clash where both have words."""
    low, high = group[0].low, max(edit.high for edit in group)
    stored = _applied(lines, [edit for edit in group if not edit.is_typed], low, high)
    typed = _applied(lines, [edit for edit in group if edit.is_typed], low, high)
    first = _shared(stored, typed)
    last = _shared(stored[first:][::-1], typed[first:][::-1])
    theirs, mine = stored[first : len(stored) - last], typed[first : len(typed) - last]
    clashes.append(Clash(tuple(theirs), tuple(mine)))
    return [*stored[:first], *theirs, *mine, *stored[len(stored) - last :]]
