"""The wall around what a teacher and her coach write: readers, shares, openings, holds."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from convergent import clock
from convergent.audit.models import AuditRow
from convergent.audit.queries import readings_about
from convergent.errors import BadInput, NotThere
from convergent.outbox.models import Message
from convergent.people.viewer import viewer_today
from convergent.practice.access.openings import opened_to, visible_openings
from convergent.practice.access.threads import (
    own_pieces,
    piece_shared,
    pieces_of_threads,
    shared_with,
    shares_by,
    visible_threads,
    why_shared,
)
from convergent.practice.actions.agreements import name_evaluator
from convergent.practice.actions.coaching import end_coaching
from convergent.practice.actions.openings import (
    ask_for_opening,
    close_thread,
    hold_threads,
    lift_hold,
    open_thread,
)
from convergent.practice.actions.retention import let_old_threads_go
from convergent.practice.actions.threads import (
    Written,
    change_piece,
    note_reading_of_share,
    note_reading_of_thread,
    share_piece,
    take_piece_away,
    take_share_back,
    write_piece,
)
from convergent.practice.models import (
    CoachingCycle,
    CoachingMeeting,
    CoachingPiece,
    Opening,
    SharedPiece,
)
from convergent.practice.queries.threads import found_in_threads
from tests.practice.pairs import (
    SAID,
    asked,
    evaluated_by_her_coach,
    met,
    opened,
    paired,
    written,
)
from tests.practice.visiting import evaluates, later, represented
from tests.world import hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(world):
    represented(world)
    return paired(world)


def readers(world, rule=pieces_of_threads):
    viewers = {name: world.viewer(name) for name in world.people}
    return {name for name, viewer in viewers.items() if viewer and rule(viewer).exists()}


@pytest.mark.asvs("8.2.3")
def test_the_pair_reads_and_nobody_else_whatever_role(world, pair):
    written(world, pair)
    written(world, pair, by="coach", stage="learn", text="Wait five seconds")
    assert readers(world) == {"teacher", "coach"}
    assert readers(world, shared_with) == set()


def test_without_a_rule_there_is_nothing(world, pair):
    piece = written(world, pair)
    share_piece(piece, world.colleague, by=world.viewer("teacher"))
    opened(world)
    assert not any(
        model.objects.exists() for model in (CoachingPiece, SharedPiece, Opening, CoachingCycle)
    )
    assert pair.pieces.count() == piece.shares.count() == 0


def test_nothing_is_written_before_the_other_agreed(world):
    with pytest.raises(NotThere):
        written(world, asked(world))


def test_goal_and_what_is_kept_are_the_teachers_to_write(world, pair):
    for stage in ("goal", "kept"):
        with pytest.raises(BadInput, match="the teacher’s to write"):
            written(world, pair, by="coach", stage=stage)
    assert written(world, pair, stage="kept").by == world.teacher


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"stage": "score"},
        {"link": "javascript:alert(1)"},
        {"priority": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_what_cannot_be_written_is_refused(world, pair, wrong):
    with pytest.raises(BadInput):
        written(world, pair, **wrong)


def test_only_its_author_changes_a_piece_and_the_later_of_two_is_told(world, pair):
    piece = written(world, pair, stage="try")
    told = Written(stage="try", text="Something else")
    with pytest.raises(NotThere):
        change_piece(piece, told, by=world.viewer("coach"))
    change_piece(piece, told, version=1, by=world.viewer("teacher"))
    with pytest.raises(BadInput):
        change_piece(
            piece, Written(stage="try", text="Late"), version=1, by=world.viewer("teacher")
        )
    assert own_pieces(world.viewer("coach")).get().text == "Something else"


def test_ended_it_is_closed_to_the_coach_for_writing_and_open_to_the_teacher(world, pair):
    end_coaching(pair, is_completed=True, by=world.viewer("coach"))
    with pytest.raises(NotThere):
        written(world, _again(pair), by="coach", stage="next")
    assert written(world, _again(pair), stage="kept").pk


def _again(cycle):
    return CoachingCycle._base_manager.get(pk=cycle.pk)


# ---- Sharing


def test_teacher_alone_shares_one_piece_with_one_person_and_takes_it_back(world, pair):
    piece = written(world, pair)
    written(world, pair, stage="baseline", text="Another")
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    with pytest.raises(NotThere):
        share_piece(piece, world.colleague, by=world.viewer("coach"))
    share = share_piece(piece, world.colleague, by=teacher)
    assert piece_shared(share, colleague).text == SAID
    assert not pieces_of_threads(colleague).exists()
    assert readers(world, shared_with) == {"colleague"}
    take_share_back(share, by=teacher)
    assert not shared_with(colleague).exists()
    with pytest.raises(CoachingPiece.DoesNotExist):
        piece_shared(share, colleague)


def test_nothing_is_shared_with_whoever_evaluates_her(world, pair):
    piece = written(world, pair)
    share_piece(piece, world.assistant, by=world.viewer("teacher"))
    evaluates(world, "assistant")
    assert not shared_with(world.viewer("assistant")).exists()
    with pytest.raises(BadInput, match="evaluates you"):
        share_piece(piece, world.assistant, by=world.viewer("teacher"))


def test_who_evaluated_her_within_a_year_is_shown_nothing(world, pair):
    """Nobody steps aside for a day to be shown what a teacher shares."""
    piece = written(world, pair)
    share_piece(piece, world.assistant, by=world.viewer("teacher"))
    evaluates(world, "assistant")
    name_evaluator(world.ash, world.teacher, None, by=world.viewer("principal"))
    (share,) = shares_by(world.viewer("teacher"))
    for days, is_shown in ((1, False), (365, False), (366, True)):
        with later(days=days):
            reader = viewer_today(world.assistant)
            assert shared_with(reader).exists() is is_shown
            assert (why_shared(reader, share) is not None) is is_shown
    with later(days=1), pytest.raises(BadInput, match="within a year"):
        share_piece(piece, world.assistant, by=viewer_today(world.teacher))


@pytest.mark.parametrize("who", ["coach", "teacher", "stranger"])
def test_nothing_is_shared_with_the_pair_or_out_of_the_district(world, pair, who):
    with pytest.raises(BadInput):
        share_piece(written(world, pair), world.people[who], by=world.viewer("teacher"))


# ---- Who has looked


def test_each_reading_by_somebody_else_is_on_the_teachers_list(world, pair):
    piece = written(world, pair)
    share = share_piece(piece, world.colleague, by=world.viewer("teacher"))
    note_reading_of_thread(pair, by=world.viewer("coach"))
    note_reading_of_share(share, by=world.viewer("colleague"))
    read = [(row.by, row.action, row.why) for row in readings_about(world.teacher.pk)]
    assert read == [
        (world.colleague.pk, "read shared piece", "shared-with"),
        (world.coach.pk, "read coaching", "coaches"),
    ]
    with pytest.raises(NotThere):
        note_reading_of_thread(pair, by=world.viewer("principal"))


# ---- Openings


def test_two_named_people_open_it_for_a_reason_and_a_time_and_the_teacher_is_told(world, pair):
    written(world, pair)
    opened(world, days=3)
    assert readers(world) == {"teacher", "coach", "superintendent", "union"}
    (told,) = Message.objects.filter(to=world.teacher.email, key__startswith="something new")
    assert "court" not in told.subject + told.body
    (opening,) = visible_openings(world.viewer("teacher"))
    assert opening.reason == "A court asks for it"
    with later(days=3, seconds=1):
        assert not opened_to(viewer_today(world.superintendent)).exists()


@pytest.mark.asvs("2.3.1")
def test_one_alone_opens_nothing(world, pair):
    written(world, pair)
    by = world.viewer("superintendent")
    opening = ask_for_opening(world.teacher, world.coach, reason="I ask", days=3, by=by)
    assert readers(world) == {"teacher", "coach"}
    assert not visible_openings(world.viewer("teacher")).exists()
    with pytest.raises(NotThere):
        open_thread(opening, by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening._base_manager.filter(pk=opening.pk).update(
            opened_by=by.person, opened_at=clock.now(), until=clock.now() + timedelta(days=1)
        )


def test_two_of_one_side_open_nothing(world, pair):
    hold(world.researcher, "superintendent", world.northfield)
    by = world.viewer("superintendent")
    opening = ask_for_opening(world.teacher, world.coach, reason="I ask", days=3, by=by)
    with pytest.raises(NotThere):
        open_thread(opening, by=world.viewer("researcher"))


@pytest.mark.parametrize("who", ["principal", "supervisor", "steward", "coach", "teacher"])
def test_nobody_else_asks_for_an_opening_or_sees_one(world, pair, who):
    by = world.viewer("superintendent")
    ask_for_opening(world.teacher, world.coach, reason="I ask", days=3, by=by)
    assert not visible_openings(world.viewer(who)).exists()
    with pytest.raises(NotThere):
        ask_for_opening(world.teacher, world.coach, reason="I ask", days=3, by=world.viewer(who))


def test_evaluator_of_the_teacher_opens_nothing(world, pair):
    written(world, pair)
    opened(world)
    evaluates(world, "superintendent")
    assert readers(world) == {"teacher", "coach", "union"}


def test_opening_ends_with_the_role_and_when_it_is_closed(world, pair):
    written(world, pair)
    opening = opened(world)
    term = world.people["union"].terms.get()
    term.ends_on = clock.today() - timedelta(days=1)
    term.save()
    assert readers(world) == {"teacher", "coach", "superintendent"}
    close_thread(opening, by=world.viewer("superintendent"))
    assert readers(world) == {"teacher", "coach"}


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"days": 0}, {"days": 15}])
def test_opening_needs_a_reason_and_an_end(world, wrong):
    told = {"reason": "A court asks", "days": 3, **wrong}
    with pytest.raises(BadInput):
        ask_for_opening(world.teacher, world.coach, **told, by=world.viewer("superintendent"))


# ---- Evaluators, search


def test_coach_who_evaluated_for_a_morning_gets_nothing_back(world, pair):
    written(world, pair)
    evaluated_by_her_coach(world)
    by = world.viewer("principal")
    name_evaluator(world.ash, world.teacher, None, by=by)
    with later(days=1):
        assert pieces_of_threads(viewer_today(world.teacher)).exists()
        assert not pieces_of_threads(viewer_today(world.coach)).exists()


def test_coach_who_becomes_the_evaluator_reads_nothing_from_that_day(world, pair):
    piece = written(world, pair, by="coach", stage="learn")
    evaluated_by_her_coach(world)
    coach = world.viewer("coach")
    assert readers(world) == {"teacher"}
    assert found_in_threads(coach, "canary") == []
    with pytest.raises(NotThere):
        change_piece(piece, Written(stage="learn", text="x"), by=coach)


def test_search_looks_through_ones_own_threads_alone(world, pair):
    piece = written(world, pair)
    assert found_in_threads(world.viewer("coach"), "CANARY4711 talk") == [piece]
    assert found_in_threads(world.viewer("teacher"), "talking") == []
    assert found_in_threads(world.viewer("principal"), "canary") == []


# ---- Retention and holds


def test_old_threads_go_and_held_ones_stay(world, pair):
    written(world, pair)
    written(world, paired(world, "colleague"), by="colleague")
    by = world.viewer("superintendent")
    hold = hold_threads(world.colleague, reason="A records request", by=by)
    with later(days=3 * 366 + 1):
        assert let_old_threads_go() == 1
        left = CoachingPiece._base_manager.get()
        assert left.cycle.teacher == world.colleague
        lift_hold(hold, by=viewer_today(world.superintendent))
        assert let_old_threads_go() == 1
    assert not CoachingPiece._base_manager.exists()
    assert AuditRow.objects.filter(action="let coaching go", about=world.teacher.pk).count() == 1


def test_what_is_held_is_neither_changed_nor_taken_away_and_the_teacher_is_told(world, pair):
    piece = written(world, pair)
    hold_threads(world.teacher, reason="A records request", by=world.viewer("superintendent"))
    with pytest.raises(BadInput, match="kept as it is"):
        take_piece_away(piece, by=world.viewer("teacher"))
    with pytest.raises(BadInput, match="kept as it is"):
        change_piece(piece, Written(stage="goal", text="x"), by=world.viewer("teacher"))
    met(world, pair, days_ago=0)
    with pytest.raises(BadInput, match="kept as it is"):
        met(world, pair, minutes=1, kind="material")
    assert CoachingMeeting._base_manager.get().minutes == 40
    (mail,) = Message.objects.filter(to=world.teacher.email, key__startswith="something new")
    assert "/today/" in mail.body
    assert "coaching" not in mail.key + mail.subject + mail.body
    assert readers(world) == {"teacher", "coach"}


def test_what_its_author_takes_away_is_kept_nowhere(world, pair):
    take_piece_away(written(world, pair), by=world.viewer("teacher"))
    assert not CoachingPiece._base_manager.exists()


# ---- Nowhere in clear


def test_no_table_holds_a_word_of_it(world, pair):
    piece = written(world, pair, link="https://films.example/canary-4711")
    met(world, pair, kind="planning")
    share_piece(piece, world.colleague, by=world.viewer("teacher"))
    opening = opened(world)
    Opening._base_manager.filter(pk=opening.pk).update(reason="canary-4711")
    hold_threads(world.teacher, reason="canary-4711", by=world.viewer("superintendent"))
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            said = [str(value) for row in cursor for value in row]
        assert not [one for one in said if "canary" in one or one in {"goal", "planning"}], model


def test_neither_is_the_thread_of_another_pair_there(world, pair):
    other = paired(world, "colleague")
    written(world, other, by="colleague")
    assert list(visible_threads(world.viewer("teacher"))) == [pair]
    with pytest.raises(NotThere):
        write_piece(other, Written(stage="goal", text="x"), by=world.viewer("teacher"))
