"""How long a person waits for the demonstration: the first time, and the second.

The shipped command is started from outside, in a home folder of its own, and timed until its
sign-in page answers. What was learnt: of a first start, loading 30,000 students takes about two
seconds, following them into Records two more, writing the exports one; of a second, importing
Django and looking at the migrations is nearly all.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from urllib.error import URLError
from urllib.request import urlopen


def main():
    with tempfile.TemporaryDirectory(prefix="convergent-bench-") as home:
        first = seconds_until_ready(home)
        again = [seconds_until_ready(home) for _ in range(3)]
    told = {
        "students": 30_000,
        "first_start_seconds": round(first, 2),
        "second_start_seconds": round(sorted(again)[1], 2),
        "second_to_first": round(sorted(again)[1] / first, 3),
    }
    print(json.dumps(told, indent=1))  # noqa: T201


def seconds_until_ready(home):
    port = free_port()
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "convergent", "demo", "--port", str(port)],
        env={**os.environ, "CONVERGENT_HOME": home},
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(port):
            if server.poll() is not None:
                raise RuntimeError(f"the demonstration ended with {server.returncode}")
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(timeout=60)


def answers(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=5) as page:
            return page.status == 200
    except (URLError, ConnectionError):
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
