"""What a keeper does, what each person sets for herself, and how a session ends."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of

pytestmark = pytest.mark.journey


def test_district_calls_its_principals_otherwise_and_back(visit):
    page = visit("Helen Park", at="/words/")
    call_it(page, "head of school", "heads of school")
    page.goto("/today/")
    page.get_by_role("link", name="Who leads what").click()
    page.goto("/people/?q=rosa+medina")
    expect(page.get_by_text("Head of school · Lincoln Middle School")).to_be_visible()
    page.goto("/words/")
    call_it(page, "", "")
    page.goto("/people/?q=rosa+medina")
    expect(page.get_by_text("Principal · Lincoln Middle School")).to_be_visible()


def call_it(page, singular, plural):
    page.get_by_label("“principal”, one").fill(singular)
    page.get_by_label("“principals”, several").fill(plural)
    page.get_by_role("button", name="Use these words").click()
    expect(page.get_by_text("Every page uses these words from now on.")).to_be_visible()


def test_long_work_shows_progress_and_ends_done(visit):
    page = visit("Helen Park", at="/data/")
    again = page.get_by_role("button", name="Bring people and places up to this data again")
    again.click()
    expect(page).to_have_url(re.compile("/work/"))
    expect(page.locator("main").get_by_role("progressbar")).to_be_visible()
    ended = page.locator("main").get_by_role("status").filter(has_text="done")
    expect(ended).to_be_visible(timeout=60_000)
    expect(ended.get_by_role("link", name="Back to the data")).to_be_visible()
    assert faults_of(page) == []
    first = page.url
    page.goto("/data/")
    page.wait_for_timeout(1100)  # the key of a piece of work holds the second of its page
    page.reload()
    again.click()
    expect(page).to_have_url(re.compile("/work/"))
    assert page.url != first
    expect(ended).to_be_visible(timeout=60_000)


def test_theme_is_switched_at_once_and_kept(visit):
    page = visit("Walt Kowalski")
    page.locator(".disc--menu").click()
    choose(page, "Dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    elsewhere = visit("Walt Kowalski")
    expect(elsewhere.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator(".disc--menu").click()
    choose(page, "Automatic")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "auto")


def choose(page, theme):
    with page.expect_response(re.compile("/account/preferences/")):
        page.get_by_role("button", name=theme).click()


def test_language_is_switched_and_kept(visit):
    page = visit("Elena Alvarez")
    page.locator(".disc--menu").click()
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page).to_have_url(re.compile("/today/$"))
    elsewhere = visit("Elena Alvarez", at="/people/")
    expect(elsewhere.locator("html")).to_have_attribute("lang", "es")
    elsewhere.locator(".disc--menu").click()
    elsewhere.get_by_role("button", name="English").click()
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.asvs("14.3.1")
def test_page_after_signing_out_shows_nothing_private(visit, signed_in):
    page = visit("Daniel Reyes")
    page.locator(".disc--menu").click()
    page.get_by_role("link", name="My page").click()
    expect(page.get_by_text("Only you see this list here.")).to_be_visible()
    page.locator(".disc--menu").click()
    page.get_by_role("button", name="Sign out").click()
    signed_in.pop("Daniel Reyes", None)
    expect(page.locator("h1")).to_have_text("Sign in")
    page.evaluate("history.back()")
    page.wait_for_url(re.compile("people"))
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_text("Only you see this list here.")).to_have_count(0)


def test_what_was_typed_outlives_a_session_that_ended(visit):
    page = visit("Jerome Baptiste", at="/people/?q=jerome+baptiste")
    page.get_by_role("link", name="Jerome Baptiste").first.click()
    page.get_by_role("link", name="Assistant principal").first.click()
    page.get_by_role("link", name="Write a handover").click()
    field = page.get_by_label("For whoever holds this role next")
    field.fill("Keys are in the blue box, and Ms. Kim knows the rest.")
    page.context.clear_cookies()
    page.expected.add(403)
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.locator("h1")).to_have_text("This page was open too long.")
    expect(page.locator(".typed")).to_have_text(
        "Keys are in the blue box, and Ms. Kim knows the rest."
    )
    assert faults_of(page) == []
    page.get_by_role("link", name="Open the page again").click()
    page.get_by_role("button", name="Jerome Baptiste").click()
    expect(page.locator("h1")).to_have_text("What should the next person know?")


@pytest.mark.parametrize("name", ["", "Rosa Medina"])
def test_unknown_address_is_said_in_our_words(visit, name):
    page = visit(name, at="/today/" if name else "/account/login/")
    page.expected.add(404)
    page.goto("/no/such/page/")
    expect(page.locator("h1")).to_have_text("We can’t find that page.")
    assert faults_of(page) == []
    page.get_by_role("link", name="Go to Today").click()
    expect(page.locator("h1")).to_contain_text("Rosa" if name else "Sign in")
