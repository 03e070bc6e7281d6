"""The anchors go on after a restore: what it left behind is void, and nothing else is."""

import pytest
from django.db import transaction

from convergent.audit import anchors
from convergent.audit.chain import append, breaks
from convergent.audit.models import AuditRow, ChainHead
from tests.audit.test_chain import triggers_off

pytestmark = pytest.mark.django_db(transaction=True)
VOID = "a restore is anchored here, and no row tells of one"


@pytest.fixture(autouse=True)
def file(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path / "anchors" / "audit.txt"


def write(*actions):
    for action in actions:
        with transaction.atomic():
            append(
                kind="change",
                action=action,
                by=None,
                about=None,
                thing="person",
                thing_id="1",
                why="",
                detail={},
            )


def restore(number, file, tmp_path, *, tells=True):
    """Goes back to a row, as a restore does; the anchors of a backup lie in a file of their own."""
    aside = tmp_path / "aside.txt"
    lines = file.read_text().splitlines(keepends=True)
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE number > %s", [number])
    ChainHead.objects.update(number=number, hash=AuditRow.objects.get(number=number).hash)
    file.write_text("".join(line for line in lines[:number]))
    write("restore backup" if tells else "something else")
    aside.write_text(file.read_text())
    file.write_text("".join(lines))
    anchors.go_on_from(aside)


def test_chain_holds_after_a_restore_and_goes_on(file, tmp_path):
    write("a", "b", "c", "d")
    restore(2, file, tmp_path)
    assert list(breaks()) == []
    assert file.read_text().splitlines()[4] == "restored 2 3"
    write("e")
    assert list(breaks()) == []


def test_rows_taken_away_after_a_restore_are_found(file, tmp_path):
    write("a", "b", "c", "d")
    restore(2, file, tmp_path)
    write("e")
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE number = 4")
    assert [one.number for one in breaks()] == [4]


def test_line_of_a_restore_that_no_row_tells_of_is_found(file, tmp_path):
    """Whoever takes rows away cannot say that it was a restore."""
    write("a", "b", "c", "d")
    restore(2, file, tmp_path, tells=False)
    assert [(one.number, one.what) for one in breaks()] == [(3, VOID)]


def test_chain_holds_after_two_restores_the_second_to_an_older_state(file, tmp_path):
    write("a", "b", "c", "d")
    restore(3, file, tmp_path)
    lines = file.read_text()
    with triggers_off() as cursor:
        cursor.execute("DELETE FROM audit_auditrow WHERE number > 1")
    ChainHead.objects.update(number=1, hash=AuditRow.objects.get(number=1).hash)
    first = lines.splitlines(keepends=True)[0]
    file.write_text(first)
    write("restore backup")
    (tmp_path / "older.txt").write_text(file.read_text())
    file.write_text(lines)
    anchors.go_on_from(tmp_path / "older.txt")
    assert list(breaks()) == []


def test_machine_without_anchors_takes_those_of_the_backup(file, tmp_path):
    write("a", "b")
    file.rename(tmp_path / "aside.txt")
    anchors.go_on_from(tmp_path / "aside.txt")
    assert list(breaks()) == []
