"""Roles that a district calls by words of its own."""

import pyarrow.parquet as pq
import pytest
from tests.docs.blocks import blocks
from tests.facts.small_export import write
from tests.facts.test_sds import FILES

from convergent.facts.load import load
from convergent.facts.snapshot import current_snapshot
from convergent.facts.sources.own_roles import own_roles

PEOPLE = "".join(f"a{n},ann{n},Ann,Number {n},,,,,\n" for n in range(30))
ROLES = "".join(f"a{n},s1,Campus Dean,y27,,TRUE,,\n" for n in range(30))
WORDS = """
[roles]
campus_dean = "ext:assistantPrincipal"
"Scholar" = "student"
"""


def exported(folder, *, roles=ROLES, **more):
    files = {
        **FILES,
        "users.csv": FILES["users.csv"] + PEOPLE,
        "roles.csv": FILES["roles.csv"] + roles,
        **more,
    }
    return write(folder, files)


@pytest.fixture
def says(home):
    def declare(text, name="words.toml"):
        folder = home / "mappings"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return declare


def roles_of(home):
    rows = pq.read_table(current_snapshot(home).table("roles")).to_pylist()
    return {(row["user_id"], row["org_id"]): row["role"] for row in rows}


def about_words(result):
    return [
        (one.file, one.line, one.column, one.value, one.rule, one.rows)
        for one in result.notices
        if one.rule in {"word of the district", "role left aside", "role known"}
    ]


def test_word_that_nobody_knows_is_told_with_its_count_and_refused(home, tmp_path):
    result = load([exported(tmp_path / "export")], home=home)

    assert result.status == "refused"
    assert about_words(result) == [("roles.csv", 5, "role", "Campus Dean", "role known", 30)]
    assert {one.rule for one in result.errors} == {"allowed value"}


def test_declared_word_is_read_as_what_it_means(home, tmp_path, says):
    says(WORDS)

    result = load([exported(tmp_path / "export")], home=home)

    assert (result.status, result.errors) == ("published", ())
    assert about_words(result) == [
        ("roles.csv", 5, "role", "Campus Dean", "word of the district", 30)
    ]
    fix = next(one.fix for one in result.notices if one.rule == "word of the district")
    assert fix == "Nothing: it was read as ext:assistantPrincipal, as words.toml says."
    assert roles_of(home)["a7", "s1"] == "ext:assistantPrincipal"
    assert roles_of(home)["u2", "s1"] == "teacher"


def test_declared_word_counts_in_classes_too(home, tmp_path, says):
    says(WORDS)
    classes = "classSourcedId,userSourcedId,role\nk1,u1,SCHOLAR\nk1,a1,Campus-Dean\n"
    folder = exported(tmp_path / "export", **{"enrollments.csv": classes})

    result = load([folder], home=home)

    rows = pq.read_table(current_snapshot(home).table("enrollments")).to_pylist()
    assert result.status == "published"
    assert {row["user_id"]: row["role"] for row in rows} == {
        "u1": "student",
        "a1": "ext:assistantPrincipal",
    }


def test_role_that_classes_do_not_have_is_another_there(home, tmp_path, says):
    says('[roles]\n"Head" = "principal"\n')
    classes = "classSourcedId,userSourcedId,role\nk1,u1,student\nk1,a1,head\n"
    folder = exported(
        tmp_path / "e", roles="a1,s1,HEAD,y27,,TRUE,,\n", **{"enrollments.csv": classes}
    )

    load([folder], home=home)

    rows = pq.read_table(current_snapshot(home).table("enrollments")).to_pylist()
    assert roles_of(home)["a1", "s1"] == "principal"
    assert {row["user_id"]: row["role"] for row in rows} == {"u1": "student", "a1": "ext:other"}


def test_declared_word_comes_before_what_we_take_it_for(home, tmp_path, says):
    folder = exported(tmp_path / "e", roles="a1,s1,Nurse,y27,,TRUE,,\n")
    aside = load([folder], home=home)
    says('[roles]\nNurse = "counselor"\n')

    taken = load([folder], home=home)

    assert about_words(aside) == [("roles.csv", 5, "role", "Nurse", "role left aside", 1)]
    assert about_words(taken) == [("roles.csv", 5, "role", "Nurse", "word of the district", 1)]
    assert roles_of(home)["a1", "s1"] == "counselor"


def test_role_of_a_user_of_1_1_is_read_so_too(home, tmp_path, says):
    says(WORDS)
    users = (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
        "givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
        "\nu1,active,2026-09-01,true,s1,Campus Dean,ann,,Ann,Lee,,,,,,,,\n"
        "u2,active,2026-09-01,true,s1,scholar,bo,,Bo,Lee,,,,,,,06,\n"
    )
    orgs = FILES["orgs.csv"]

    result = load([write(tmp_path / "e", {"orgs.csv": orgs, "users.csv": users})], home=home)

    assert (result.status, result.errors) == ("published", ())
    assert roles_of(home) == {("u1", "s1"): "ext:assistantPrincipal", ("u2", "s1"): "student"}


@pytest.mark.parametrize(
    ("text", "line", "column", "fix"),
    [
        ('[roles]\n"Dean" = "dean"\n', 2, "Dean", "Use one of aide"),
        ('[roles]\nDean = "ext:"\n', 2, "Dean", "Use one of aide"),
        ("[roles]\nDean = 3\n", 2, "Dean", "Use one of aide"),
        ('[roles]\nDean = "aide"\n"DEAN" = "teacher"\n', 3, "DEAN", "words.toml says that"),
        ('roles = "teacher"\n', 1, "roles", "Write [roles]"),
        ('[roles]\n" - " = "teacher"\n', 2, " - ", "Write the word"),
    ],
)
def test_mapping_of_roles_that_is_wrong_is_located(home, tmp_path, says, text, line, column, fix):
    says(text)

    result = load([exported(tmp_path / "export")], home=home)

    (error,) = result.errors
    assert (result.status, error.file, error.rule) == ("refused", "words.toml", "mapping")
    assert (error.line, error.column) == (line, column)
    assert error.fix.startswith(fix)


def test_words_for_roles_in_the_documents_are_taken(tmp_path):
    (block,) = [one for one in blocks("toml") if one.note == "words for roles"]
    (tmp_path / "documented.toml").write_text(block.text)

    assert {one.key: one.meaning for one in own_roles(tmp_path)} == {
        "campusdean": "ext:assistantPrincipal",
        "instructionalguide": "ext:coach",
        "scholar": "student",
    }
