"""Each check says nothing where all is well, and what and what to do where it is not."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from convergent.audit.actions import note_change
from convergent.audit.models import AuditRow, ChainHead
from convergent.facts.snapshot import current_snapshot
from convergent.jobs.actions import ask
from convergent.jobs.models import Job
from convergent.people.models import Installation
from convergent.upkeep.agenda import stale_backups
from convergent.upkeep.doctor import machine, stores
from convergent.upkeep.doctor.examining import examined
from convergent.upkeep.doctor.findings import Level
from convergent.upkeep.jobs import LET_GO
from convergent.upkeep.made import Made
from tests.facts.small import load_small
from tests.loads.exports import Export

pytestmark = pytest.mark.django_db


def said(check):
    return [f"{one.what} {one.todo}" for one in check()]


def test_fresh_installation_has_nothing_wrong(home):
    found = list(examined())
    assert [one for one in found if one.level == Level.WRONG] == []
    assert {one.check for one in found if one.level == Level.WARNING} == {
        "worker",
        "mail",
        "backups",
    }


def test_full_disk_is_said_before_it_is_full(home, monkeypatch):
    for free, words in ((400_000_000, "Make room now."), (4_000_000_000, "Make room soon.")):
        used = SimpleNamespace(free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, used=used: used)
        assert said(machine.disk)[0].endswith(words)


def test_folder_of_keys_open_to_others_is_named_with_its_remedy(home):
    (home / "keys").chmod(0o755)
    assert said(machine.rights) == [
        f"Others on this machine may look into {home / 'keys'}. chmod 700 {home / 'keys'}"
    ]


def test_clock_that_went_back_is_noticed_by_the_audit(home, world):
    note_change("add person", world.people["coach"], by=None)
    head = ChainHead.objects.get()
    AuditRow.objects.bulk_create(
        [
            AuditRow(
                number=head.number + 1,
                at=timezone.now() + timedelta(hours=3),
                kind="change",
                action="add person",
                thing="x",
                thing_id="1",
                previous=head.hash,
                hash="0" * 64,
            )
        ]
    )
    (line,) = said(machine.clock)
    assert line.startswith("The newest row of the audit is of ")
    assert line.endswith("Let this machine follow a time server, then look again.")


def test_mail_server_that_does_not_answer_is_told(home, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert said(machine.mail)[0].startswith("The mail server does not answer: ")


@pytest.mark.parametrize(
    ("address", "lines"),
    [("", 0), ("http://localhost:8000", 0), ("http://a.example", 1), ("https://127.0.0.1:1", 1)],
)
def test_way_to_browsers_is_looked_at(address, lines, home, settings):
    values = {**settings.CONFIGURATION.values, "public_url": address}
    settings.CONFIGURATION = type(settings.CONFIGURATION)(home, values)
    assert len(said(machine.certificate)) == lines


def test_job_that_waits_long_asks_for_a_worker(home):
    job = ask(LET_GO, key="k", by=None)
    Job.objects.filter(pk=job.pk).update(asked_at=timezone.now() - timedelta(hours=1))
    assert said(stores.worker) == [
        "1 jobs wait for more than ten minutes. Start: convergent worker"
    ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")
def test_unsafe_setting_of_sqlite_is_named(home):
    wanted, stores.WANTED["busy_timeout"] = stores.WANTED, "7"
    try:
        assert "busy_timeout=10000" in said(stores.database)[0]
    finally:
        wanted.pop("busy_timeout")


def test_key_that_is_another_one_is_said(home, world):
    from cryptography.fernet import Fernet

    from convergent.people.models import Handover

    key = home / "keys" / "private_text.key"
    Handover._base_manager.create(
        role=world.role("principal", "ash"),
        author=world.people["principal"],
        text="x",
        written_at=timezone.now(),
    )
    other = home / "other"
    (other / "keys").mkdir(parents=True)
    (other / "keys" / key.name).write_bytes(Fernet.generate_key())
    from django.test import override_settings

    with override_settings(KEYS_FOLDER=other / "keys"):
        found = next(one for one in examined() if one.check == "keys")
    assert (found.level, found.todo) == (
        Level.WRONG,
        "Put the key that wrote it back into keys/private_text.key.",
    )


@pytest.mark.without_records
def test_altered_snapshot_is_told_by_its_table(home, tmp_path):
    load_small(Export(), tmp_path / "one", home=home)
    assert said(stores.snapshot) == []
    serving = current_snapshot(home)
    fewer = dict(list(Export().students.items())[:-1])
    load_small(Export(students=fewer), tmp_path / "two", home=home)
    later = current_snapshot(home)
    assert later != serving
    file = later.table("demographics" if later.table("demographics").exists() else "users")
    file.unlink()
    shutil.copy(serving.table("orgs"), file)
    (line,) = said(stores.snapshot)
    assert line.startswith(f"What serves is damaged: {file.stem}. Load the exports again")


def make_known(home, *, days, removed_ids=0, folder="/none"):
    made = Made(timezone.now() - timedelta(days=days), folder, 1, removed_ids=removed_ids)
    told = {**vars(made), "made_at": str(made.made_at)}
    (home / "backups.json").write_text(json.dumps([told]))


def test_old_backup_is_wrong_and_one_in_time_is_not(home):
    make_known(home, days=3)
    assert said(stores.backups)[0].endswith("Make one each night: convergent backup DIR")
    make_known(home, days=1)
    assert said(stores.backups) == []


def test_backup_that_still_holds_a_removed_student_is_named(home, tmp_path):
    (home / "facts").mkdir()
    (home / "facts" / "forgotten.txt").write_text("a\nb\n")
    make_known(home, days=0, removed_ids=2, folder=str(tmp_path))
    assert said(stores.backups) == []
    make_known(home, days=0, removed_ids=1, folder=str(tmp_path))
    assert said(stores.backups) == [
        f"1 backups still hold a student who was removed, up to {tmp_path}. "
        "Delete them when newer ones are whole."
    ]


def test_stale_backup_is_on_the_today_of_keepers_alone(home, world):
    make_known(home, days=3)
    shown = {name: len(list(stale_backups(world.viewer(name)))) for name in ("steward", "coach")}
    assert shown == {"steward": 1, "coach": 0}
    make_known(home, days=1)
    assert list(stale_backups(world.viewer("steward"))) == []


def test_demonstration_needs_no_backup(home, world):
    make_known(home, days=3)
    Installation.objects.create(pk=1, is_demo=True, decided_at=timezone.now())
    assert (list(stale_backups(world.viewer("steward"))), said(stores.backups)) == ([], [])
