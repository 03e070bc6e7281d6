"""Rows that an older version wrote know, after an upgrade, what newer ones are told."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from convergent.priorities.actions.notes import write_note
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.models import Meeting, NotesClash, PriorityMeasure, WorkingNote
from tests.priorities.meeting import prepared

pytestmark = pytest.mark.django_db(transaction=True)
OLDER = "0006_clashes_stay_kept"
CLOSED = datetime(2026, 10, 14, 20, 0, tzinfo=UTC)


@pytest.fixture
def upgraded():
    """A function that takes the tables back to the older version, and forward again."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def go_back_and_forward():
        try:
            MigrationExecutor(connection).migrate([("priorities", OLDER)])
        finally:
            MigrationExecutor(connection).migrate(newest)

    return go_back_and_forward


def clash(meeting, **more):
    said = {"stored": "Theirs", "typed": "Hers", "met_at": CLOSED, **more}
    return NotesClash._base_manager.create(meeting=meeting, **said)


def test_minutes_clashes_and_notes_of_before_are_told_as_those_of_now(world, upgraded):
    meeting = prepared(world)
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=CLOSED, state="closed")
    by_nobody = clash(meeting, typed_by=world.teacher)
    by_both = clash(meeting, typed_by=world.teacher, stored_by=world.colleague)
    said = Said(statement="We argue", is_own=True, lead=world.term("coach"), team=world.team)
    priority = begin_priority(world.ash, said, by=world.viewer("principal"))
    PriorityMeasure.objects.create(
        priority=priority, measure="chronic_absence", baseline_year=2025, aim=15, aim_year=2027
    )
    write_note(priority, text="It is too long", by=world.viewer("teacher"))
    upgraded()
    assert Meeting.objects.get(pk=meeting.pk).minutes_sent_on == CLOSED.date()
    kinds = dict(NotesClash._base_manager.values_list("pk", "kind"))
    assert kinds == {by_nobody.pk: "closed", by_both.pk: "both"}
    (note,) = WorkingNote._base_manager.all()
    assert (note.for_team, note.for_lead) == (world.team, world.coach)
    assert note.text == "It is too long"
    newest = priority.versions.get()
    assert (newest.lead, newest.team) == (world.coach, world.team)
    assert [(one["measure"], one["aim"]) for one in newest.measures] == [
        ("chronic_absence", "15.00")
    ]
