"""The whole access matrix on both databases: every method by every persona on every object."""

import json
import os
import subprocess
import sys
import time

from tests.postgres import private_postgres


def main():
    with private_postgres() as address:
        told = {"sqlite": _run(""), "postgresql": _run(address)}
    print(json.dumps(told, indent=1))  # noqa: T201
    if any(one["code"] for one in told.values()):
        raise SystemExit(1)


def _run(address):
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/access"],
        stdout=sys.stderr,
        env={**os.environ, "DATABASE_URL": address, "CONVERGENT_FULL_MATRIX": "1"},
    )
    return {"code": done.returncode, "seconds": round(time.monotonic() - began, 1)}
