import uuid
from contextlib import closing

import pysqlite3.dbapi2 as safe_sqlite
import pytest
from django.db import connection, transaction
from huey.registry import Message

from convergent.errors import WrongSetting
from convergent.jobs.actions import ask
from convergent.jobs.waking import JobIds, SafeSqliteStorage, open_wakeups, wake


@pytest.fixture
def wakeups(records):
    with closing(open_wakeups().storage) as storage:
        storage.longest_wait = 0.2
        storage.dequeue()  # from now on, PostgreSQL tells this connection
        yield storage


@transaction.atomic
def ask_and_fail():
    ask("test greet", key="k", by=None, name="Ada")
    raise ZeroDivisionError


def test_a_wake_up_is_sent_after_the_commit_and_holds_the_id_alone(wakeups):
    with transaction.atomic():
        job = ask("test greet", key="k", by=None, name="Ada")
        assert wakeups.dequeue() is None

    assert bytes(wakeups.dequeue()) == str(job.pk).encode()
    assert wakeups.dequeue() is None


def test_a_job_that_was_rolled_back_wakes_nobody(wakeups):
    with pytest.raises(ZeroDivisionError):
        ask_and_fail()

    assert wakeups.dequeue() is None


def test_wake_ups_come_in_order(wakeups):
    ids = [uuid.UUID(int=number) for number in range(3)]
    for one in ids:
        wake(one)

    assert [bytes(wakeups.dequeue()).decode() for _ in ids] == [str(one) for one in ids]


def test_a_job_is_stored_though_nobody_can_be_woken(records, tmp_path):
    if connection.vendor == "sqlite":
        (tmp_path / "wakeups.sqlite3").write_text("no database " * 99)

    job = ask("test greet", key="k", by=None, name="Ada")

    job.refresh_from_db()
    assert job.state == "waiting"


def test_the_file_is_opened_by_the_safe_driver_with_safe_settings(tmp_path):
    with closing(SafeSqliteStorage(filename=str(tmp_path / "wakeups.sqlite3"))) as storage:
        assert type(storage.conn) is safe_sqlite.Connection
        assert storage.sql("PRAGMA journal_mode", results=True) == [("wal",)]
        assert storage.sql("PRAGMA synchronous", results=True) == [(2,)]
        assert storage.sql("SELECT sqlite_version()", results=True) >= [("3.51.3",)]


def test_an_unsafe_sqlite_is_refused_before_the_file_is_made(tmp_path, monkeypatch):
    monkeypatch.setattr(safe_sqlite, "sqlite_version_info", (3, 40, 1))

    with pytest.raises(WrongSetting, match=r"SQLite 3\.40\.1 can damage a database"):
        SafeSqliteStorage(filename=str(tmp_path / "wakeups.sqlite3"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("missing/wakeups.sqlite3", "unable to open database file"),
        ("text", "file is not a database"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_plain_words(name, why, tmp_path):
    (tmp_path / "text").write_text("no database " * 99)

    with pytest.raises(WrongSetting, match=f"cannot be used: {why}"):
        SafeSqliteStorage(filename=str(tmp_path / name))


@pytest.mark.asvs("1.5.2")
def test_a_message_that_is_no_id_is_refused():
    with pytest.raises(ValueError, match="badly formed"):
        JobIds().deserialize(b"cos\nsystem\n(S'true'\ntR.")


def test_a_message_is_the_id_in_plain_letters():
    job_id = str(uuid.UUID(int=9))

    assert JobIds().serialize(Message(args=(job_id,))) == job_id.encode()
    assert JobIds().deserialize(job_id.encode()).args == (job_id,)
