"""The claims that the project has written for everybody, from `claims.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from convergent.analysis.convergence import VantagePoint
from convergent.evidence.models import Claim
from convergent.evidence.vantage import Perspective, SourceType

FILE = Path(__file__).with_name("claims.toml")
OF_LOOK_FORS = {"rule": "look-fors", "for_from": 0.6, "partly_from": 0.4}


@dataclass(frozen=True)
class Drawing:
    """A rule that draws a piece in, and its thresholds."""

    rule: str
    limits: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Under which its pieces are kept: one for each claim and place."""
        about = self.limits.get("measure") or self.limits.get("question") or ""
        return f"{self.rule} {about}".strip()


@dataclass(frozen=True)
class LibraryClaim:
    code: str
    version: int
    text: str
    needs: tuple[str, ...]
    asks: tuple[VantagePoint, ...]
    draws: tuple[Drawing, ...]

    @property
    def statement(self) -> str:
        """In the reader's language."""
        return _(self.text)


@cache
def library() -> Mapping[str, LibraryClaim]:
    """By code, in the order of the file. Raises ValueError for a word that is in no vocabulary."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({code: _claim(code, one) for code, one in told.items()})


def _claim(code: str, told: Mapping[str, Any]) -> LibraryClaim:
    return LibraryClaim(
        code=code,
        version=told["version"],
        text=told["statement"],
        needs=tuple(Perspective(one).value for one in told["needs"]),
        asks=tuple(
            VantagePoint(SourceType(kind).value, Perspective(who).value)
            for kind, who in told["asks"]
        ),
        draws=tuple(_drawing(one) for one in told.get("draws", ())),
    )


def _drawing(told: Mapping[str, Any]) -> Drawing:
    limits = {name: value for name, value in told.items() if name != "rule"}
    return Drawing(told["rule"], MappingProxyType(limits))


def statement_of(claim: Claim) -> str:
    return claim.statement or library()[claim.code].statement


def asks_of(claim: Claim) -> tuple[VantagePoint, ...]:
    """Who could speak on it: as the library says, and everybody who is needed."""
    known = library()[claim.code].asks if claim.code else ()
    heard = {one.perspective for one in known}
    needed = (one for one in claim.needed if one not in heard)
    return (*known, *(VantagePoint(SourceType.SURVEY.value, one) for one in needed))


def draws_of(claim: Claim) -> tuple[Drawing, ...]:
    """What is drawn in for it; for a claim of one's own, what its look-fors show."""
    if claim.code:
        return library()[claim.code].draws
    return (_drawing(OF_LOOK_FORS),) if claim.look_fors_id else ()
