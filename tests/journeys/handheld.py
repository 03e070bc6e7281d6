"""A phone with a browser of its own, which can be killed, and opened again as it was."""

import os
import signal
import subprocess
from contextlib import suppress

from playwright.sync_api import expect

from tests.browser import QUIET, find_chromium
from tests.journeys.visitor import HANDHELD, sign_in

PATIENCE = 60_000  # milliseconds, on a machine that is slow and busy


class Handheld:
    """`folder` is what the phone keeps. No browser runs until it is opened."""

    def __init__(self, playwright, server, folder):
        self.playwright, self.server, self.folder = playwright, server, folder
        self.context, self.complaints = None, []

    def open(self, at=""):
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=find_chromium(),
            args=QUIET,
            base_url=self.server.address,
            locale="en-US",
            **HANDHELD,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        page = self.context.pages[0]
        if at:
            page.goto(at)
        return page

    def kill(self):
        """As when the battery dies: every process of this browser at once, with no word."""
        context, self.context = self.context, None
        with context.expect_event("close"):
            for pid in self._processes():
                with suppress(ProcessLookupError):  # its parent went first
                    os.kill(pid, signal.SIGKILL)

    def _processes(self):
        asked = subprocess.run(
            ["pgrep", "-f", f"user-data-dir={self.folder}"], capture_output=True, text=True
        )
        return [int(one) for one in asked.stdout.split()]

    def close(self):
        if self.context is not None:
            self.context.close()
            self.context = None


def made_ready(phone, name):
    """Signed in, and Visits opened once with a network."""
    page = phone.open()
    sign_in(page, name)
    page.goto("/visits/")
    page.wait_for_selector("body[data-offline=ready]", state="attached")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def drawn(page):
    page.wait_for_selector("body[data-drawn=yes]", state="attached")
    return page


def write(page, teacher, saw):
    """A visit to that teacher of the list, without a network; its words, not yet kept."""
    page.locator("a.tap").filter(has_text=teacher).first.click()
    page.wait_for_selector("form[data-ready]")
    page.get_by_label("One thing you saw").fill(saw)
    return page


def keep(page, button="Keep for now"):
    page.get_by_role("button", name=button).click()
    page.wait_for_url("**/visits/offline/")
    drawn(page)
    expect(page.get_by_text("waits to be sent").first).to_be_visible()


def on_disk(page):
    """How many visits this device keeps, once what was typed is there."""
    return page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("convergent-visits");
          opening.onsuccess = () => {
            const rows = opening.result.transaction("drafts").objectStore("drafts").getAll();
            rows.onsuccess = () => { opening.result.close(); resolve(rows.result); };
          };
        })"""
    )


def wait_for_disk(page, is_so):
    """Until what is on the disk is so; a letter is there a moment after it was typed."""
    for _ in range(600):
        if is_so(on_disk(page)):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the device never kept that")
