"""The chain of audit rows: it holds, it cannot be changed, and where it was, that shows."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from convergent.audit import chain
from convergent.audit.actions import note_change, note_reading
from convergent.audit.chain import START, Break, append, breaks, hash_of
from convergent.audit.models import AuditRow, ChainHead, Kind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def anchors(tmp_path, settings):
    """A home of this test's own, so that no other process anchors its rows there."""
    settings.HOME = tmp_path
    return tmp_path / "anchors" / "audit.txt"


def write(times, **detail):
    for number in range(times):
        with transaction.atomic():
            append(
                kind=Kind.CHANGE,
                action=f"change {number}",
                by=uuid4(),
                about=None,
                thing="person",
                thing_id=str(number),
                why="",
                detail=detail,
            )


@contextmanager
def triggers_off():
    """As somebody does who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_auditrow DISABLE TRIGGER ALL")
            yield cursor
            cursor.execute("ALTER TABLE audit_auditrow ENABLE TRIGGER ALL")
            return
        found = cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
        ).fetchall()
        for name, _sql in found:
            cursor.execute(f"DROP TRIGGER {name}")
        yield cursor
        for _name, sql in found:
            cursor.execute(sql)


def test_chain_of_untouched_rows_holds():
    write(5, before="a", after=None, share=0.5, names=["é", "日本"], count=3)
    rows = list(AuditRow.objects.order_by("number"))
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous for row in rows] == [START, *(row.hash for row in rows[:-1])]
    assert list(breaks()) == []


def test_empty_chain_holds():
    assert list(breaks()) == []


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditrow SET why = 'other' WHERE number = 2",
        "DELETE FROM audit_auditrow WHERE number = 2",
        "DELETE FROM audit_auditrow",
    ],
)
def test_database_refuses_to_change_a_row(sql):
    write(3)
    with (
        pytest.raises(DatabaseError, match="audit rows are append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert (AuditRow.objects.count(), list(breaks())) == (3, [])


def test_database_refuses_what_the_orm_asks():
    write(1)
    row = AuditRow.objects.get()
    for change in (
        row.delete,
        row.save,
        AuditRow.objects.all().delete,
        lambda: AuditRow.objects.update(why="other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert list(breaks()) == []


def test_emptied_table_is_found_by_its_anchors():
    """PostgreSQL's TRUNCATE passes by the triggers of rows."""
    write(2)
    with triggers_off() as cursor:
        empty = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
        cursor.execute(f"{empty} audit_auditrow")
    anchored = "differs from what was anchored outside the database"
    assert list(breaks()) == [Break(1, anchored), Break(2, anchored)]


@pytest.mark.parametrize(
    "column", ["at", "kind", "action", "by", "about", "thing", "thing_id", "why", "detail"]
)
def test_changed_content_is_found_where_it_is(column):
    write(3)
    value = {
        "at": "2020-01-01 00:00:00+00:00",
        "by": uuid4().hex,
        "about": uuid4().hex,
        "detail": '{"role": "x"}',
        "kind": "reading",
    }.get(column, "other")
    with triggers_off() as cursor:
        cursor.execute(f'UPDATE audit_auditrow SET "{column}" = %s WHERE number = 2', [value])
    assert list(breaks()) == [Break(2, "its content was changed")]


def test_removed_row_is_found_where_it_was():
    write(4)
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE number = 2")
    found = list(breaks())
    assert found[0] == Break(2, "rows 2 to 2 are missing")
    assert Break(2, "differs from what was anchored outside the database") in found


def test_exchanged_rows_are_found():
    write(3)
    with triggers_off() as cursor:
        cursor.execute("UPDATE audit_auditrow SET number = 9 WHERE number = 1")
        cursor.execute("UPDATE audit_auditrow SET number = 1 WHERE number = 2")
        cursor.execute("UPDATE audit_auditrow SET number = 2 WHERE number = 9")
    assert {one.number for one in breaks()} == {1, 2, 3}


def rewrite_all(cursor, *, until=None):
    """As somebody who knows how the hashes are made."""
    rows = list(AuditRow.objects.order_by("number"))[:until]
    cursor.execute("DELETE FROM audit_auditrow")
    previous = START
    for row in rows:
        row.why, row.previous = "as it suits", previous
        row.hash = previous = hash_of(row)
        row.save(force_insert=True)
    ChainHead.objects.update(number=len(rows), hash=previous)


@pytest.mark.asvs("16.4.2")
def test_rewritten_chain_is_found_by_its_anchors():
    write(3)
    with triggers_off() as cursor:
        rewrite_all(cursor)
    anchored = "differs from what was anchored outside the database"
    assert list(breaks()) == [Break(number, anchored) for number in (1, 2, 3)]


def test_truncated_tail_is_found_by_its_anchors():
    write(3)
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE number = 3")
    ChainHead.objects.update(number=2, hash=AuditRow.objects.get(number=2).hash)
    assert list(breaks()) == [Break(3, "differs from what was anchored outside the database")]


def test_truncated_tail_that_was_not_anchored_is_found_by_the_head(anchors):
    write(3)
    anchors.write_text("".join(anchors.read_text().splitlines(keepends=True)[:1]))
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE number = 3")
    assert list(breaks()) == [Break(3, "the last row is not the one that was written last")]


def test_missing_anchors_are_said(anchors):
    write(2)
    anchors.unlink()
    assert list(breaks()) == [Break(1, "nothing is anchored outside the database")]


def test_torn_anchor_of_a_power_cut_is_said_and_the_rest_is_checked(anchors):
    write(2)
    first, second = anchors.read_text().splitlines(keepends=True)
    anchors.write_text(f"{second}{first[:20]}")
    assert list(breaks()) == [Break(0, "line 2 of the anchors cannot be read")]


def test_row_without_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        append(kind=Kind.CHANGE, action="a", by=None, about=None, thing="t", thing_id="1")
    assert AuditRow.objects.count() == 0


def test_rolled_back_change_leaves_no_row_and_no_anchor(anchors):
    write(1)
    before = anchors.read_text()
    with transaction.atomic():
        append(kind=Kind.CHANGE, action="a", by=None, about=None, thing="t", thing_id="1")
        transaction.set_rollback(True)
    assert (AuditRow.objects.count(), anchors.read_text()) == (1, before)
    write(1)
    assert list(breaks()) == []


def test_change_is_kept_when_the_anchor_cannot_be_written(caplog, anchors):
    anchors.parent.mkdir(exist_ok=True)
    anchors.mkdir()
    write(1)
    anchors.rmdir()
    assert AuditRow.objects.count() == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_appends_of_eight_threads_are_one_chain(anchors):
    def appended(_):
        try:
            write(5)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(appended, range(8)))
    assert sorted(AuditRow.objects.values_list("number", flat=True)) == list(range(1, 41))
    assert list(breaks()) == []
    assert len(anchors.read_text().splitlines()) == 40


PROCESS = """
import os
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["NAME_OF_TEST_DATABASE"]
from django.db import transaction
from convergent.audit.chain import append
for number in range(5):
    with transaction.atomic():
        append(kind="change", action="a", by=None, about=None, thing="t", thing_id=str(number))
"""


def test_appends_of_processes_are_one_chain(anchors):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CONVERGENT_HOME": str(anchors.parents[1]),
        "NAME_OF_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    processes = [
        subprocess.Popen([sys.executable, "-c", PROCESS], env=environment, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    write(5)
    assert [process.communicate(timeout=300)[1] for process in processes] == [b""] * 3
    assert sorted(AuditRow.objects.values_list("number", flat=True)) == list(range(1, 21))
    assert list(breaks()) == []


@pytest.mark.asvs("16.2.1")
def test_rows_of_actions_name_their_thing():
    head = ChainHead.objects.create(pk=7, number=0, hash=START)
    somebody = uuid4()
    with transaction.atomic():
        change = note_change("open role", head, by=somebody, role=somebody, share=None)
        reading = note_reading("read handover", head, by=somebody, about=None, why="holds the role")
    assert (change.thing, change.thing_id, change.detail) == (
        "audit.chainhead",
        "7",
        {"role": str(somebody), "share": None},
    )
    assert (reading.kind, reading.why) == (Kind.READING, "holds the role")


@pytest.mark.asvs("14.2.4", "16.2.5")
def test_private_text_stands_in_no_row_and_no_anchor(world, anchors):
    from convergent.people.actions.handovers import (
        hand_over,
        keep_draft,
        read_handovers,
        take_back,
    )

    canary = "canary-4711 about a colleague"
    role, author = world.term("principal").role, world.viewer("principal")
    draft = keep_draft(role, text=canary, by=author)
    draft = keep_draft(role, text=f"{canary} again", by=author)
    hand_over(draft, by=author)
    read_handovers(role, by=author)
    take_back(draft, by=author)
    assert draft.text == f"{canary} again"
    written = [str(list(AuditRow.objects.values_list())), anchors.read_text()]
    assert [text.count("canary") for text in written] == [0, 0]
    assert AuditRow.objects.count() == 4 - 1  # the two drafts are of one sitting
    assert list(chain.breaks()) == []


@pytest.mark.asvs("16.4.3")
def test_anchors_lie_where_the_setting_says(settings, tmp_path, anchors):
    elsewhere = tmp_path / "other disk" / "audit.txt"
    values = {**settings.CONFIGURATION.values, "audit_anchors": str(elsewhere)}
    settings.CONFIGURATION = replace(settings.CONFIGURATION, values=values)
    write(2)
    assert (len(elsewhere.read_text().splitlines()), anchors.exists()) == (2, False)
    assert list(breaks()) == []
    elsewhere.unlink()
    assert list(breaks()) == [Break(1, "nothing is anchored outside the database")]


def test_row_written_while_the_chain_is_checked_breaks_nothing(monkeypatch):
    """The anchors and the head that it is held against are older than its rows."""
    write(2)
    read = chain.anchors.written

    def read_then_somebody_writes():
        found = list(read())
        write(1)
        return found

    monkeypatch.setattr(chain.anchors, "written", read_then_somebody_writes)
    assert list(breaks()) == []
    assert AuditRow.objects.count() == 3
