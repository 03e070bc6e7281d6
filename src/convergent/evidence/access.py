"""A picture is for whoever works at the place or within it, for whoever supervises it, and for the
district's researchers. Of a school, what is new is for the school first: for the others when
whoever leads it has read it, or after a week.

Pieces are read with the verdict that they are behind; what is withdrawn, by nobody.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from convergent.evidence.models import Claim, ClaimVerdict, EvidencePiece, PictureReading
from convergent.evidence.models import EvidencePieceQuerySet as Pieces
from convergent.people.access.directory import visible_places
from convergent.people.access.reasons import Reason
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import DATA_STEWARD, SUPERINTENDENT, SUPERVISOR
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import places_prioritised_by, why_prioritise

PICTURED = (PlaceKind.DISTRICT, PlaceKind.NETWORK, PlaceKind.SCHOOL)
RESEARCHER = "researcher"
FIRST_FOR = timedelta(days=7)


def _above(viewer: Viewer) -> Q:
    rule = Q(pk__in=[])
    for path in viewer.paths_as(SUPERVISOR, SUPERINTENDENT):
        rule |= Q(path__startswith=path)
    return rule | Q(pk__isnull=not viewer.holds(RESEARCHER))


def _holding(viewer: Viewer) -> set[UUID]:
    """The places that the viewer works at or within."""
    return {
        UUID(part) for term in viewer.terms for part in term.role.place.path.strip("/").split("/")
    }


def places_pictured_for(viewer: Viewer) -> QuerySet[Place]:
    here = Q(pk__in=_holding(viewer))
    return visible_places(viewer).filter(here | _above(viewer), kind__in=PICTURED)


def why_picture(viewer: Viewer, place: Place) -> Reason | None:
    if place.district_pk != viewer.district_id or place.kind not in PICTURED:
        return None
    if place.pk in _holding(viewer):
        return Reason.WORKS_HERE
    return _why_above(viewer, place)


def _why_above(viewer: Viewer, place: Place) -> Reason | None:
    for role, reason in (
        (SUPERVISOR, Reason.SUPERVISES),
        (SUPERINTENDENT, Reason.SUPERINTENDENT),
    ):
        if any(place.path.startswith(path) for path in viewer.paths_as(role)):
            return reason
    return Reason.RESEARCHES if viewer.holds(RESEARCHER) else None


def visible_verdicts(viewer: Viewer) -> QuerySet[ClaimVerdict]:
    places = places_pictured_for(viewer)
    here = Q(place__in=_holding(viewer)) | ~Q(place__kind=PlaceKind.SCHOOL)
    return ClaimVerdict.objects.filter(here | _out(viewer), place__in=places)


def _out(viewer: Viewer) -> Q:
    read = PictureReading.objects.filter(
        place=OuterRef("place"),
        school_year=OuterRef("school_year"),
        read_on__gte=OuterRef("changed_on"),
    )
    return Q(changed_on__lte=viewer.today - FIRST_FOR) | Q(Exists(read))


def verdicts_that_are_out(viewer: Viewer) -> QuerySet[ClaimVerdict]:
    """To count schools, without their names; those of the viewer's district."""
    return ClaimVerdict.objects.filter(_out(viewer), place__district=viewer.district_id)


def why_verdict(viewer: Viewer, verdict: ClaimVerdict) -> Reason | None:
    why = why_picture(viewer, verdict.place)
    if why is Reason.WORKS_HERE or verdict.place.kind != PlaceKind.SCHOOL:
        return why
    return why if is_out(verdict, viewer) else None


def is_out(verdict: ClaimVerdict, viewer: Viewer) -> bool:
    """Whether it is for others than the school by now."""
    if verdict.changed_on <= viewer.today - FIRST_FOR:
        return True
    read = PictureReading.objects.filter(
        place=verdict.place_id, school_year=verdict.school_year, read_on__gte=verdict.changed_on
    )
    return read.exists()


def visible_pieces(viewer: Viewer) -> Pieces:
    """What is behind verdicts that the viewer may see, of the facts that serve now."""
    seen = visible_verdicts(viewer).filter(
        claim=OuterRef("claim"), place=OuterRef("place"), school_year=OuterRef("school_year")
    )
    return EvidencePiece.objects.readable_by_rule(_standing(viewer.snapshot) & Q(Exists(seen)))


def pieces_behind(viewer: Viewer, place: Place, verdicts: list[ClaimVerdict]) -> Pieces:
    """Of verdicts on one place and year that were found to be visible already."""
    shown = {one.claim_id for one in verdicts}
    years = {one.school_year for one in verdicts}
    rule = Q(place=place, school_year__in=years, claim__in=shown)
    return EvidencePiece.objects.readable_by_rule(rule & _standing(viewer.snapshot))


def _standing(snapshot: object) -> Q:
    """Neither withdrawn, nor drawn from facts that serve no more."""
    serving = getattr(snapshot, "id", "")
    return Q(withdrawn_on=None) & Q(snapshot__in=["", serving])


def why_piece(viewer: Viewer, piece: EvidencePiece) -> Reason | None:
    if piece.withdrawn_on or piece.snapshot not in {"", getattr(viewer.snapshot, "id", "")}:
        return None
    verdict = ClaimVerdict.objects.filter(
        claim=piece.claim_id, place=piece.place_id, school_year=piece.school_year
    ).select_related("place")
    return next((why_verdict(viewer, one) for one in verdict), None)


def pieces_to_judge(rule: Q) -> Pieces:
    """For the rules alone, which show no words; also what is withdrawn, which they count."""
    return EvidencePiece.objects.readable_by_rule(rule)


def why_add(viewer: Viewer, place: Place) -> Reason | None:
    """Whoever may see the picture may add what she saw or heard."""
    return why_picture(viewer, place)


def pieces_withdrawn_by(viewer: Viewer) -> Pieces:
    """Those that the viewer added; all of the district for whoever keeps its data, on behalf of
    whoever takes her consent back."""
    rule = Q(added_by=viewer.person)
    if viewer.holds(DATA_STEWARD):
        rule |= Q(place__district=viewer.district_id) | Q(place=viewer.district_id)
    return EvidencePiece.objects.readable_by_rule(rule & ~Q(kind="drawn") & Q(withdrawn_on=None))


def why_withdraw(viewer: Viewer, piece: EvidencePiece) -> Reason | None:
    if piece.kind == EvidencePiece.Kind.DRAWN or piece.withdrawn_on:
        return None
    if piece.added_by_id == viewer.person.pk:
        return Reason.AUTHOR
    is_ours = piece.place.district_pk == viewer.district_id
    return Reason.STEWARD if is_ours and viewer.holds(DATA_STEWARD) else None


def visible_claims(viewer: Viewer) -> QuerySet[Claim]:
    """Claims are read by everybody in the district; what is found of them is not."""
    return Claim.objects.filter(place__in=visible_places(viewer))


def why_claim(viewer: Viewer, claim: Claim) -> Reason | None:
    return Reason.WORKS_HERE if claim.place.district_pk == viewer.district_id else None


def places_claimed_by(viewer: Viewer) -> QuerySet[Place]:
    """Where the viewer says what is claimed: the places that she leads."""
    return places_prioritised_by(viewer).filter(kind__in=PICTURED)


def why_lead_picture(viewer: Viewer, place: Place) -> Reason | None:
    """To say what is claimed, to note beside it, and to be the first to read it."""
    return why_prioritise(viewer, place) if place.kind in PICTURED else None


def why_on_record(viewer: Viewer, place: Place) -> Reason | None:
    """To let what oneself and a few others say at a school be shown as theirs."""
    if place.kind != PlaceKind.SCHOOL:
        return None
    works_there = any(term.role.place.path.startswith(place.path) for term in viewer.terms)
    return Reason.OWN if works_there else None
