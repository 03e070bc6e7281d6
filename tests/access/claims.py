"""Claims in the matrix: one of Ash with what the coach saw, and one of Cove."""

from convergent.evidence.actions.claims import take_up_claim
from convergent.evidence.actions.pieces import Seen, add_piece

SEEN = "SECRET-what-the-coach-saw"
PIECE = {
    "kind": "note",
    "says": "against",
    "source_type": "artifact",
    "perspective": "teacher leader",
}


def add_claims(scene):
    world = scene.world
    for name, place, leads, who, words in (
        ("ash", "ash", "principal", "coach", SEEN),
        ("cove", "cove", "stranger", "stranger", "Two of five"),
    ):
        claim = take_up_claim(world.places[place], "promises", by=world.viewer(leads))
        scene.objects[f"claim-{name}"] = claim
        seen = Seen(**PIECE, words=words)
        piece = add_piece(claim, world.places[place], seen, by=world.viewer(who))
        scene.objects[f"piece-{name}"] = piece


CLAIM_DATA = {
    "piece_add": lambda scene, _: {**PIECE, "words": "Three of five"},
    "claims": lambda scene, _: {"statement": "Every team has a plan", "needs": ["teacher"]},
    "claim_note": lambda scene, _: {"text": "We began in October"},
    "picture_record": lambda scene, _: {"agrees": "yes"},
}
