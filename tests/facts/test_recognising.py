import pytest
from tests.facts.small_export import EVERY, FILES, packed, write

from convergent.facts.findings import ExportRefused
from convergent.facts.sources import forms_for
from convergent.facts.sources.headings import distance, nearest_name
from convergent.facts.sources.recognise import find_export


@pytest.fixture
def recognise(tmp_path):
    def find(*paths):
        return find_export(paths, forms=forms_for(), inbox=tmp_path / "inbox")

    return find


def _noticed(export):
    return [(one.file, one.line, one.column, one.value, one.rule) for one in export.notices]


def _refused(recognise, path):
    with pytest.raises(ExportRefused) as refused:
        recognise(path)
    return [(one.file, one.line, one.value, one.rule) for one in refused.value.findings]


@pytest.mark.asvs("5.2.2")
def test_every_file_is_known_by_its_heading_alone(recognise, tmp_path):
    renamed = {f"{number:02}.csv": text for number, text in enumerate(EVERY.values())}

    export = recognise(write(tmp_path / "renamed", renamed))

    assert [file.fit.form.file for file in export.files] == list(EVERY)
    assert export.notices == ()


@pytest.mark.parametrize("name", EVERY)
def test_recognition_says_why(recognise, tmp_path, name):
    (file,) = recognise(write(tmp_path / "one", {name: EVERY[name]})).files

    columns = EVERY[name].splitlines()[0].count(",") + 1
    assert file.fit.why == f"{columns} of its {columns} columns are those of {name}"


def test_misspelt_headings_are_read_as_the_nearest_and_noticed(recognise, tmp_path):
    users = FILES["users.csv"].replace("preferredGivenName", "prefferedGivenName")

    export = recognise(write(tmp_path / "one", {}, users=users))

    assert _noticed(export) == [
        ("users.csv", 1, "preferredGivenName", "prefferedGivenName", "heading")
    ]
    assert "preferred_name" in export.files[0].fit.selections[0].values


def test_heading_as_near_to_two_names_is_none_of_them():
    assert nearest_name("middelName", ["middleName", "givenName"]) == "middleName"
    assert nearest_name("cat", ["bat", "hat"]) == ""
    assert nearest_name("tale1", ["table1", "tales1"]) == ""


def test_letters_that_changed_places_count_once():
    assert distance("recieve", "receive", most=2) == 1
    assert distance("one", "another", most=2) == 3


def test_headings_in_other_capitals_are_one_notice(recognise, tmp_path):
    heading, rest = FILES["orgs.csv"].split("\n", 1)

    export = recognise(write(tmp_path / "one", {}, orgs=f"{heading.upper()}\n{rest}"))

    assert [(one.rule, one.value, one.rows) for one in export.notices] == [
        ("heading", heading.upper().replace(",", ", "), 7)
    ]


def test_columns_that_nobody_knows_are_one_notice(recognise, tmp_path):
    lines = FILES["orgs.csv"].splitlines()
    orgs = "\n".join([f"{lines[0]},shoes,metadata.x,ext_y", *(f"{row},,," for row in lines[1:])])

    export = recognise(write(tmp_path / "one", {}, orgs=orgs))

    assert _noticed(export) == [
        ("orgs.csv", 1, "", "shoes, metadata.x, ext_y", "column known"),
    ]


def test_lines_above_the_heading_are_refused_with_its_line(recognise, tmp_path):
    folder = write(tmp_path / "one", {}, users=f"Harbor City\n\n{FILES['users.csv']}")

    assert _refused(recognise, folder) == [("users.csv", 1, "Harbor City", "heading")]


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\n\n", b"\0\1\2\3" * 99, b"a,b\n1,2\n"]
)
def test_roster_file_that_cannot_be_read_is_refused_in_its_first_line(recognise, tmp_path, content):
    folder = write(tmp_path / "one", FILES)
    (folder / "users.csv").write_bytes(content)

    assert [(file, line) for file, line, _, _ in _refused(recognise, folder)] == [("users.csv", 1)]


def test_byte_that_is_no_text_is_refused_in_its_line(recognise, tmp_path):
    row = "z,,,true,z,,Z,Z,,,,,,,,,,,,,s1,\n"
    folder = write(tmp_path / "one", {}, users=FILES["users.csv"] + row * 9_000 + "\0")

    assert _refused(recognise, folder) == [("users.csv", 9_005, "", "text of columns")]


def test_copy_under_another_name_is_left_out_with_a_notice(recognise, tmp_path):
    folder = write(tmp_path / "one", FILES, userprofiles=FILES["roles.csv"])

    assert _noticed(recognise(folder)) == [
        ("userprofiles.csv", 0, "", "roles.csv", "the same file twice")
    ]


def test_file_with_the_heading_of_another_is_left_out_where_that_is_there(recognise, tmp_path):
    roles = FILES["roles.csv"].replace("r1", "r9")
    export = recognise(write(tmp_path / "one", FILES, userProfiles=roles))

    assert [file.name for file in export.files].count("userProfiles.csv") == 0
    assert _noticed(export) == [("userProfiles.csv", 1, "", "OneRoster roles", "name of the file")]


def test_file_with_the_heading_of_another_is_read_as_that_where_it_is_alone(recognise, tmp_path):
    folder = write(tmp_path / "one", FILES, roles="", userProfiles=FILES["roles.csv"])

    export = recognise(folder)

    assert ("userProfiles.csv", "roles") in [
        (file.name, file.fit.selections[0].table) for file in export.files
    ]
    assert _noticed(export) == [("userProfiles.csv", 1, "", "OneRoster roles", "name of the file")]


def test_manifest_that_says_what_is_not_so_is_noticed(recognise, tmp_path):
    manifest = """propertyName,value
manifest.version,1.0
oneroster.version,2.0
file.orgs,bulk
file.users,absent
file.results,bulk
file.scoreScales,
"""
    folder = write(tmp_path / "one", {}, orgs=FILES["orgs.csv"], users=FILES["users.csv"])
    write(folder, {}, manifest=manifest)

    assert _noticed(recognise(folder)) == [
        ("manifest.csv", 3, "oneroster.version", "2.0", "manifest"),
        ("manifest.csv", 5, "file.users", "absent", "manifest"),
        ("manifest.csv", 6, "file.results", "bulk", "manifest"),
        ("manifest.csv", 7, "file.scoreScales", "", "manifest"),
    ]


def test_manifest_names_the_files_that_are_changes(recognise, tmp_path):
    manifest = "propertyName,value\noneroster.version,1.2\nfile.orgs,bulk\nfile.users,delta\n"
    folder = write(tmp_path / "one", {}, orgs=FILES["orgs.csv"], users=FILES["users.csv"])
    write(folder, {}, manifest=manifest)

    assert [(file.name, file.mode) for file in recognise(folder).files] == [
        ("orgs.csv", "bulk"),
        ("users.csv", "delta"),
    ]


def test_files_of_one_name_out_of_several_folders_are_told_apart(recognise, tmp_path):
    other = FILES["users.csv"].replace("u1,", "v1,")
    archive = packed(tmp_path / "a.zip", {"a/users.csv": FILES["users.csv"], "b/users.csv": other})

    assert [file.name for file in recognise(archive).files] == ["users.csv", "users-2.csv"]


def test_files_of_one_name_are_told_by_their_folders(recognise, tmp_path):
    other = FILES["users.csv"].replace("u1,", "v1,")
    write(tmp_path / "all" / "north", {}, users=FILES["users.csv"])
    write(tmp_path / "all" / "south", {}, users=other)

    assert [file.name for file in recognise(tmp_path / "all").files] == [
        "north users.csv",
        "south users.csv",
    ]


def test_heading_without_rows_is_noticed(recognise, tmp_path):
    heading = FILES["demographics.csv"].split("\n")[0]

    assert _noticed(recognise(write(tmp_path / "one", FILES, demographics=heading))) == [
        ("demographics.csv", 1, "", "", "rows")
    ]


def test_no_changes_are_nothing_to_notice(recognise, tmp_path):
    heading = FILES["demographics.csv"].split("\n")[0]
    manifest = "propertyName,value\noneroster.version,1.1\nfile.demographics,delta\n"
    folder = write(tmp_path / "one", FILES, demographics=heading, manifest=manifest)

    assert [one for one in _noticed(recognise(folder)) if one[0] == "demographics.csv"] == []


def test_zip_within_a_zip_stays_shut(recognise, tmp_path):
    inner = packed(tmp_path / "inner.zip", FILES)
    outer = packed(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes(), **FILES})

    assert _noticed(recognise(outer)) == [("inner.zip", 0, "", "", "zip in a zip")]


@pytest.mark.asvs("5.2.3")
def test_zip_of_many_files_is_refused_before_it_is_opened(recognise, tmp_path):
    archive = packed(tmp_path / "a.zip", {f"{n}.csv": "a,b\n" for n in range(1_001)})

    assert _refused(recognise, archive) == [("a.zip", 0, "", "zip members")]


@pytest.mark.asvs("5.2.3")
def test_zip_of_small_files_that_are_huge_together_is_refused(recognise, tmp_path):
    archive = packed(tmp_path / "a.zip", {f"{n}.csv": "0" * 9_000_000 for n in range(12)})

    assert [rule for *_, rule in _refused(recognise, archive)] == ["zip ratio"]


def test_zip_that_was_cut_off_is_refused(recognise, tmp_path):
    archive = packed(tmp_path / "a.zip", FILES)
    archive.write_bytes(archive.read_bytes()[:-300])

    assert _refused(recognise, archive) == [("a.zip", 0, "", "zip")]


def test_name_decides_where_the_heading_could_be_of_two_files(recognise, tmp_path):
    folder = write(tmp_path / "one", {}, courses="sourcedId,title\nc1,Reading\n")

    (file,) = recognise(folder).files

    assert file.fit.form.name == "OneRoster courses"
