"""The page of a picture: claims by the columns from which they are seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.evidence.access import pieces_behind, why_add, why_lead_picture
from convergent.evidence.drawing import rule_named
from convergent.evidence.drawn.results import MEASURED, is_measured
from convergent.evidence.library import statement_of
from convergent.evidence.models import (
    Claim,
    ClaimVerdict,
    EvidencePiece,
    OnRecord,
    PictureNote,
    PictureReading,
)
from convergent.evidence.presenters.doing import Deed, deeds_at
from convergent.evidence.presenters.marks import (
    CONTRADICTS,
    NO_SOURCE,
    WORDS,
    Mark,
    Marked,
    marks_of,
)
from convergent.evidence.presenters.sentences import (
    NOTHING,
    URGENT,
    VERDICTS,
    Found,
    headline,
    line_of,
    listed,
    over_time,
)
from convergent.evidence.queries import (
    Behind,
    behind_at,
    claims_at,
    spread_over_schools,
    unread_at,
    verdicts_at,
)
from convergent.evidence.season import season_for
from convergent.evidence.vantage import PEOPLE, Column
from convergent.people.models import Place, PlaceKind
from convergent.people.viewer import Viewer

KEPT_AS = (("png", "PNG"), ("svg", "SVG"), ("xlsx", "Excel"), ("csv", "CSV"))


@dataclass(frozen=True)
class Row:
    """One claim. Where it is `awaited`, nothing of it is shown yet."""

    claim: Claim
    statement: str
    line: str
    marks: tuple[Mark, ...] = ()
    verdict: str = ""
    is_urgent: bool = False
    awaited: bool = False
    is_empty: bool = False
    note: str = ""
    spread: str = ""
    before: str = ""


@dataclass(frozen=True)
class Title:
    column: Column
    words: str
    people: int = 0


@dataclass(frozen=True, kw_only=True)
class PicturePage:
    place: Place
    year: str
    headline: str
    columns: tuple[Title, ...]
    rows: tuple[Row, ...]
    gaps: tuple[str, ...]
    deeds: tuple[Deed, ...]
    key: tuple[tuple[str, str], ...]
    leads: bool
    may_add: bool
    is_read: bool
    is_school: bool
    is_on_record: bool
    is_merged: bool
    kept_as: tuple[tuple[str, str], ...] = KEPT_AS


@dataclass(frozen=True)
class Picture:
    """What was found of every claim of a place that the viewer may see."""

    claims: tuple[Claim, ...]
    verdicts: Mapping[UUID, ClaimVerdict]
    before: Mapping[UUID, str]
    pieces: Mapping[UUID, tuple[EvidencePiece, ...]]
    behind: Behind
    awaited: frozenset[UUID]

    def found(self, claim: Claim) -> Found:
        verdict = self.verdicts[claim.pk]
        not_asked = [one for one in verdict.not_asked.split(",") if one]
        pieces = self.pieces.get(claim.pk, ())
        marked = marks_of(claim, pieces, not_asked, self.behind)
        measured = next((one for one in pieces if is_measured(one)), None)
        said = rule_named(MEASURED).words(measured.told) if measured else ""
        return Found(statement_of(claim), verdict.verdict, verdict.why, marked, said)

    @property
    def seen(self) -> list[Claim]:
        return [one for one in self.claims if one.pk in self.verdicts]


def picture_of(place: Place, viewer: Viewer) -> Picture:
    """In a fixed number of questions, however many claims there are."""
    year = season_for(viewer).year
    claims = claims_at(place, viewer)
    verdicts = verdicts_at(place, year, viewer, claims)
    last_year = verdicts_at(place, year - 1, viewer, claims)
    serving = getattr(viewer.snapshot, "id", "")
    fresh = {pk: one for pk, one in verdicts.items() if one.snapshot in {"", serving}}
    pieces: dict[UUID, list[EvidencePiece]] = defaultdict(list)
    for piece in pieces_behind(viewer, place, list(fresh.values())).defer("words"):
        pieces[piece.claim_id].append(piece)
    return Picture(
        claims=tuple(claims),
        verdicts=fresh,
        before={pk: over_time(one, last_year.get(pk), viewer) for pk, one in fresh.items()},
        pieces={claim: tuple(found) for claim, found in pieces.items()},
        behind=behind_at(place, viewer),
        awaited=frozenset(unread_at(place, year, claims) - set(verdicts)),
    )


def picture_page(place: Place, viewer: Viewer) -> PicturePage:
    picture, year = picture_of(place, viewer), season_for(viewer).year
    found = {one.pk: picture.found(one) for one in picture.seen}
    columns = _columns(found.values(), picture.behind)
    notes = PictureNote.objects.filter(place=place, school_year=year)
    spread = spread_words(place, viewer, picture)
    texts = dict(notes.values_list("claim_id", "text"))
    rows = [
        _row(one, found.get(one.pk), columns, picture, note=texts.get(one.pk, ""), spread=spread)
        for one in picture.claims
    ]
    return PicturePage(
        place=place,
        year=viewer.years[0].name,
        headline=headline(found.values()) if rows else "",
        columns=columns,
        rows=tuple(sorted(rows, key=lambda row: row.is_empty)),
        gaps=tuple(_gaps(picture, found)),
        deeds=tuple(deeds_at(place, viewer)),
        key=tuple((state, str(words)) for state, words in WORDS.items()),
        leads=why_lead_picture(viewer, place) is not None,
        may_add=why_add(viewer, place) is not None,
        is_read=_is_read(place, year, picture),
        is_school=place.kind == PlaceKind.SCHOOL,
        is_on_record=OnRecord.objects.filter(place=place, person=viewer.person).exists(),
        is_merged=bool(picture.behind.merged.keys() & {Column.TEACHERS, Column.LEADERS}),
    )


def _columns(found: Iterable[Found], behind: Behind) -> tuple[Title, ...]:
    used = {column for one in found for column in one.marked.marks}
    return tuple(
        Title(one, Mark(one, NO_SOURCE).title, behind.people.get(one, 0) if one in PEOPLE else 0)
        for one in Column
        if one in used
    )


def _row(
    claim: Claim,
    found: Found | None,
    columns: Sequence[Title],
    picture: Picture,
    *,
    note: str,
    spread: Mapping[UUID, str],
) -> Row:
    statement = statement_of(claim)
    if found is None:
        is_awaited = claim.pk in picture.awaited
        said = (
            _("Whoever leads the school reads it first; it is here in a week at the latest")
            if is_awaited
            else _("It is being looked at, and will be here soon")
        )
        return Row(claim, statement, said, awaited=True, is_empty=True)
    marks = tuple(
        found.marked.marks.get(one.column, Mark(one.column, NO_SOURCE)) for one in columns
    )
    return Row(
        claim=claim,
        statement=statement,
        line=line_of(found),
        marks=marks,
        verdict=found.verdict_words,
        is_urgent=found.verdict in URGENT,
        is_empty=found.why == NOTHING,
        note=note,
        spread=spread.get(claim.pk, ""),
        before=picture.before[claim.pk],
    )


def spread_words(place: Place, viewer: Viewer, picture: Picture) -> dict[UUID, str]:
    """Of each claim how it stands over the schools within, where these are enough."""
    if place.kind == PlaceKind.SCHOOL:
        return {}
    told = spread_over_schools(place, season_for(viewer).year, viewer, picture.claims)
    return {claim: _spread(one) for claim, one in told.items() if one}


def _spread(told: Counter[str]) -> str:
    """“Of 12 schools: agreement at 4, accounts differ at 2”."""
    parts = [
        _("%(verdict)s at %(count)s") % {"verdict": str(words).lower(), "count": told[verdict]}
        for verdict, words in VERDICTS.items()
        if told[verdict]
    ]
    said = ngettext(
        "Of %(count)s school: %(parts)s", "Of %(count)s schools: %(parts)s", told.total()
    )
    return said % {"count": told.total(), "parts": ", ".join(parts)}


def _gaps(picture: Picture, found: Mapping[UUID, Found]) -> list[str]:
    """Where people in different roles say otherwise of the same claim."""
    said = []
    for claim in picture.seen:
        one = found[claim.pk]
        against = [column for column in one.marked.of(CONTRADICTS) if column in PEOPLE]
        others = _others(one.marked)
        if against and others:
            told = {"claim": one.statement, "against": listed(against), "others": listed(others)}
            said.append(_("“%(claim)s”: %(others)s say so, %(against)s do not") % told)
    return said


def _others(marked: Marked) -> list[Column]:
    return [one for one in (*marked.of("filled"), *marked.of("half")) if one in PEOPLE]


def _is_read(place: Place, year: int, picture: Picture) -> bool:
    """Whether whoever leads the place has read what is in it now."""
    newest = max((one.changed_on for one in picture.verdicts.values()), default=None)
    reading = PictureReading.objects.filter(place=place, school_year=year).first()
    return newest is None or (reading is not None and reading.read_on >= newest)
