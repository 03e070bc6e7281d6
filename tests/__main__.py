"""`./dev test`: everything on SQLite with the journeys, then everything but those on PostgreSQL."""

import os
import subprocess
import sys

from tests.browser import get_chromium
from tests.postgres import private_postgres


def main(arguments):
    get_chromium()
    if arguments:
        raise SystemExit(pytest(*arguments))
    with private_postgres() as address:
        codes = [
            pytest("-n", "2", "--dist", "loadgroup"),
            pytest(
                "-n",
                "2",
                "--dist",
                "loadgroup",
                "-m",
                "not journey and not without_records",
                DATABASE_URL=address,
            ),
        ]
    raise SystemExit(max(codes))


def pytest(*arguments, **environment):
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment.setdefault("DATABASE_URL", os.environ.get("DATABASE_URL", ""))
    sys.stderr.write(f"== tests on {'PostgreSQL' if environment['DATABASE_URL'] else 'SQLite'}\n")
    sys.stderr.flush()
    return subprocess.run(command, env={**os.environ, **environment}).returncode


if __name__ == "__main__":
    main(sys.argv[1:])
