"""Visits under random trouble, on a phone whose server, network and browser break.

`./dev bench torture-offline [--visits N] [--seed N] [--minutes N]`: one to six visits at a time, in
as many windows, meet one of: no network, a killed browser, a lost request, a lost answer, two
windows of one visit, a sign-out, a long wait, an upgrade. One JSON object; the exit code is 1 where
a text was not stored exactly once.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.server import build
from tests.torture.offline import drawn_by_lot, tortured


def main():
    parser = argparse.ArgumentParser(prog="./dev bench torture-offline")
    parser.add_argument("--visits", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=24 * 60, help="no more begin after these")
    asked = parser.parse_args()
    chance, began = random.Random(asked.seed), time.monotonic()
    met = Met(began + 60 * asked.minutes)
    troubles = met.until_then(drawn_by_lot(asked.visits, chance))
    with tempfile.TemporaryDirectory(prefix="convergent-torture-") as folder:
        home = Path(folder, "home")
        build(home)
        with sync_playwright() as playwright:
            report = tortured(playwright, folder, home, troubles=troubles, chance=chance, say=_say)
    report |= {
        "times_of_trouble": met.times,
        "visits_by_trouble": met.visits,
        "seconds": round(time.monotonic() - began),
    }
    print(json.dumps(report, indent=1))  # noqa: T201
    raise SystemExit(int(report["stored_once"] != report["typed"]))


class Met:
    """The troubles that there was time for, and how many visits each met."""

    def __init__(self, ends):
        self.ends, self.times, self.visits = ends, 0, Counter()

    def until_then(self, troubles):
        for trouble, count in troubles:
            if time.monotonic() > self.ends:
                return
            self.times += 1
            self.visits[trouble] += count
            yield trouble, count


def _say(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
