"""Wake-ups: Huey tells a worker that a job waits. They may be lost or doubled without harm.

A message is the id of a job and nothing else. On SQLite it goes through a small file beside
Records, opened by the safe driver; on PostgreSQL it is a NOTIFY, so there is no table to keep.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pysqlite3.dbapi2 as safe_sqlite
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from huey import Huey
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import BlackHoleStorage, SqliteStorage

from convergent.errors import WrongSetting
from convergent.records.sqlite.base import PRAGMAS, refuse_unsafe

WAKEUPS_FILE = "wakeups.sqlite3"
CHANNEL = "convergent_jobs"
TASK = "convergent.jobs.worker.take_up"


class JobIds(Serializer):
    """A message is the job's id in plain letters; Huey's own pickles would run what they hold."""

    def _serialize(self, data: Message) -> bytes:
        return str(UUID(data.args[0])).encode("ascii")

    def _deserialize(self, data: bytes) -> Message:
        job_id = str(UUID(bytes(data).decode("ascii")))
        return Message(id=job_id, name=TASK, args=(job_id,), kwargs={})


class SafeSqliteStorage(SqliteStorage):
    """Huey's storage, but through the driver and settings of Records."""

    integrity_error = safe_sqlite.IntegrityError
    operational_error = safe_sqlite.OperationalError

    def _create_connection(self) -> safe_sqlite.Connection:
        refuse_unsafe(safe_sqlite.sqlite_version_info, safe_sqlite)
        try:
            return _opened(self.filename)
        except safe_sqlite.DatabaseError as problem:
            raise WrongSetting(
                f"{self.filename} cannot be used: {problem}.",
                "Let this account write there, or delete the file: it holds nothing of value.",
            ) from None


def _opened(filename: str) -> safe_sqlite.Connection:
    opened = safe_sqlite.connect(
        filename, timeout=10, check_same_thread=False, isolation_level=None
    )
    try:
        for pragma in PRAGMAS:
            opened.execute(pragma)
    except safe_sqlite.DatabaseError:
        opened.close()
        raise
    return opened


class NotifyStorage(BlackHoleStorage):
    """Every listening worker hears each message; the claim on the row lets one of them win."""

    blocking = True
    longest_wait = 1.0  # seconds, after which a worker looks whether it is to stop

    def __init__(self, name: str = CHANNEL) -> None:
        super().__init__(name)
        self._own = threading.local()

    def enqueue(self, data: bytes, priority: float | None = None) -> None:  # noqa: ARG002
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [self.name, data.decode("ascii")])

    def dequeue(self) -> bytes | None:
        heard = self._heard()
        if not heard:
            notices = self._listening().connection.notifies(timeout=self.longest_wait, stop_after=1)
            heard.extend(notice.payload.encode("ascii") for notice in notices)
        return heard.popleft() if heard else None

    def close(self) -> None:
        listening = getattr(self._own, "listening", None)
        if listening is not None:
            listening.close()

    def _heard(self) -> deque[bytes]:
        if not hasattr(self._own, "heard"):
            self._own.heard = deque()
        heard: deque[bytes] = self._own.heard
        return heard

    def _listening(self) -> BaseDatabaseWrapper:
        """This thread's connection for listening, opened again when it was lost."""
        listening: BaseDatabaseWrapper | None = getattr(self._own, "listening", None)
        if listening is None or listening.connection is None or listening.connection.closed:
            listening = connection.copy()
            with listening.cursor() as cursor:
                cursor.execute(f'LISTEN "{self.name}"')
            self._own.listening = listening
        return listening


def open_wakeups() -> Huey:
    """Huey on this installation's storage; raises WrongSetting if the file cannot be used."""
    if connection.vendor == "postgresql":
        return Huey(CHANNEL, results=False, serializer=JobIds(), storage_class=NotifyStorage)
    return Huey(
        CHANNEL,
        results=False,
        serializer=JobIds(),
        storage_class=SafeSqliteStorage,
        filename=str(Path(settings.HOME) / WAKEUPS_FILE),
    )


def wake(job_id: UUID) -> None:
    """Tells a worker, if one listens; else the workers' sweep finds the job."""
    with closing(open_wakeups().storage) as storage:
        storage.enqueue(str(job_id).encode("ascii"))
