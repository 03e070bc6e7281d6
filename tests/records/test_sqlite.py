"""SQLite as Records uses it: the safe driver, its settings, and what they promise."""

import json
import os
import signal
import subprocess
import sys

import pysqlite3.dbapi2
import pytest
from django.db import connection

from convergent.errors import WrongSetting
from convergent.records.sqlite.base import SAFE_FROM, refuse_unsafe
from tests.cli.command import Command


def pragma(name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.without_records
@pytest.mark.skipif(connection.vendor != "sqlite", reason="is about SQLite")
class TestSettings:
    @pytest.fixture(autouse=True)
    def _may_ask(self, db):
        pass

    def test_pragmas_are_in_force(self):
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        full = 2
        assert [pragma(name) for name in asked] == ["wal", full, 1, 10_000]

    def test_transactions_begin_immediate(self):
        connection.ensure_connection()
        assert connection.transaction_mode == "IMMEDIATE"

    def test_driver_is_the_bundled_one(self):
        connection.ensure_connection()
        assert isinstance(connection.connection, pysqlite3.dbapi2.Connection) is True
        version = connection.cursor().execute("SELECT sqlite_version()").fetchone()[0]
        assert tuple(map(int, version.split("."))) >= SAFE_FROM


@pytest.mark.without_records
@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 7)])
def test_old_version_is_refused(version):
    with pytest.raises(WrongSetting) as refused:
        refuse_unsafe(version, pysqlite3.dbapi2)
    assert str(refused.value).startswith(f"SQLite {'.'.join(map(str, version))} can damage")


@pytest.mark.without_records
def test_another_driver_is_refused_whatever_its_version():
    with pytest.raises(WrongSetting):
        refuse_unsafe((9, 0, 0), object())


@pytest.mark.without_records
@pytest.mark.parametrize("version", [SAFE_FROM, (3, 53, 4), (4, 0, 0)])
def test_safe_version_is_taken(version):
    assert refuse_unsafe(version, pysqlite3.dbapi2) is None


OLD_DRIVER = """
import sys
sys.path.remove({here!r})
sys.modules.pop("pysqlite3")
import pysqlite3
import pysqlite3.dbapi2 as old
old.sqlite_version, old.sqlite_version_info = "3.40.1", (3, 40, 1)
"""


@pytest.mark.without_records
@pytest.mark.parametrize("verb", [["serve"], ["load", "x"]], ids=lambda verb: verb[0])
def test_old_sqlite_ends_every_verb_in_one_sentence(verb, tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "pysqlite3.py").write_text(OLD_DRIVER.format(here=str(tmp_path / "old")))
    command = Command(tmp_path / "home")
    path = command.environment()["PYTHONPATH"]
    command.settings = {"PYTHONPATH": f"{tmp_path / 'old'}{os.pathsep}{path}"}
    told = command.run(*verb)
    assert (told.code, told.out, told.err) == (
        2,
        "",
        (
            "SQLite 3.40.1 can damage a database that two processes write. "
            "Install pysqlite3 0.6.1 or later (it brings 3.51.3 or later), "
            "or use PostgreSQL by DATABASE_URL.\n"
        ),
    )


@pytest.mark.without_records
def test_driver_that_is_missing_is_one_sentence(tmp_path):
    (tmp_path / "pysqlite3.py").write_text("raise ImportError('not installed')\n")
    command = Command(tmp_path / "home")
    path = command.environment()["PYTHONPATH"]
    command.settings = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{path}"}
    told = command.run("serve")
    assert (told.code, told.out, told.err) == (
        2,
        "",
        "The part pysqlite3 is missing. Install it: pip install 'pysqlite3>=0.6.1'.\n",
    )


EVERYWHERE = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
from convergent.web.wsgi import application
import convergent.jobs.worker, convergent.cli.main, convergent.facts.load, pysqlite3.dbapi2
import sqlite3, sqlite3.dbapi2
print(json.dumps({
    "by_name": sqlite3 is pysqlite3 and sqlite3.dbapi2 is pysqlite3.dbapi2,
    "unsafe_loaded": sorted(set(sys.modules) & {"_sqlite3"}),
}))
"""


@pytest.mark.without_records
def test_sqlite3_is_the_safe_driver_everywhere(tmp_path):
    asked = subprocess.run(
        [sys.executable, "-c", EVERYWHERE],
        capture_output=True,
        text=True,
        env=Command(tmp_path / "home").environment(),
        cwd="/",
    )
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout) == {"by_name": True, "unsafe_loaded": []}


WRITER = """
import os, sys
from concurrent.futures import ThreadPoolExecutor
os.environ["DJANGO_SETTINGS_MODULE"] = "convergent.web.settings"
import django
django.setup()
from django.db import connection, transaction
name, times, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

def write(_):
    for number in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM written")
            cursor.fetchone()
            cursor.execute("INSERT INTO written VALUES (%s, %s)", [name, number])
        print(number, flush=True)

with ThreadPoolExecutor(threads) as pool:
    list(pool.map(write, range(threads)))
"""


def rows_of(home, sql):
    opened = pysqlite3.dbapi2.connect(home / "records.sqlite3", timeout=10)
    try:
        return opened.execute(sql).fetchall()
    finally:
        opened.close()


@pytest.fixture
def home(tmp_path):
    """A home with one table, in WAL mode like Records."""
    command = Command(tmp_path / "home")
    command.home.mkdir()
    write(command, "nobody", 0, before="CREATE TABLE written (name TEXT, number INTEGER)")
    return command


def write(command, name, times, *, threads=1, before=""):
    made = ""
    if before:
        made = f"\nwith connection.cursor() as cursor: cursor.execute({before!r})\n"
    script = WRITER.replace("\nname, times", f"{made}\nname, times")
    started = subprocess.Popen(
        [sys.executable, "-c", script, name, str(times), str(threads)],
        text=True,
        env=command.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
    )
    if before:
        _out, err = started.communicate(timeout=300)
        assert started.returncode == 0, err
    return started


@pytest.mark.without_records
def test_sixteen_writers_never_find_the_database_locked(home):
    """Four processes of four threads, each transaction reading before it writes."""
    processes = [write(home, f"process {number}", 25, threads=4) for number in range(4)]
    told = [process.communicate(timeout=300) for process in processes]
    assert [
        (process.returncode, err) for process, (_, err) in zip(processes, told, strict=True)
    ] == [(0, "")] * 4
    counts = rows_of(home.home, "SELECT name, count(*) FROM written GROUP BY name")
    assert counts == [(f"process {number}", 100) for number in range(4)]


@pytest.mark.without_records
@pytest.mark.parametrize("after", [1, 20, 60])
def test_killed_writer_loses_nothing_it_was_told_is_written(after, home):
    writer = write(home, "writer", 100_000)
    told = [int(writer.stdout.readline()) for _ in range(after)]
    writer.send_signal(signal.SIGKILL)
    told += [int(line) for line in writer.stdout.read().split()]
    writer.communicate()
    found = [number for (number,) in rows_of(home.home, "SELECT number FROM written ORDER BY 1")]
    assert found[: len(told)] == told
    assert len(found) - len(told) in (0, 1)  # at most the one whose answer was cut off
    assert rows_of(home.home, "PRAGMA integrity_check") == [("ok",)]
