"""Which passwords are taken: long ones that are not easily guessed (NIST SP 800-63B-4, 3.1.1.2).

No rule says which kinds of characters to use, and nothing expires. A password is refused when
the whole of it can be guessed: it is common, repeated, in a sequence, or made of words that
everybody here knows, with too little left once those are taken out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from convergent.people.models import Account
from convergent.people.names import folded

SHORTEST = 15
LONGEST = 256
LEFT_AT_LEAST = 8
SHORTEST_WORD = 3
EVERYBODYS_WORDS = (
    "convergent",
    "password",
    "passwort",
    "contrasena",
    "welcome",
    "bienvenido",
    "letmein",
    "login",
    "signin",
    "admin",
    "qwerty",
    "iloveyou",
    "changeme",
    "school",
    "schools",
    "district",
    "escuela",
    "distrito",
    "teacher",
    "principal",
    "student",
    "students",
    "public",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spring",
    "summer",
    "autumn",
    "winter",
    "fall",
)
ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
SHORT_NUMBER = r"(?<!\d)\d{1,4}(?!\d)"
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


class LongEnough:
    def validate(self, password: str, user: Account | None = None) -> None:  # noqa: ARG002
        if len(as_stored(password)) < SHORTEST:
            raise ValidationError(
                _(
                    "Use at least %(number)s characters. A few words that do not belong together "
                    "are easy to remember."
                )
                % {"number": SHORTEST},
                code="too_short",
            )

    def get_help_text(self) -> str:
        return _("At least %(number)s characters; spaces are welcome.") % {"number": SHORTEST}


class NotTooLong:
    def validate(self, password: str, user: Account | None = None) -> None:  # noqa: ARG002
        if len(as_stored(password)) > LONGEST:
            raise ValidationError(
                _("Use at most %(number)s characters.") % {"number": LONGEST}, code="too_long"
            )

    def get_help_text(self) -> str:
        return ""


class NotGuessable:
    def validate(self, password: str, user: Account | None = None) -> None:
        why = why_guessable(as_stored(password), known_words(user))
        if why:
            raise ValidationError(why, code="guessable")

    def get_help_text(self) -> str:
        return ""


def as_stored(password: str) -> str:
    """One form for the letters that keyboards write in several ways (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def known_words(account: Account | None) -> set[str]:
    """Words that somebody who knows the person and the district would try first."""
    words = set(EVERYBODYS_WORDS)
    if account is not None and account.person_id:
        person = account.person
        words |= set(_parts(person.given_name, person.family_name, person.preferred_name))
        words |= set(_parts(account.email, person.district.name))
    return words


def _parts(*texts: str) -> Iterator[str]:
    for text in texts:
        pieces = [folded(piece) for piece in re.split(r"[\W\d_]+", text)]
        yield from (piece for piece in [*pieces, folded(text)] if len(piece) >= SHORTEST_WORD)


def why_guessable(password: str, words: Iterable[str]) -> str:
    """What is wrong, as a sentence; empty for a password that can be used."""
    letters = "".join(password.casefold().split())
    if _is_repeated(letters):
        return _("This repeats one short piece. Use different words.")
    if _is_sequence(letters):
        return _("This follows the keyboard or the alphabet. Use different words.")
    if _is_common(password.casefold()) or _is_common(letters):
        return _("Many people use this password, so it is tried first. Use different words.")
    if _is_made_of(letters, words):
        return _(
            "This is made of words that others would try for you: names, the district, "
            "seasons, years. Use different words."
        )
    return ""


def _is_common(text: str) -> bool:
    common = _common().passwords
    return text in common or text.rstrip("0123456789!.?") in common


@lru_cache(maxsize=1)
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def _is_repeated(letters: str) -> bool:
    """Whether the whole is one piece, shorter than a password may be, again and again."""
    sizes = range(1, min(SHORTEST, len(letters) // 2 + 1))
    return not letters or any(_consists_of(letters, size) for size in sizes)


def _consists_of(letters: str, size: int) -> bool:
    """“abcabca” consists of 3: the last piece may be cut short."""
    return all(letters[at] == letters[at % size] for at in range(size, len(letters)))


def _is_sequence(letters: str) -> bool:
    pairs = list(pairwise(letters))
    follows = sum(_are_neighbours(one, other) for one, other in pairs)
    return bool(pairs) and follows / len(pairs) >= 0.8


def _are_neighbours(one: str, other: str) -> bool:
    return one == other or any(one + other in row or other + one in row for row in ROWS)


def _is_made_of(letters: str, words: Iterable[str]) -> bool:
    """Whether too little is left once known words, years and other short numbers are out."""
    spellings = {folded(letters), folded(letters.translate(LOOKALIKES))}
    return any(_left(text, words) < LEFT_AT_LEAST for text in spellings)


def _left(text: str, words: Iterable[str]) -> int:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    pieces = re.sub(SHORT_NUMBER, " ", text).split()
    return sum(len(piece) for piece in pieces if not _is_tried_first(piece))


def _is_tried_first(piece: str) -> bool:
    return len(piece) > SHORTEST_WORD and (_is_common(piece) or _is_sequence(piece))
