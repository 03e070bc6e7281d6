import zipfile

import pytest
from tests.facts.first import load_first
from tests.loads.exports import Export

from convergent.facts.load import load
from convergent.facts.located import KEPT_OF_EACH_RULE


def _edit(file, line, old, new):
    """Replaces text on one line of a file; lines count from 1."""
    lines = file.read_text().split("\n")
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    file.write_text("\n".join(lines))


def _located(result):
    return [(e.file, e.line, e.column, e.value, e.rule) for e in result.errors]


def test_missing_column_is_refused_at_the_heading(exports, home):
    _edit(exports / "users.csv", 1, "givenName", "firstName")

    result = load([exports], home=home)

    assert result.status == "refused"
    assert _located(result) == [("users.csv", 1, "givenName", "", "column present")]


def test_bad_date_rejects_its_row_alone(exports, home):
    _edit(exports / "roles.csv", 3, "2024-08-01", "8/1/24")

    result = load([exports], home=home)

    assert result.status == "published_with_rejects"
    assert _located(result) == [("roles.csv", 3, "beginDate", "8/1/24", "date")]
    assert result.errors[0].fix == "Write the date as YYYY-MM-DD."
    assert result.tables["roles"].rejected == 1


@pytest.mark.asvs("2.2.1")
def test_impossible_date_is_an_error(exports, home):
    _edit(exports / "roles.csv", 3, "2024-08-01", "2024-02-30")

    assert _located(load([exports], home=home)) == [
        ("roles.csv", 3, "beginDate", "2024-02-30", "date")
    ]


def test_role_at_an_unknown_org_is_rejected(exports, home):
    _edit(exports / "roles.csv", 3, "network-01", "network-99")

    assert _located(load([exports], home=home)) == [
        ("roles.csv", 3, "orgSourcedId", "network-99", "reference")
    ]


def test_unknown_parent_of_an_org_is_noticed_and_left_empty(exports, home):
    _edit(exports / "orgs.csv", 12, "network-01", "network-99")

    result = load([exports], home=home)

    assert result.status == "published"
    notice = result.notices[-1]
    assert (notice.file, notice.line, notice.value) == ("orgs.csv", 12, "network-99")


def test_second_row_with_a_sourced_id_is_the_error(exports, home):
    rows = (exports / "demographics.csv").read_text()
    second = rows.splitlines(keepends=True)[1]
    (exports / "demographics.csv").write_text(rows + second)

    assert _located(load([exports], home=home)) == [
        ("demographics.csv", 602, "sourcedId", "s0000001", "duplicate")
    ]


@pytest.mark.asvs("2.2.1")
def test_unknown_enum_value_is_an_error(exports, home):
    _edit(exports / "roles.csv", 3, "ext:principalSupervisor", "boss")

    assert _located(load([exports], home=home)) == [
        ("roles.csv", 3, "role", "boss", "allowed value")
    ]


def test_row_with_too_many_values_is_located_behind_a_line_break_in_quotes(exports, home):
    _edit(exports / "roles.csv", 2, "Superintendent", '"Super\nintendent"')
    _edit(exports / "roles.csv", 5, ",false,", ",false,,")

    assert _located(load([exports], home=home)) == [("roles.csv", 5, "", "", "too many values")]


def test_row_with_too_few_values_names_the_first_missing_column(exports, home):
    _edit(exports / "roles.csv", 3, ",false,Principal supervisor", "")

    assert _located(load([exports], home=home)) == [
        ("roles.csv", 3, "metadata.acting", "", "too few values")
    ]


def test_quote_left_open_refuses_the_export_at_its_line(exports, home):
    _edit(exports / "roles.csv", 3, "Principal supervisor", '"Principal supervisor')

    result = load([exports], home=home)

    assert result.status == "refused"
    assert _located(result) == [("roles.csv", 3, "", "", "open quote")]


def test_rows_that_refer_to_a_rejected_row_are_rejected(exports, home):
    _edit(exports / "users.csv", 2, ",true,", ",maybe,")

    assert _located(
        load([exports / "users.csv", exports / "roles.csv", exports / "orgs.csv"], home=home)
    ) == [
        ("users.csv", 2, "enabledUser", "maybe", "boolean"),
        ("roles.csv", 2, "userSourcedId", "helen-park", "reference"),
    ]


def _profiles(folder, rows, *, spoilt):
    """An export with so many rows of a kind to which nothing refers, some of them spoilt."""
    Export().write(folder)
    heading = "sourcedId,userSourcedId,profileType,vendorId"
    written = (f"p{n},{'nobody' if n < spoilt else 't1'},sign-in,sis" for n in range(rows))
    (folder / "userProfiles.csv").write_text("\n".join([heading, *written]) + "\n")
    return folder


@pytest.mark.parametrize(
    ("rows", "spoilt", "status"),
    [
        (100, 10, "published_with_rejects"),
        (100, 11, "refused"),
        (5_000, 50, "published_with_rejects"),
        (5_000, 51, "refused"),
    ],
)
def test_rejects_beyond_ten_rows_or_a_hundredth_refuse_the_load(
    home, tmp_path, rows, spoilt, status
):
    export = _profiles(tmp_path / "export", rows, spoilt=spoilt)

    assert load([export], home=home).status == status


def test_refused_load_leaves_the_last_snapshot_serving(exports, home):
    first = load_first(exports, home=home)
    (exports / "users.csv").write_text("")

    second = load([exports], home=home)

    assert (second.status, second.snapshot) == ("refused", first.snapshot)


def test_empty_folder_is_refused_with_what_to_give(home, tmp_path):
    (tmp_path / "empty").mkdir()

    result = load([tmp_path / "empty"], home=home)

    assert _located(result) == [("empty", 0, "", "", "an export that is known")]


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [("a.csv", b"shoe,size\n1,2\n", "file known"), ("a.jpg", b"\0\1\2\3" * 99, "text of columns")],
)
def test_one_file_that_is_no_export_has_one_fault_that_says_what_to_give(
    home, tmp_path, name, content, rule
):
    (tmp_path / name).write_bytes(content)

    result = load([tmp_path / name], home=home)

    assert [(one.file, one.rule) for one in result.errors] == [(name, rule)]
    assert "Nothing" not in result.errors[0].fix


def test_file_that_is_no_zip_is_refused(home, tmp_path):
    (tmp_path / "export.zip").write_text("not a zip")

    assert _located(load([tmp_path / "export.zip"], home=home)) == [
        ("export.zip", 0, "", "", "zip")
    ]


def test_path_that_is_not_there_is_refused(home, tmp_path):
    assert _located(load([tmp_path / "gone"], home=home)) == [("gone", 0, "", "", "file exists")]


@pytest.mark.asvs("5.3.2")
@pytest.mark.parametrize("name", ["../users.csv", "/tmp/users.csv", "a\\..\\users.csv"])
def test_zip_member_with_a_path_out_of_the_archive_is_refused(home, tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(name, "sourcedId\n")

    assert [e.rule for e in load([tmp_path / "a.zip"], home=home).errors] == ["zip path"]


def test_zip_member_that_is_a_link_is_refused(home, tmp_path):
    link = zipfile.ZipInfo("users.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert _located(load([tmp_path / "a.zip"], home=home)) == [
        ("a.zip", 0, "", "users.csv", "zip link")
    ]


@pytest.mark.asvs("5.2.3")
def test_zip_that_unpacks_beyond_its_ratio_is_refused(home, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"0" * 20_000_000)

    assert _located(load([tmp_path / "a.zip"], home=home)) == [
        ("a.zip", 0, "", "users.csv", "zip ratio")
    ]


def test_first_thousand_errors_of_each_kind_are_kept_and_all_are_counted(exports, home):
    heading = "student_id,assessment,subject,date,score"
    scores = ("absent" if at % 2 else "500" for at in range(2 * KEPT_OF_EACH_RULE + 40))
    rows = [f"p{at},T,ELA,2026-10-01,{score}" for at, score in enumerate(scores)]
    rows += [f",T,ELA,2026-10-01,{500 + at}" for at in range(3)]
    (exports / "results.csv").write_text("\n".join([heading, *rows]) + "\n")

    result = load([exports], home=home)

    assert (KEPT_OF_EACH_RULE, result.status) == (1_000, "refused")
    of_scores = [one.line for one in result.errors if one.rule == "decimal"]
    assert of_scores == list(range(3, 3 + 2 * KEPT_OF_EACH_RULE, 2))
    assert [one.line for one in result.errors if one.rule == "required"] == [2042, 2043, 2044]
    counted = {one.rule: one.rows for one in result.broken if one.table == "assessment_results"}
    assert (counted["decimal"], counted["required"]) == (KEPT_OF_EACH_RULE + 20, 3)
    assert result.tables["assessment_results"].rejected == KEPT_OF_EACH_RULE + 23
