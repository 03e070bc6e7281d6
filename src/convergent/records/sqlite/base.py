"""SQLite through PyPI's pysqlite3, with the settings under which no acknowledged write is lost.

SQLite before 3.51.3 can corrupt a WAL database when two processes write and checkpoint at once,
and Debian 12 has 3.40. Django's backend imports `sqlite3` by name, so the name is given to the
safe driver before that import; docs/decisions/0002-sqlite-driver.md tells why.
"""

from __future__ import annotations

import sys
from typing import Any

from convergent.errors import WrongSetting

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:
    raise WrongSetting(
        "The part pysqlite3 is missing.", "Install it: pip install 'pysqlite3>=0.6.1'."
    ) from None

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.db.backends.sqlite3 import base as django_backend  # noqa: E402

Database: Any = django_backend.Database  # type: ignore[attr-defined]

SAFE_FROM = (3, 51, 3)
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
)


def refuse_unsafe(version: tuple[int, ...], driver: object) -> None:
    """Raises WrongSetting unless `driver` is the bundled one, with a safe SQLite inside."""
    if version < SAFE_FROM or driver is not pysqlite3.dbapi2:
        found = ".".join(map(str, version))
        raise WrongSetting(
            f"SQLite {found} can damage a database that two processes write.",
            "Install pysqlite3 0.6.1 or later (it brings 3.51.3 or later), or use PostgreSQL "
            "by DATABASE_URL.",
        )


class DatabaseWrapper(django_backend.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = {"timeout": 10, **super().get_connection_params()}
        self.transaction_mode = "IMMEDIATE"
        self.init_commands = list(PRAGMAS)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        refuse_unsafe(Database.sqlite_version_info, Database)
        return super().get_new_connection(conn_params)
