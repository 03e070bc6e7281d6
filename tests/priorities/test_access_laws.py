"""For every viewer and thing of a random district: a rule's set holds what its reasons allow."""

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from convergent import clock
from convergent.people.models import Place, RoleTerm
from convergent.people.viewer import viewer_of
from convergent.priorities.access import notes, priorities, requirements, work
from convergent.priorities.models import Priority, WorkingNote
from convergent.priorities.models.notes import WorkingNoteQuerySet
from tests.people.test_access_laws import LAWFUL, SHAPES, TERMS, _districts, _people

HOLD = ("district", "network", "school", "team")


def _priorities(today):
    """One at each place, led by somebody and worked on by some team."""
    terms, teams = list(RoleTerm.objects.order_by("pk")), list(Place.objects.filter(kind="team"))
    for number, place in enumerate(Place.objects.filter(kind__in=HOLD).order_by("path")):
        made = Priority.objects.create(
            place=place,
            statement=f"Priority {number}",
            starts_on=today,
            lead=terms[number % len(terms)] if terms and number % 3 else None,
            team=teams[number % len(teams)] if teams and number % 2 else None,
        )
        author = terms[0].person if terms else None
        if author:
            WorkingNote(
                priority=made,
                author=author,
                for_team=made.team,
                for_lead=made.lead.person if made.lead else None,
                text="n",
                written_at=clock.now(),
            ).save()


@settings(LAWFUL, max_examples=12)
@given(shapes=st.tuples(SHAPES, SHAPES), terms=st.lists(TERMS, min_size=4, max_size=12))
def test_each_set_is_what_its_reasons_allow(db, shapes, terms):
    with transaction.atomic():
        today = clock.today()
        _districts(shapes)
        people = _people(terms, today)
        _priorities(today)
        for viewer in filter(None, (viewer_of(person, today) for person in people)):
            _check(viewer)
        transaction.set_rollback(True)


def _check(viewer):
    everything = Priority.objects.select_related("place", "lead")
    seen = set(priorities.visible_priorities(viewer))
    assert seen == {one for one in everything if priorities.why_priority(viewer, one)}
    written = set(priorities.places_prioritised_by(viewer))
    assert written == {one for one in Place.objects.all() if priorities.why_prioritise(viewer, one)}
    assert {place.district_pk for place in written} <= {viewer.district_id}
    asked = set(requirements.places_required_by(viewer))
    assert asked == {one for one in Place.objects.all() if requirements.why_require(viewer, one)}
    assert {place.district_pk for place in asked} <= {viewer.district_id}
    worked_on = set(work.priorities_worked_on_by(viewer))
    assert worked_on == {one for one in everything if work.why_work_on(viewer, one)}
    read = {note.priority_id for note in notes.visible_notes(viewer)}
    noted = WorkingNoteQuerySet(WorkingNote).values_list("priority", flat=True)
    assert read == {
        one.pk for one in everything.filter(pk__in=noted) if notes.why_notes(viewer, one)
    }
