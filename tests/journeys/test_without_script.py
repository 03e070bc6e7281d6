"""With scripts switched off, or not arrived: everything that matters works by plain pages."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


@pytest.fixture
def plain(visit):
    return lambda name="", **options: visit(name, java_script_enabled=False, **options)


def test_from_signing_in_to_a_changed_role(plain):
    page = plain(at="/account/login/")
    page.get_by_role("button", name="Ngozi Okafor").click()
    expect(page.locator("h1")).to_contain_text("Ngozi")
    page.get_by_role("link", name="People", exact=True).first.click()
    page.get_by_label("Name or place").fill("ro me")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("main").get_by_role("link", name="Rosa Medina").click()
    held = page.locator("#held ~ ul .agenda-item").filter(has_text="Principal")
    held.get_by_text("End", exact=True).click()
    page.get_by_label("Last day").fill((date.today() + timedelta(days=200)).isoformat())  # noqa: DTZ011
    page.get_by_role("button", name="Set the last day").click()
    expect(page.get_by_text("Rosa Medina holds this role until")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back. The term is as it was.")).to_be_visible()


def test_palette_is_a_page_of_its_own(plain):
    page = plain("Rosa Medina")
    page.locator(".find-field").click()
    page.locator("main").get_by_label("Name, school, page").fill("el al")
    page.locator("main").get_by_role("button", name="Find").click()
    page.locator("main").get_by_role("link", name="Elena Alvarez").click()
    expect(page.locator("h1")).to_have_text("Elena Alvarez")


@pytest.mark.asvs("7.4.4")
def test_menus_theme_and_signing_out(plain, signed_in):
    page = plain("Walt Kowalski")
    page.locator(".disc--menu").click()
    page.get_by_role("button", name="Light", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.locator(".disc--menu").click()
    page.get_by_role("button", name="Automatic").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "auto")
    page.locator(".disc--menu").click()
    page.get_by_role("button", name="Sign out").click()
    signed_in.pop("Walt Kowalski", None)
    expect(page.locator("h1")).to_have_text("Sign in")


def test_errors_are_summed_up_with_links(plain):
    page = plain("Rosa Medina", at="/people/?q=theo")
    page.get_by_role("link", name="Theo Lindqvist").click()
    page.get_by_text("End", exact=True).click()
    page.get_by_label("Last day").fill("")
    page.get_by_role("button", name="Set the last day").click()
    page.locator("[data-error-summary]").get_by_role("link").click()
    expect(page.get_by_label("Last day")).to_have_attribute("aria-invalid", "true")
    assert page.url.endswith("#id_ends_on")
