"""Plan, visit, promise, next visit: as a supervisor and a principal live it."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of
from tests.journeys.visitor import HANDHELD

pytestmark = pytest.mark.journey
WORDS = "We read the agenda aloud and crossed half of it out"
MINE, THEIRS = "Ask for two days of a coach", "Send the cover plan round"


def _heading(page, words):
    expect(page.locator("h1")).to_contain_text(words)


def _day(days):
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - as in the demonstration


def test_supervisor_plans_visits_promises_and_comes_again(visit):
    ngozi = visit("Ngozi Okafor", at="/support/schools/")
    _heading(ngozi, "of your")
    assert faults_of(ngozi) == []
    ngozi.get_by_role("link", name="Lincoln Middle School · contacts and promises").click()
    expect(ngozi.get_by_role("heading", name="The plan")).to_be_visible()
    ngozi.get_by_role("link", name="Change how often, and why").click()
    _heading(ngozi, "How often you mean to be there")
    ngozi.get_by_label("How many contacts a month?").fill("3")
    ngozi.get_by_role("button", name="Keep it").click()
    expect(ngozi.get_by_text("Say why this school gets more").first).to_be_visible()
    assert faults_of(ngozi) == []
    ngozi.get_by_label("Why?").fill("One team plans alone since spring")
    ngozi.get_by_role("button", name="Keep it").click()
    expect(ngozi.get_by_text("From today on, that is the plan.")).to_be_visible()
    _write_down(ngozi)
    ngozi.locator("#since + ul a").first.click()
    expect(ngozi.get_by_text(WORDS)).to_be_visible()
    assert faults_of(ngozi) == []
    rosa = visit("Rosa Medina", at=ngozi.url)
    expect(rosa.get_by_text(WORDS)).to_be_visible()
    _next_visit(visit)


def _write_down(page):
    page.get_by_role("link", name="Write down a contact").click()
    _heading(page, "What you did together")
    page.get_by_label("How many minutes?").fill("45")
    page.get_by_label("Worked on it side by side").check()
    page.get_by_label("In a few words").fill(WORDS)
    page.get_by_label("You promised").fill(MINE)
    page.get_by_label("Rosa Medina promised").fill(THEIRS)
    page.get_by_label("By when?").fill(_day(10))
    page.get_by_label("When do you come again?").fill(_day(3))
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept. It counts toward the plan.")).to_be_visible()


def _next_visit(visit):
    """On a phone: the principal has kept her promise; the visit to come opens with that."""
    rosa = visit("Rosa Medina", at="/support/schools/")
    rosa.locator("li", has_text=THEIRS).get_by_role("button", name="Done").click()
    expect(rosa.get_by_text(f"Done: {THEIRS}")).to_be_visible()
    ngozi = visit("Ngozi Okafor", at="/today/", **HANDHELD)
    ngozi.get_by_role("link", name="Visit to Lincoln Middle School").first.click()
    expect(ngozi.get_by_role("heading", name="What became of what we promised")).to_be_visible()
    expect(ngozi.locator("li", has_text=THEIRS)).to_contain_text("done on")
    expect(ngozi.locator("li", has_text=MINE)).to_contain_text("Ngozi Okafor")
    assert faults_of(ngozi) == []
    ngozi.get_by_role("link", name="It did not take place").click()
    _heading(ngozi, "It did not take place")
    assert faults_of(ngozi) == []
    ngozi.get_by_label("A meeting at the central office").check()
    ngozi.get_by_role("button", name="Say so").click()
    expect(ngozi.get_by_text("It did not take place. Plan the next one.")).to_be_visible()
    ngozi.get_by_role("link", name="Plan a visit").click()
    _heading(ngozi, "Plan a visit")
    ngozi.get_by_label("Which day?").fill(_day(5))
    ngozi.get_by_role("button", name="Plan it").click()
    expect(ngozi.get_by_text("Planned for")).to_be_visible()
    ngozi.get_by_role("link", name="Write it down").click()
    _heading(ngozi, "What you did together")
    assert faults_of(ngozi) == []
