"""Holds a file's heading against the names that a form knows, however it spells them."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from convergent.facts.findings import Finding
from convergent.facts.sources.secret_columns import is_password
from convergent.facts.sources.text import TextFile

SHORTEST_MISSPELT = 4
SHORT = 8
NAMED = 0.85
UNNAMED = 0.9
MOST_MISSPELT = 100
_OWN = re.compile(r"^(metadata[._]|ext[._])", re.IGNORECASE)


@dataclass(frozen=True)
class Matched:
    """Where each known name stands, what was odd about that, and the headings that are not known.

    `misspelt` names were only found as the nearest.
    """

    at: Mapping[str, int]
    misspelt: frozenset[str]
    others: tuple[str, ...]
    findings: tuple[Finding, ...]

    def sureness(self, known: Collection[str], needed: Collection[str], *, is_named: bool) -> float:
        """How sure the heading is that of a form, by what it holds, lacks, and holds besides.

        A file that has all that is needed and the form's own name is surer than any other.
        """
        likeness = self.likeness(known, needed)
        if is_named and all(name in self.at for name in needed):
            return NAMED + (1 - NAMED) * likeness
        return likeness if is_named else likeness * UNNAMED

    def likeness(self, known: Collection[str], needed: Collection[str]) -> float:
        found = len(self.at) - len(self.misspelt) / 2
        strangers = sum(not _OWN.match(name) for name in self.others)
        share = found / max(1, len(self.at) + strangers)
        whole = sum(name in self.at for name in needed) / max(1, len(needed))
        alike = found / max(1, len(known) + strangers)
        return share * whole * (0.8 + 0.2 * alike)


@dataclass
class _Matching:
    file: TextFile
    at: dict[str, int] = field(default_factory=dict)
    misspelt: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def notice(self, names: Collection[str], fix: str) -> None:
        self.findings.append(
            Finding(
                file=self.file.name,
                line=self.file.heading_line,
                column=", ".join(names)[:200],
                value=", ".join(self.file.heading[self.at[name]] for name in names)[:200],
                rule="heading",
                fix=fix,
                rows=len(names),
            )
        )


def match(
    file: TextFile, known: Collection[str], *, also: Mapping[str, str], guess: bool = True
) -> Matched:
    """`also` gives other headings for known names, in small letters and digits alone: those of
    another version, which are no flaw. The nearest of what is left is taken where `guess`, and
    where no other is as near.
    """
    matching = _Matching(file)
    left = dict(enumerate(file.heading))
    for position, name in [*left.items()]:
        if name in known and name not in matching.at:
            matching.at[name] = position
            del left[position]
    _take_other_spellings(matching, left, known, also)
    if guess:
        _take_nearest(matching, left, [name for name in known if name not in matching.at])
    there = set(map(plain, matching.at))
    twice = {name for name in left.values() if plain(name) in there}
    return Matched(
        matching.at,
        frozenset(matching.misspelt),
        tuple(name for name in left.values() if name and name not in twice),
        (*matching.findings, *_twice(file, twice)),
    )


def _take_other_spellings(
    matching: _Matching, left: dict[int, str], known: Collection[str], also: Mapping[str, str]
) -> None:
    spelled = {plain(name): name for name in known}
    otherwise: list[str] = []
    for position, written in [*left.items()]:
        key = plain(written)
        name = spelled.get(key) or also.get(key) or _secret(written, known)
        if not name or name in matching.at:
            continue
        del left[position]
        matching.at[name] = position
        if key in spelled:
            otherwise.append(name)
    if otherwise:
        matching.notice(otherwise, "Nothing: it was understood. Write headings as the form does.")


def _secret(written: str, known: Collection[str]) -> str:
    return "password" if is_password(written) and "password" in known else ""


def _take_nearest(matching: _Matching, left: dict[int, str], names: Collection[str]) -> None:
    if len(left) > MOST_MISSPELT:
        return
    nearest = {position: nearest_name(written, names) for position, written in left.items()}
    claimed = [name for name in nearest.values() if name]
    for position, name in nearest.items():
        if name and claimed.count(name) == 1:
            matching.at[name] = position
            matching.misspelt.add(name)
            matching.notice([name], f"Nothing: it was read as {name}. Head the column so.")
            del left[position]


def nearest_name(written: str, names: Collection[str]) -> str:
    """The one name that is nearest, at most two letters away; empty where there is none, or two."""
    key = plain(written)
    if len(key) < SHORTEST_MISSPELT or _OWN.match(written):
        return ""
    most = 1 if len(key) < SHORT else 2
    near = sorted((distance(key, plain(name), most=most), name) for name in names)
    if not near or near[0][0] > most or (len(near) > 1 and near[1][0] == near[0][0]):
        return ""
    return near[0][1]


def distance(one: str, other: str, *, most: int) -> int:
    """Letters to change, add, take away or swap with the next; more than `most` is not told."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    swapped: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, (left, here) in enumerate(pairwise(above), 1):
            cost = min(left + (letter != other[column - 1]), here + 1, line[-1] + 1)
            if row > 1 and column > 1 and one[row - 2 : row] == other[column - 2 : column][::-1]:
                cost = min(cost, swapped[column - 2] + 1)
            line.append(cost)
        swapped, above = above, line
    return above[-1]


@lru_cache(maxsize=10_000)
def plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _twice(file: TextFile, names: Collection[str]) -> Iterator[Finding]:
    for name in sorted(names):
        yield Finding(
            file=file.name,
            line=file.heading_line,
            column=name,
            rule="column twice",
            fix="Export the column once: the first was read.",
        )


def passed_over(file: TextFile, matched: Matched) -> Iterator[Finding]:
    """One finding for all columns that the form does not know."""
    if matched.others:
        yield Finding(
            file=file.name,
            line=file.heading_line,
            value=", ".join(matched.others)[:200],
            rule="column known",
            fix="Nothing: the form has no such column, and it was left out.",
            rows=len(matched.others),
        )


def lacking(file: TextFile, name: str) -> Finding:
    return Finding(
        file=file.name,
        line=file.heading_line,
        column=name,
        rule="column present",
        fix=f"Add the column {name} to the export.",
    )
