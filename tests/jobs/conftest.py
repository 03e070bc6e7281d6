"""Records that threads and worker processes share with the test, and real workers."""

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pysqlite3
import pytest
from django.db import connection, connections
from tests.jobs import example_kinds  # noqa: F401 - declares the kinds that the tests ask for

from convergent.records.home import prepare_home

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def records(transactional_db, settings, tmp_path):
    """A home folder of its own; on SQLite with a copy of the test database as a file in it."""
    settings.HOME = tmp_path
    prepare_home(tmp_path)
    if connection.vendor != "sqlite":
        yield
        return
    file = tmp_path / "records.sqlite3"
    connection.ensure_connection()
    with closing(pysqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    test_connection, test_name = connections["default"], connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = str(file)
    del connections["default"]
    yield
    connections["default"].close()
    connections.settings["default"]["NAME"] = test_name
    connections["default"] = test_connection


@pytest.fixture
def start_worker(records, tmp_path):
    started = []

    def start(*, silence=60.0, sweep=0.5, threads=1):
        with (tmp_path / "worker.log").open("a") as log:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.jobs.example_worker",
                    str(threads),
                    str(silence),
                    str(sweep),
                ],
                cwd=REPOSITORY,
                env=environment(tmp_path),
                stdout=log,
                stderr=log,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def environment(home):
    """What makes a process use the records of this test."""
    own = {
        **os.environ,
        "CONVERGENT_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(["src", os.environ.get("PYTHONPATH", "")]),
    }
    if connection.vendor == "postgresql":
        own["DATABASE_URL"] = _address(connection.settings_dict)
    else:
        own.pop("DATABASE_URL", None)
    return own


def _address(database):
    user, password = quote(database["USER"], safe=""), quote(database["PASSWORD"], safe="")
    return (
        f"postgresql://{user}:{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )


@pytest.fixture
def until():
    def wait(condition, *, seconds=20):
        end = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.05)
        return found

    return wait
