"""What every test may use: two districts with two schools each, and people in every relation."""

import os

import pytest
from django.db import connection

pytest_plugins = ["tests.world"]


def pytest_configure(config):
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running


@pytest.fixture(autouse=True, scope="session")
def _audit_rows_may_be_flushed_between_tests():
    """A test database is emptied between tests; its triggers, rightly, forbid that."""
    flush = type(connection.ops).sql_flush
    if connection.vendor == "postgresql":
        table = "ALTER TABLE audit_auditrow {} TRIGGER USER"

        def with_triggers_off(self, style, tables, **named):
            off, on = table.format("DISABLE"), table.format("ENABLE")
            return [off, *flush(self, style, tables, **named), on]

        type(connection.ops).sql_flush = with_triggers_off
        yield
        type(connection.ops).sql_flush = flush
        return
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

    def without_triggers(self, style, tables, **named):
        with self.connection.cursor() as cursor:
            found = cursor.execute(triggers).fetchall()
        drop = [f"DROP TRIGGER {name}" for name, _ in found]
        return [*drop, *flush(self, style, tables, **named), *(sql for _, sql in found)]

    type(connection.ops).sql_flush = without_triggers
    yield
    type(connection.ops).sql_flush = flush


@pytest.fixture(autouse=True)
def _no_facts_from_another_test(settings):
    import shutil
    from pathlib import Path

    yield
    shutil.rmtree(Path(settings.HOME) / "facts", ignore_errors=True)
    shutil.rmtree(Path(settings.HOME) / "anchors", ignore_errors=True)
