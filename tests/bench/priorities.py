"""How long the pages of priorities take after five years of a district of 60 schools.

`--home DIR` takes a folder that an earlier run filled; `--rounds N` (default 20) asks for each page
so often. The shipped server is asked from outside, one page at a time. Beside what a reader waits
stands what the server's own processes worked, which other work on the machine does not change.

A server that was just begun works for minutes at the pictures of evidence, by two processes that
give way to readers, yet share their caches: a page then took half as long again. So nothing is
asked before the server has nothing else to do.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

from tests.bench.pages import _sign_in, served, summary

BOUND_PAGE, BOUND_AGENDA = 0.080, 0.300
STUDENTS, SPRINGS = 30_000, 1
ROSA, HELEN, NGOZI = "Rosa Medina", "Helen Park", "Ngozi Okafor"
TEAM = re.compile(r'href="(/priorities/meetings/at/[0-9a-f-]{36}/)"')
MEETING = re.compile(r'href="(/priorities/meetings/[0-9a-f-]{36}/)"')
PRIORITY = re.compile(r'href="(/priorities/[0-9a-f-]{36}/)"')
OF_PLACE = re.compile(r'href="(/priorities/(?:requirements/)?at/[0-9a-f-]{36}/(\w*)/?)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
TICKS = os.sysconf("SC_CLK_TCK")
LOOK_SECONDS, IDLE = 5, 0.02


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="convergent-bench-") as made:
        home = Path(asked.home or made)
        told = made_ready(home)
        serving = served(home, argparse.Namespace(students=STUDENTS, springs=SPRINGS))
        with serving as port:
            until_idle(serving.server.pid)
            pages = measure(f"http://127.0.0.1:{port}", serving.server.pid, asked.rounds)
    told["pages"] = pages
    slowest = max(one["p95_ms"] for name, one in pages.items() if name != "agenda prepared")
    told["slowest_p95_to_bound"] = round(slowest / 1000 / BOUND_PAGE, 2)
    prepared = pages["agenda prepared"]["p95_ms"]
    told["agenda_p95_to_bound"] = round(prepared / 1000 / BOUND_AGENDA, 2)
    print(json.dumps(told, indent=1))  # noqa: T201


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench priorities")
    parser.add_argument("--home")
    parser.add_argument("--rounds", type=int, default=20)
    return parser.parse_args()


def made_ready(home):
    """The demonstration with five years of meetings; found again where they are written already."""
    written = home / "five-years.json"
    if not written.exists():
        own = {**os.environ, "CONVERGENT_HOME": str(home)}
        demo = ["demo", "--students", str(STUDENTS), "--springs", str(SPRINGS), "--no-serve"]
        python = [sys.executable, "-m"]
        subprocess.run(
            [*python, "convergent", *demo], env=own, check=True, stderr=subprocess.DEVNULL
        )
        filled = subprocess.run(
            [*python, "tests.bench._five_years"],
            env=own,
            check=True,
            capture_output=True,
            text=True,
        )
        written.write_text(filled.stdout, encoding="utf-8")
    return json.loads(written.read_text(encoding="utf-8"))


def measure(base, server, rounds):
    """Each page by its name: what a reader waits, and what the server works for one."""
    rosa, helen, ngozi = (signed_in(base, name) for name in (ROSA, HELEN, NGOZI))
    pages = {**pages_of(base, rosa, "principal"), **pages_of(base, helen, "superintendent")}
    pages |= pages_of(base, ngozi, "supervisor")
    told = {
        name: timed(lambda s=session, at=at: get(s, base + at), server, rounds)
        for name, (session, at) in pages.items()
    }
    told["agenda prepared"] = prepared(base, rosa, server)
    return told


def signed_in(base, name):
    session = requests.Session()
    _sign_in(session, base, name)
    return session


def pages_of(base, session, role):
    """What somebody of that role opens, by links from one page to the next."""
    first = get(session, f"{base}/priorities/")
    teams = get(session, f"{base}/priorities/meetings/")
    found = {
        "today": "/today/",
        "priorities": "/priorities/",
        "teams": "/priorities/meetings/",
        "search for one word": "/search/?q=reading",
        "search for two": "/search/?q=quote+fluency",
        "search by two letters": "/search/?q=re",
        "search for the rare": "/search/?q=okafor",
        "palette": "/find/?q=rea",
    }
    found |= {name or "place": at for at, name in OF_PLACE.findall(first)}
    if priority := PRIORITY.search(first):
        found |= {"priority": priority[1], "theory": f"{priority[1]}theory/"}
    if team := TEAM.search(teams):
        found["team"] = team[1]
        if meeting := MEETING.search(get(session, base + team[1])):
            found["meeting"] = meeting[1]
    return {f"{name}, {role}": (session, at) for name, at in found.items()}


def get(session, address):
    answer = session.get(address, timeout=120)
    answer.raise_for_status()
    return answer.text


def prepared(base, session, server):
    """The agenda of each of a principal's teams, called off again after it was timed."""
    teams = list(dict.fromkeys(TEAM.findall(get(session, f"{base}/priorities/meetings/"))))
    token = TOKEN.search(get(session, f"{base}/priorities/meetings/"))[1]
    made = []

    def prepare():
        made.append(post(session, base, f"{teams[len(made)]}prepare/", token))

    told = timed(prepare, server, len(teams))
    for address in made:
        post(session, base, f"{address}change/", token, call_off="1")
    return told


def post(session, base, at, token, **more):
    """The address that the answer leads to."""
    sent = {"csrfmiddlewaretoken": token, **more}
    headers = {"Referer": base}
    answer = session.post(base + at, data=sent, headers=headers, timeout=120, allow_redirects=False)
    answer.raise_for_status()
    return answer.headers["Location"]


def timed(ask, server, rounds):
    waited, worked = [], cpu_seconds(server)
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        waited.append(time.perf_counter() - began)
    return {
        **summary(waited),
        "server_cpu_ms": round(1000 * (cpu_seconds(server) - worked) / rounds, 1),
    }


def until_idle(pid):
    """Once begun, a server draws the pictures of what was loaded, beside whoever reads."""
    worked, before = cpu_seconds(pid), None
    while before is None or worked - before > IDLE * LOOK_SECONDS:
        time.sleep(LOOK_SECONDS)
        before, worked = worked, cpu_seconds(pid)


def cpu_seconds(pid):
    """What a process and all that it started have worked."""
    ticks = 0
    for one in family(pid):
        try:
            fields = (
                Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            )
        except FileNotFoundError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def family(pid):
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            yield from family(int(child))


if __name__ == "__main__":
    main()
