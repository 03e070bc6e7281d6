"""Paper, stillness, and the colours of somebody's own system; menus and the palette while open."""

import pytest
from playwright.sync_api import expect

from tests.journeys.look import faults_of

pytestmark = pytest.mark.journey
CHROME = ".rail, .topbar-wrap, .bottom-bar, .skip, .agenda-actions, .button, .palette"
PAPER = 640  # CSS pixels between the margins of a page of Letter paper
CUT = """(width) => {
  const beyond = (one) => one.getBoundingClientRect().right > width + 1;
  const clipped = (one) => getComputedStyle(one).overflowX !== "visible" &&
                           one.scrollWidth > one.clientWidth + 1;
  return [...document.querySelectorAll("main *")]
    .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
    .filter((one) => beyond(one) || clipped(one))
    .map((one) => `${one.tagName}.${one.className} ${one.innerText}`.slice(0, 80));
}"""
STYLE = "([words, name]) => getComputedStyle(document.querySelector(words))[name]"
MOVING = """() => document.getAnimations()
  .filter((one) => one.effect.getTiming().duration > 1).length"""
WITHOUT_BORDER = """(words) => [...document.querySelectorAll(words)]
  .filter((one) => one.checkVisibility())
  .filter((one) => parseFloat(getComputedStyle(one).borderTopWidth) < 1).length"""


def school(page):
    page.get_by_role("link", name="Who leads what").click()
    expect(page.locator("h1")).to_have_text("Lincoln Middle School")


@pytest.mark.parametrize("go", [lambda page: None, school], ids=["today", "school"])
def test_page_on_paper_has_its_words_and_no_chrome(visit, go):
    page = visit("Rosa Medina", color_scheme="dark")
    go(page)
    said = page.locator("main h1").inner_text()
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": PAPER, "height": 900})
    expect(page.locator("main h1")).to_have_text(said)
    assert [one for one in page.locator(CHROME).all() if one.is_visible()] == []
    assert page.evaluate(CUT, PAPER) == []
    assert page.evaluate(STYLE, ["html", "backgroundColor"]) == "rgb(255, 255, 255)"
    assert page.evaluate(STYLE, ["h1", "color"]) == "rgb(0, 0, 0)"
    assert page.pdf(format="Letter").startswith(b"%PDF")


def test_nothing_moves_for_whoever_asked_for_stillness(visit):
    page = visit("Rosa Medina", reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return [style.transitionDuration, style.animationDuration].some(
        (all) => all.split(",").some((one) => parseFloat(one) > 0.001));
    }).length"""
    assert page.evaluate(moving) == 0
    page.locator(".disc--menu").click()
    assert page.evaluate(MOVING) == 0


def test_forced_colours_keep_borders_and_marks(visit):
    page = visit("Rosa Medina", forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(WITHOUT_BORDER, ".button, .disc, .card, .rail-link") == 0
    current = page.locator(".rail-link[aria-current]")
    assert current.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    school(page)
    assert page.evaluate(WITHOUT_BORDER, ".button, .disc, .card") == 0


@pytest.mark.parametrize("menu", [".place-menu summary", ".year-menu summary", ".disc--menu"])
def test_open_menu_is_whole(visit, menu):
    page = visit("Rosa Medina")
    page.locator(menu).click()
    assert faults_of(page, within="details[open]") == []


def test_open_palette_is_whole(visit):
    page = visit("Rosa Medina")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("lincoln")
    expect(page.get_by_role("option", name="Lincoln Middle School")).to_be_visible()
    assert faults_of(page) == []


def test_open_sheet_on_a_phone_is_whole(visit):
    page = visit("Rosa Medina", viewport={"width": 390, "height": 844})
    page.locator(".bottom-bar summary").click()
    assert faults_of(page, widths=(320, 390), within="details[open]") == []
