"""Claims, pieces that people add and withdraw, and what becomes of the verdict."""

import pytest
from django.db import transaction

from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotThere
from convergent.evidence.access import visible_pieces
from convergent.evidence.actions import claims, pictures, pieces
from convergent.evidence.actions.claims import Stated, end_claim, take_up_claim, write_claim
from convergent.evidence.actions.pieces import withdraw_piece
from convergent.evidence.library import asks_of, library
from convergent.evidence.models import Claim, EvidencePiece, PictureNote
from tests.evidence.claiming import added, claimed, judged, kept, verdict


def test_claim_without_evidence_is_not_asked_yet(world):
    found = verdict(world, claimed(world))
    assert (found.verdict, found.why, found.not_asked) == ("silence", "nothing", "")


def test_three_observers_of_two_types_agree(world):
    claim = claimed(world)
    for by, kind in (("principal", "observation"), ("coach", "meeting record")):
        added(world, claim, by, source_type=kind)
        assert verdict(world, claim).verdict != "agreement"
    added(world, claim, "teacher", source_type="artifact", perspective="teacher")
    found = verdict(world, claim)
    assert (found.verdict, found.why) == ("agreement", "agrees")
    assert found.before == "partial_agreement"


def test_everything_from_one_observer_is_one_source(world):
    claim = claimed(world)
    for kind in ("observation", "meeting record", "artifact"):
        added(world, claim, "coach", source_type=kind)
    found = verdict(world, claim)
    assert (found.verdict, found.why) == ("silence", "one_source")


def test_same_event_told_by_three_is_one_source(world):
    claim = claimed(world)
    for by in ("principal", "coach", "teacher"):
        added(world, claim, by, event="Faculty meeting of May 3")
    assert verdict(world, claim).why == "one_source"


def test_one_type_alone_is_no_agreement(world):
    claim = claimed(world)
    for by in ("principal", "coach", "teacher", "assistant"):
        added(world, claim, by)
    assert verdict(world, claim).why == "one_type"


def test_whoever_contradicts_herself_says_the_less_favourable(world):
    claim = claimed(world)
    added(world, claim, "coach")
    added(world, claim, "coach", says="against")
    assert verdict(world, claim).verdict == "dissonance"


def test_what_is_against_it_shows_however_much_is_for_it(world):
    claim = claimed(world)
    for by, kind in (("principal", "observation"), ("coach", "artifact"), ("teacher", "time")):
        added(world, claim, by, source_type=kind)
    added(world, claim, "assistant", says="against")
    assert verdict(world, claim).why == "differs"


def test_leaders_who_agree_do_not_speak_for_teachers(world):
    claim = claimed(world, "feedback")
    for by, kind in (("principal", "interview"), ("assistant", "visit"), ("coach", "time")):
        added(world, claim, by, source_type=kind)
    found = verdict(world, claim)
    assert (found.verdict, found.why, found.not_asked) == ("silence", "not_asked", "teacher")


def test_withdrawn_piece_is_gone_and_the_verdict_says_so(world):
    claim = claimed(world)
    by = ("principal", "coach", "teacher")
    said = [
        added(world, claim, one, source_type=one_type)
        for one, one_type in zip(by, ("observation", "artifact", "time"), strict=True)
    ]
    assert verdict(world, claim).verdict == "agreement"
    withdraw_piece(said[1], by=world.viewer("coach"))
    found, left = verdict(world, claim), kept(said[1])
    assert (found.verdict, found.withdrawn) == ("partial_agreement", 1)
    assert (left.words, left.says, left.origins, left.perspective, left.added_by) == (
        "",
        "",
        "",
        "",
        None,
    )
    assert said[1].pk not in {one.pk for one in visible_pieces(world.viewer("principal"))}
    assert "The whole team" not in str(list(AuditRow.objects.values("detail")))


def test_who_leads_cannot_withdraw_what_speaks_against(world):
    claim = claimed(world)
    against = added(world, claim, "teacher", says="against")
    for name in ("principal", "supervisor", "foreign_steward"):
        with pytest.raises(NotThere):
            withdraw_piece(against, by=world.viewer(name))
    withdraw_piece(against, by=world.viewer("steward"))
    assert verdict(world, claim).withdrawn == 1


def test_quote_without_consent_and_words_of_no_vocabulary_are_refused(world):
    claim = claimed(world)
    for wrong in (
        {"kind": "quote"},
        {"perspective": "parrot"},
        {"words": "  "},
        {"says": ""},
        {"kind": "drawn"},
    ):
        with pytest.raises(BadInput):
            added(world, claim, "coach", **wrong)
    added(world, claim, "coach", kind="quote", consents=True)


def test_claim_is_for_its_place_and_those_within(world):
    claim = claimed(world, place="northfield", by="superintendent")
    judged(world)
    places = {one.place for one in claim.verdicts.all()}
    assert places == {world.northfield, world.hill, world.ash, world.birch}
    with pytest.raises(NotThere):
        added(world, claim, "stranger", place="cove")
    with pytest.raises(NotThere):
        claimed(world, by="teacher")
    own = claimed(world, "growth")
    with pytest.raises(NotThere):
        added(world, own, "other_principal", place="birch")


def test_same_claim_is_taken_once_and_not_more_than_a_dozen(world):
    first = claimed(world, place="northfield", by="superintendent")
    assert claimed(world) == first
    for code in library():
        claimed(world, code)
    assert Claim.objects.count() == len(library()) == 12
    with pytest.raises(BadInput, match="End one first"):
        write_claim(world.ash, Stated(statement="One more"), by=world.viewer("principal"))


def test_ended_claim_is_judged_no_more_and_keeps_what_was_found(world):
    claim = claimed(world)
    end_claim(claim, by=world.viewer("principal"))
    assert judged(world).pairs == 0
    assert verdict(world, claim).verdict == "silence"
    assert take_up_claim(world.ash, "promises", by=world.viewer("principal")) != claim


def test_own_claim_names_whom_to_ask(world):
    stated = Stated(statement="Families know our aim", needs=["family"])
    claim = write_claim(world.ash, stated, by=world.viewer("principal"))
    assert [(one.source_type, one.perspective) for one in asks_of(claim)] == [("survey", "family")]
    with pytest.raises(BadInput):
        write_claim(world.ash, Stated(statement=" "), by=world.viewer("principal"))


def test_note_stands_beside_the_claim_and_can_be_taken_off(world):
    claim, by = claimed(world), world.viewer("principal")
    pictures.note_beside(claim, world.ash, "We began in October", by=by)
    pictures.note_beside(claim, world.ash, "In November", by=by)
    assert list(PictureNote.objects.values_list("text", flat=True)) == ["In November"]
    pictures.note_beside(claim, world.ash, " ", by=by)
    assert not PictureNote.objects.exists()
    with pytest.raises(NotThere):
        pictures.note_beside(claim, world.ash, "Mine", by=world.viewer("supervisor"))


@pytest.mark.parametrize("room", [claims, pieces, pictures])
def test_without_its_audit_row_nothing_is_saved(world, room, monkeypatch):
    claim = claimed(world)

    def fails(*_arguments, **_named):
        raise RuntimeError

    monkeypatch.setattr(room, "note_change", fails)
    by = world.viewer("principal")
    for act in (
        lambda: take_up_claim(world.ash, "growth", by=by),
        lambda: added(world, claim, "principal"),
        lambda: pictures.note_beside(claim, world.ash, "Ours", by=by),
    ):
        with transaction.atomic():
            try:
                act()
            except RuntimeError:
                transaction.set_rollback(True)
    counts = {
        claims: Claim.objects.count() - 1,
        pieces: EvidencePiece._base_manager.count(),
        pictures: PictureNote.objects.count(),
    }
    assert counts[room] == 0
