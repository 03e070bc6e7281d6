"""Working notes: the team's and the lead's alone, and who read them is told."""

from datetime import timedelta

import pytest

from convergent.audit.models import AuditRow
from convergent.errors import NotThere
from convergent.people.viewer import viewer_of
from convergent.priorities.actions.notes import read_notes, write_note
from convergent.priorities.actions.priorities import Said, begin_priority, change_priority
from convergent.priorities.models import WorkingNote
from tests.priorities.test_pages import words
from tests.world import hold, make_place


@pytest.fixture
def priority(world):
    """Led by the coach of Ash; the teacher and a colleague are on its team."""
    hold(world.teacher, "teamMember", world.team)
    hold(world.colleague, "teamMember", world.team)
    said = Said(statement="We argue", is_own=True, lead=world.term("coach"), team=world.team)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


def test_team_and_lead_read_and_each_reading_of_anothers_note_is_noted(world, priority):
    write_note(priority, text="It is too long", by=world.viewer("teacher"))
    write_note(priority, text="Shorten it", by=world.viewer("teacher"))
    read = read_notes(priority, by=world.viewer("coach"))
    assert [note.text for note in read] == ["Shorten it", "It is too long"]
    (row,) = AuditRow.objects.filter(action="read working notes")
    assert (row.by, row.about, row.why) == (world.coach.pk, world.teacher.pk, "leads-it")


@pytest.mark.parametrize(
    "who", ["principal", "supervisor", "superintendent", "steward", "assistant", "stranger"]
)
def test_nobody_above_or_beside_reads_or_writes_them(world, priority, who):
    write_note(priority, text="Ours", by=world.viewer("teacher"))
    with pytest.raises(NotThere):
        read_notes(priority, by=world.viewer(who))
    with pytest.raises(NotThere):
        write_note(priority, text="Mine", by=world.viewer(who))


def test_who_leaves_the_team_reads_them_no_more_nor_her_own(world, priority):
    write_note(priority, text="Mine", by=world.viewer("teacher"))
    seat = world.teacher.terms.get(role__kind="teamMember")
    seat.ends_on = world.viewer("teacher").today - timedelta(days=1)
    seat.save()
    with pytest.raises(NotThere):
        read_notes(priority, by=viewer_of(world.teacher, world.viewer("coach").today))


def named(world, priority, **hands):
    """The principal names another lead or team, and takes nothing else in hand."""
    now = {"lead": priority.lead, "team": priority.team}
    said = Said(statement=priority.statement, is_own=True, **{**now, **hands})
    return change_priority(priority, said, reason="Another", by=world.viewer("principal"))


def texts(world, priority, who):
    return [note.text for note in read_notes(priority, by=world.viewer(who))]


def test_who_names_herself_lead_reads_only_what_is_written_from_then_on(world, priority):
    coach = priority.lead
    write_note(priority, text="Before", by=world.viewer("teacher"))
    priority = named(world, priority, lead=world.term("principal"))
    assert texts(world, priority, "principal") == []
    write_note(priority, text="With her", by=world.viewer("teacher"))
    assert texts(world, priority, "principal") == ["With her"]
    priority = named(world, priority, lead=coach)
    assert texts(world, priority, "coach") == ["Before"]
    assert texts(world, priority, "teacher") == ["With her", "Before"]


def test_team_that_is_named_later_reads_only_what_is_written_from_then_on(world, priority):
    write_note(priority, text="Before", by=world.viewer("teacher"))
    other, first = make_place("team", "7th-grade team", world.ash), priority.team
    hold(world.principal, "teamMember", other)
    priority = named(world, priority, team=other)
    assert texts(world, priority, "principal") == []
    assert texts(world, priority, "coach") == ["Before"]
    assert texts(world, named(world, priority, team=first), "teacher") == ["Before"]


def test_page_says_that_who_is_named_later_does_not_read_it(world, priority, enters):
    page = words(enters("teacher").get(f"/priorities/{priority.pk}/notes/"))
    assert "Another team or lead reads only what is written after they are named." in page


def test_somebody_on_two_teams_reads_a_note_once(world, priority):
    hold(world.coach, "teamMember", world.team)
    write_note(priority, text="Once", by=world.viewer("teacher"))
    assert len(read_notes(priority, by=world.viewer("coach"))) == 1


def test_no_other_door_leads_to_a_note(world, priority):
    write_note(priority, text="Ours", by=world.viewer("teacher"))
    assert WorkingNote.objects.count() == priority.notes.count() == 0


def test_ten_thousand_characters_and_letters_from_right_to_left_come_back_whole(world, priority):
    text = "לומדים יחד، معًا " * 625
    write_note(priority, text=text, by=world.viewer("teacher"))
    assert read_notes(priority, by=world.viewer("teacher"))[0].text == text
