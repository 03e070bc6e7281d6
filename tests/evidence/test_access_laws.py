"""For every viewer, place, verdict and piece of a random district: a set holds what its reasons
allow."""

from datetime import timedelta

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from convergent import clock
from convergent.evidence import access
from convergent.evidence.models import Claim, ClaimVerdict, EvidencePiece, PictureReading
from convergent.people.models import Place
from convergent.people.viewer import viewer_of
from tests.people.test_access_laws import LAWFUL, SHAPES, TERMS, _districts, _people

FOUND = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 9), st.integers(0, 9), st.booleans()), max_size=8
)


def _claim(found, people, today):
    """Verdicts that changed some days ago, most with a reading; a piece behind each."""
    places = list(Place.objects.order_by("path"))
    for number, (where, changed, read, is_withdrawn) in enumerate(found):
        place = places[where % len(places)]
        day, by = today - timedelta(days=changed), people[number % len(people)]
        claim = Claim.objects.create(
            place=place, statement=f"Claim {number}", made_by=by, starts_on=day
        )
        ClaimVerdict.objects.create(
            claim=claim,
            place=place,
            school_year=2027,
            verdict="silence",
            why="nothing",
            rules_version=1,
            changed_on=day,
            since=day,
        )
        PictureReading.objects.get_or_create(
            place=place,
            school_year=2027,
            defaults={"read_on": today - timedelta(days=read), "by": by},
        )
        said = {"says": "for", "source_type": "time", "perspective": "teacher", "words": "w"}
        EvidencePiece(
            claim=claim,
            place=place,
            school_year=2027,
            kind="note",
            day=day,
            added_by=None if is_withdrawn else by,
            withdrawn_on=day if is_withdrawn else None,
            **({} if is_withdrawn else said),
        ).save()


@settings(LAWFUL, max_examples=15)
@given(
    shapes=st.tuples(SHAPES, SHAPES),
    terms=st.lists(TERMS, min_size=4, max_size=12),
    found=FOUND,
)
def test_each_set_is_what_its_reasons_allow(db, shapes, terms, found):
    with transaction.atomic():
        today = clock.today()
        _districts(shapes)
        people = _people(terms, today)
        _claim(found, people, today)
        for viewer in filter(None, (viewer_of(person, today) for person in people)):
            _check(viewer)
        transaction.set_rollback(True)


def _check(viewer):
    pieces = EvidencePiece._base_manager.all()
    for found, everything, why in (
        (access.places_pictured_for(viewer), Place.objects.all(), access.why_picture),
        (access.visible_verdicts(viewer), ClaimVerdict.objects.all(), access.why_verdict),
        (access.visible_claims(viewer), Claim.objects.all(), access.why_claim),
        (access.visible_pieces(viewer), pieces, access.why_piece),
        (access.pieces_withdrawn_by(viewer), pieces, access.why_withdraw),
        (access.places_claimed_by(viewer), Place.objects.all(), access.why_lead_picture),
    ):
        allowed = {one.pk for one in everything if why(viewer, one)}
        assert {one.pk for one in found} == allowed
