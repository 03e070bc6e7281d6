"""The flaws of each export were listed by hand, with the raw files open, before they were read."""

import string
import zipfile
from datetime import date

import duckdb
import pytest

from convergent.facts import announce
from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot

V1P1_AND_V1P2 = [
    ("orgs.csv", 2, "parentSourcedId", "reference", 1),
    ("orgs.csv", 1, "type", "a district", 1),
    ("academicSessions.csv", 3, "parentSourcedId", "reference", 2),
    ("academicSessions.csv", 4, "parentSourcedId", "session within its kind", 2),
    ("academicSessions.csv", 4, "status", "other word", 1),
    ("academicSessions.csv", 4, "dateLastModified", "date alone", 2),
    ("academicSessions.csv", 5, "endDate", "length of a school year", 1),
    ("users.csv", 2, "password", "password", 6),
    ("users.csv", 2, "enabledUser", "other words for true and false", 6),
    *(("users.csv", line, "userIds", "one person for each", 1) for line in (3, 4, 5, 6)),
    ("users.csv", 3, "status", "blank status", 1),
    ("classes.csv", 2, "courseSourcedId", "reference", 2),
    ("classes.csv", 2, "schoolSourcedId", "a school", 2),
    ("classes.csv", 2, "subjectCodes", "a code for each subject", 1),
    ("classes.csv", 2, "classType", "other spelling", 1),
    ("enrollments.csv", 2, "beginDate", "dates of the class", 6),
    ("enrollments.csv", 3, "userSourcedId", "a student", 2),
    ("enrollments.csv", 5, "classSourcedId", "an active class", 3),
]
FLAWS = {
    "Test_full_data_set.zip": [
        *V1P1_AND_V1P2,
        ("users.csv", 2, "dateLastModified", "date alone", 5),
    ],
    "v1p2_full_dataset.zip": [
        *V1P1_AND_V1P2,
        ("manifest.csv", 21, "file.scoreScales", "manifest", 1),
        ("manifest.csv", 22, "file.userProfiles", "manifest", 1),
        ("manifest.csv", 23, "file.userResources", "manifest", 1),
        ("userprofiles.csv", 0, "", "the same file twice", 1),
        ("roles.csv", 1, "", "column without a name", 1),
        ("roles.csv", 1, "dateLastModified", "heading", 1),
        ("roles.csv", 2, "dataLastModified", "date alone", 7),
        ("roles.csv", 4, "roleType", "a primary role", 1),
        ("users.csv", 1, "preferredGivenName", "heading", 1),
        ("users.csv", 1, "preferredMiddleName", "heading", 1),
        ("users.csv", 1, "preferredFamilyName", "heading", 1),
        ("users.csv", 2, "dateLastModified", "day first", 5),
    ],
    "sds-v2.1": [
        ("orgs.csv", 1, "type", "a district", 1),
        ("orgs.csv", 2, "type", "other word", 2),
        ("academicSessions.csv", 2, "schoolYear", "school year", 2),
        ("courses.csv", 2, "grade", "other spelling of a grade", 2),
        ("users.csv", 2, "password", "password", 8),
        ("roles.csv", 5, "role", "other word", 1),
        ("roles.csv", 5, "grade", "other spelling of a grade", 2),
        ("enrollments.csv", 3, "role", "other word", 1),
        ("relationships.csv", 1, "", "not kept", 1),
    ],
}
ROWS = {
    "Test_full_data_set.zip": {
        "orgs": 1, "academicSessions": 5, "users": 6, "roles": 6, "classes": 2, "enrollments": 6
    },
    "v1p2_full_dataset.zip": {
        "orgs": 1, "academicSessions": 5, "users": 6, "roles": 7, "classes": 2, "enrollments": 6
    },
    "sds-v2.1": {
        "orgs": 4, "academicSessions": 2, "courses": 3, "users": 8, "roles": 7, "classes": 2,
        "enrollments": 6, "demographics": 6, "program_status": 3,
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=list(FLAWS))
def loaded(request, real_data, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    path = real_data / "oneroster" / request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announce, "_listeners", [])
        result = load([path], home=home, options=Options(as_of=date(2026, 11, 19)))
    return request.param, result, home


def test_every_row_of_a_real_export_loads(loaded):
    name, result, _ = loaded

    assert (result.status, result.errors) == ("published", ())
    assert {table: count.loaded for table, count in result.tables.items()} == ROWS[name]


def test_every_flaw_of_a_real_export_is_noticed_and_nothing_else(loaded):
    name, result, _ = loaded

    found = [(one.file, one.line, one.column, one.rule, one.rows) for one in result.notices]
    assert sorted(found) == sorted(FLAWS[name])


def test_no_password_of_a_real_export_is_kept(loaded):
    _, _, home = loaded

    kept = [file.read_bytes() for file in home.rglob("*") if file.is_file()]
    assert not [content for content in kept if b"Password1-" in content or b"P@ssword" in content]
    columns = duckdb.execute(
        f"DESCRIBE SELECT * FROM read_parquet('{current_snapshot(home).table('users')}')"
    ).fetchall()
    assert "password" not in [column[0] for column in columns]


@pytest.mark.parametrize("name", FLAWS)
def test_files_of_a_real_export_are_known_whatever_they_are_called(
    name, real_data, tmp_path, monkeypatch
):
    monkeypatch.setattr(announce, "_listeners", [])
    files = _contents(real_data / "oneroster" / name)
    renamed = dict(zip((f"{letter}.csv" for letter in string.ascii_lowercase), files, strict=False))
    assert len(renamed) == len(files)
    folder = tmp_path / "renamed"
    folder.mkdir()
    for called, file in renamed.items():
        (folder / called).write_bytes(files[file])

    result = load([folder], home=tmp_path / "home", options=Options(as_of=date(2026, 11, 19)))

    assert (result.status, result.errors) == ("published", ())
    assert {table: count.loaded for table, count in result.tables.items()} == ROWS[name]


def _contents(path):
    """What each file of a real export holds, by its name; no manifest, which goes by names."""
    if path.is_dir():
        found = {file.name: file.read_bytes() for file in sorted(path.glob("*.csv"))}
    else:
        with zipfile.ZipFile(path) as packed:
            found = {one: packed.read(one) for one in packed.namelist() if one.endswith(".csv")}
    return {name: content for name, content in found.items() if name != "manifest.csv"}
