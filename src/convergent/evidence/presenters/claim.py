"""The page of one claim at one place: what is behind its verdict, and what would teach most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.analysis.convergence import Source, independent, without_each, worth_asking
from convergent.evidence.access import (
    pieces_behind,
    visible_verdicts,
    why_lead_picture,
    why_withdraw,
)
from convergent.evidence.actions.judging import piece_of
from convergent.evidence.drawing import rule_named
from convergent.evidence.library import asks_of, statement_of
from convergent.evidence.models import Claim, ClaimVerdict, EvidencePiece, PictureNote
from convergent.evidence.presenters.doing import Deed, deeds_at, test_of
from convergent.evidence.presenters.marks import WORDS, marks_of, state_of
from convergent.evidence.presenters.sentences import (
    DECIDED,
    URGENT,
    VERDICTS,
    Found,
    line_of,
    listed,
    words_of_verdict,
)
from convergent.evidence.queries import Behind, behind_at
from convergent.evidence.vantage import PEOPLE, TITLES, Column, SourceType, column_of
from convergent.learning.words import year_title
from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer

ORDER = {"against": 0, "partly": 1, "for": 2}
FEWEST_TO_DROP = 2


@dataclass(frozen=True)
class PieceLine:
    """`counts_with` says with how many others it is one source."""

    piece: EvidencePiece
    state: str
    says: str
    whence: str
    words: str
    when: str
    counts_with: str
    is_own: bool
    may_withdraw: bool


@dataclass(frozen=True)
class WithoutLine:
    """What the verdict would be if one source were dropped."""

    who: str
    verdict: str


@dataclass(frozen=True)
class YearLine:
    year: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class ClaimPage:
    place: Place
    claim: Claim
    statement: str
    verdict: str
    is_urgent: bool
    line: str
    decided: str
    since: str
    withdrawn: str
    pieces: tuple[PieceLine, ...]
    hidden: str
    teaches_most: str
    without: tuple[WithoutLine, ...]
    holds: str
    years: tuple[YearLine, ...]
    deeds: tuple[Deed, ...]
    note: str
    leads: bool


def claim_page(verdict: ClaimVerdict, viewer: Viewer) -> ClaimPage:
    """Of a verdict that the viewer may see."""
    claim, place = verdict.claim, verdict.place
    behind = behind_at(place, viewer)
    pieces = list(pieces_behind(viewer, place, [verdict]))
    not_asked = [one for one in verdict.not_asked.split(",") if one]
    marked = marks_of(claim, pieces, not_asked, behind)
    found = Found(statement_of(claim), verdict.verdict, verdict.why, marked)
    test = test_of(claim, place, viewer)
    lines = list(_lines(pieces, behind, viewer))
    without = tuple(_without(claim, pieces, behind))
    return ClaimPage(
        place=place,
        claim=claim,
        statement=found.statement,
        verdict=found.verdict_words,
        is_urgent=verdict.verdict in URGENT,
        line=line_of(found),
        decided=str(DECIDED[verdict.why]),
        since=_since(verdict, viewer),
        withdrawn=_withdrawn(verdict.withdrawn),
        pieces=tuple(sorted(lines, key=lambda one: ORDER[one.piece.says])),
        hidden=_hidden(len(pieces) - len(lines)),
        teaches_most=_teaches_most(claim, pieces, behind),
        without=without,
        holds=_holds(found, pieces) if not without and len(lines) == len(pieces) else "",
        years=tuple(_years(verdict, viewer)),
        deeds=(*deeds_at(place, viewer), *([test] if test else [])),
        note=_note(verdict),
        leads=why_lead_picture(viewer, place) is not None,
    )


def _lines(pieces: Sequence[EvidencePiece], behind: Behind, viewer: Viewer) -> Iterator[PieceLine]:
    together = {one.id: source for source in _sources(pieces) for one in source.pieces}
    for piece in pieces:
        column = behind.shown(column_of(piece.source_type, piece.perspective))
        if column is None:
            continue
        others = len(together[_name(piece)].pieces) - 1
        yield PieceLine(
            piece=piece,
            state=state_of(piece),
            says=str(WORDS[state_of(piece)]),
            whence=_whence(piece.source_type, column),
            words=piece.words or rule_named(piece.rule).words(piece.told),
            when=day_text(piece.day, viewer),
            counts_with=_counts_with(others),
            is_own=piece.added_by_id == viewer.person.pk,
            may_withdraw=why_withdraw(viewer, piece) is not None,
        )


def _name(piece: EvidencePiece) -> str:
    return piece.rule or str(piece.pk)


def _known(pieces: Sequence[EvidencePiece]) -> list:
    return [
        piece_of(_name(one), one.says, one.source_type, one.perspective, one.origins)
        for one in pieces
    ]


def _sources(pieces: Sequence[EvidencePiece]) -> tuple[Source, ...]:
    return independent(_known(pieces))


def _counts_with(others: int) -> str:
    if not others:
        return ""
    return ngettext(
        "counts once, together with %(count)s other: same observer or event",
        "counts once, together with %(count)s others: same observer or event",
        others,
    ) % {"count": others}


def _since(verdict: ClaimVerdict, viewer: Viewer) -> str:
    day = day_text(verdict.since, viewer)
    if not verdict.before:
        return _("since %(day)s") % {"day": day}
    return _("since %(day)s; before: %(verdict)s") % {
        "day": day,
        "verdict": VERDICTS[verdict.before],
    }


def _withdrawn(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s piece was withdrawn. Nothing of it is kept or counts.",
        "%(count)s pieces were withdrawn. Nothing of them is kept or counts.",
        count,
    ) % {"count": count}


def _hidden(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s more piece counts and is not shown: fewer than eight people could be behind it.",
        "%(count)s more pieces count and are not shown: fewer than eight people could be behind "
        "them.",
        count,
    ) % {"count": count}


def _teaches_most(claim: Claim, pieces: Sequence[EvidencePiece], behind: Behind) -> str:
    found = worth_asking(_known(pieces), asks_of(claim), needs=claim.needed)
    shown = ((one, behind.shown(column_of(one.source_type, one.perspective))) for one in found)
    said = (_whence(one.source_type, column) for one, column in shown if column is not None)
    return next(said, "")


def _whence(source_type: str, column: Column) -> str:
    """“Survey · Teachers” where people speak; else the source speaks for itself."""
    kind = str(SourceType(source_type).label)
    return f"{kind} · {TITLES[column]}" if column in PEOPLE else kind


def _without(
    claim: Claim, pieces: Sequence[EvidencePiece], behind: Behind
) -> Iterator[WithoutLine]:
    """What if a source is dropped: of each that the verdict hangs on. Not of one that is not shown:
    that would tell what it says.
    """
    changed = without_each(_known(pieces), needs=claim.needed)
    for source, judgment in changed.items():
        columns = {
            behind.shown(column_of(one.source_type, one.perspective)) for one in source.pieces
        }
        if None in columns:
            continue
        who = capfirst(listed(column for column in Column if column in columns))
        verdict, why = judgment.verdict.name.lower(), judgment.why.name.lower()
        yield WithoutLine(who, words_of_verdict(verdict, why))


def _holds(found: Found, pieces: Sequence[EvidencePiece]) -> str:
    """Of more than one source none of which decides by itself."""
    if len(_sources(pieces)) < FEWEST_TO_DROP:
        return ""
    return _("Whichever source is dropped, the verdict stays: %(verdict)s.") % {
        "verdict": found.verdict_words
    }


def _years(verdict: ClaimVerdict, viewer: Viewer) -> Iterator[YearLine]:
    """Earlier ones of the same claim here, newest first."""
    same = visible_verdicts(viewer).filter(claim=verdict.claim_id, place=verdict.place_id)
    for one in same.exclude(pk=verdict.pk).order_by("-school_year"):
        yield YearLine(year_title(one.school_year), str(VERDICTS[one.verdict]))


def _note(verdict: ClaimVerdict) -> str:
    held = PictureNote.objects.filter(
        claim=verdict.claim_id, place=verdict.place_id, school_year=verdict.school_year
    )
    return held.values_list("text", flat=True).first() or ""
