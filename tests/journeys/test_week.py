"""The coach's week: laid out, a class covered in one tap, laid out anew; the principal reads what
it cost."""

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of, settled

pytestmark = pytest.mark.journey


def test_week_is_laid_out_and_laid_out_anew_after_a_cover(visit):
    elena = visit("Elena Alvarez", at="/coaching/")
    elena.get_by_role("link", name="Your week").click()
    expect(elena.get_by_text("Only you read your week")).to_be_visible()
    settled(elena)
    elena.get_by_role("button", name="Lay out my week").or_(
        elena.get_by_role("button", name="Lay it out anew")
    ).click()
    expect(elena.get_by_role("status").get_by_text("Laid out")).to_be_visible()
    assert faults_of(elena) == []
    elena.get_by_label("How many minutes?").select_option("90")
    elena.get_by_role("button", name="Covering a class").click()
    expect(elena.get_by_role("status").get_by_text("Noted, and whoever leads")).to_be_visible()
    settled(elena)
    elena.get_by_role("button", name="Lay it out anew").click()
    expect(elena.get_by_role("status").get_by_text("Laid out")).to_be_visible()
    rosa = visit("Rosa Medina", at="/coaching/interference/")
    expect(rosa.locator("h1")).to_contain_text("went elsewhere; most of it")
    expect(rosa.get_by_role("heading", name="Elena Alvarez")).to_be_visible()
    assert faults_of(rosa) == []
