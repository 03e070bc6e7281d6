"""axe, sideways scrolling and the console on every page, at three widths, in light and dark."""

import pytest

from tests.journeys.look import faults_of
from tests.journeys.pages import NOT_A_PAGE, PAGES, SEEN_ON_THE_WAY, find, routes_to_look_at

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("one", PAGES, ids=[one.id for one in PAGES])
def test_page_is_whole_at_every_width(visit, one):
    page = visit(one.who)
    page.expected.add(one.status)
    find(page, one)
    if one.wrong:
        send_empty(page)
    assert faults_of(page) == []


def send_empty(page):
    """The page's own form as it stands, with what is needed taken out; its errors show."""
    page.locator("main form.form").evaluate(
        """form => {
          const typed = form.querySelectorAll("input:not([type=hidden]), textarea");
          for (const one of typed) one.value = "";
          form.requestSubmit(form.querySelector("button:not([type=button])"));
        }"""
    )
    page.locator("[data-error-summary]").wait_for()
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")


def test_every_address_is_looked_at():
    looked_at = {one.route for one in PAGES} | set(SEEN_ON_THE_WAY)
    assert routes_to_look_at() - looked_at == set(NOT_A_PAGE)
    assert looked_at & set(NOT_A_PAGE) == set()
