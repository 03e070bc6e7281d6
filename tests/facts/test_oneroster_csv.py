import shutil
from datetime import date

import duckdb
import pytest
from tests.facts.small_export import EVERY, FILES, USERS_1_1, write

from convergent.facts import reading_rows
from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot, quarantine_folder

TODAY = date(2026, 11, 19)


@pytest.fixture
def loaded(home, tmp_path):
    """Loads the small export with some files changed."""

    def load_changed(**changed):
        folder = write(tmp_path / f"export{len(list(tmp_path.iterdir()))}", FILES, **changed)
        return load([folder], home=home, options=Options(as_of=TODAY))

    return load_changed


def _edited(name, old, new):
    assert old in FILES[f"{name}.csv"]
    return {name: FILES[f"{name}.csv"].replace(old, new)}


def _rows(home, table, columns):
    file = current_snapshot(home).table(table)
    return duckdb.execute(f"SELECT {columns} FROM read_parquet('{file}') ORDER BY ALL").fetchall()


def _errors(result):
    return [(one.file, one.line, one.column, one.value, one.rule) for one in result.errors]


def _notices(result):
    return [
        (one.file, one.line, one.column, one.value, one.rule, one.rows) for one in result.notices
    ]


def test_every_file_of_the_standard_loads_without_a_word(home, tmp_path):
    result = load([write(tmp_path / "every", EVERY)], home=home, options=Options(as_of=TODAY))

    assert (result.status, result.errors, result.notices) == ("published", (), ())
    assert {name: count.loaded for name, count in result.tables.items()} == {
        name.removesuffix(".csv"): text.count("\n") - 1 for name, text in EVERY.items()
    }


FLAWED = {
    "demographics": FILES["demographics.csv"].replace("2015-03-01", "3/01/2015")
    + "u3,,,13/45/2015,female,,,,,,,,,,,\nu9,,,2015-04-01,male,,,,,,,,,,,\n",
    "enrollments": FILES["enrollments.csv"].replace("e2,,,k1", "e2,,,k7")
    + ",,,,,,,,,\ne1,,,k1,s1,u1,student,,2026-08-17,2026-12-20\ne1,,,k1,s1,u2,student,,,\n",
    "users": FILES["users.csv"].replace("u2,,,true", "u2,,,yes").replace("u3,", "u3,active"),
}


def test_many_rows_are_read_as_few_are(home, tmp_path, loaded, monkeypatch):
    few = loaded(**FLAWED)
    monkeypatch.setattr(reading_rows, "FEW", 0)
    shutil.rmtree(home / "facts")
    many = loaded(**FLAWED)

    assert len(few.errors) > 3 < len(few.notices)
    assert (_errors(many), _notices(many), many.tables) == (_errors(few), _notices(few), few.tables)
    assert many.snapshot[-12:] == few.snapshot[-12:]


def test_moment_of_change_is_looked_at_and_not_kept(loaded, home):
    loaded()

    [(columns,)] = duckdb.execute(
        f"SELECT list(name) FROM parquet_schema('{current_snapshot(home).table('orgs')}')"
    ).fetchall()
    assert "modified" not in columns


def test_user_ids_and_other_identifiers_are_kept(loaded, home):
    loaded()

    assert _rows(home, "users", "user_ids, identifier, master_identifier")[0] == (
        ["SIS:1"],
        "1001",
        "m1",
    )


@pytest.mark.parametrize("heading", ["metadata.stateId", "metadata.SSID", "ext_state_id"])
def test_state_id_is_kept_however_it_is_headed(loaded, home, heading):
    lines = FILES["users.csv"].splitlines()
    loaded(users="\n".join([f"{lines[0]},{heading}", *(f"{row},77" for row in lines[1:])]))

    assert _rows(home, "users", "DISTINCT state_id") == [("77",)]


def test_passwords_are_noticed_and_stand_nowhere(loaded, home):
    result = loaded(**_edited("users", ",06,,m1", ",06,Secret1!,m1"))

    assert _notices(result) == [("users.csv", 2, "password", "(not read)", "password", 1)]
    kept = [file.read_bytes() for file in home.rglob("*") if file.is_file()]
    assert not [content for content in kept if b"Secret1!" in content]


def test_rejected_row_is_quarantined_without_its_password(loaded, home):
    ben = "ben,{SIS:2},Ben,Cole,,1002,ben@example.org,,,,06,"

    loaded(users=FILES["users.csv"].replace(f"true,{ben},", f"no!,{ben}Secret1!,"))

    (quarantined,) = quarantine_folder(home).glob("*/users.csv")
    heading, row = quarantined.read_text().splitlines()
    assert heading == FILES["users.csv"].splitlines()[0]
    assert row == FILES["users.csv"].splitlines()[2].replace("true", "no!")


def test_roles_of_1_1_follow_from_users(loaded, home):
    result = loaded(users=USERS_1_1, roles="")

    assert result.status == "published"
    assert _rows(home, "roles", "sourced_id, user_id, org_id, role_type, role") == [
        ("u1:s1", "u1", "s1", "primary", "student"),
        ("u2:s1", "u2", "s1", "primary", "student"),
        ("u3:d1", "u3", "d1", "secondary", "teacher"),
        ("u3:s1", "u3", "s1", "primary", "teacher"),
        ("u4:d1", "u4", "d1", "primary", "districtAdministrator"),
    ]
    assert ("u3", "s1") in _rows(home, "users", "sourced_id, primary_org_id")


def test_role_of_1_1_at_no_organization_is_rejected_in_its_line(loaded):
    result = loaded(users=USERS_1_1.replace("true,s1,student,ana", "true,,student,ana"), roles="")

    assert _errors(result) == [("users.csv", 2, "orgSourcedIds", "", "required")]


def test_roles_of_a_file_of_their_own_count_before_those_of_users(loaded, home):
    result = loaded(users=USERS_1_1)

    assert ("users.csv", 1, "role", "", "roles in one place", 1) in _notices(result)
    assert len(_rows(home, "roles", "sourced_id")) == 3


def test_several_files_of_one_kind_are_read_together(loaded, home):
    more = FILES["users.csv"].splitlines()[0] + "\nu9,,,true,ned,,Ned,Zed,,,,,,,,,,,,,s1,\n"

    result = loaded(**{"users-west": more})

    assert (result.status, result.tables["users"].loaded) == ("published", 4)


def test_delta_changes_rows_and_ends_those_to_be_deleted(loaded, home, tmp_path):
    others = "".join(f"o{n},,,true,o{n},,Oz,Zed{',' * 13}s1,\n" for n in range(30))
    loaded(users=FILES["users.csv"] + others)
    heading = FILES["users.csv"].splitlines()[0]
    delta = write(
        tmp_path / "delta",
        {},
        manifest="propertyName,value\noneroster.version,1.2\nfile.users,delta\n",
        users=f"{heading}\nu1,active,,true,ana,,Anna,Silva{',' * 13}s1,\n"
        f"u2,tobedeleted{',' * 20}\nu7,tobedeleted{',' * 20}\n",
    )

    result = load([delta], home=home, options=Options(as_of=TODAY))

    assert (result.status, result.errors) == ("published", ())
    assert _rows(home, "users", "sourced_id, given_name, status")[30:] == [
        ("u1", "Anna", "active"),
        ("u2", "Ben", "tobedeleted"),
        ("u3", "Tia", "active"),
    ]
    assert len(_rows(home, "enrollments", "sourced_id")) == 3


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("classes", "scheduled", "lab", (2, "classType", "lab", "allowed value")),
        ("classes", "s1,t1", "s1,t9", (2, "termSourcedIds", "t9", "reference")),
        ("classes", "06,c1", "06,c9", (2, "courseSourcedId", "c9", "reference")),
        (
            "classes",
            "Reading,01",
            'Reading,"01,02"',
            (2, "subjectCodes", "01,02", "a code for each subject"),
        ),
        ("orgs", "LM,d1", "LM,d9", (3, "parentSourcedId", "d9", "reference")),
        ("orgs", "school,LM,d1", "college,LM,d1", (3, "type", "college", "other word")),
        ("orgs", "school,LM,d1", "school,LM,s1", (3, "parentSourcedId", "s1", "parent of itself")),
        ("academicSessions", "y27,2027", "y27,2026", (3, "schoolYear", "2026", "school year")),
        (
            "academicSessions",
            "t1,,,Fall,term,2026-08-17",
            "t1,,,Fall,term,2026-08-01",
            (3, "startDate", "2026-08-01", "session within its parent"),
        ),
        ("users", "{SIS:2}", "{SIS:1}", (2, "userIds", "SIS:1", "one person for each")),
        ("users", ",1002,", ",1001,", (2, "identifier", "1001", "one person for each")),
        ("users", "u2,,", "u2,active,", (2, "status", "", "blank status")),
        ("users", "u2,,", "u2,inactive,", (3, "status", "inactive", "other word")),
        ("users", "u2,,,", "u2,,1/05/2023,", (3, "dateLastModified", "1/05/2023", "month first")),
        (
            "users",
            "u2,,,true",
            "u2,,,TRUE",
            (3, "enabledUser", "TRUE", "other words for true and false"),
        ),
        ("roles", "u3,primary", "u3,secondary", (4, "roleType", "secondary", "a primary role")),
        ("enrollments", "k1,s1,u2", "k1,,u2", (1, "schoolSourcedId", "", "filled in")),
        (
            "enrollments",
            "2026-08-17,2026-12-20\ne2",
            "2027-01-17,2027-02-20\ne2",
            (2, "beginDate", "2027-01-17", "dates of the class"),
        ),
        (
            "enrollments",
            "u3,teacher,true",
            "u3,student,true",
            (4, "userSourcedId", "u3", "a student"),
        ),
        (
            "demographics",
            "2015-03-01",
            "1815-03-01",
            (2, "birthDate", "1815-03-01", "likely birth date"),
        ),
        (
            "demographics",
            "2015-03-01",
            "2035-03-01",
            (2, "birthDate", "2035-03-01", "likely birth date"),
        ),
    ],
)
def test_flaw_is_noticed_and_its_row_stays(loaded, name, old, new, found):
    result = loaded(**_edited(name, old, new))

    assert (result.status, result.errors) == ("published", ())
    assert found in [notice[1:5] for notice in _notices(result)]


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        ("enrollments", "k1,s1,u2", "k9,s1,u2", (3, "classSourcedId", "k9", "reference")),
        ("enrollments", "k1,s1,u2", "k1,s1,u9", (3, "userSourcedId", "u9", "reference")),
        ("enrollments", "k1,s1,u2", "k1,s9,u2", (3, "schoolSourcedId", "s9", "reference")),
        (
            "enrollments",
            "2026-12-20\ne2",
            "2026-01-20\ne2",
            (2, "endDate", "2026-01-20", "order of dates"),
        ),
        ("enrollments", "2026-12-20\ne2", "12/20/26\ne2", (2, "endDate", "12/20/26", "date")),
        ("enrollments", "e2,,,", "e1,,,", (3, "sourcedId", "e1", "contradiction")),
        (
            "academicSessions",
            "t1,,,Fall,term,2026-08-17,2026-12-20",
            "t1,,,Fall,term,2026-08-17,2026-02-20",
            (3, "endDate", "2026-02-20", "order of dates"),
        ),
        (
            "roles",
            "u3,primary,teacher",
            "u3,primary,wizard",
            (4, "role", "wizard", "allowed value"),
        ),
    ],
)
def test_row_that_cannot_be_right_is_rejected_in_its_line(loaded, name, old, new, found):
    result = loaded(**_edited(name, old, new))

    assert result.status == "published_with_rejects"
    assert _errors(result)[0] == (f"{name}.csv", *found)


def test_row_that_contradicts_an_earlier_one_names_it(loaded):
    result = loaded(**_edited("enrollments", "e2,,,", "e1,,,"))

    assert [(one.rule, one.line, one.first) for one in result.errors[:1]] == [
        ("contradiction", 3, "enrollments.csv:2")
    ]


def test_first_of_two_rows_that_are_the_same_stays(loaded):
    again = FILES["enrollments.csv"].splitlines()[1]

    result = loaded(enrollments=FILES["enrollments.csv"] + again + "\n")

    assert _errors(result) == [("enrollments.csv", 5, "sourcedId", "e1", "duplicate")]
    assert _notices(result) == []
    assert result.tables["enrollments"].loaded == 3


def test_enrollments_that_overlap_are_noticed(loaded):
    again = "e9,,,k1,s1,u1,student,,2026-10-01,\n"

    result = loaded(enrollments=FILES["enrollments.csv"] + again)

    assert ("enrollments.csv", 5, "beginDate", "2026-10-01", "overlap", 1) in _notices(result)


def test_roster_without_a_district_loads_with_a_notice(loaded):
    result = loaded(**_edited("orgs", "district", "local"))

    assert result.status == "published"
    assert _notices(result) == [("orgs.csv", 1, "type", "", "a district", 1)]


def test_several_districts_are_noticed_and_refused_for_who_may_load_one(home, tmp_path):
    orgs = FILES["orgs.csv"] + "d2,,,Bay City,district,BC,\n"
    folder = write(tmp_path / "two", FILES, orgs=orgs)
    last = len(orgs.splitlines())

    refused = load([folder], home=home, options=Options(one_district=True))
    taken = load([folder], home=home)

    assert (refused.status, _errors(refused)) == (
        "refused",
        [("orgs.csv", last, "type", "d1, d2", "at most one district")],
    )
    assert (taken.status, _notices(taken)) == (
        "published",
        [("orgs.csv", last, "type", "d1, d2", "at most one district", 1)],
    )


def test_files_without_a_row_are_refused_by_name(home, tmp_path):
    headings = {name: text.splitlines()[0] + "\n" for name, text in FILES.items()}
    result = load([write(tmp_path / "none", headings)], home=home)

    assert (result.status, [one.rule for one in result.errors]) == ("refused", ["rows"])


def test_rows_that_hold_nothing_are_passed_over(loaded):
    result = loaded(users=f"{FILES['users.csv']}{',' * 21}\n\n{',' * 21}\n")

    assert (result.status, result.tables["users"].rejected) == ("published", 0)
    assert _notices(result) == [("users.csv", 5, "", "", "rows", 2)]


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        (lambda text: text.encode("utf-16"), "encoding"),
        (lambda text: text.encode("utf-16-le"), "encoding"),
        (lambda text: text.encode("utf-16-be"), "encoding"),
        (lambda text: text.replace("Silva", "Peña").encode("cp1252"), "encoding"),
        (lambda text: text.replace(",", ";").encode(), "delimiter"),
        (lambda text: text.replace(",", "\t").encode(), "delimiter"),
        (lambda text: text.replace("\n", "\r").encode(), "line ends"),
        (lambda text: text.replace("\n", ",,\n").encode(), "column without a name"),
    ],
)
def test_other_way_of_writing_a_file_is_read_and_noticed(home, tmp_path, written, rule):
    folder = write(tmp_path / "export", FILES)
    (folder / "users.csv").write_bytes(written(FILES["users.csv"]))

    result = load([folder], home=home, options=Options(as_of=TODAY))

    assert (result.status, [one[4] for one in _notices(result)]) == ("published", [rule])


@pytest.mark.parametrize(
    "written",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("\n", "\n\n").encode(),
        lambda text: text.replace("sourcedId,status", '"sourcedId","status"').encode(),
    ],
)
def test_what_the_standard_allows_is_no_flaw(home, tmp_path, written):
    folder = write(tmp_path / "export", FILES)
    (folder / "users.csv").write_bytes(written(FILES["users.csv"]))

    result = load([folder], home=home, options=Options(as_of=TODAY))

    assert (result.status, result.errors, result.notices) == ("published", (), ())


def test_letter_that_is_no_utf8_among_others_rejects_its_row(home, tmp_path):
    folder = write(tmp_path / "export", FILES)
    users = FILES["users.csv"].replace("Silva", "Peña").encode().replace(b"Cole", b"C\xffle")
    (folder / "users.csv").write_bytes(users)

    result = load([folder], home=home, options=Options(as_of=TODAY))

    assert _errors(result)[0] == ("users.csv", 3, "familyName", "", "encoding")


def test_row_of_ten_million_letters_is_rejected_in_its_line(loaded):
    result = loaded(users=FILES["users.csv"].replace("Silva", "S" * 10_000_000))

    assert _errors(result)[0] == ("users.csv", 2, "", "", "row length")


def test_snapshot_from_before_a_column_was_added_is_compared_with_a_later_one(loaded, home):
    loaded()
    classes = current_snapshot(home).table("classes")
    older = classes.with_suffix(".older")
    classes.chmod(0o644)
    duckdb.execute(
        f"COPY (SELECT * EXCLUDE (begins, ends, subject_codes) FROM read_parquet('{classes}')) "
        f"TO '{older}' (FORMAT parquet)"
    ).fetchall()
    older.replace(classes)

    result = loaded(**_edited("classes", "Room 1", "Room 2"))

    changes = {one.table: (one.before, one.ended, one.changed) for one in result.differences}
    assert changes["classes"] == (1, 0, 1)
