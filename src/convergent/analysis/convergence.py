"""How far independent vantage points agree on a claim, by declared rules.

The words are those of the triangulation protocol of Farmer, Robinson, Elliott and Eyles (2006,
Qualitative Health Research 16:377): agreement, partial agreement, silence, dissonance. The protocol
leaves to people what is alike in two accounts; here each piece of evidence says whether it is for
the claim, qualifies it or is against it, and how many of them make an agreement is declared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from itertools import combinations

VERSION = 1
"""Of the rules: it goes up with each change that lets a verdict come out differently."""


class Says(IntEnum):
    """What a piece of evidence says of the claim; the least favourable first."""

    AGAINST = 0
    PARTLY = 1
    FOR = 2


class Verdict(IntEnum):
    """How much can be built on the claim; the least first."""

    DISSONANCE = 0
    SILENCE = 1
    PARTIAL_AGREEMENT = 2
    AGREEMENT = 3


class Why(Enum):
    """What decided."""

    CONTRADICTED = "every source is against it"
    DIFFERS = "some sources are against it"
    NOTHING = "there is no evidence"
    NOT_ASKED = "somebody whom it is about was not asked"
    ONE_SOURCE = "everything comes from one source"
    FEW = "few independent sources are for it"
    ONE_TYPE = "every source is of one type"
    QUALIFIED = "as many types of source qualify it as sources are for it"
    AGREES = "enough independent sources are for it, and none against"


@dataclass(frozen=True)
class Piece:
    """One piece of evidence.

    `origins` names what it may share with others: its observer, its event, the data that it was
    derived from. Pieces with an origin in common are not independent.
    """

    id: str
    says: Says
    source_type: str
    perspective: str
    origins: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """Pieces that depend on one another, and so count once. It says the least that any of them
    says, so that nothing which is against a claim can be outvoted from within its own source.
    """

    pieces: tuple[Piece, ...]

    @property
    def says(self) -> Says:
        return min(piece.says for piece in self.pieces)

    @property
    def types(self) -> frozenset[str]:
        return frozenset(piece.source_type for piece in self.pieces)

    @property
    def perspectives(self) -> frozenset[str]:
        return frozenset(piece.perspective for piece in self.pieces)


@dataclass(frozen=True)
class Rules:
    """So many independent sources, of so many types, make an agreement."""

    least_sources: int = 3
    least_types: int = 2


DECLARED = Rules()


@dataclass(frozen=True)
class Judgment:
    """A verdict, what decided, and the sources that it rests on.

    `not_asked` are perspectives without which the claim is not decided, in the order asked for.
    """

    verdict: Verdict
    why: Why
    sources: tuple[Source, ...]
    not_asked: tuple[str, ...]


# Long by its reference and examples: what it does is ten lines.
def judge(
    pieces: Iterable[Piece], *, needs: Sequence[str] = (), rules: Rules = DECLARED
) -> Judgment:
    """What the pieces, taken together, let be said of their claim.

    Parameters
    ----------
    pieces
        In any order. Two that share an origin are one source, and so are those that each shares
        one with a third.
    needs
        Perspectives that the claim is about: until each of them was heard, it is not decided. One
        is heard where a source speaks for it alone: what teachers say before their principal, of
        one event with hers, is not yet theirs.
    rules
        Thresholds.

    Returns
    -------
    Judgment
        `DISSONANCE` where a source is against; else `SILENCE` where there are fewer than two
        sources or a perspective that is needed was not heard; else `AGREEMENT` where
        `rules.least_sources` are for it, of `rules.least_types` even if each is taken for the type
        that makes them the most alike, and fewer types qualify it than sources are for it; else
        `PARTIAL_AGREEMENT`.

    Notes
    -----
    These hold whatever the pieces, and are tested: a source more that is for the claim, independent
    of the others, never lowers the verdict; a piece that depends on another one never raises it;
    the order decides nothing.

    Examples
    --------
    >>> def piece(name, perspective, says=Says.FOR):
    ...     return Piece(name, says, name, perspective)
    >>> leaders = [piece("visit", "principal"), piece("time", "principal"),
    ...            piece("meeting record", "principal")]
    >>> judge(leaders).verdict
    <Verdict.AGREEMENT: 3>
    >>> found = judge(leaders, needs=["teacher"])
    >>> found.verdict, found.not_asked
    (<Verdict.SILENCE: 1>, ('teacher',))
    >>> judge([*leaders, piece("survey", "teacher", Says.AGAINST)], needs=["teacher"]).verdict
    <Verdict.DISSONANCE: 0>
    """
    sources = independent(pieces)
    not_asked = tuple(one for one in needs if not _is_heard(one, sources))
    why = _why(sources, not_asked, rules)
    return Judgment(_VERDICTS.get(why, Verdict.PARTIAL_AGREEMENT), why, sources, not_asked)


_VERDICTS: Mapping[Why, Verdict] = {
    Why.CONTRADICTED: Verdict.DISSONANCE,
    Why.DIFFERS: Verdict.DISSONANCE,
    Why.NOTHING: Verdict.SILENCE,
    Why.NOT_ASKED: Verdict.SILENCE,
    Why.ONE_SOURCE: Verdict.SILENCE,
    Why.AGREES: Verdict.AGREEMENT,
}


def independent(pieces: Iterable[Piece]) -> tuple[Source, ...]:
    """The sources that the pieces make, in the order of their ids."""
    groups: list[tuple[set[str], list[Piece]]] = []
    for piece in sorted(set(pieces), key=_place):
        origins, members = {*piece.origins}, [piece]
        apart = []
        for known, others in groups:
            if known & origins:
                origins |= known
                members = [*others, *members]
            else:
                apart.append((known, others))
        groups = [*apart, (origins, members)]
    ordered = [tuple(sorted(members, key=_place)) for _, members in groups]
    return tuple(Source(members) for members in sorted(ordered, key=lambda found: _place(found[0])))


def _place(piece: Piece) -> tuple[str, int, str, str, list[str]]:
    """Among all pieces: no two that differ stand in the same one."""
    return piece.id, piece.says, piece.source_type, piece.perspective, sorted(piece.origins)


def _is_heard(perspective: str, sources: Iterable[Source]) -> bool:
    return any(source.perspectives == {perspective} for source in sources)


def _why(sources: Sequence[Source], not_asked: Sequence[str], rules: Rules) -> Why:
    by_word = defaultdict(list)
    for source in sources:
        by_word[source.says].append(source)
    against, partly, for_it = (by_word[one] for one in Says)
    if against:
        return Why.DIFFERS if partly or for_it else Why.CONTRADICTED
    if not_asked and sources:
        return Why.NOT_ASKED
    if len(sources) < 2:
        return Why.ONE_SOURCE if sources else Why.NOTHING
    if len(for_it) < rules.least_sources:
        return Why.FEW
    if not _are_of_types(for_it, rules.least_types):
        return Why.ONE_TYPE
    return Why.AGREES if len(for_it) > len(_qualifying(partly)) else Why.QUALIFIED


def _qualifying(sources: Iterable[Source]) -> set[str]:
    """Types, which two sources that prove to be one do not make fewer."""
    pieces = (piece for source in sources for piece in source.pieces)
    return {piece.source_type for piece in pieces if piece.says is Says.PARTLY}


def _are_of_types(sources: Sequence[Source], least: int) -> bool:
    """Whether there are so many types at least, each source taken for one of its own."""
    of_sources = {source.types for source in sources}
    every = sorted(frozenset().union(*of_sources))
    fewer = (chosen for count in range(least) for chosen in combinations(every, count))
    return not any(_hit(of_sources, {*chosen}) for chosen in fewer)


def _hit(of_sources: Iterable[frozenset[str]], chosen: set[str]) -> bool:
    return all(types & chosen for types in of_sources)


@dataclass(frozen=True)
class VantagePoint:
    """Whom one could ask, or where one could look."""

    source_type: str
    perspective: str


def worth_asking(
    pieces: Iterable[Piece],
    candidates: Sequence[VantagePoint],
    *,
    needs: Sequence[str] = (),
    rules: Rules = DECLARED,
) -> tuple[VantagePoint, ...]:
    """The candidates that nobody has spoken from, what would teach most first.

    First whoever was needed and is not heard; then what could raise the verdict furthest, were it
    for the claim; then in the order given. Any of them could be against it.
    """
    known = list(pieces)
    heard = {(piece.source_type, piece.perspective) for piece in known}
    judgment = judge(known, needs=needs, rules=rules)

    def teaches(point: VantagePoint) -> tuple[bool, int]:
        would_say = Piece("", Says.FOR, point.source_type, point.perspective)
        after = judge([*known, would_say], needs=needs, rules=rules)
        return point.perspective not in judgment.not_asked, judgment.verdict - after.verdict

    missing = [one for one in candidates if (one.source_type, one.perspective) not in heard]
    return tuple(sorted(missing, key=teaches))


def without_each(
    pieces: Iterable[Piece],
    *,
    needs: Sequence[str] = (),
    rules: Rules = DECLARED,
) -> dict[Source, Judgment]:
    """What would be said without one source: of each whose loss changes the verdict."""
    whole = judge(pieces, needs=needs, rules=rules)
    found = {}
    for dropped in whole.sources:
        left = [piece for one in whole.sources if one is not dropped for piece in one.pieces]
        after = judge(left, needs=needs, rules=rules)
        if after.verdict is not whole.verdict:
            found[dropped] = after
    return found
