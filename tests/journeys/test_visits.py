"""A visit with one thumb: seen, said, answered; and what it stands on, looked at by everybody."""

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of
from tests.journeys.test_on_a_phone import fits_a_thumb
from tests.journeys.visitor import HANDHELD

pytestmark = pytest.mark.journey

SAW = "Three students went back to paragraph 4 without being asked"
LOW = """() => [...document.querySelectorAll(
    "main .visit-form :is(.button, select, textarea, summary), .visit-form label:has(input)")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
  .map((one) => one.innerText)"""


def test_visit_is_kept_in_twelve_taps(visit):
    """Beside those into a text: the bar, the teacher, two look-fors, the button."""
    rosa = visit("Rosa Medina", **HANDHELD)
    bar = rosa.get_by_role("navigation", name="Main, on a phone")
    bar.get_by_role("link", name="Visits").tap()
    expect(rosa.locator("h1")).to_contain_text("teachers had feedback and a follow-up from you")
    fits_a_thumb(rosa)
    assert faults_of(rosa) == []
    rosa.locator("a.tap").first.tap()
    expect(rosa.get_by_text("You evaluate")).to_be_visible()
    rosa.get_by_text("Students quote the text").tap()
    rosa.get_by_text("Students answer each other").tap()
    rosa.get_by_label("One thing you saw").fill(SAW)
    expect(rosa.get_by_text("Saved as a draft at")).to_be_visible()
    rosa.reload()
    expect(rosa.get_by_label("One thing you saw")).to_have_value(SAW)
    expect(rosa.get_by_label("Students quote the text")).to_be_checked()
    rosa.get_by_label("One next step").fill("Let two students answer each other before you do")
    assert rosa.evaluate(LOW) == []
    fits_a_thumb(rosa)
    assert faults_of(rosa) == []
    rosa.get_by_role("button", name="Keep, and share").tap()
    expect(rosa.get_by_text("Kept. From")).to_be_visible()
    expect(rosa.get_by_label("What you saw")).to_have_value(
        f"{SAW}\n\nI saw: Students quote the text; Students answer each other."
    )
    assert faults_of(rosa) == []


def test_feedback_reaches_the_teacher_who_asks_for_help(visit):
    daniel = visit("Daniel Reyes")
    daniel.get_by_role("link", name="Elena Alvarez shared feedback with you", exact=True).click()
    expect(daniel.get_by_text("it is never used in an evaluation")).to_be_visible()
    assert faults_of(daniel) == []
    daniel.get_by_label("I would like help with it").check()
    daniel.get_by_label("In your words").fill("Could you model it in my third period?")
    daniel.get_by_role("button", name="Tell Elena Alvarez").click()
    expect(daniel.get_by_text("Elena Alvarez can read it now.")).to_be_visible()
    elena = visit("Elena Alvarez")
    elena.get_by_role("link", name="Daniel Reyes asks you for help", exact=True).click()
    expect(elena.get_by_text("Could you model it in my third period?")).to_be_visible()
    rosa = visit("Rosa Medina")
    rosa.expected.add(404)
    assert rosa.goto(elena.url).status == 404


def test_what_visits_stand_on(visit):
    rosa = visit("Rosa Medina", at="/visits/")
    rosa.get_by_role("link", name="Who evaluates whom").click()
    expect(rosa.locator("h1")).to_have_text("Who evaluates whom")
    assert faults_of(rosa) == []
    rosa.goto("/visits/")
    rosa.get_by_role("link", name="Something is in the way").click()
    assert faults_of(rosa) == []
    rosa.get_by_label("Who sees to it?").select_option(label="Walt Kowalski")
    rosa.get_by_role("button", name="Something is broken").click()
    expect(rosa.get_by_text("Walt Kowalski has it in hand now.")).to_be_visible()
    walt = visit("Walt Kowalski")
    walt.get_by_role("link", name="Something is broken: Lincoln Middle School").first.click()
    assert faults_of(walt) == []
    walt.get_by_label("What becomes of it?").fill("On Monday, before the first period")
    walt.get_by_role("button", name="Answer").click()
    expect(walt.get_by_text("Rosa Medina reads it on Today.")).to_be_visible()
    rosa.goto("/visits/")
    rosa.get_by_role("link", name="Visit agreements").click()
    expect(rosa.get_by_text("confirmed it for the union")).to_be_visible()
    assert faults_of(rosa) == []
    rosa.goto("/priorities/")
    rosa.get_by_role("link", name="Every student argues from a text, every day").first.click()
    rosa.locator("a[href^='/visits/look-fors/']").first.click()
    expect(rosa.locator("h1")).to_have_text("What visitors look for")
    assert faults_of(rosa) == []
