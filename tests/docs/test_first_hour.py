"""The tutorial, walked through in a browser as it is written."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser import QUIET, find_chromium
from tests.docs.blocks import ROOT
from tests.journeys.server import Server

TUTORIAL = (ROOT / "docs/tutorial/first-hour.md").read_text(encoding="utf-8")
TOMORROW = datetime.now(UTC).date() + timedelta(days=1)
pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def address(tmp_path):
    (tmp_path / "home").mkdir()
    server = Server(tmp_path / "home").start()
    yield server.address
    server.stop()


@pytest.fixture
def reader(address):
    with sync_playwright() as programs:
        browser = programs.chromium.launch(executable_path=find_chromium(), args=QUIET)
        context = browser.new_context(base_url=address, locale="en-US")
        context.set_default_timeout(10_000)
        yield Reader(context.new_page())
        browser.close()


class Reader:
    """Presses what the tutorial prints in bold, and keeps a list of it."""

    def __init__(self, page):
        self.page, self.pressed = page, []

    def press(self, words, within="body", **more):
        place = self.page.locator(within)
        found = place.get_by_role("button", name=words, **more).or_(
            place.get_by_role("link", name=words, **more)
        )
        found.first.click()
        self.pressed.append(words)

    def headline(self, words):
        expect(self.page.locator("h1")).to_contain_text(words)


def test_first_hour_goes_as_it_is_written(reader):
    page = reader.page
    page.goto("/")
    reader.press("Or choose whose day to look at")
    reader.press("Rosa Medina")
    reader.headline("Rosa")
    reader.press("Say who takes it up", within="main")
    page.get_by_label("Who").fill("Amara Diallo")
    reader.press("Begin the term")
    expect(page.locator("main")).to_contain_text("Carol Benning")

    reader.press("Today", exact=True)
    reader.press("Extend", within="main")
    page.get_by_label("New last day").fill(str(TOMORROW + timedelta(days=60)))
    reader.press("Extend the term")
    expect(page.locator("body")).to_contain_text("Theo Lindqvist goes on in this role until")
    reader.press("Undo")
    expect(page.locator("body")).to_contain_text("The term is as it was.")

    theo = page.locator("main .card li", has_text="Theo Lindqvist")
    theo.get_by_role("link", name="Change").click()
    reader.pressed.append("Change")
    page.get_by_label("From").fill(str(TOMORROW))
    page.get_by_label("Acting").uncheck()
    reader.press("Begin the new term")
    expect(page.locator("main section").last.get_by_text("Theo Lindqvist")).to_have_count(2)

    reader.press("Lincoln Middle School", within="main")
    reader.headline("Lincoln Middle School")
    expect(page.locator("main")).to_contain_text("Amara Diallo leads it")
    reader.press("Principal", within="main", exact=True)
    expect(page.locator("main")).to_contain_text("Lorraine Whitfield")
    reader.press("Write a handover")

    page.locator("summary", has_text="Your menu").first.click()
    reader.press("Look as somebody else")
    reader.press("Daniel Reyes")
    reader.headline("Daniel")
    assert set(reader.pressed) == set(re.findall(r"\*\*(.+?)\*\*", TUTORIAL))
