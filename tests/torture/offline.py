"""Visits on one phone under random trouble, and what of them the server has in the end."""

import json
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys import server as product
from tests.journeys.breaking import Network
from tests.journeys.handheld import PATIENCE, Handheld, drawn, made_ready, on_disk, wait_for_disk
from tests.journeys.visitor import press_name

WHO, OTHER = "Rosa Medina", "Daniel Reyes"
TEN_DAYS = 10 * 24 * 60 * 60 * 1000
SCHEMA = re.compile(r"^const VERSION = (\d+);$", re.MULTILINE)
TOLD = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
import django
django.setup()
from convergent.practice.models import VisitDraft, VisitNotes
notes = list(VisitNotes._base_manager.values_list("strength", flat=True))
drafts = [json.loads(one)["strength"][0] for one in
          VisitDraft._base_manager.values_list("content", flat=True)]
print(json.dumps({"visits": notes, "drafts": drafts}))
"""


class Tortured:
    """One phone, one server, a network between them. `typed` is what was on the disk."""

    def __init__(self, playwright, folder, home, chance):
        self.folder, self.chance, self.typed, self.asked_again = folder, chance, [], 0
        self.source = folder / "source" / "src"
        shutil.copytree(product.SOURCE, self.source)
        self.server = product.Server(home)
        self._start()
        self.network = Network(self.server)
        self.phone = Handheld(playwright, self.network, folder / "phone")
        self.page = made_ready(self.phone, WHO)
        self.teachers = self.page.locator("a.tap").evaluate_all(
            "links => links.map((one) => one.getAttribute('href'))"
        )

    def _start(self):
        usual, product.SOURCE = product.SOURCE, self.source
        try:
            self.server.start()
        finally:
            product.SOURCE = usual

    # ---- Some visits at once

    def visits(self, first, count, trouble):
        """So many, begun in as many windows, meet one trouble together."""
        texts = [f"visit {first + one} {self.chance.random()}" for one in range(count)]
        getattr(self, trouble)(texts)
        self.network.is_down = False

    def _write(self, texts, address=""):
        """Without a network, so that the page is the device's own. The first one stays in front."""
        self.network.is_down = True
        windows = [self.page, *(self.page.context.new_page() for _ in texts[1:])]
        for page, text in zip(windows, texts, strict=True):
            self._begin(page, text, address)
        return windows

    def _begin(self, page, text, address=""):
        page.goto(address or self.chance.choice(self.teachers))
        page.wait_for_selector("form[data-ready]")
        self._type(page, text)

    def _type(self, page, text):
        before = {one["box"] for one in on_disk(page)}
        page.get_by_label("One thing you saw").fill(text)
        wait_for_disk(page, lambda rows: any(one["box"] not in before for one in rows))
        self.typed.append(text)

    def _keep(self, page):
        page.get_by_role("button", name="Keep for now").click()
        page.wait_for_url("**/visits/offline/")
        drawn(page)

    def _close(self, windows):
        for page in windows:
            if page is not self.page:
                page.close()

    def _send(self):
        self.network.is_down = False
        self.page.goto("/visits/offline/")
        drawn(self.page)

    def _killed(self):
        self.phone.kill()
        self.page = self.phone.open(at="/visits/offline/")

    # ---- Trouble

    def offline(self, texts):
        self.network.is_down = True
        for text in texts:
            self._begin(self.page, text)
            self._keep(self.page)

    def kill(self, texts):
        self._write(texts)
        self._killed()
        for _ in texts:
            drawn(self.page)
            begun = self.page.locator("[data-records] li", has_text=": begun")
            begun.first.get_by_role("link").click()
            self.page.wait_for_selector("form[data-ready]")
            self._keep(self.page)

    def kill_while_sending(self, texts):
        self.offline(texts)
        self.network.is_down = False
        self.page.get_by_role("button", name="Send now").click()
        self.page.wait_for_timeout(self.chance.choice((0, 0, 50, 200)))
        self._killed()

    def request_lost(self, texts):
        self.offline(texts)
        self.network.drops = self.chance.randint(1, 3)
        self._send()

    def answer_lost(self, texts):
        self.offline(texts)
        self.network.loses = self.chance.randint(1, 3)
        self._send()

    def two_tabs(self, texts):
        for text in texts:
            self._write([text])
            self._in_two_windows(text)

    def _in_two_windows(self, text):
        (record, *_more) = sorted(on_disk(self.page), key=lambda one: -one["written"])
        other = self.page.context.new_page()
        other.goto(f"{self.page.url}&record={record['id']}")
        other.wait_for_selector("form[data-ready]")
        self._type(other, f"{text}, other window")
        self._type(self.page, f"{text}, first window")
        self.typed.remove(text)  # both went on from it
        self._keep(self.page)
        self._keep(other)
        other.close()

    def sign_out(self, texts):
        self._close(self._write(texts))
        self.network.is_down = False
        self._enter(WHO)
        self.page.locator("summary", has_text="Your menu").click()
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/account/login/**")
        if self.chance.random() < 0.5:
            self._enter(OTHER)
        self._back_again()

    def long_wait(self, texts):
        self.network.is_down = True
        self.page.clock.install()
        self.page.clock.fast_forward(TEN_DAYS)
        self.page.goto("/visits/")
        drawn(self.page)
        for text in texts:
            self._begin(self.page, text, "/visits/new/")
            self.page.get_by_label("Whom did you visit?").fill("Room 12")
            self._keep(self.page)
        self.network.is_down = False
        self.phone.close()
        self.page = self.phone.open()
        self._back_again()

    def upgrade(self, texts):
        """The server comes back as a newer version, whose device stores another schema."""
        windows = self._write(texts)
        self.server.stop()
        script = self.source / "convergent/web/static/js/offline/store.js"
        now = script.read_text(encoding="utf-8")
        script.write_text(SCHEMA.sub(lambda one: f"const VERSION = {int(one[1]) + 1};", now))
        self._start()
        for page in windows:
            self._keep(page)
        self._close(windows)
        self._send()

    def _enter(self, name):
        """As a person does who is told that a page was open too long: once more."""
        heading = self.page.locator("h1")
        press_name(self.page, name)
        expect(heading).to_contain_text(
            re.compile(f"{name.split()[0]}|open too long"), timeout=PATIENCE
        )
        if "too long" in heading.inner_text():
            self.asked_again += 1
            press_name(self.page, name)
        expect(heading).to_contain_text(name.split()[0], timeout=PATIENCE)

    def _back_again(self):
        self._enter(WHO)
        self.page.goto("/visits/")
        self.page.wait_for_selector("body[data-offline=ready]", state="attached")

    # ---- The end

    def settle(self):
        """Everything is sent, what was only begun too: it is signed out for that."""
        self.network.drops = self.network.loses = 0
        self._send()
        self._back_again()
        with suppress(AssertionError):  # what is left is told in the report
            wait_for_disk(self.page, lambda rows: not any(one["isDone"] for one in rows))
        left = [
            {name: one.get(name) for name in ("id", "isDone", "isRefused", "version", "written")}
            for one in on_disk(self.page)
        ]
        self.phone.close()
        self.network.close()
        self.server.stop()
        return left

    def report(self):
        stored = self._stored()
        counts = {text: stored.count(text) for text in self.typed}
        return {
            "typed": len(self.typed),
            "stored_once": sum(count == 1 for count in counts.values()),
            "lost": [text for text, count in counts.items() if count == 0],
            "stored_twice": [text for text, count in counts.items() if count > 1],
            "requests_or_answers_lost": self.network.lost,
            "asked_to_sign_in_once_more": self.asked_again,
            "complaints": self.phone.complaints,
        }

    def _stored(self):
        environment = {**product.own_environment(self.server.home), "PYTHONPATH": str(self.source)}
        done = subprocess.run(
            [sys.executable, "-c", TOLD],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        told = json.loads(done.stdout)
        return [*told["visits"], *told["drafts"]]


TROUBLES = (
    *("offline", "kill", "kill_while_sending", "request_lost", "answer_lost"),
    *("two_tabs", "sign_out", "long_wait", "upgrade"),
)
USUAL, SELDOM = 8, {"sign_out": 2, "long_wait": 2, "upgrade": 1}


MOST_AT_ONCE = 6


def tortured(playwright, folder, home, *, troubles, chance, say=lambda _: None):
    """The report on what met each of the troubles: its name, and how many visits at once."""
    one, begun = Tortured(playwright, Path(folder), home, chance), 0
    for trouble, count in troubles:
        say(f"visits {begun + 1} to {begun + count}: {trouble}")
        one.visits(begun, count, trouble)
        begun += count
    left = one.settle()
    return {"visits": begun, "left_on_the_device": left, **one.report()}


def drawn_by_lot(count, chance):
    """Troubles for so many visits, one to six of them at once."""
    weights = [SELDOM.get(one, USUAL) for one in TROUBLES]
    drawn_so_far = []
    while count > 0:
        (trouble,) = chance.choices(TROUBLES, weights)
        at_once = min(chance.randint(1, MOST_AT_ONCE), count)
        drawn_so_far.append((trouble, at_once))
        count -= at_once
    return drawn_so_far
