"""A tour with one thumb at 390 pixels: nothing is cut, nothing is too small to meet."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.look import settled
from tests.journeys.visitor import HANDHELD

pytestmark = pytest.mark.journey
SMALL = """(least) => {
  const inline = (one) => getComputedStyle(one).display === "inline";
  return [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
    .filter((one) => one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest(".visually-hidden") && !inline(one))
    .filter((one) => { const box = one.getBoundingClientRect();
                       return Math.min(box.width, box.height) < least; })
    .map((one) => `${one.tagName} ${one.className} ${one.innerText}`.slice(0, 80));
}"""
LOW = """() => [...document.querySelectorAll(
    "main .button, .bottom-link, .menu-item, .cast-button, main .input, main input[type=date]")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
  .map((one) => `${one.className} ${one.innerText} ${one.getBoundingClientRect().height}`)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = [
    "/today/",
    "/priorities/",
    "/investment/",
    "/support/",
    "/practice/",
    "/evidence/",
    "/people/",
    "/places/",
    "/looked/",
    "/find/?q=me",
    "/account/where/",
    "/account/second-step/",
]


@pytest.fixture
def phone(visit):
    return lambda name="", **options: visit(name, **HANDHELD, **options)


def fits_a_thumb(page):
    settled(page)
    assert page.evaluate(TOO_WIDE) <= 0
    assert page.evaluate(SMALL, 24) == []
    assert page.evaluate(LOW) == []


def test_tour_with_one_thumb(phone):
    page = phone(at="/account/login/")
    fits_a_thumb(page)
    page.get_by_role("button", name="Rosa Medina").tap()
    expect(page.locator("h1")).to_contain_text("Rosa")
    fits_a_thumb(page)
    bar = page.get_by_role("navigation", name="Main, on a phone")
    bar.get_by_role("link", name="School").tap()
    expect(page.locator("h1")).to_have_text("Lincoln Middle School")
    fits_a_thumb(page)
    page.get_by_role("link", name="Elena Alvarez").first.tap()
    expect(page.locator("h1")).to_have_text("Elena Alvarez")
    fits_a_thumb(page)
    page.get_by_role("listitem").filter(has_text="Lincoln Middle School").get_by_text(
        "Change", exact=True
    ).tap()
    expect(page.locator("h1")).to_have_text("Change the conditions")
    fits_a_thumb(page)
    page.get_by_label("From").fill((date.today() + timedelta(days=3)).isoformat())  # noqa: DTZ011
    page.get_by_label("Acting, until somebody is appointed").tap()
    page.get_by_role("button", name="Begin the new term").tap()
    expect(page.get_by_text("The new term begins on")).to_be_visible()
    fits_a_thumb(page)


def test_more_opens_over_the_page_and_leads_on(phone):
    page = phone("Rosa Medina")
    bar = page.get_by_role("navigation", name="Main, on a phone")
    bar.get_by_text("More").tap()
    expect(bar.get_by_role("link", name="Evidence")).to_be_visible()
    fits_a_thumb(page)
    assert bar.locator(".menu-panel").bounding_box()["y"] > 0
    bar.get_by_role("link", name="Evidence").tap()
    expect(page).to_have_url(re.compile("/evidence/[0-9a-f-]{36}/$"))


@pytest.mark.parametrize("address", PAGES)
def test_page_fits_a_phone(phone, address):
    page = phone("Rosa Medina", at=address)
    fits_a_thumb(page)


def test_bottom_bar_hides_no_last_line(phone):
    page = phone("Rosa Medina", at="/people/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator("main a, main button, main p").last.bounding_box()
    bar = page.locator(".bottom-bar").bounding_box()
    assert last["y"] + last["height"] <= bar["y"]
