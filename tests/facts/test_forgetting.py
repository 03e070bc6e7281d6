"""A student who was removed is nowhere, comes back with no load, and is written down nowhere."""

import shutil
import stat

import pyarrow.parquet as pq
import pytest
from tests.facts.small import load_small, serving_users, students
from tests.loads.exports import Export

from convergent.errors import WrongSetting
from convergent.facts.forgetting import forget, forget_again
from convergent.facts.held import approve
from convergent.facts.history import roll_back
from convergent.facts.kept_findings import keep_findings
from convergent.facts.load import load
from convergent.facts.snapshot import all_snapshots, current_snapshot

pytestmark = pytest.mark.without_records
WHO = "s07"
NAME = "Zanthippe"


def named(**more):
    return Export(names={WHO: NAME}, **more)


def places_that_name(home):
    """Files that hold the id or the name, looked into where they are Parquet."""
    found = []
    for path in sorted(one for one in home.rglob("*") if one.is_file() and not one.is_symlink()):
        if path.suffix == ".parquet":
            text = str(pq.read_table(path).to_pylist())
        else:
            text = path.read_bytes().decode(errors="replace")
        if f"'{WHO}'" in text or f"{WHO}," in text or f'"{WHO}"' in text or NAME in text:
            found.append(path.name)
    return found


def told_twice(folder):
    """An export that says two things of the student, and another name of somebody else."""
    folder = Export(names={WHO: NAME, "s01": "B"}).write(folder)
    users = folder / "users.csv"
    lines = users.read_text().splitlines(keepends=True)
    again = next(line for line in lines if line.startswith(f"{WHO},"))
    users.write_text("".join([*lines, again.replace(NAME, f"{NAME} Maria")]))
    return folder


@pytest.fixture
def everywhere(home, tmp_path):
    """Two snapshots, a load that waits, rows left out and findings: all speak of the student."""
    load_small(named(), tmp_path / "one", home=home)
    spoilt = load([told_twice(tmp_path / "two")], home=home)
    keep_findings(home, "two", spoilt)
    fewer = dict(list(Export().students.items())[:20])
    waiting = load_small(named(students=fewer), tmp_path / "half", home=home)
    assert (spoilt.status, waiting.status) == ("published_with_rejects", "held")
    assert len(set(places_that_name(home))) >= 5
    return waiting


def test_removed_student_is_nowhere(home, everywhere):
    removed = forget(home, WHO)
    assert places_that_name(home) == []
    assert (removed.snapshots, removed.rows > 0, removed.findings > 0) == (3, True, True)


def test_manifest_says_that_somebody_was_removed_and_the_rest_stays(home, everywhere):
    before = len(serving_users(home))
    forget(home, WHO)
    assert [one.manifest.removals for one in all_snapshots(home)] == [1, 1]
    assert before - len(serving_users(home)) == 1


def test_later_loads_leave_the_student_out_without_a_word(home, tmp_path):
    load_small(named(), tmp_path / "one", home=home)
    forget(home, WHO)
    again = load_small(named(), tmp_path / "again", home=home)
    assert (again.status, again.errors, again.tables["users"].read) == ("unchanged", (), 40)
    changed = load_small(Export(names={WHO: NAME, "s01": "B"}), tmp_path / "b", home=home)
    assert (changed.status, changed.errors) == ("published", ())
    assert places_that_name(home) == []


def test_loads_that_wait_and_earlier_snapshots_still_serve(home, everywhere):
    forget(home, WHO)
    approve(home, everywhere.held)
    roll_back(home)
    assert WHO not in serving_users(home)


def test_what_tells_the_student_again_are_keyed_hashes_alone(home, tmp_path):
    """One of the sourcedId, one of the same as the local id in a file of results."""
    load_small(named(), tmp_path / "one", home=home)
    forget(home, WHO)
    forget(home, WHO)
    key = home / "keys" / "forgotten.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    lines = (home / "facts" / "forgotten.txt").read_text().split()
    assert [len(line) for line in lines] == [64, 64]


def test_without_its_key_no_load_is_read(home, tmp_path):
    """Else the student would come back unnoticed."""
    load_small(named(), tmp_path / "one", home=home)
    forget(home, WHO)
    (home / "keys" / "forgotten.key").unlink()
    with pytest.raises(WrongSetting, match="students who were removed would come back"):
        load_small(named(), tmp_path / "again", home=home)


def test_others_of_the_same_load_keep_their_rows(home, tmp_path):
    load_small(students(30), tmp_path / "one", home=home)
    expected = current_snapshot(home).manifest.tables["users"].loaded - 1
    forget(home, WHO)
    assert len(serving_users(home)) == expected
    assert current_snapshot(home).manifest.removals == 1


def with_row(folder, row, heading="sourcedId,status,enabledUser,givenName,familyName,email"):
    """An export with one more column, of ids, and one more row of users."""
    users = Export().write(folder) / "users.csv"
    rows = users.read_text().replace(heading, f"{heading},agentSourcedIds").splitlines()
    users.write_text("\n".join([rows[0], *(f"{one}," for one in rows[1:]), row]) + "\n")
    return folder


@pytest.mark.parametrize(
    "row",
    [
        'g1,active,perhaps,Gil,Grau,,"s03,s07"',
        "g1,active,perhaps,Gil,Grau,,s07",
        "s07,active,true",
    ],
)
def test_row_that_is_left_out_and_names_the_student_is_not_kept(home, tmp_path, row):
    """A guardian's row lists the children; one that is cut short is nobody's yet."""
    load_small(named(), tmp_path / "one", home=home)
    forget(home, WHO)

    result = load([with_row(tmp_path / "two", row)], home=home)

    assert (result.tables["users"].rejected, result.status) == (1, "unchanged")
    assert places_that_name(home) == []


def test_row_that_is_left_out_and_names_others_is_kept(home, tmp_path):
    load_small(named(), tmp_path / "one", home=home)
    forget(home, WHO)
    row = 'g1,active,perhaps,Gil,Grau,,"s03,s17"'
    result = load([with_row(tmp_path / "two", row)], home=home)
    kept = home / "facts" / "quarantine" / result.quarantine / "users.csv"
    assert row in kept.read_text()


def test_student_who_comes_back_with_a_backup_is_removed_again(home, tmp_path):
    """A restore brings facts from before the removal, and the marks of today."""
    load_small(named(), tmp_path / "one", home=home)
    shutil.copytree(home / "facts", tmp_path / "kept", symlinks=True)
    forget(home, WHO)
    marks = (home / "facts" / "forgotten.txt").read_text()
    shutil.rmtree(home / "facts")
    shutil.copytree(tmp_path / "kept", home / "facts", symlinks=True)
    (home / "facts" / "forgotten.txt").write_text(marks)
    assert places_that_name(home)
    assert forget_again(home) == 1
    assert (places_that_name(home), forget_again(home)) == ([], 0)


def test_nobody_is_removed_again_where_nobody_was(home, tmp_path):
    load_small(named(), tmp_path / "one", home=home)
    assert forget_again(home) == 0
    assert places_that_name(home)
