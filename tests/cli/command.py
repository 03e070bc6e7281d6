"""The real command in processes of its own, each with a home folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("CONVERGENT_", "DATABASE_URL", "DJANGO_", "PYTEST")


def hears_interrupts():
    """What runs in the background of a shell script is born deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class Command:
    """`convergent` with this home; `run` waits for it, `start` does not."""

    home: Path
    settings: dict = field(default_factory=dict)
    account: dict = field(default_factory=dict)

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        path = f"{ROOT / 'src'}"
        return {
            **kept,
            "PYTHONPATH": path,
            "CONVERGENT_HOME": str(self.home),
            "COLUMNS": "200",
            **self.settings,
        }

    def start(self, *arguments, **more):
        return subprocess.Popen(
            [sys.executable, "-m", "convergent", *map(str, arguments)],
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            start_new_session=True,
            **{"preexec_fn": hears_interrupts, **self.account, **more},
        )

    def run(self, *arguments, within=300):
        started = self.start(*arguments)
        try:
            out, err = started.communicate(timeout=within)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            raise
        return Ended(started.returncode, out, err)


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer_of(port, path="/", *, within=300, **headers):
    """(status, headers, body) of a page, as soon as somebody listens."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    until = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=10) as response:
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.headers, refusal.read()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def members_of(group):
    """Process ids of a process group that are still there and no zombies."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(stat.parent.name))
    return found


def is_one_sentence_with_advice(text):
    """One line, at least two sentences or a colon's reason, and no traceback."""
    return text.count("\n") == 1 and text.strip().endswith(".") and "Traceback" not in text
