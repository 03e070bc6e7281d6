"""The shipped product as a process of its own, in a home folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import convergent

SOURCE = Path(convergent.__file__).parents[1]  # a broken twin serves itself
PATIENCE = 300  # seconds to build the demonstration and be ready
READY = "Convergent is ready"
TROUBLE = ("ERROR", "CRITICAL", "Traceback", "Warning", "panicked")


DEMO = [sys.executable, "-m", "convergent", "demo", "--students", "800", "--seed", "1"]


def build(home):
    """The demonstration, without serving it."""
    home.mkdir()
    subprocess.run(
        [*DEMO, "--no-serve"], env=own_environment(home), check=True, capture_output=True
    )


class Server:
    """`python -m convergent demo` in `home`: built once, started and stopped as often as needed."""

    def __init__(self, home):
        self.home, self.log = home, home.parent / "server.log"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*DEMO, "--port", str(self.port)],
                env=own_environment(self.home),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()
        return self

    def _wait_until_ready(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            if READY in self._said() and self._answers():
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"The product did not start:\n{self._said()}")

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.address}/account/login/", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def troubles(self):
        """Lines of the log that a person who runs this would have to look into."""
        return [line for line in self._said().splitlines() if any(t in line for t in TROUBLE)]

    def _said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")


def own_environment(home):
    """Nothing of the tests' settings reaches the product; the gallery is there to be looked at."""
    kept = {"PATH", "HOME", "LANG", "TMPDIR"} & os.environ.keys()
    return {
        **{name: os.environ[name] for name in kept},
        "PYTHONPATH": str(SOURCE),
        "CONVERGENT_HOME": str(home),
        "CONVERGENT_DEVELOPMENT": "1",
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
