"""Visits on one phone under random trouble, and what of them the server has in the end."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.journeys import server as product
from tests.journeys.breaking import Network
from tests.journeys.handheld import Handheld, drawn, made_ready, on_disk, wait_for_disk
from tests.journeys.visitor import sign_in

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
        self.folder, self.chance, self.typed = folder, chance, []
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

    # ---- One visit

    def visit(self, number, trouble):
        text = f"visit {number} {self.chance.random()}"
        getattr(self, trouble)(text)
        self.network.is_down = False

    def _write(self, text, address=""):
        """Without a network, so that the page is the device's own."""
        self.network.is_down = True
        self.page.goto(address or self.chance.choice(self.teachers))
        self.page.wait_for_selector("form[data-ready]")
        self._type(self.page, text)

    def _type(self, page, text):
        before = {one["box"] for one in on_disk(page)}
        page.get_by_label("One thing you saw").fill(text)
        wait_for_disk(page, lambda rows: any(one["box"] not in before for one in rows))
        self.typed.append(text)

    def _keep(self, page):
        page.get_by_role("button", name="Keep for now").click()
        page.wait_for_url("**/visits/offline/")
        drawn(page)

    def _send(self):
        self.network.is_down = False
        self.page.goto("/visits/offline/")
        drawn(self.page)

    def _killed(self):
        self.phone.kill()
        self.page = self.phone.open(at="/visits/offline/")

    # ---- Trouble

    def offline(self, text):
        self._write(text)
        self._keep(self.page)

    def kill(self, text):
        self._write(text)
        self._killed()
        drawn(self.page)
        begun = self.page.locator("[data-records] li", has_text=": begun")
        begun.first.get_by_role("link").click()
        self.page.wait_for_selector("form[data-ready]")
        self._keep(self.page)

    def kill_while_sending(self, text):
        self.offline(text)
        self.network.is_down = False
        self.page.get_by_role("button", name="Send now").click()
        self._killed()

    def request_lost(self, text):
        self.offline(text)
        self.network.drops = self.chance.randint(1, 3)
        self._send()

    def answer_lost(self, text):
        self.offline(text)
        self.network.loses = self.chance.randint(1, 3)
        self._send()

    def two_tabs(self, text):
        self._write(text)
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

    def sign_out(self, text):
        self._write(text)
        self.network.is_down = False
        sign_in(self.page, WHO)
        self.page.locator("summary", has_text="Your menu").click()
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/account/login/**")
        if self.chance.random() < 0.5:
            sign_in(self.page, OTHER)
        self._back_again()

    def long_wait(self, text):
        self.network.is_down = True
        self.page.clock.install()
        self.page.clock.fast_forward(TEN_DAYS)
        self.page.goto("/visits/")
        drawn(self.page)
        self._write(text, "/visits/new/")
        self.page.get_by_label("Whom did you visit?").fill("Room 12")
        self._keep(self.page)
        self.network.is_down = False
        self.phone.close()
        self.page = self.phone.open()
        self._back_again()

    def upgrade(self, text):
        """The server comes back as a newer version, whose device stores another schema."""
        self._write(text)
        self.server.stop()
        script = self.source / "convergent/web/static/js/offline/store.js"
        now = script.read_text(encoding="utf-8")
        script.write_text(SCHEMA.sub(lambda one: f"const VERSION = {int(one[1]) + 1};", now))
        self._start()
        self._keep(self.page)
        self._send()

    def _back_again(self):
        sign_in(self.page, WHO)
        self.page.goto("/visits/")
        self.page.wait_for_selector("body[data-offline=ready]", state="attached")

    # ---- The end

    def settle(self):
        """Everything is sent, what was only begun too: it is signed out for that."""
        self.network.drops = self.network.loses = 0
        self._send()
        self._back_again()
        wait_for_disk(self.page, lambda rows: not any(one["isDone"] for one in rows))
        left = len(on_disk(self.page))
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


def tortured(playwright, folder, home, *, troubles, chance, say=lambda _: None):
    """The report on so many visits, each in the trouble that is named."""
    one = Tortured(playwright, Path(folder), home, chance)
    for number, trouble in enumerate(troubles):
        say(f"{number + 1} of {len(troubles)}: {trouble}")
        one.visit(number, trouble)
    left = one.settle()
    return {"visits": len(troubles), "left_on_the_device": left, **one.report()}


def drawn_by_lot(count, chance):
    weights = [SELDOM.get(one, USUAL) for one in TROUBLES]
    return chance.choices(TROUBLES, weights, k=count)
