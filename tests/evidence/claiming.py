"""Claims in the small world, and pieces that people add."""

from convergent.evidence.actions.claims import take_up_claim
from convergent.evidence.actions.judging import judge_district
from convergent.evidence.actions.pieces import Seen, add_piece
from convergent.evidence.models import ClaimVerdict, EvidencePiece
from convergent.evidence.season import season_for


def claimed(world, code="promises", place="ash", by="principal"):
    return take_up_claim(world.places[place], code, by=world.viewer(by))


def saw(**more):
    said = {
        "kind": "note",
        "says": "for",
        "source_type": "observation",
        "perspective": "principal",
        "words": "The whole team had its notes ready",
    }
    return Seen(**{**said, **more})


def added(world, claim, by, place="ash", **more):
    return add_piece(claim, world.places[place], saw(**more), by=world.viewer(by))


def judged(world, who="principal"):
    """The whole district, as the job does it."""
    viewer = world.viewer(who)
    return judge_district(season_for(viewer), viewer.snapshot)


def verdict(world, claim, place="ash"):
    return ClaimVerdict.objects.get(claim=claim, place=world.places[place])


def kept(piece):
    """A piece as it is stored, whoever may read it."""
    return EvidencePiece._base_manager.get(pk=piece.pk)
