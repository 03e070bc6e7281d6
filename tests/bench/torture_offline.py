"""Visits under random trouble, on a phone whose server, network and browser break.

`./dev bench torture-offline [--visits N] [--seed N]`: each visit meets one of: no network, a killed
browser, a lost request, a lost answer, two windows, a sign-out, a long wait, an upgrade. One JSON
object; the exit code is 1 where a text was not stored exactly once.
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
    asked = parser.parse_args()
    chance, began = random.Random(asked.seed), time.monotonic()
    troubles = drawn_by_lot(asked.visits, chance)
    with tempfile.TemporaryDirectory(prefix="convergent-torture-") as folder:
        home = Path(folder, "home")
        build(home)
        with sync_playwright() as playwright:
            report = tortured(playwright, folder, home, troubles=troubles, chance=chance, say=_say)
    report |= {"troubles": Counter(troubles), "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps(report, indent=1))  # noqa: T201
    raise SystemExit(int(report["stored_once"] != report["typed"]))


def _say(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
