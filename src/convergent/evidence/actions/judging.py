"""Pieces drawn in, and verdicts brought up to them: for a whole district, or one claim of a place.

What is stored is compared with what is found, and the difference alone is written.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from convergent.analysis.convergence import VERSION, Piece, Says, judge
from convergent.audit.actions import note_change
from convergent.evidence.access import FIRST_FOR, PICTURED, pieces_to_judge
from convergent.evidence.drawing import Drawn, Ground, Rule, rule_named
from convergent.evidence.library import draws_of
from convergent.evidence.models import Claim, ClaimVerdict, EvidencePiece, PictureReading
from convergent.evidence.season import Season
from convergent.facts.snapshot import Snapshot
from convergent.people.models import Place

SAYS = {"for": Says.FOR, "partly": Says.PARTLY, "against": Says.AGAINST}
SAID = {says: word for word, says in SAYS.items()}
BATCH = 2_000
Report = Callable[[str, int, int], None]
Pair = tuple[UUID, UUID]  # claim and place
READ = (
    *("claim_id", "place_id", "pk", "rule", "says", "source_type", "perspective", "origins"),
    *("snapshot", "withdrawn_on"),
)
KEPT = ("verdict", "why", "not_asked", "withdrawn", "rules_version", "rests_on", "snapshot")


@dataclass(frozen=True)
class Judged:
    """How much of a district was judged, and how much came out otherwise than it stood."""

    pairs: int
    pieces_changed: int
    verdicts_changed: int


@dataclass
class Heard:
    """What is known of one claim at one place."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    snapshot: str = ""
    withdrawn: int = 0


@transaction.atomic
def judge_district(
    season: Season, snapshot: Snapshot | None, *, report: Report = lambda *_: None
) -> Judged:
    """Of this school year; earlier ones stay as they were judged in their time."""
    district = Place.objects.select_for_update().get(pk=season.district_id)
    places = _places(district)
    claims = list(Claim.objects.on(season.today).filter(place__in=places).select_related("place"))
    ground = Ground(season, tuple(places), snapshot)
    report("pieces", 0, 2)
    pieces = _draw(claims, ground)
    report("verdicts", 1, 2)
    pairs = [(one, at) for one in claims for at in places if at.path.startswith(one.place.path)]
    verdicts = _judge(pairs, Q(place__in=[one.pk for one in places]), season, snapshot)
    report("verdicts", 2, 2)
    done = Judged(len(pairs), pieces, verdicts)
    if pieces or verdicts:
        note_change("judge claims", district, by=None, pieces=pieces, verdicts=verdicts)
    return done


def judge_again(claim: Claim, place: Place, season: Season, snapshot: Snapshot | None) -> None:
    """After somebody added a piece, or withdrew one."""
    _judge([(claim, place)], Q(place=place, claim=claim), season, snapshot)


def _places(district: Place) -> list[Place]:
    within = Place.objects.filter(district=district, kind__in=PICTURED, closed_on=None)
    return [district, *within.select_related("parent")]


def _draw(claims: Sequence[Claim], ground: Ground) -> int:
    """How many pieces were written, changed or taken away."""
    found: dict[tuple[UUID, UUID, str], tuple[Rule, Drawn]] = {}
    for claim in claims:
        for one in draws_of(claim):
            rule = rule_named(one.rule)
            for drawn in rule.draw(ground, claim, one.limits):
                found[claim.pk, drawn.place_id, one.key] = rule, drawn
    places = {place.pk: place for place in ground.places}
    held = {claim.pk: claim.place.path for claim in claims}
    wanted = {
        key: piece for key, piece in found.items() if places[key[1]].path.startswith(held[key[0]])
    }
    return _write_drawn(wanted, ground)


def _write_drawn(
    wanted: Mapping[tuple[UUID, UUID, str], tuple[Rule, Drawn]], ground: Ground
) -> int:
    season = ground.season
    stored = {
        (one.claim_id, one.place_id, one.rule): one
        for one in pieces_to_judge(
            Q(
                place__in=[place.pk for place in ground.places],
                school_year=season.year,
                kind="drawn",
            )
        ).defer("words")
    }
    gone = [one.pk for key, one in stored.items() if key not in wanted]
    new, changed = [], []
    for key, (rule, drawn) in wanted.items():
        old = stored.get(key)
        fresh = _row(key, rule, drawn, season)
        if old is None:
            new.append(fresh)
        elif _differs(old, fresh):
            fresh.pk = old.pk
            changed.append(fresh)
    for first in range(0, len(gone), BATCH):
        pieces_to_judge(Q(pk__in=gone[first : first + BATCH])).delete()
    EvidencePiece.objects.bulk_create(new, batch_size=BATCH)
    _write_over(EvidencePiece, changed, ("says", "told", "origins", "snapshot", "day"))
    return len(gone) + len(new) + len(changed)


def _write_over(
    kind: type[EvidencePiece] | type[ClaimVerdict], rows: Sequence[Any], names: Sequence[str]
) -> None:
    """Rows that are stored already, by the thousand: an update of each takes many times as long."""
    kind.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def _row(key: tuple[UUID, UUID, str], rule: Rule, drawn: Drawn, season: Season) -> EvidencePiece:
    claim, place, name = key
    return EvidencePiece(
        claim_id=claim,
        place_id=place,
        school_year=season.year,
        kind=EvidencePiece.Kind.DRAWN,
        rule=name,
        says=SAID[drawn.says],
        source_type=rule.source_type,
        perspective=rule.perspective,
        origins="\n".join(sorted(drawn.origins)),
        snapshot=drawn.snapshot,
        told=dict(drawn.told),
        day=season.today,
    )


def _differs(old: EvidencePiece, fresh: EvidencePiece) -> bool:
    names = ("says", "told", "origins", "snapshot")
    return any(getattr(old, name) != getattr(fresh, name) for name in names)


def _judge(
    pairs: Sequence[tuple[Claim, Place]], rule: Q, season: Season, snapshot: Snapshot | None
) -> int:
    """How many verdicts are new, or rest on something else than before."""
    rule &= Q(school_year=season.year)
    heard = _heard(pieces_to_judge(rule).values_list(*READ), getattr(snapshot, "id", ""))
    stored = {(one.claim_id, one.place_id): one for one in ClaimVerdict.objects.filter(rule)}
    read_on = _read_on(season)
    new, changed = [], []
    for claim, place in pairs:
        old = stored.get((claim.pk, place.pk))
        fresh = _verdict(claim, place, heard.get((claim.pk, place.pk), Heard()), season)
        if old is None:
            new.append(fresh)
        elif any(getattr(old, name) != getattr(fresh, name) for name in KEPT):
            changed.append(_went_on(old, fresh, read_on=read_on.get(place.pk)))
    ClaimVerdict.objects.bulk_create(new, batch_size=BATCH)
    _write_over(ClaimVerdict, changed, (*KEPT, "changed_on", "since", "before"))
    return len(new) + len(changed)


def _heard(rows: Iterable[tuple[Any, ...]], serving: str) -> dict[Pair, Heard]:
    heard: dict[Pair, Heard] = defaultdict(Heard)
    for claim, place, pk, rule, says, kind, perspective, origins, snapshot, withdrawn in rows:
        one = heard[claim, place]
        if withdrawn:
            one.withdrawn += 1
        elif snapshot in {"", serving}:
            name = rule or str(pk)
            one.pieces.append(piece_of(name, says, kind, perspective, origins))
            one.marks.append(f"{name} {says}")
            one.snapshot = snapshot or one.snapshot
    return dict(heard)


def piece_of(name: str, says: str, kind: str, perspective: str, origins: str) -> Piece:
    """As the rules of verdicts know it."""
    return Piece(name, SAYS[says], kind, perspective, frozenset(origins.splitlines()))


def _verdict(claim: Claim, place: Place, heard: Heard, season: Season) -> ClaimVerdict:
    judgment = judge(heard.pieces, needs=claim.needed)
    marks = "\n".join([*sorted(heard.marks), f"withdrawn {heard.withdrawn}"])
    return ClaimVerdict(
        claim=claim,
        place=place,
        school_year=season.year,
        verdict=judgment.verdict.name.lower(),
        why=judgment.why.name.lower(),
        not_asked=",".join(judgment.not_asked),
        withdrawn=heard.withdrawn,
        rules_version=VERSION,
        rests_on=hashlib.sha256(marks.encode()).hexdigest(),
        snapshot=heard.snapshot,
        changed_on=season.today,
        since=season.today,
    )


def _read_on(season: Season) -> dict[UUID, date]:
    """When each school last read its own picture."""
    found = PictureReading.objects.filter(
        place__district=season.district_id, school_year=season.year
    )
    return dict(found.values_list("place", "read_on"))


def _went_on(old: ClaimVerdict, fresh: ClaimVerdict, *, read_on: date | None) -> ClaimVerdict:
    """What is stored, with what is found now; the days of a change stay where nothing changed.

    What the school did not read in its week is out for a week at least: whoever goes on adding
    pieces holds nothing back by that.
    """
    was_read = read_on is not None and read_on >= old.changed_on
    was_out = old.changed_on <= fresh.changed_on - 2 * FIRST_FOR
    if old.rests_on != fresh.rests_on and (was_read or was_out):
        old.changed_on = fresh.changed_on
    if old.verdict != fresh.verdict:
        old.since, old.before = fresh.since, old.verdict
    for name in KEPT:
        setattr(old, name, getattr(fresh, name))
    return old
