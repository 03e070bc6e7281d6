"""The tour, from the greeting of a demonstration to the brief."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def test_every_look_of_the_tour_opens(visit):
    page = visit(at="/")
    expect(page.get_by_role("heading", level=2)).to_have_count(5)
    looks = page.get_by_role("main").get_by_role("button").all_inner_texts()
    assert len(looks) == 7
    for look in looks:
        page.get_by_role("main").get_by_role("button", name=look, exact=True).click()
        expect(page.locator(".topbar")).to_be_visible()
        expect(page.locator("h1")).not_to_be_empty()
        page.get_by_role("link", name="The tour").click()
    assert page.url.endswith("/tour/")
