"""Names of many origins for the people and schools of the simulated district."""

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MONONYM_SHARE = 0.004
TWO_FAMILY_NAMES_SHARE = 0.04
NICKNAME_SHARE = 0.05
MAIL_DOMAIN = "harborcity.example"

NETWORKS_ARE_NAMED_FOR = (
    "Riverside",
    "Bayfront",
    "Hilltop",
    "Old Port",
    "Lakeland",
    "Canal",
    "Northshore",
    "Market Street",
    "Southgate",
    "Meadow",
    "Ironworks",
    "Lighthouse",
)


@dataclass(frozen=True)
class Name:
    """A person's name as the export has it; a mononym has no family name."""

    given: str
    family: str
    preferred: str = ""


@cache
def given_names() -> tuple[str, ...]:
    return _words("given_names.txt")


@cache
def family_names() -> tuple[str, ...]:
    return _words("family_names.txt")


def staff_name(chance: random.Random) -> Name:
    given, family = chance.choice(given_names()), chance.choice(family_names())
    drawn = chance.random()
    if drawn < MONONYM_SHARE:
        return Name(given, "")
    if drawn < MONONYM_SHARE + TWO_FAMILY_NAMES_SHARE:
        return Name(given, f"{family} {chance.choice(family_names())}")
    if drawn > 1 - NICKNAME_SHARE and len(given) > 4:
        return Name(given, family, given.split("-")[0][:4].rstrip("aeiou"))
    return Name(given, family)


def school_names(count: int, chance: random.Random) -> list[str]:
    """Without what kind of school it is; no two are the same, however many there are."""
    places = list(_words("places.txt"))
    chance.shuffle(places)
    return [_numbered(places, number) for number in range(count)]


def network_name(number: int) -> str:
    return f"{_numbered(NETWORKS_ARE_NAMED_FOR, number)} Network"


class Mailboxes:
    """Gives each member of staff an address that nobody else has."""

    def __init__(self) -> None:
        self._given_out: dict[str, int] = {}

    def address(self, name: Name) -> str:
        local = ".".join(part for part in map(_plain, (name.given, name.family)) if part)
        before = self._given_out.get(local, 0)
        self._given_out[local] = before + 1
        return f"{local}{before + 1 if before else ''}@{MAIL_DOMAIN}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i"))
    return "".join(letter for letter in letters.lower() if letter in "abcdefghijklmnopqrstuvwxyz")


def _words(file: str) -> tuple[str, ...]:
    text = files("convergent.demo").joinpath(file).read_text(encoding="utf-8")
    return tuple(word.replace("_", " ") for word in text.split())


def _numbered(places: Sequence[str], number: int) -> str:
    lap, place = divmod(number, len(places))
    return f"{places[place]} No. {lap + 1}" if lap else places[place]
