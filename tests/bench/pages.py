"""How long a page of evidence takes while 16 people read, and how long its numbers and pictures.

`--students N` (default 30,000), `--full` (1,000,000), `--springs` (5), `--readers`, `--seconds`.
The shipped server is started in a home of its own with both cores of this machine; each reader
waits two seconds between two pages, as people do, and goes through every page of evidence. Times
are taken by the readers, on the same two cores, so they bound the server's own from above.
Numbers are worked out as if nothing were out, gate and all; `aggregates_cpu` are the seconds of
computing on all cores that they took, and `steps` those of each step, which others cannot lengthen.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from statistics import quantiles

import requests

from tests.bench.start import answers, free_port

THINKING = 2.0
BOUND_PAGE, BOUND_READY = 0.100, 60.0
FULL = 1_000_000
CAST = ("Rosa Medina", "Helen Park", "Ngozi Okafor", "Daniel Reyes")
LINK = re.compile(r'href="(/evidence/[^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
FORM = re.compile(r'action="(/demo/sign-in/[0-9a-f-]+/)".*?cast-name">([^<]+)<', re.DOTALL)
READY = """
import json, os, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
django.setup()
from django.conf import settings
from convergent import clock
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import measures_folder
from convergent.facts.snapshot import current_snapshot
from convergent.learning.charts import draw_charts
from convergent.learning.measuring import rules
from convergent.learning.pictures.drawing import picture_folder
import shutil
snapshot = current_snapshot(settings.HOME)
shutil.rmtree(measures_folder(snapshot), ignore_errors=True)
shutil.rmtree(picture_folder(settings.HOME), ignore_errors=True)
began = time.perf_counter()
used = time.process_time()
steps = []
def note(step, *_):
    step = step.partition(":")[0]
    if not steps or steps[-1][0] != step:
        steps.append((step, time.process_time()))
built = build(snapshot, settings.HOME, rules=rules(), today=clock.today(), progress=note)
measured = time.perf_counter()
steps.append(("", time.process_time()))
used = time.process_time() - used
drawn = draw_charts(snapshot, settings.HOME, lambda *_: None)
ended = time.perf_counter()
print(json.dumps({"values": built.rows, "aggregates_seconds": round(measured - began, 1),
    "aggregates_cpu": round(used, 1),
    "steps": {step: round(steps[at + 1][1] - began, 1) for at, (step, began) in
        enumerate(steps[:-1])}, "load_average": round(os.getloadavg()[0], 1),
    "pictures": drawn, "pictures_seconds": round(ended - measured, 1)}))
"""


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="convergent-bench-") as home:
        told = {
            "students": asked.students,
            "springs": asked.springs,
            "readers": asked.readers,
            **made_ready(home, asked),
        }
        with served(home, asked) as port:
            times = read(port, asked)
    told["pages"] = {name: summary(found) for name, found in sorted(times.items())}
    every = [one for found in times.values() for one in found]
    told["all"] = summary(every)
    slowest = max(page["p95_ms"] for page in told["pages"].values())
    told["slowest_p95_to_bound"] = round(slowest / 1000 / BOUND_PAGE, 2)
    told["aggregates_to_bound"] = round(told["aggregates_seconds"] / BOUND_READY, 2)
    print(json.dumps(told, indent=1))  # noqa: T201


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench pages")
    parser.add_argument("--students", type=int, default=30_000)
    parser.add_argument("--full", action="store_const", const=FULL, dest="students")
    parser.add_argument("--springs", type=int, default=5)
    parser.add_argument("--readers", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=40.0)
    return parser.parse_args()


def made_ready(home, asked):
    """The district is invented and loaded; then its numbers are worked out once more, growth of
    earlier years being kept, and its pictures drawn."""
    own = {**os.environ, "CONVERGENT_HOME": home}
    demo = [sys.executable, "-m", "convergent", "demo", *_district(asked), "--no-serve"]
    subprocess.run(demo, env=own, check=True, stderr=subprocess.DEVNULL)
    ready = [sys.executable, "-c", READY]
    found = subprocess.run(ready, env=own, check=True, capture_output=True, text=True)
    return json.loads(found.stdout.splitlines()[-1])


def _district(asked):
    return ["--students", str(asked.students), "--springs", str(asked.springs)]


class served:  # noqa: N801 - read as a word: `with served(home, students)`
    def __init__(self, home, asked):
        self.home, self.asked, self.port = Path(home), asked, free_port()

    def __enter__(self):
        command = [sys.executable, "-m", "convergent", "demo"]
        self.server = subprocess.Popen(
            [*command, *_district(self.asked), "--port", str(self.port)],
            env={**os.environ, "CONVERGENT_HOME": str(self.home)},
            stderr=subprocess.DEVNULL,
        )
        while not answers(self.port):
            if self.server.poll() is not None:
                raise RuntimeError("the server ended")
            time.sleep(0.1)
        return self.port

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait(timeout=60)


def read(port, asked):
    """Seconds of every page that was read, by its kind."""
    times, lock = defaultdict(list), threading.Lock()
    until = time.perf_counter() + asked.seconds
    readers = [
        threading.Thread(target=_reader, args=(port, number, until, times, lock))
        for number in range(asked.readers)
    ]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return times


def _reader(port, number, until, times, lock):
    chance = random.Random(number)
    base, session = f"http://127.0.0.1:{port}", requests.Session()
    _sign_in(session, base, CAST[number % len(CAST)])
    address = "/evidence/"
    time.sleep(chance.random() * THINKING)
    while time.perf_counter() < until:
        began = time.perf_counter()
        answer = session.get(base + address, timeout=60)
        seconds = time.perf_counter() - began
        answer.raise_for_status()
        with lock:
            times[_kind(address)].append(seconds)
        address = chance.choice(sorted(set(LINK.findall(answer.text))) or ["/evidence/"])
        time.sleep(THINKING)


def _sign_in(session, base, name):
    page = session.get(f"{base}/account/login/", timeout=60).text
    action = next(action for action, who in FORM.findall(page) if who == name)
    token = TOKEN.search(page)[1]
    sent = {"csrfmiddlewaretoken": token}
    session.post(f"{base}{action}", data=sent, headers={"Referer": base}, timeout=60)


def _kind(address):
    """“place”, “why”, “similar”, “behind”, “classes”; the first leads on to a place."""
    words = address.split("?")[0].strip("/").split("/")
    if len(words) > 1 and words[1] == "classes":
        return "class" if len(words) > 2 else "classes"
    return words[2] if len(words) > 2 else "place"


def summary(found):
    ordered = sorted(found)
    p95 = quantiles(ordered, n=20)[18] if len(ordered) > 1 else ordered[0]
    return {
        "read": len(ordered),
        "median_ms": round(1000 * ordered[len(ordered) // 2], 1),
        "p95_ms": round(1000 * p95, 1),
    }


if __name__ == "__main__":
    main()
