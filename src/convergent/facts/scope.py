"""What a person may count: facts about students are read through a Scope alone."""

from dataclasses import InitVar, dataclass
from typing import Literal, NoReturn

Grain = Literal["district", "school", "class", "student"]

_FINENESS: dict[str, int] = {"district": 0, "school": 1, "class": 2, "student": 3}
_MINT = object()


class ScopeForged(TypeError):
    """A Scope was built, copied or unpickled outside the mint."""


class OutOfScope(Exception):
    """More was asked of facts than the Scope allows."""


@dataclass(frozen=True)
class Scope:
    """Which schools (None: the whole district), which classes (None: all of those schools),
    how fine, and the rule that allows it.
    """

    schools: frozenset[str] | None
    classes: frozenset[str] | None
    grain: Grain
    reason: str
    mint: InitVar[object] = None

    def __post_init__(self, mint: object) -> None:
        if mint is not _MINT:
            raise ScopeForged("a Scope comes from convergent.people.access")
        if self.grain not in _FINENESS or not self.reason:
            raise ValueError("a Scope needs a known grain and a reason")

    def __reduce__(self) -> NoReturn:
        raise ScopeForged("a Scope lives for one request and is never stored or copied")

    def require(self, grain: Grain) -> None:
        """Raises OutOfScope where this Scope is coarser than `grain`."""
        if _FINENESS[self.grain] < _FINENESS[grain]:
            raise OutOfScope(f"{grain} rows asked of a scope of {self.grain} grain")

    def require_whole_schools(self) -> None:
        """Raises OutOfScope where this Scope holds some classes of its schools alone."""
        if self.classes is not None:
            raise OutOfScope("a school's count asked of a scope of single classes")

    def narrowed_to(self, schools: frozenset[str] | None) -> frozenset[str] | None:
        """The schools to read (None: all); raises OutOfScope for one that is not covered."""
        if schools is None or self.schools is None:
            return self.schools if schools is None else schools
        if not schools <= self.schools:
            raise OutOfScope("schools outside the scope")
        return schools


def mint_scope(
    *,
    schools: frozenset[str] | None,
    grain: Grain,
    reason: str,
    classes: frozenset[str] | None = None,
) -> Scope:
    """Only `convergent.people.access` imports this, so every Scope stems from a rule."""
    return Scope(schools, classes, grain, reason, mint=_MINT)
