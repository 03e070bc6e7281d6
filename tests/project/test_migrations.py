"""Migrations: none is missing, each goes forward and back, none imports the application."""

import ast
import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

SRC = Path(__file__).parents[2] / "src"
OURS = sorted(
    config.label for config in apps.get_app_configs() if config.name.startswith("convergent.")
)


def leaves(executor):
    """Of the libraries too: some of their tables lean on ours."""
    return executor.loader.graph.leaf_nodes()


def test_no_migration_is_missing(db):
    told = io.StringIO()
    call_command("makemigrations", *OURS, check=True, dry_run=True, stdout=told)
    assert told.getvalue().startswith("No changes detected")


@pytest.mark.without_records
@pytest.mark.parametrize(
    "path", sorted(SRC.rglob("migrations/0*.py")), ids=lambda path: f"{path.parts[-3]}/{path.stem}"
)
def test_migration_imports_no_application_code(path):
    imported = [
        name
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    allowed = ("django", "datetime", "uuid", "decimal")
    assert [name for name in imported if not name.startswith(allowed)] == []


def tables():
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "label", [label for label in OURS if list(SRC.rglob(f"{label}/migrations/0*.py"))]
)
def test_application_goes_back_to_nothing_and_forward_again(label):
    """Those that depend on it go with it, and come again."""
    everything = leaves(MigrationExecutor(connection))
    before = tables()
    try:
        MigrationExecutor(connection).migrate([(label, None)])
        between = tables()
    finally:
        MigrationExecutor(connection).migrate(everything)
    assert {name for name in between if name.startswith(f"{label}_")} == set()
    assert tables() == before


@pytest.mark.django_db(transaction=True)
def test_audit_rows_stay_append_only_after_going_back_and_forward():
    everything = leaves(MigrationExecutor(connection))
    MigrationExecutor(connection).migrate([("audit", "0001_initial")])
    MigrationExecutor(connection).migrate(everything)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_row%'")
            assert cursor.fetchone() == (2,)
        else:
            cursor.execute(
                """SELECT count(*) FROM sqlite_master
                WHERE type = 'trigger' AND name LIKE 'audit_row%'"""
            )
            assert cursor.fetchone() == (3,)
