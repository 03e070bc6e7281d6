"""Coaching as two people live it, and what the others meet; each page is looked at on the way."""

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of

pytestmark = pytest.mark.journey
GOAL = "I want more than the same five to talk"


def test_coaching_is_asked_for_written_and_shared(visit):
    daniel = visit("Daniel Reyes", at="/coaching/")
    daniel.get_by_role("link", name="Begin a cycle").click()
    expect(daniel.get_by_text("Not what about")).to_be_visible()
    assert faults_of(daniel) == []
    daniel.get_by_label("With whom?").select_option(label="Elena Alvarez")
    daniel.get_by_role("button", name="Ask", exact=True).click()
    expect(daniel.get_by_text("It begins when Elena Alvarez agrees")).to_be_visible()
    elena = visit("Elena Alvarez", at=daniel.url)
    elena.get_by_role("button", name="Agree").click()
    expect(elena.get_by_text("You two can write from now on")).to_be_visible()
    daniel.reload()
    expect(daniel.get_by_text("could open it together")).to_be_visible()
    daniel.get_by_label("In your words").fill(GOAL)
    daniel.get_by_role("button", name="Keep it for us two").click()
    elena.reload()
    expect(elena.get_by_text(GOAL)).to_be_visible()
    assert faults_of(elena) == []
    daniel.get_by_role("link", name="Change or share").click()
    assert faults_of(daniel) == []
    daniel.get_by_label("With whom do you share it?").fill("Jerome Baptiste")
    daniel.get_by_role("button", name="Share it").click()
    expect(daniel.get_by_text("can read this piece until you take it back")).to_be_visible()
    jerome = visit("Jerome Baptiste", at="/coaching/")
    assert faults_of(jerome) == []
    jerome.get_by_role("link", name="Daniel Reyes").click()
    expect(jerome.get_by_text(GOAL)).to_be_visible()
    assert faults_of(jerome) == []


def test_what_others_meet(visit):
    elena = visit("Elena Alvarez", at="/coaching/search/")
    elena.get_by_label("Words that you look for").fill("pairs")
    elena.get_by_role("button", name="Look for it").click()
    expect(elena.locator("article").first).to_contain_text("airs")
    assert faults_of(elena) == []
    rosa = visit("Rosa Medina", at="/coaching/participation/")
    expect(rosa.locator("h1")).to_contain_text("Coaching reached")
    assert faults_of(rosa) == []
    helen = visit("Helen Park", at="/coaching/openings/")
    expect(helen.get_by_role("heading", name="Ask that a thread be opened")).to_be_visible()
    assert faults_of(helen) == []
