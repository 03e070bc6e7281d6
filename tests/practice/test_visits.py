"""A visit is stored once, and its readers are those whom the wall lets through."""

import hashlib
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection

from convergent import clock
from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotThere
from convergent.people.days import day_text
from convergent.practice.access.visits import (
    own_drafts,
    seen_in,
    visible_feedback,
    visible_visit_notes,
    visible_visits,
)
from convergent.practice.actions.feedback import Said, answer_feedback, write_feedback
from convergent.practice.actions.look_fors import write_look_fors
from convergent.practice.actions.retention import let_old_drafts_go, let_old_visits_go
from convergent.practice.actions.visits import (
    SentOtherwise,
    keep_draft,
    keep_visit,
    note_reading_of,
)
from convergent.practice.models import JointVisit, Visit, VisitNotes
from convergent.practice.sending import Sent
from tests.practice.visiting import (
    agreed,
    evaluates,
    later,
    looked_for,
    sent,
    viewer_in,
    visited,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def visiting(world):
    agreed(world)
    return world


def _count():
    return Visit._base_manager.count()


def test_sending_again_stores_nothing_anew_and_gives_the_same_receipt(visiting):
    by, told = visiting.viewer("principal"), sent(visiting)
    first, second = keep_visit(told, by=by), keep_visit(told, by=by)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.hash == second.hash == told.hash
    assert first.visit == second.visit
    assert _count() == 1


def test_other_words_under_the_same_id_change_nothing(visiting):
    by, told = visiting.viewer("principal"), sent(visiting)
    keep_visit(told, by=by)
    with pytest.raises(SentOtherwise):
        keep_visit(sent(visiting, id=told.id, strength="Something else"), by=by)
    assert visible_visit_notes(by).get().strength == told.strength


def test_an_id_that_somebody_else_used_is_not_there(visiting):
    told = sent(visiting)
    keep_visit(told, by=visiting.viewer("principal"))
    with pytest.raises(NotThere):
        keep_visit(told, by=visiting.viewer("assistant"))


def test_a_device_hears_that_its_visit_arrived_also_when_the_wall_has_closed(visiting):
    told = sent(visiting)
    keep_visit(told, by=visiting.viewer("coach"))
    evaluates(visiting, "coach")
    assert keep_visit(told, by=visiting.viewer("coach")).is_new is False


def test_the_hash_is_that_of_the_text_which_the_documents_describe():
    one, two = (uuid.UUID(int=number) for number in (1, 2))
    told = Sent(
        id=one,
        teacher=two,
        began_at=datetime(2026, 11, 20, 15, 30, tzinfo=UTC),
        minutes=12,
        seen=(two, one),
        strength="Niñas\r\nleen",
        follow_up_on=date(2026, 12, 4),
    )
    text = (
        '{"began_at":"2026-11-20T15:30:00Z","beside":"","follow_up_on":"2026-12-04",'
        f'"id":"{one}","joint":"","look_for_version":"","minutes":12,"next_step":"",'
        f'"seen":["{one}","{two}"],"share":false,"strength":"Niñas\\nleen",'
        f'"teacher":"{two}","timed":""}}'
    )
    assert told.hash == hashlib.sha256(text.encode()).hexdigest()


def test_a_visit_that_comes_late_is_judged_by_its_own_day(visiting):
    began = clock.now()
    term = visiting.term("principal")
    term.ends_on = clock.today()
    term.save()
    with later(days=9):
        visiting.people["principal"].terms.create(
            role=visiting.role("principal", "birch"), starts_on=clock.today()
        )
        late = keep_visit(sent(visiting, began_at=began), by=viewer_in(visiting, "principal", 0))
    assert (late.visit.day, late.visit.kind) == (clock.today(), "leader")


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 241},
        {"began_at": clock.now() + timedelta(days=1)},
        {"follow_up_on": clock.today() - timedelta(days=3)},
    ],
)
def test_what_cannot_be_is_refused(visiting, wrong):
    with pytest.raises(BadInput):
        keep_visit(sent(visiting, **wrong), by=visiting.viewer("principal"))
    assert _count() == 0


def test_what_was_seen_is_of_the_version_that_was_used(visiting):
    first = looked_for(visiting)
    old = first.look_fors.first()
    by = visiting.viewer("principal")
    new = write_look_fors(first.set.priority, name="Arguing", texts=["They ask why"], by=by)
    pick = {"look_for_version": new.pk, "seen": (old.pk, new.look_fors.get().pk)}
    visited(visiting, "principal", **pick)
    assert [one.look_for.text for one in seen_in(by)] == ["They ask why"]
    assert (first.number, new.number) == (1, 2)


@pytest.mark.parametrize("kind", ["principal", "supervisor", "coach"])
def test_nobody_but_the_visitor_reads_a_visit_that_was_not_shared(visiting, kind):
    visited(visiting, kind)
    for who in visiting.people:
        viewer = visiting.viewer(who)
        if viewer is not None and who != kind:
            assert not visible_visits(viewer).exists()
            assert not visible_visit_notes(viewer).exists()
            assert not visible_feedback(viewer).exists()
    assert visible_visits(visiting.viewer(kind)).count() == 1


def test_the_teacher_reads_what_was_shared_with_her_and_not_the_notes(visiting):
    visited(visiting, "coach", share=True)
    with later(days=4):
        teacher = visiting.viewer("teacher")
        assert visible_feedback(teacher).get().text == "Three students went back to paragraph 4"
        assert visible_visits(teacher).count() == 1
        assert not visible_visit_notes(teacher).exists()
        for who in ("colleague", "principal", "assistant", "steward", "superintendent"):
            assert not visible_feedback(visiting.viewer(who)).exists()
    assert not visible_feedback(visiting.viewer("teacher")).exists()


def test_a_coach_who_becomes_an_evaluator_loses_that_thread_that_day(visiting):
    visit = visited(visiting, "coach", share=True)
    visited(visiting, "coach", "colleague")
    evaluates(visiting, "coach")
    coach = visiting.viewer("coach")
    assert {one.teacher for one in visible_visits(coach)} == {visiting.colleague}
    assert {one.visit.teacher for one in visible_feedback(coach)} == {visiting.colleague}
    with pytest.raises(NotThere):
        write_feedback(visit, Said(text="More"), share=False, by=coach)


def test_an_evaluator_never_reads_a_coaching_visit_and_reads_her_own(visiting):
    evaluates(visiting)
    visited(visiting, "coach", share=True)
    own = visited(visiting, "principal")
    with later(days=4):
        assert list(visible_visits(visiting.viewer("principal"))) == [own]


def test_an_evaluator_visits_as_a_leader_not_as_a_coach(visiting):
    evaluates(visiting, "coach")
    with pytest.raises(NotThere):
        visited(visiting, "coach")


def _joint(world):
    first = visited(world, "principal", beside=world.supervisor.pk)
    return first, JointVisit.objects.get()


def test_each_side_of_a_joint_visit_is_seen_when_both_are_kept(visiting):
    first, joint = _joint(visiting)
    principal, supervisor = visiting.viewer("principal"), visiting.viewer("supervisor")
    assert not visible_visits(supervisor).exists()
    second = visited(visiting, "supervisor", joint=joint.pk, strength="Two waited")
    assert set(visible_visits(supervisor)) == set(visible_visits(principal)) == {first, second}
    read = {one.strength for one in visible_visit_notes(principal)}
    assert read == {"Three students went back to paragraph 4", "Two waited"}
    assert [one.visit for one in visible_feedback(supervisor)] == [second]


def test_the_second_side_of_a_joint_visit_is_kept_once(visiting):
    """Written in two windows, it has two ids: the second one is told, and changes nothing."""
    _first, joint = _joint(visiting)
    told = sent(visiting, joint=joint.pk, strength="Two waited")
    by = visiting.viewer("supervisor")
    keep_visit(told, by=by)
    with pytest.raises(BadInput, match="already"):
        keep_visit(sent(visiting, joint=joint.pk, strength="Three waited"), by=by)
    assert keep_visit(told, by=by).is_new is False
    assert _count() == 2


def test_nobody_goes_along_with_herself(visiting):
    with pytest.raises(BadInput, match="Choose somebody"):
        visited(visiting, "principal", beside=visiting.principal.pk)


@pytest.mark.parametrize("of_another_district", [True, False])
def test_look_fors_that_are_not_there_are_refused(visiting, of_another_district):
    version = uuid.uuid4()
    if of_another_district:
        version = looked_for(visiting, by="stranger", at="cove").pk
    told = sent(visiting, look_for_version=version)
    for _again in range(2):
        with pytest.raises(BadInput, match="look-fors are not there"):
            keep_visit(told, by=visiting.viewer("principal"))
    assert _count() == 0


def test_the_teacher_can_see_that_the_other_one_read_a_side(visiting):
    first, joint = _joint(visiting)
    visited(visiting, "supervisor", joint=joint.pk)
    note_reading_of(first, by=visiting.viewer("supervisor"))
    note_reading_of(first, by=visiting.viewer("principal"))
    row = AuditRow.objects.get(action="read visit")
    assert (row.by, row.about) == (visiting.supervisor.pk, visiting.teacher.pk)


def test_only_the_one_who_was_asked_along_adds_the_other_side(visiting):
    _first, joint = _joint(visiting)
    with pytest.raises(NotThere):
        visited(visiting, "assistant", joint=joint.pk)
    with pytest.raises(BadInput):
        visited(visiting, "principal", beside=visiting.other_principal.pk)


def test_what_is_private_stands_in_no_table_in_clear(visiting):
    """The database holds it encrypted: what a dump of it shows tells nothing."""
    words = {"strength": "CANARY", "timed": "CANARY", "next_step": "CANARY", "share": True}
    visit = visited(visiting, "principal", **words)
    keep_draft(
        uuid.uuid4(),
        teacher=visiting.teacher.pk,
        content="CANARY",
        by=visiting.viewer("principal"),
    )
    with later(days=4):
        answer_feedback(visit, says="answer", text="CANARY", by=visiting.viewer("teacher"))
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            assert not any("CANARY" in str(value) for row in cursor for value in row), model


def test_visits_are_kept_as_long_as_the_agreement_says(visiting):
    """And not longer; what a newer agreement says is for newer visits."""
    _first, joint = _joint(visiting)
    visited(visiting, "supervisor", joint=joint.pk, share=True)
    with later(days=3 * 366):
        assert let_old_visits_go() == 0
    with later(days=3 * 366 + 1):
        visited(visiting, "coach")
        assert let_old_visits_go() == 2
        assert visible_visits(visiting.viewer("coach")).count() == 1
    assert Visit._base_manager.count() == VisitNotes._base_manager.count() == 1
    assert not JointVisit.objects.exists()
    row = AuditRow.objects.get(action="let visits go")
    assert row.detail == {"count": 2}


def test_draft_that_nobody_touches_is_kept_for_a_quarter_and_says_so(visiting, enters):
    by = visiting.viewer("principal")
    keep_draft(uuid.uuid4(), teacher=visiting.teacher.pk, content="{}", by=by)
    last = day_text(by.today + timedelta(days=90), by)
    assert f"Kept until {last}." in enters("principal").get("/visits/").content.decode()
    with later(days=90):
        assert let_old_drafts_go() == 0
    with later(days=91):
        assert let_old_drafts_go() == 1
    assert not own_drafts(by).exists()


def test_nobody_visits_together_where_that_was_not_agreed(world):
    agreed(world, kinds=["leader", "supervisor"])
    with pytest.raises(BadInput):
        visited(world, "principal", beside=world.supervisor.pk)
