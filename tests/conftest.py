"""What every test may use: two districts with two schools each, and people in every relation."""

import os

import pytest
from django.db import connection
from hypothesis import settings as of_laws

pytest_plugins = ["tests.world"]
of_laws.register_profile("ci", derandomize=True)  # a change lands by what it is, not by chance
if os.environ.get("CI"):
    of_laws.load_profile("ci")
READ_HERE = ("tests/facts/", "tests/loads/", "tests/learning/")


def pytest_configure(config):
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running


@pytest.fixture(autouse=True, scope="session")
def _audit_rows_may_be_flushed_between_tests():
    """A test database is emptied between tests; its triggers, rightly, forbid that."""
    flush = type(connection.ops).sql_flush
    if connection.vendor == "postgresql":
        told = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"

        def with_triggers_off(self, style, tables, **named):
            with self.connection.cursor() as cursor:
                guarded = [table for (table,) in cursor.execute(told).fetchall()]
            off, on = (
                [f"ALTER TABLE {table} {word} TRIGGER USER" for table in guarded]
                for word in ("DISABLE", "ENABLE")
            )
            return [*off, *flush(self, style, tables, **named), *on]

        type(connection.ops).sql_flush = with_triggers_off
        yield
        type(connection.ops).sql_flush = flush
        return
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'"

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


@pytest.fixture
def _read_here(monkeypatch):
    """Loads read their files in the test's own process, which spares each of them a second.

    What is found is the same there; what the confined process adds is shown by the tests that are
    marked so, by those of the command and by the journeys.
    """
    from convergent.facts import load
    from convergent.facts.preparing import prepare

    def here(request, *, progress, **_of_confinement):
        return prepare(request, progress=progress)

    monkeypatch.setattr(load, "prepare_in_child", here)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.startswith(READ_HERE) and not item.get_closest_marker("confined"):
            item.fixturenames.insert(0, "_read_here")
