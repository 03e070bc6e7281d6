"""A student who was removed is in no table under any id, and a removal cut off is finished."""

import json
import os
import shutil
from datetime import date
from functools import partial

import duckdb
import pyarrow.parquet as pq
import pytest
from tests.facts.first import load_first
from tests.facts.small_export import EVERY, FILES, write

from convergent.errors import BadInput
from convergent.facts.build import content_hash, table_hash
from convergent.facts.forgetting import forget
from convergent.facts.kept_findings import keep_findings
from convergent.facts.load import Options, load
from convergent.facts.snapshot import all_snapshots, current_snapshot
from convergent.facts.tables import TABLES
from convergent.facts.tombstones import belongs_to, person_columns

pytestmark = pytest.mark.without_records
TODAY = Options(as_of=date(2026, 11, 19))
STAR = """\
StudentIdentifier,StudentStateID,StudentRenaissanceID,CompletedDate,ScaledScore,Quantile,AssessmentID
u1,,,04/20/2026,512,100,a1
,1001,,04/21/2026,498,110,a2
,,1,04/22/2026,520,120,a3
u2,,,04/20/2026,533,130,a4
,1002,,04/21/2026,541,140,a5
,,9,04/22/2026,477,150,a6
"""
DAYS = {
    "program_status.csv": "student_id,program\nu1,gifted\nu2,gifted\n",
    "attendance_daily.csv": "student_id,date,school_id,attendance_status\n"
    "u1,2026-09-01,s1,absent\nu2,2026-09-01,s1,absent\n",
    "attendance_period.csv": "student_id,class_id,school_id,date,attendance_status\n"
    "u1,k1,s1,2026-09-01,absent\nu2,k1,s1,2026-09-01,absent\n",
    "star.csv": STAR,
}
OF_STAFF = {
    "certifications",
    "compensation",
    "master_schedule",
    "staff",
    "staff_assignments",
    "substitutes",
    "vacancies",
}
OF_A_RESULT = {
    "assessment_parts",
    "resultLearningObjectiveIds",
    "resultScoreScales",
}


@pytest.fixture
def loaded(home, tmp_path):
    result = load_first(write(tmp_path / "one", {**EVERY, **DAYS}), home=home, options=TODAY)
    assert (result.status, result.errors) == ("published", ())
    return home


def rows_of(snapshot):
    return {
        table.name: pq.read_table(snapshot.table(table.name)).to_pylist()
        for table in TABLES
        if snapshot.table(table.name).exists()
    }


def numbers(rows):
    return {name: len(found) for name, found in rows.items()}


def wrong_hashes(home):
    """Snapshots whose manifest does not say what they hold."""
    with duckdb.connect() as connection:
        for snapshot in all_snapshots(home):
            hashes = {
                table.name: table_hash(table, snapshot.table(table.name), connection)
                for table in TABLES
                if snapshot.table(table.name).exists()
            }
            manifest = snapshot.manifest
            if (manifest.hashes, manifest.content_hash) != (hashes, content_hash(hashes)):
                yield snapshot.id


def test_every_table_with_rows_of_students_is_declared_and_loses_theirs(loaded):
    theirs = {table.name for table in TABLES if person_columns(table)} - OF_STAFF
    belonging = {
        table.name
        for table in TABLES
        if any(belongs_to(column) in theirs for column in table.columns)
    }
    assert belonging == OF_A_RESULT
    before = rows_of(current_snapshot(loaded))
    assert theirs | belonging <= set(before)

    forget(loaded, "u1")

    after = rows_of(current_snapshot(loaded))
    changed = {name for name in before if len(after[name]) < len(before[name])}
    assert changed == theirs | belonging
    assert not any("u1" in str(found) for found in after.values())
    assert list(wrong_hashes(loaded)) == []


def test_results_under_any_id_of_the_student_go_and_those_of_others_stay(loaded):
    assert len(rows_of(current_snapshot(loaded))["assessment_results"]) == 6
    forget(loaded, "u1")
    after = rows_of(current_snapshot(loaded))
    assert sorted(row["student_id"] for row in after["assessment_results"]) == ["1002", "9", "u2"]
    assert {row["value"] for row in after["assessment_parts"]} >= {"130", "140", "150"}
    assert not {row["value"] for row in after["assessment_parts"]} & {"100", "110", "120"}


def test_results_under_any_id_do_not_come_back(loaded, tmp_path):
    forget(loaded, "u1")
    before = numbers(rows_of(current_snapshot(loaded)))
    again = load([write(tmp_path / "again", {**EVERY, **DAYS})], home=loaded, options=TODAY)
    assert (again.status, numbers(rows_of(current_snapshot(loaded)))) == ("unchanged", before)
    assert (before["users"], before["assessment_results"]) == (2, 3)


def test_student_of_no_roster_is_removed_by_the_id_of_the_results(loaded):
    forget(loaded, "9")
    after = rows_of(current_snapshot(loaded))["assessment_results"]
    assert [row["student_id"] for row in after if row["student_id"] == "9"] == []
    assert len(after) == 5


def test_id_of_two_kinds_has_to_say_which(home, tmp_path):
    text = STAR.splitlines()[0] + "\n5,,,04/20/2026,512,100,a1\n,5,,04/20/2026,498,110,a2\n"
    (tmp_path / "star.csv").write_text(text)
    load([tmp_path / "star.csv"], home=home, options=TODAY)
    with pytest.raises(BadInput, match="Say which: local:5 or state:5"):
        forget(home, "5")
    forget(home, "state:5")
    rows = rows_of(current_snapshot(home))["assessment_results"]
    assert [row["student_id_kind"] for row in rows] == ["local"]


def test_nobody_is_refused_and_leaves_no_tombstone(loaded):
    before = current_snapshot(loaded).manifest
    with pytest.raises(BadInput, match="Nothing that was loaded speaks of a student nobody-here"):
        forget(loaded, "nobody-here")
    assert not (loaded / "facts" / "forgotten.txt").exists()
    assert all_snapshots(loaded)[0].manifest == before


ROW = "u1,,,perhaps,ana,{SIS:1},Ana,Silva,,1001,ana@example.org,,,,06,,m1,,,,s1,\n"


def left_out(home, folder, *rows):
    """A load of which these rows of users are left out; the names of its files that tell."""
    users = EVERY["users.csv"] + "".join(rows)
    result = load([write(folder, EVERY, users=users)], home=home, options=TODAY)
    keep_findings(home, "left-out", result)
    assert result.tables["users"].rejected == len(rows)
    return home / "facts" / "quarantine" / result.quarantine / "users.csv"


@pytest.mark.parametrize(
    "row",
    [
        'x1,,,perhaps,,,5" tall,Silva Ana,,,,,,,06,,,,,,s1,\n',
        'x1,,,perhaps,,,A,B,,,,,,,06,,"u1,\nu2",,,,s1,\n',
        "x1,,,perhaps,,,A,B,,1001,,,,,06,,,,,,s1,\n",
        "x1,,,perhaps,,,A,B,,,ANA@example.org,,,,06,,,,,,s1,\n",
        'x1,,,perhaps,,,A,B,,,,,,"u2,u1",06,,,,,,s1,\n',
    ],
)
def test_row_that_names_the_student_in_another_way_goes(loaded, tmp_path, row):
    other = "x2,,,perhaps,,,Ben,Cole,,1002,,,,,06,,,,,,s1,\n"
    file = left_out(loaded, tmp_path / "two", row, other)
    assert "\nx1," in file.read_text()

    removed = forget(loaded, "u1")

    assert removed.rows == 1
    assert file.read_text().splitlines()[1:] == [other.strip()]


def test_row_of_fixed_width_goes_though_its_values_touch(loaded, tmp_path):
    folder = loaded / "facts" / "quarantine" / "one"
    folder.mkdir(parents=True)
    file = folder / "fixed.txt"
    file.write_text("0000001001SILVA     ANA  20150301\n0000001002COLE      BEN  20150401\n")
    forget(loaded, "u1")
    assert file.read_text() == "0000001002COLE      BEN  20150401\n"


def test_findings_keep_their_place_and_lose_their_values(loaded, tmp_path):
    """A day of birth tells nobody whose it is, so none stays."""
    left_out(loaded, tmp_path / "two", ROW.replace("u1,", "x9,").replace("06", "2015-03-01"))
    kept = loaded / "facts" / "loads" / "left-out.json"
    told = json.loads(kept.read_text())["errors"]
    assert any(one["value"] for one in told)

    forget(loaded, "u1")

    after = json.loads(kept.read_text())["errors"]
    assert [one | {"value": ""} for one in told] == after


class Killed(BaseException):
    """What a kill is to a process: nothing after it is done."""


def killed_at(number, act, monkeypatch):
    """Whether `act` came to its n-th write to the disk, and was ended there."""
    real, written = os.fsync, []

    def fsync(descriptor):
        real(descriptor)
        written.append(descriptor)
        if len(written) == number:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        try:
            act()
        except Killed:
            return True
    return False


@pytest.mark.slow
def test_removal_that_is_killed_is_finished_before_the_next_load(loaded, tmp_path, monkeypatch):
    left_out(loaded, tmp_path / "two", ROW.replace("u1,", "x9,"))
    again = write(tmp_path / "again", FILES)
    number = 0
    while True:
        number += 7
        home = shutil.copytree(loaded, tmp_path / f"home-{number}", symlinks=True)
        if not killed_at(number, partial(forget, home, "u1"), monkeypatch):
            break
        if (home / "facts" / "removal.json").exists():
            load([again], home=home, options=TODAY)
        else:
            forget(home, "u1")
        assert not any("u1" in str(rows_of(one)) for one in all_snapshots(home))
        assert list(wrong_hashes(home)) == []
        assert "1001" not in "".join(
            file.read_text() for file in (home / "facts").glob("*/*/*.csv")
        )
        assert not (home / "facts" / "removal.json").exists()
        shutil.rmtree(home)
    assert number > 15
