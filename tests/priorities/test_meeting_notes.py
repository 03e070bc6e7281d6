"""Notes that several people write at once: both texts survive."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from convergent.errors import BadInput, NotThere
from convergent.people.viewer import viewer_of
from convergent.priorities.access.meetings import visible_clashes, visible_meeting_notes
from convergent.priorities.actions.meeting_notes import settle, write_notes
from convergent.priorities.actions.minutes import close_meeting
from convergent.priorities.models import MeetingNotes, NotesClash
from convergent.priorities.models.meeting_notes import MOST_CLASHES, NOTES_FIT
from tests.priorities.meeting import prepared


@pytest.fixture
def meeting(world):
    return prepared(world)


def _text(world, meeting):
    return visible_meeting_notes(world.viewer("teacher")).get(meeting=meeting).text


def test_lines_apart_are_merged(world, meeting):
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    write_notes(meeting, text="Reading\r\nWriting", base="", by=teacher)
    write_notes(meeting, text="Reading aloud\nWriting", base="Reading\nWriting", by=teacher)
    kept = write_notes(
        meeting, text="Reading\nWriting daily", base="Reading\nWriting", by=colleague
    )
    assert (kept.is_merged, kept.clashes) == (True, 0)
    assert _text(world, meeting) == "Reading aloud\nWriting daily"


def test_both_who_begin_on_an_empty_page_are_kept(world, meeting):
    write_notes(meeting, text="First", base="", by=world.viewer("teacher"))
    write_notes(meeting, text="Second", base="", by=world.viewer("colleague"))
    assert _text(world, meeting) == "First\nSecond"


def test_one_line_changed_by_both_stands_twice_and_side_by_side_until_settled(world, meeting):
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    write_notes(meeting, text="Monday", base="", by=teacher)
    write_notes(meeting, text="Tuesday", base="Monday", by=teacher)
    kept = write_notes(meeting, text="Friday", base="Monday", by=colleague)
    assert (kept.clashes, _text(world, meeting)) == (1, "Tuesday\nFriday")
    clash = visible_clashes(colleague).get()
    assert (clash.stored, clash.stored_by) == ("Tuesday", world.teacher)
    assert (clash.typed, clash.typed_by) == ("Friday", world.colleague)
    settle(clash, by=teacher)
    assert not visible_clashes(colleague).open().exists()
    kept = visible_clashes(colleague).get()
    assert (kept.typed, kept.settled_by) == ("Friday", world.teacher)
    settle(kept, by=colleague)
    assert visible_clashes(colleague).get().settled_by == world.teacher


def test_who_goes_on_typing_from_what_she_sent_takes_nothing_of_others_away(world, meeting):
    """The page does not show her what came between; she sends her own text alone, again."""
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    write_notes(meeting, text="A", base="", by=teacher)
    write_notes(meeting, text="A\nB", base="A", by=colleague)
    write_notes(meeting, text="A, at length", base="A", by=teacher)
    write_notes(meeting, text="A, at length\nC", base="A, at length", by=teacher)
    assert _text(world, meeting) == "A, at length\nB\nC"


def test_saving_what_is_stored_changes_nothing(world, meeting):
    teacher = world.viewer("teacher")
    write_notes(meeting, text="A", base="", by=teacher)
    assert write_notes(meeting, text="A\n", base="A", by=teacher).notes.version == 1


def test_what_is_typed_when_the_meeting_was_closed_stands_beside_its_notes(world, meeting):
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    write_notes(meeting, text="A", base="", by=teacher)
    close_meeting(meeting, there=[], by=teacher)
    write_notes(meeting, text="A\nB", base="A", by=colleague)
    write_notes(meeting, text="A\nB\nC", base="A\nB", by=colleague)
    assert _text(world, meeting) == "A"
    assert visible_clashes(teacher).get().typed == "A\nB\nC"


def test_what_one_person_types_on_two_pages_when_the_meeting_is_closed_is_all_kept(world, meeting):
    by = world.viewer("teacher")
    write_notes(meeting, text="A", base="", by=by)
    close_meeting(meeting, there=[], by=by)
    write_notes(meeting, text="A\nA paragraph from the tablet", base="A", by=by)
    write_notes(meeting, text="A\nA line from the laptop", base="A", by=by)
    again = write_notes(meeting, text="A\nA line from the laptop", base="A", by=by)
    typed_on = "A\nA paragraph from the tablet\nand more"
    write_notes(meeting, text=typed_on, base="A\nA paragraph from the tablet", by=by)
    beside = {one.typed for one in visible_clashes(by).open()}
    assert (beside, again.beside.typed) == (
        {typed_on, "A\nA line from the laptop"},
        "A\nA line from the laptop",
    )


def test_what_comes_after_what_was_settled_is_kept_too(world, meeting):
    by = world.viewer("teacher")
    close_meeting(meeting, there=[], by=by)
    write_notes(meeting, text="A", base="", by=by)
    settle(visible_clashes(by).get(), by=by)
    write_notes(meeting, text="A\nB", base="A", by=by)
    assert [one.typed for one in visible_clashes(by)] == ["A", "A\nB"]


def test_page_on_which_nothing_was_typed_leaves_nothing_beside_closed_notes(world, meeting):
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    write_notes(meeting, text="A", base="", by=teacher)
    close_meeting(meeting, there=[], by=teacher)
    write_notes(meeting, text="", base="", by=colleague)
    assert not visible_clashes(teacher).exists()


def test_what_does_not_fit_in_the_notes_stands_beside_them_until_it_does(world, meeting):
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    full = "x" * (NOTES_FIT - 10)
    write_notes(meeting, text=full, base="", by=teacher)
    kept = write_notes(meeting, text="What she said\nall of it", base="", by=colleague)
    assert (kept.beside.kind, _text(world, meeting)) == ("full", full)
    longer = "What she said\nall of it\nand this"
    write_notes(meeting, text=longer, base="What she said\nall of it", by=colleague)
    assert [one.typed for one in visible_clashes(teacher).open()] == [longer]
    write_notes(meeting, text="Short", base=full, by=teacher)
    kept = write_notes(meeting, text=f"{longer}!", base=longer, by=colleague)
    assert (kept.beside, _text(world, meeting)) == (None, f"Short\n{longer}!")
    assert not visible_clashes(teacher).open().exists()


def test_full_notes_lock_nobody_out(world, meeting):
    by, colleague = world.viewer("teacher"), world.viewer("colleague")
    for number in range(3):
        write_notes(meeting, text=f"{number}" + "x" * 49_000, base="z", by=by)
    text = _text(world, meeting)
    assert len(text) <= NOTES_FIT
    write_notes(meeting, text="hers", base=text, by=colleague)
    assert _text(world, meeting) == "hers"


def test_no_more_stands_beside_the_notes_than_people_look_through(world, meeting):
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    lines = [f"{number}\n-" for number in range(MOST_CLASHES + 5)]
    base = "\n".join(lines)
    write_notes(meeting, text=base, base="", by=teacher)
    write_notes(meeting, text=base.replace("\n-", " one\n-"), base=base, by=teacher)
    kept = write_notes(meeting, text=base.replace("\n-", " two\n-"), base=base, by=colleague)
    assert kept.clashes == MOST_CLASHES + 5
    assert visible_clashes(teacher).open().count() == MOST_CLASHES
    assert "24 one\n24 two" in _text(world, meeting)
    close_meeting(meeting, there=[], by=teacher)
    with pytest.raises(BadInput, match="Look at it first"):
        write_notes(meeting, text="Late", base="", by=teacher)


def test_ten_thousand_characters_from_right_to_left_come_back_whole(world, meeting):
    text = ("לומדים יחד، معًا " * 625).strip()
    write_notes(meeting, text=text, base="", by=world.viewer("teacher"))
    assert _text(world, meeting) == text


@pytest.mark.parametrize("who", ["assistant", "supervisor", "steward", "stranger"])
def test_nobody_beside_the_team_reads_or_writes_them(world, meeting, who):
    write_notes(meeting, text="Ours", base="", by=world.viewer("principal"))
    assert not visible_meeting_notes(world.viewer(who)).exists()
    with pytest.raises(NotThere):
        write_notes(meeting, text="Mine", base="", by=world.viewer(who))


def test_who_leaves_the_team_reads_them_no_more_nor_her_own(world, meeting):
    write_notes(meeting, text="Mine", base="", by=world.viewer("teacher"))
    seat = world.teacher.terms.get(role__kind="teamMember")
    today = world.viewer("teacher").today
    seat.ends_on = today - timedelta(days=1)
    seat.save()
    assert not visible_meeting_notes(viewer_of(world.teacher, today)).exists()


def test_no_other_door_leads_to_them(world, meeting):
    write_notes(meeting, text="A", base="", by=world.viewer("teacher"))
    write_notes(meeting, text="B", base="", by=world.viewer("teacher"))
    assert MeetingNotes.objects.count() == NotesClash.objects.count() == 0
    assert meeting.clashes.count() == 0


def test_notes_are_merged_before_anybody_has_to_wait(world, meeting):
    """Whoever merges holds no lock; where somebody saves in between, it is merged anew."""
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    write_notes(meeting, text="A", base="", by=teacher)
    with after_reading_notes(lambda: write_notes(meeting, text="A\nB", base="A", by=colleague)):
        kept = write_notes(meeting, text="A\nC", base="A", by=teacher)
    assert (kept.is_merged, _text(world, meeting)) == (True, "A\nB\nC")


def test_who_never_finds_the_notes_at_rest_is_told(world, meeting):
    teacher, colleague = world.viewer("teacher"), world.viewer("colleague")
    words = iter(range(100))

    def hurry():
        write_notes(meeting, text=f"{next(words)}", base="", by=colleague)

    with after_reading_notes(hurry, always=True), pytest.raises(BadInput, match="again"):
        write_notes(meeting, text="C", base="", by=teacher)
    assert "C" not in _text(world, meeting)


@contextmanager
def after_reading_notes(act, *, always=False):
    """Somebody else acts between the first reading of the notes and the lock, once or always."""
    waiting = [True]

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if waiting and sql.startswith("SELECT") and "meetingnotes" in sql:
            waiting.clear()
            act()
        if always and sql.startswith("RELEASE"):
            waiting[:] = [True]
        return result

    with connection.execute_wrapper(watch):
        yield
