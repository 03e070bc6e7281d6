"""A principal absorbs what is asked into what her school works on, with a mouse and without."""

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Hands
from tests.journeys.pages import ARGUE, ASKED
from tests.journeys.test_people_at_work import act, item

pytestmark = pytest.mark.journey
KNOWN = "Every student has an adult who knows why she is away"
HOW = "Whoever calls home keeps the plan; we send our page."


def test_principal_absorbs_a_state_demand_into_a_priority(visit):
    page = visit("Rosa Medina")
    waiting = "“Attendance plan” serves none of your priorities yet"
    act(page, waiting, "Say how we meet it")
    page.get_by_label(KNOWN).check()
    page.get_by_label("How do we meet it?").fill(HOW)
    page.get_by_role("button", name="This is how we meet it").click()
    expect(page.get_by_text("Met by what you work on anyway.")).to_be_visible()
    card = page.get_by_role("region", name=KNOWN)
    expect(card.get_by_role("listitem").filter(has_text="Attendance plan")).to_contain_text(HOW)
    page.goto("/today/")
    expect(item(page, waiting)).to_have_count(0)
    act(page, "The state · Department of Education", "See what is due")
    page.get_by_role("button", name="Handed in Plan").click()
    expect(page.get_by_text("“Plan” is handed in.")).to_be_visible()


def test_and_another_one_by_the_keyboard_alone(visit):
    page = visit("Rosa Medina")
    hands = Hands(page)
    hands.tab_to("Priorities")
    hands.press("Enter")
    expect(page.locator("h1")).to_contain_text("Lincoln Middle School works on")
    hands.tab_to(ASKED)
    hands.press("Enter")
    expect(page.get_by_text("Midyear report on spending").first).to_be_visible()
    at = page.get_by_role("link", name="Say how we meet it Midyear report on spending")
    while not at.evaluate("one => one === document.activeElement"):
        hands.tab_to("Say how we meet it")
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("How do we meet “Midyear report on spending”?")
    hands.tab_to(ARGUE)
    hands.press("Space")
    hands.tab_to("How do we meet it?")
    hands.type("The money of the grant follows this priority.")
    hands.tab_to("This is how we meet it")
    hands.press("Enter")
    expect(page.get_by_text("Met by what you work on anyway.")).to_be_visible()
    expect(page.get_by_role("region", name=ARGUE)).to_contain_text("Midyear report on spending")


def test_theory_is_put_in_order_by_the_keyboard_alone(visit):
    page = visit("Rosa Medina", at="/priorities/")
    hands = Hands(page)
    for link, headline in ((ARGUE, ARGUE), ("Write and test it", "Why we think this works")):
        hands.tab_to(link)
        hands.press("Enter")
        expect(page.locator("h1")).to_have_text(headline)
    titles = page.locator("main .timeline-title")
    expect(titles.first).to_contain_text("meet 90 minutes a week")
    hands.tab_to("Later")
    hands.press("Enter")
    expect(titles.nth(1)).to_contain_text("meet 90 minutes a week")
    hands.tab_to("Earlier")
    hands.press("Enter")
    expect(titles.first).to_contain_text("meet 90 minutes a week")
