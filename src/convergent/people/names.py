"""Names as people type them: without case, accents, apostrophes or hyphens."""

from __future__ import annotations

import unicodedata

_WRITTEN_OUT = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}
)


def folded(text: str) -> str:
    """“Nuñez-O’Neil” → “nunezoneil”: the form in which names are compared and searched."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_WRITTEN_OUT))
    return "".join(letter for letter in spread if letter.isalnum())


def splits(typed: str) -> list[tuple[str, str]]:
    """Every way to read the letters as the start of a given and of a family name."""
    if " " in typed.strip():
        first, rest = typed.strip().split(maxsplit=1)
        return [(folded(first), folded(rest))]
    letters = folded(typed)
    return [(letters[:cut], letters[cut:]) for cut in range(len(letters) + 1)]


def name_keys(given_name: str, family_name: str) -> tuple[str, str]:
    """What a person is found and sorted by; somebody with one name is sorted by that."""
    given, family = folded(given_name), folded(family_name)
    return given, family or given
