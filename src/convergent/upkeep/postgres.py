"""Records of PostgreSQL, dumped and brought back by PostgreSQL's own programs.

A restore keeps what was there in a schema beside it until the new one has proved itself.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import ProgrammingError, connection, transaction

from convergent.errors import BadInput, WrongSetting

FILE = "records.dump"
SERVING, BEFORE = "public", "before_restore"
OURS = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
ONLY_OURS = (f"--schema={SERVING}", "--no-owner", "--no-privileges")


def copy_into(file: Path) -> tuple[dict[str, int], tuple[int, str]]:
    """The dump and the counts are of one state, which the server holds for both."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (state,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", *ONLY_OURS, f"--snapshot={state}", f"--file={file}")
        return rows_of(cursor), _chain(cursor)


def rows_of(cursor: Any) -> dict[str, int]:
    """How many rows each table has."""
    cursor.execute(OURS)
    names = sorted(name for (name,) in cursor.fetchall())
    return {name: _one(cursor, f'SELECT count(*) FROM "{name}"')[0] for name in names}  # noqa: S608


def _chain(cursor: Any) -> tuple[int, str]:
    found = _one(cursor, "SELECT number, hash FROM audit_chainhead")
    return (int(found[0]), str(found[1])) if found else (0, "")


def _one(cursor: Any, sql: str) -> Any:
    cursor.execute(sql)
    return cursor.fetchone()


def refuse_in_use() -> None:
    """Raises WrongSetting while anybody else is connected to the database."""
    with connection.cursor() as cursor:
        (others,) = _one(
            cursor,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
        )
    if others:
        raise WrongSetting(
            f"The database is in use: {others} connections.",
            "Stop Convergent on every machine, and whatever else is connected.",
        )


def bring_in(file: Path) -> None:
    """What serves is put aside, and the backup takes its place."""
    _execute(f"ALTER SCHEMA {SERVING} RENAME TO {BEFORE}", f"CREATE SCHEMA {SERVING}")
    _bring(file, into=str(connection.settings_dict["NAME"]))


@contextmanager
def restored_beside(file: Path) -> Iterator[str]:
    """The address of a database of its own with the backup in it, for as long as it is needed;
    raises WrongSetting where we may not make one.
    """
    name = f"convergent_drill_{os.getpid()}"
    try:
        _outside(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except ProgrammingError:
        raise WrongSetting(
            "This account may not make a database to try the backup in.",
            f"Let it: ALTER ROLE {connection.settings_dict['USER']} CREATEDB",
        ) from None
    try:
        _bring(file, into=name)
        yield address_of(name)
    finally:
        _outside(f'DROP DATABASE "{name}"')


def address_of(name: str = "") -> str:
    """As DATABASE_URL has it; ours unless another database of the server is named."""
    told = connection.settings_dict
    account = quote(str(told["USER"]), safe="")
    password = f":{quote(str(told['PASSWORD']), safe='')}" if told["PASSWORD"] else ""
    port = f":{told['PORT']}" if told["PORT"] else ""
    return f"postgresql://{account}{password}@{told['HOST']}{port}/{name or told['NAME']}"


def _outside(sql: str) -> None:
    """Databases are made outside of any transaction."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _bring(file: Path, *, into: str) -> None:
    whole = ("--exit-on-error", "--single-transaction", *ONLY_OURS)
    _run("pg_restore", *whole, f"--dbname={into}", str(file))


def put_back(file: Path) -> None:
    """In place of what is there."""
    bring_in(file)
    let_go()


def go_back() -> None:
    """What was put aside serves again; nothing happens where nothing was."""
    if is_put_aside():
        _execute(
            f"DROP SCHEMA IF EXISTS {SERVING} CASCADE", f"ALTER SCHEMA {BEFORE} RENAME TO {SERVING}"
        )


def let_go() -> None:
    """What was put aside is not needed any more."""
    _execute(f"DROP SCHEMA IF EXISTS {BEFORE} CASCADE")


def is_put_aside() -> bool:
    with connection.cursor() as cursor:
        return bool(_one(cursor, f"SELECT 1 FROM pg_namespace WHERE nspname = '{BEFORE}'"))  # noqa: S608


def _execute(*sentences: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in sentences:
            cursor.execute(sql)
    connection.close()  # what it knew of the tables may be another's by now


def _run(program: str, *arguments: str) -> None:
    try:
        done = subprocess.run(
            [program, *arguments], env=_environment(), capture_output=True, text=True
        )
    except FileNotFoundError:
        raise WrongSetting(
            f"The program {program} is missing.",
            "Install PostgreSQL's client programs, of the server's version or later.",
        ) from None
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it gave no reason"])[0].rstrip(".")
        kind = BadInput if program == "pg_restore" else WrongSetting
        raise kind(f"{reason}.", "See that it is as new as the server, and that the disk has room.")


def _environment() -> Mapping[str, str]:
    """The password goes by the environment: arguments can be seen by everybody."""
    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {name: str(told[key]) for name, key in names.items() if told[key]}
    return {**os.environ, **given, "PGDATABASE": str(told["NAME"])}
