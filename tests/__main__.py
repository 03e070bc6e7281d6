"""`./dev test`: everything on SQLite, with the journeys; then on PostgreSQL what keeps Records.

What kills processes by the dozen, or runs another engine, is `./dev test --slow`.
"""

import os
import subprocess
import sys

from tests.browser import get_chromium
from tests.postgres import private_postgres
from tests.spark import get_spark

KEEP_RECORDS = (
    "access",
    "asking",
    "audit",
    "demo",
    "evidence",
    "jobs",
    "learning",
    "loads",
    "outbox",
    "people",
    "practice",
    "priorities",
    "project",
    "publish",
    "records",
    "releases",
    "search",
    "sign_in",
    "support",
    "upkeep",
)
ON_POSTGRES = [f"tests/{name}" for name in KEEP_RECORDS]
WORKERS = ("-n", "3", "--dist", "loadfile", "--durations", "12")


def main(arguments):
    get_chromium()
    if arguments == ["--slow"]:
        get_spark()
    elif arguments:
        raise SystemExit(pytest(*arguments))
    which = "slow" if arguments else "not slow"
    kept = f"{which} and not journey and not without_records"
    with private_postgres() as address:
        codes = [
            pytest(*WORKERS, "-m", which),
            pytest(*WORKERS, "-m", kept, *ON_POSTGRES, on=address),
        ]
    raise SystemExit(max(codes))


def pytest(*arguments, on=""):
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    address = on or os.environ.get("DATABASE_URL", "")
    sys.stderr.write(f"== tests on {'PostgreSQL' if address else 'SQLite'}\n")
    sys.stderr.flush()
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    main(sys.argv[1:])
