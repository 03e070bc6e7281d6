"""A team meets, decides from evidence and promises; what was promised is done, or carried over."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Hands
from tests.journeys.look import faults_of

pytestmark = pytest.mark.journey

TEAM = "Instructional leadership team"
PRIORITY = "Every student argues from a text, every day"
PROMISED = (
    ("Bring work of five readers", "Elena Alvarez · Literacy coach"),
    ("Free the Tuesday period", "Jerome Baptiste · Assistant principal"),
    ("Tell Ms. Okafor what we try", "Rosa Medina · Principal"),
)


def test_team_decides_from_evidence_and_three_people_have_it_in_their_today(visit):
    before = practice_of_the_chain(visit)
    rosa = visit("Rosa Medina", at="/evidence/")
    rosa.get_by_role("link", name=f"Bring it to the {TEAM}").click()
    look_whole(rosa)
    rosa.get_by_role("button", name="Put it on the agenda").click()
    expect(rosa.get_by_text("It is on the agenda.")).to_be_visible()
    agenda = rosa.url
    look_whole(rosa)
    for page in ("Put something on the agenda", "Change", "Decide something"):
        rosa.goto(agenda)
        rosa.get_by_role("link", name=page, exact=True).click()
        look_whole(rosa)
    decide(rosa)
    two_write_the_notes(visit, rosa, agenda)
    they_met_yesterday(rosa, agenda)
    rosa.get_by_role("link", name="Close the meeting").click()
    look_whole(rosa)
    rosa.get_by_role("button", name="Close it and send the minutes").click()
    expect(rosa.get_by_text("Closed. The minutes are on their way")).to_be_visible()
    jerome = visit("Jerome Baptiste")
    line(jerome, "Free the Tuesday period").get_by_role("button", name="Done").click()
    expect(jerome.get_by_text("Done: Free the Tuesday period")).to_be_visible()
    expect(line(jerome, "Free the Tuesday period")).to_have_count(0)
    answer_two_questions(jerome)
    elena = visit("Elena Alvarez")
    carry_over_by_keyboard(elena)
    rosa.goto("/today/")
    rosa.get_by_role("link", name="more things can wait").click()
    expect(line(rosa, "Tell Ms. Okafor what we try")).to_be_visible()
    assert practice_of_the_chain(visit) != before


def practice_of_the_chain(visit):
    """As the school's supervisor reads it."""
    ngozi = visit("Ngozi Okafor", at="/priorities/")
    ngozi.get_by_role("link", name="See the chains").click()
    ngozi.get_by_role("link", name=PRIORITY, exact=True).first.click()
    return ngozi.locator(".chain-cell").filter(has_text="Practice ·").inner_text()


def line(page, words):
    return page.locator(".agenda-item").filter(has_text=words)


def look_whole(page):
    assert faults_of(page) == []


def decide(page):
    page.get_by_label("What did you decide?").fill("Every lesson asks one question of the text.")
    page.get_by_label("Which priority does it serve?").select_option(label=PRIORITY)
    page.get_by_role("group", name="What did you look at?").get_by_role("checkbox").last.check()
    for number, (what, who) in enumerate(PROMISED, start=1):
        row = page.get_by_role("group", name=f"Commitment {number}")
        row.get_by_label("What will be done?").fill(what)
        row.get_by_label("Who?").select_option(label=who)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("On the evidence:")).to_be_visible()


def two_write_the_notes(visit, rosa, agenda):
    """At once, each from an empty page; what is typed outlives a reload."""
    elena = visit("Elena Alvarez", at=agenda)
    for page, words in ((rosa, "We begin in 6th grade."), (elena, "The texts are in the office.")):
        page.get_by_role("textbox", name="Notes").press_sequentially(words)
        expect(page.get_by_text("Saved at")).to_be_visible()
    rosa.reload()
    expect(rosa.get_by_role("textbox", name="Notes")).to_have_value(
        "We begin in 6th grade.\nThe texts are in the office."
    )


def they_met_yesterday(page, agenda):
    """The minutes of a meeting that is still to come are not sent."""
    page.get_by_role("link", name="Close the meeting").click()
    expect(page.get_by_text("no e-mail goes out")).to_be_visible()
    page.goto(agenda)
    page.get_by_role("link", name="Change", exact=True).click()
    day = date.today() - timedelta(days=1)  # noqa: DTZ011 - as in the demonstration
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_text("Changed, for everybody on the team.")).to_be_visible()


def answer_two_questions(page):
    line(page, "Two short questions").get_by_role("link", name="Answer").click()
    look_whole(page)
    page.get_by_role("group", name="What got in the way?").get_by_label("too little time").check()
    page.get_by_role("button", name="Keep my answer").click()
    expect(page.get_by_text("Your words are yours alone.")).to_be_visible()
    expect(line(page, "Two short questions")).to_have_count(0)


def carry_over_by_keyboard(page):
    hands = Hands(page)
    hands.tab_to("Bring work of five readers")
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("Bring work of five readers")
    hands.tab_to("By when?")
    later = date.today() + timedelta(days=40)  # noqa: DTZ011 - as in the demonstration
    hands.type(later.strftime("%m%d%Y"))
    hands.press("Enter")
    expect(page.get_by_text("It is to be done by")).to_be_visible()
    expect(line(page, "Bring work of five readers")).to_contain_text("carried over once")


def test_agenda_is_prepared_and_a_promise_kept_by_keyboard_alone(visit):
    page = visit("Daniel Reyes", at="/priorities/meetings/")
    hands = Hands(page)
    hands.tab_to("Grade 6 team")
    hands.press("Enter")
    expect(page.locator("h1")).to_contain_text("Grade 6 team meets on")
    hands.tab_to("Prepare the agenda")
    hands.press("Enter")
    expect(page.get_by_role("heading", name="What we look at")).to_be_visible()
    hands.tab_to("Decide something")
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("What do you decide, and who does what?")
    hands.tab_to("What will be done?")
    hands.type("Ask who covers Tuesday")
    hands.tab_to("Who?")
    hands.type("Daniel Reyes")
    hands.tab_to("What will be done?", back=True)
    hands.press("Enter")
    expect(line(page, "Ask who covers Tuesday")).to_contain_text("Daniel Reyes")
    tab_to_done(hands, line(page, "Ask who covers Tuesday"))
    hands.press("Enter")
    expect(page.get_by_text("Done: Ask who covers Tuesday")).to_be_visible()
    hands.tab_to("Undo")
    hands.press("Enter")
    expect(page.get_by_text("Taken back. It is still to be done.")).to_be_visible()


def tab_to_done(hands, row):
    """To the button of that commitment, past those of others."""
    hands.tab_to("Done")
    while row.locator("button:focus").count() == 0:
        hands.tab_to("Done")
