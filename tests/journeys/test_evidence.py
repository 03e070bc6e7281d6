"""From a headline to what is behind it, and taking it along."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_from_the_headline_to_why_and_back(visit):
    page = visit("Rosa Medina", at="/evidence/")
    headline = page.locator("h1").inner_text()
    page.get_by_text("Show as table").first.click()
    expect(page.locator("details[open] table").first).to_be_visible()
    page.get_by_role("link", name="Why this number?").first.click()
    expect(page.get_by_text("Checked by")).to_be_visible()
    page.get_by_role("link", name="Back to the evidence").click()
    expect(page.locator("h1")).to_have_text(headline)


def test_other_subject_is_one_tap_away_and_in_the_address(visit):
    page = visit("Rosa Medina", at="/evidence/")
    page.get_by_role("link", name="Mathematics", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?subject=mathematics$"))
    expect(page.get_by_role("link", name="Mathematics", exact=True)).to_have_attribute(
        "aria-current", "page"
    )


def test_what_a_script_does_is_offered_once_it_works(visit):
    page = visit("Rosa Medina", at="/evidence/")
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()


def test_every_picture_says_its_finding_aloud(visit):
    page = visit("Rosa Medina", at="/evidence/")
    pictures = page.locator("main [role=img]")
    assert pictures.count() > 3
    assert [one for one in pictures.all() if len(one.get_attribute("aria-label")) < 10] == []


def test_teacher_sees_her_own_class_and_nobody_else_does(visit):
    page = visit("Daniel Reyes", at="/evidence/classes/")
    page.locator("main a[href*='/evidence/classes/']").first.click()
    expect(page.locator("main table").first).to_be_visible()
    address = page.url
    other = visit("Rosa Medina", at="/today/")
    other.expected.add(404)
    other.goto(address)
    expect(other.locator("h1")).to_have_text("We can’t find that page.")


def test_on_paper_the_picture_stays_and_the_buttons_go(visit):
    """A school's leader takes along what everybody may see."""
    page = visit("Rosa Medina", at="/evidence/")
    page.get_by_role("link", name="Print it for a meeting").click()
    expect(page.get_by_role("button", name="Print it for a meeting")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("main svg:visible").first).to_be_visible()
    expect(page.get_by_role("button", name="Print it for a meeting")).to_be_hidden()
