"""A tour by the keyboard alone: from signing in to a change of a role, and every menu."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import FAR, Hands

pytestmark = pytest.mark.journey
TABBABLE = """() => {
  const words = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const met = (one) => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden" &&
                       one.checkVisibility({ visibilityProperty: true });
  return [...document.querySelectorAll(words)].filter(met).length;
}"""


def typed(day):
    """As a date field in American English takes it, digit by digit."""
    return day.strftime("%m%d%Y")


def test_tour_from_signing_in_to_a_changed_role_and_back(visit):
    page = visit(at="/account/login/")
    hands = Hands(page)
    hands.tab_to("Rosa Medina")
    hands.press("Enter")
    expect(page.locator("h1")).to_contain_text("Rosa")
    hands.find("li mi", "Lincoln Middle School")
    hands.find("th li", "Theo Lindqvist")
    hands.tab_to("Assistant principal")
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("Assistant principal")
    extend_the_acting_term(page, hands)
    end_it_and_take_that_back(page, hands)


def extend_the_acting_term(page, hands):
    before = page.locator("#now ~ ul .agenda-when").first.inner_text()
    hands.tab_to("Extend")
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("Extend this term")
    hands.tab_to("New last day")
    hands.type(typed(date.today() + timedelta(days=300)))  # noqa: DTZ011 - as in the demonstration
    hands.press("Enter")
    expect(page.get_by_text("Theo Lindqvist goes on in this role until")).to_be_visible()
    assert page.locator("#now ~ ul .agenda-when").first.inner_text() != before


def end_it_and_take_that_back(page, hands):
    before = page.locator("#now ~ ul .agenda-when").first.inner_text()
    hands.tab_to("End")
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("End this term")
    hands.tab_to("Last day")
    hands.type(typed(date.today() + timedelta(days=20)))  # noqa: DTZ011
    hands.press("Enter")
    expect(page.get_by_text("Theo Lindqvist holds this role until")).to_be_visible()
    assert page.locator("#now ~ ul .agenda-when").first.inner_text() != before
    hands.tab_to("Undo")
    hands.press("Enter")
    expect(page.get_by_text("Taken back. The term is as it was.")).to_be_visible()
    assert page.locator("#now ~ ul .agenda-when").first.inner_text() == before


def test_first_tab_leads_past_the_frame(visit):
    page = visit("Rosa Medina")
    hands = Hands(page)
    hands.press("Tab")
    assert hands.focus()["name"] == "Skip to the page"
    hands.press("Enter")
    assert hands.focus()["tag"] == "main"
    hands.tab_to("Who leads what")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("address", ["/today/", "/people/", "/evidence/", "/account/where/"])
def test_tab_passes_everything_once_and_leaves_the_page(visit, address):
    page = visit("Rosa Medina", at=address)
    hands = Hands(page)
    passed = 0
    hands.press("Tab")
    while hands.focus() is not None:
        passed += 1
        assert passed < FAR
        hands.press("Tab")
    assert passed == page.evaluate(TABBABLE)
    hands.press("Shift+Tab")
    assert hands.focus() is not None


@pytest.mark.parametrize(
    ("menu", "key", "inside"),
    [
        ("Change the place", "Enter", "All schools"),
        ("Change the school year", "Space", "20"),
        ("Your menu", "Enter", "Sign out"),
    ],
)
def test_menu_opens_and_closes_by_keyboard(visit, menu, key, inside):
    page = visit("Rosa Medina")
    hands = Hands(page)
    hands.tab_to(menu)
    hands.press(key)
    hands.tab_to(inside)
    hands.press("Escape")
    assert menu in hands.focus()["name"]
    assert page.locator("details[data-menu][open]").count() == 0
    hands.press(key)
    assert page.locator("details[data-menu][open]").count() == 1
    hands.press("Shift+Tab")
    assert page.locator("details[data-menu][open]").count() == 0


def test_palette_gives_the_focus_back(visit):
    page = visit("Rosa Medina")
    hands = Hands(page)
    hands.tab_to("Find a person, school, page")
    hands.press("Enter")
    expect(page.get_by_role("combobox")).to_be_focused()
    hands.type("zzzz")
    expect(page.get_by_text("Nothing found for “zzzz”", exact=False)).to_be_visible()
    hands.press("Escape")
    assert hands.focus()["name"].startswith("Find a person, school, page")
