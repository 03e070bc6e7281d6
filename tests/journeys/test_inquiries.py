"""A grade team inquires on its results: it asks, looks, guesses, tries, and looks again."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of

pytestmark = pytest.mark.journey
TEAM, QUESTION = "Grade 6 team", "Which answers do we wait for?"
GUESS = "Two of three will quote a line, of 27."


def look_whole(page):
    assert faults_of(page) == []


def test_grade_team_asks_looks_tries_and_looks_again(visit):
    daniel = visit("Daniel Reyes", at="/evidence/")
    daniel.get_by_role("link", name=f"Start an inquiry with the {TEAM}").click()
    expect(daniel.locator("h1")).to_have_text("Question first")
    expect(daniel.get_by_text(f"Only the {TEAM} and whoever leads")).to_be_visible()
    look_whole(daniel)
    daniel.get_by_label("What do you want to know?").fill(QUESTION)
    daniel.get_by_role("button", name="Ask it").click()
    expect(daniel.get_by_text("Begun. Now look at something together.")).to_be_visible()
    inquiry = daniel.url
    look_whole(daniel)
    they_look(daniel, inquiry)
    they_try(daniel)
    others_see_nothing(visit, inquiry)
    daniel.goto("/today/")
    line = daniel.locator(".agenda-item").filter(has_text=f"Look again: {QUESTION}")
    line.get_by_role("link", name="Say what happened").click()
    expect(daniel.locator("h1")).to_have_text("What happened, and what will we do?")
    expect(daniel.get_by_text(GUESS)).to_be_visible()
    look_whole(daniel)
    daniel.get_by_label("What happened, beside what we had guessed?").fill("18 of 27 quote a line.")
    daniel.get_by_label("Adapt it").check()
    daniel.get_by_role("button", name="Keep it").click()
    expect(daniel.get_by_text("Kept. It stays in the team’s history.")).to_be_visible()
    expect(daniel.get_by_text("When we looked again, it said the same.").first).to_be_visible()
    look_whole(daniel)
    daniel.goto("/today/")
    expect(daniel.locator("h1")).to_be_visible()
    expect(line).to_have_count(0)


def they_look(page, inquiry):
    page.get_by_role("link", name="Ask it otherwise").click()
    expect(page.get_by_label("What do you want to know?")).to_have_value(QUESTION)
    look_whole(page)
    page.goto(f"{inquiry}look/")
    page.get_by_label("Something else that you looked at").fill("Of 27 exit slips, 11 quote")
    look_whole(page)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("It is kept with the inquiry.")).to_be_visible()


def they_try(page):
    page.get_by_role("link", name="Say what we try").click()
    expect(page.get_by_text("Not what students lack")).to_be_visible()
    look_whole(page)
    page.get_by_label("What in our teaching could explain it?").fill("We take the first answer.")
    page.get_by_label("Which one thing will we change?").fill("We wait for a second one.")
    page.get_by_label("What do we think will happen?").fill(GUESS)
    today = date.today()  # noqa: DTZ011 - as in the demonstration
    page.get_by_label("On which day do we look again?").fill(today.isoformat())
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("The day stands on everybody’s Today.")).to_be_visible()


def others_see_nothing(visit, inquiry):
    """The coach is not on the team."""
    elena = visit("Elena Alvarez", at="/inquiry/")
    expect(elena.locator("h1")).to_have_text("What our teams want to know")
    expect(elena.get_by_text(QUESTION)).to_have_count(0)
    elena.expected.add(404)
    elena.goto(inquiry)
    expect(elena.get_by_text(QUESTION)).to_have_count(0)
