"""A piece of evidence is added by hand, and withdrawn when whoever is behind it wants it so."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput, NotThere
from convergent.evidence.access import pieces_withdrawn_by, why_add, why_withdraw
from convergent.evidence.actions.judging import judge_again
from convergent.evidence.models import Claim, EvidencePiece
from convergent.evidence.season import season_for
from convergent.evidence.vantage import Perspective, SourceType
from convergent.people.access.require import required
from convergent.people.models import Place
from convergent.people.names import folded
from convergent.people.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What somebody saw or heard. `event` is what it shares with other pieces, if anything;
    `consents` that whoever is quoted agreed to it."""

    kind: str
    says: str
    source_type: str
    perspective: str
    words: str
    event: str = ""
    consents: bool = False


@transaction.atomic
def add_piece(claim: Claim, place: Place, seen: Seen, *, by: Viewer) -> EvidencePiece:
    """Whoever adds it is its observer: what one person adds counts once."""
    why = why_add(by, place)
    required(why)
    required(claim if place.path.startswith(claim.place.path) else None)
    _refuse(seen)
    season = season_for(by)
    piece = EvidencePiece(
        claim=claim,
        place=place,
        school_year=season.year,
        kind=seen.kind,
        says=seen.says,
        source_type=seen.source_type,
        perspective=seen.perspective,
        origins="\n".join(_origins(seen, by)),
        words=seen.words.strip(),
        added_by=by.person,
        day=by.today,
    )
    note_change(
        "add piece",
        piece,
        by=by.person.pk,
        why=str(why),
        claim=claim.pk,
        place=place.pk,
        kind=seen.kind,
    )
    piece.save()
    judge_again(claim, place, season, by.snapshot)
    return piece


def _refuse(seen: Seen) -> None:
    chosen = (
        (seen.kind, set(EvidencePiece.Kind.values) - {EvidencePiece.Kind.DRAWN}),
        (seen.says, set(EvidencePiece.Says.values)),
        (seen.source_type, set(SourceType.values)),
        (seen.perspective, set(Perspective.values)),
    )
    if any(word not in words for word, words in chosen):
        raise BadInput(_("Choose from what is offered."))
    if not seen.words.strip():
        raise BadInput(_("Write what was seen or said."))
    if seen.kind == EvidencePiece.Kind.QUOTE and not seen.consents:
        raise BadInput(_("A quote needs the consent of whoever said it."))


def _origins(seen: Seen, by: Viewer) -> list[str]:
    event = " ".join(folded(seen.event).split())
    return [f"observer:{by.person.pk}", *([f"event:{event}"] if event else [])]


@transaction.atomic
def withdraw_piece(piece: EvidencePiece, *, by: Viewer) -> EvidencePiece:
    """Nothing of it is kept but that there was one: neither its words, nor who said what."""
    held = pieces_withdrawn_by(by).filter(pk=piece.pk).select_related("claim", "place")
    stored = held.select_for_update(of=("self",)).first()
    if stored is None:
        raise NotThere
    why = why_withdraw(by, stored)
    required(why)
    note_change("withdraw piece", stored, by=by.person.pk, why=str(why), claim=stored.claim_id)
    stored.says = stored.source_type = stored.perspective = stored.words = stored.origins = ""
    stored.added_by, stored.withdrawn_on = None, by.today
    stored.save(force_update=True)
    season = season_for(by).ending_in(stored.school_year)
    judge_again(stored.claim, stored.place, season, by.snapshot)
    return stored
