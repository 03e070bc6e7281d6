"""The one form in which texts are kept to be found, and in which what was typed is compared.

Letters lose their case, accents and points; apostrophes and invisible marks join what they stand
between; everything else parts words. What remains is written in ASCII, so that both databases hold
and compare exactly the same bytes: a letter beyond ASCII as `zy` and six digits, and `z` as `zz`,
so that neither can be taken for the other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

FORM = 1  # a higher number has every index built anew
LONGEST_WORD = 40  # letters; longer words are known by their beginning
MOST_TYPED, MOST_WORDS = 200, 8
PARTS = None
_WRITTEN_OUT = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
_JOINS = frozenset("'’‘ʼʹ`´ـ")  # the last one stretches Arabic words


@dataclass(frozen=True)
class Span:
    """One word of a text: where it stands there, and its form."""

    start: int
    end: int
    word: str


def spans(text: str) -> Iterator[Span]:
    """The words of a text in their order."""
    start = 0
    letters: list[str] = []
    for at, letter in enumerate(f"{text} "):
        form = _form(letter)
        if form is PARTS:
            if letters:
                yield Span(start, at, "".join(letters[:LONGEST_WORD]))
            letters = []
        elif form:
            start = at if not letters else start
            letters.append(form)


def words_in(text: str) -> set[str]:
    return {one.word for one in spans(text)}


def words_typed(typed: str) -> list[str]:
    """The first few words of what somebody looks for; each may be the beginning of one."""
    found = [one.word for one in spans(typed[:MOST_TYPED])]
    return list(dict.fromkeys(found))[:MOST_WORDS]


@lru_cache(maxsize=20_000)
def _form(letter: str) -> str | None:
    """How one letter is written in a word: not at all if empty; None where it parts words."""
    if letter in _JOINS or unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}:
        return ""
    spread = unicodedata.normalize("NFKD", letter).casefold()
    spread = unicodedata.normalize("NFKD", "".join(_WRITTEN_OUT.get(one, one) for one in spread))
    kept = [one for one in spread if one.isalnum()]
    return "".join(map(_in_ascii, kept)) if kept else PARTS


def _in_ascii(letter: str) -> str:
    if letter == "z":
        return "zz"
    return letter if letter.isascii() else f"zy{ord(letter):06x}"
