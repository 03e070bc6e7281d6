"""How long the installed form takes to open with no network, after the browser was killed.

`./dev bench cold-start [--times N] [--throttle N]`: the shipped product is served, a phone opens
Visits once, its browser is killed and the server stopped; then the browser opens the form of a
visit and the list anew, its page slowed down by the throttle. Milliseconds from the request of the
page, as the page's own clock has them.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.handheld import Handheld, made_ready
from tests.journeys.server import Server, build

BUDGET = 1000
PAGES = {"form": "form[data-ready]", "list": "body[data-drawn=yes]"}
SEEN = """(selector) => {
  const told = () => ({ drawn: performance.now(), ...Object.fromEntries(
    performance.getEntriesByType("paint").map((one) => [one.name, one.startTime])) });
  window.cold = new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector(selector)) return false;
      const at = performance.now();
      requestAnimationFrame(() => setTimeout(() => resolve({ ...told(), drawn: at }), 0));
      return true;
    };
    new MutationObserver((_, watching) => look() && watching.disconnect()).observe(
      document, { subtree: true, childList: true, attributes: true });
  });
}"""


def main():
    parser = argparse.ArgumentParser(prog="./dev bench cold-start")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--throttle", type=int, default=4)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="convergent-bench-") as folder:
        home = Path(folder, "home")
        build(home)
        with sync_playwright() as playwright:
            told = _opened(playwright, Path(folder), home, asked)
    print(json.dumps({"throttle": asked.throttle, "budget": BUDGET, **told}, indent=1))  # noqa: T201


def _opened(playwright, folder, home, asked):
    server = Server(home).start()
    phone = Handheld(playwright, server, folder / "phone")
    page = made_ready(phone, "Rosa Medina")
    form = page.locator("a.tap").first.get_attribute("href")
    phone.kill()
    server.stop()
    addresses = {"form": form, "list": "/visits/"}
    return {
        name: _summary(
            [_once(phone, addresses[name], PAGES[name], asked) for _ in range(asked.times)]
        )
        for name in PAGES
    }


def _once(phone, address, selector, asked):
    phone.open()
    page = phone.context.pages[0]
    page.context.new_cdp_session(page).send(
        "Emulation.setCPUThrottlingRate", {"rate": asked.throttle}
    )
    page.add_init_script(f"({SEEN})({json.dumps(selector)})")
    page.goto(address)
    told = page.evaluate("window.cold")
    phone.kill()
    return told


def _summary(found):
    times = [one["drawn"] for one in found]
    paint = [one.get("first-contentful-paint", one["drawn"]) for one in found]
    return {
        "usable_median": round(statistics.median(times)),
        "usable_worst": round(max(times)),
        "first_paint_median": round(statistics.median(paint)),
    }


if __name__ == "__main__":
    main()
