"""For every viewer, team and commitment of a random district: a set holds what reasons allow."""

from datetime import UTC, datetime

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from convergent import clock
from convergent.people.models import Place, RoleTerm
from convergent.people.viewer import viewer_of
from convergent.priorities.access import commitments, meetings
from convergent.priorities.models import Commitment, Meeting, MeetingNotes
from tests.people.test_access_laws import LAWFUL, SHAPES, TERMS, _districts, _people


def _life(today):
    """A meeting of each team, and a commitment of each term to some team, also of those over."""
    terms = list(RoleTerm.objects.select_related("role").order_by("pk"))
    teams = list(Place.objects.filter(kind="team").order_by("path"))
    for team in teams:
        made = Meeting.objects.create(
            team=team, starts_at=datetime(2026, 11, 1, tzinfo=UTC), minutes=45
        )
        if terms:
            writer = terms[0].person
            MeetingNotes(meeting=made, text="n", written_at=clock.now(), written_by=writer).save()
    for number, term in enumerate(terms if teams else []):
        Commitment.objects.create(
            team=teams[number % len(teams)],
            what=f"Commitment {number}",
            person=term.person,
            role=term.role,
            made_on=today,
            first_due_on=today,
            due_on=today,
        )


@settings(LAWFUL, max_examples=12)
@given(shapes=st.tuples(SHAPES, SHAPES), terms=st.lists(TERMS, min_size=4, max_size=12))
def test_each_set_is_what_its_reasons_allow(db, shapes, terms):
    with transaction.atomic():
        today = clock.today()
        _districts(shapes)
        people = _people(terms, today)
        _life(today)
        for viewer in filter(None, (viewer_of(person, today) for person in people)):
            _check(viewer)
        transaction.set_rollback(True)


def _check(viewer):
    places = Place.objects.select_related("parent")
    met = set(meetings.teams_met_by(viewer))
    assert met == {one for one in places if meetings.why_meet(viewer, one)}
    assert {team.district_pk for team in met} <= {viewer.district_id}
    assert set(meetings.teams_led_by(viewer)) <= met
    held = Meeting.objects.select_related("team__parent")
    seen = set(meetings.visible_meetings(viewer))
    assert seen == {one for one in held if meetings.why_meeting(viewer, one)}
    read = {notes.meeting_id for notes in meetings.visible_meeting_notes(viewer)}
    assert read <= {one.pk for one in seen}
    everything = list(Commitment.objects.select_related("team__parent", "role"))
    kept = set(commitments.commitments_kept_by(viewer))
    assert kept == {one for one in everything if commitments.why_keep(viewer, one)}
    visible = set(commitments.visible_commitments(viewer))
    assert visible == {one for one in everything if commitments.why_commitment(viewer, one)}
