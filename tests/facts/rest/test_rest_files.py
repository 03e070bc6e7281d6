"""Which files are written, and what stands in them."""

import csv

import pytest
from tests.facts.rest.roster import CHANGED, person, ref, role, row

from convergent.facts.findings import ExportRefused
from convergent.facts.sources.oneroster_rest.catalogue import HEADINGS

pytestmark = pytest.mark.without_records


def test_every_collection_becomes_a_file(fetched, tmp_path):
    result = fetched()

    assert {file.name for file in (tmp_path / "files").iterdir()} == {
        f"{name}.csv" for name in {*HEADINGS, "manifest"} - {"resources"}
    }
    assert result.counts == {
        "orgs": 3,
        "academicSessions": 2,
        "courses": 1,
        "classes": 2,
        "users": 26,
        "roles": 27,
        "enrollments": 25,
        "demographics": 1,
        "categories": 1,
        "scoreScales": 1,
        "lineItems": 1,
        "lineItemScoreScales": 1,
        "lineItemLearningObjectiveIds": 1,
        "results": 25,
        "resultScoreScales": 0,
        "resultLearningObjectiveIds": 25,
    }


def test_headings_are_those_of_the_binding(fetched, tmp_path):
    fetched()

    for name in set(HEADINGS) - {"resources", "orgs"}:
        with (tmp_path / "files" / f"{name}.csv").open(newline="") as file:
            assert tuple(next(csv.reader(file))) == HEADINGS[name]


def test_manifest_says_what_each_file_is(fetched, table):
    fetched()

    said = {row["propertyName"]: row["value"] for row in table("manifest")}
    assert said["oneroster.version"] == "1.2"
    assert said["file.users"] == said["file.roles"] == said["file.results"] == "bulk"
    assert said["file.resources"] == said["file.userProfiles"] == "absent"
    assert len(said) == 25


def test_references_and_lists_stand_as_csv_has_them(fetched, table):
    fetched()

    assert table("classes")[0] == {
        "sourcedId": "class-1",
        "status": "active",
        "dateLastModified": CHANGED,
        "title": "Reading",
        "grades": "",
        "courseSourcedId": "reading",
        "classCode": "",
        "classType": "scheduled",
        "location": "",
        "schoolSourcedId": "north",
        "termSourcedIds": "fall,spring",
        "subjects": "Reading",
        "subjectCodes": "",
        "periods": "1,3",
    }
    assert table("courses")[0]["schoolYearSourcedId"] == "fall"
    assert table("academicSessions")[0]["schoolYear"] == "2027"
    assert table("enrollments")[0]["primary"] == "false"


def test_roles_come_out_of_the_people_who_hold_them(fetched, table):
    fetched()

    assert table("roles")[:2] == [
        {
            "sourcedId": "user-000:teacher:north",
            "status": "active",
            "dateLastModified": CHANGED,
            "userSourcedId": "user-000",
            "roleType": "primary",
            "role": "teacher",
            "beginDate": "",
            "endDate": "",
            "orgSourcedId": "north",
            "userProfileSourcedId": "",
        },
        {
            "sourcedId": "user-000:teacher:south",
            "status": "active",
            "dateLastModified": CHANGED,
            "userSourcedId": "user-000",
            "roleType": "secondary",
            "role": "teacher",
            "beginDate": "2026-08-01",
            "endDate": "",
            "orgSourcedId": "south",
            "userProfileSourcedId": "",
        },
    ]


def test_terms_of_one_role_at_one_place_count_on_by_their_begin(sis, fetched, table):
    terms = [role("aide", "north", beginDate=day) for day in ("2026-01-01", "2025-01-01")]
    sis.holds(users=[{**person(1), "roles": terms}])

    fetched()

    assert [(one["sourcedId"], one["beginDate"]) for one in table("roles")] == [
        ("user-001:aide:north:2", "2026-01-01"),
        ("user-001:aide:north", "2025-01-01"),
    ]


def test_metadata_of_a_role_is_kept(sis, fetched, table):
    acting = role("principal", "north", metadata={"acting": True, "fte": 0.50})
    sis.holds(users=[{**person(1), "roles": [acting]}])

    fetched()

    assert [(one["metadata.acting"], one["metadata.fte"]) for one in table("roles")] == [
        ("true", "0.5")
    ]


def test_gradebook_keeps_numbers_as_they_were_written(sis, fetched, table):
    sis.has(body={"results": '{"results": [{"sourcedId": "r", "score": 7.10, "late": false}]}'})

    fetched()

    assert [(one["score"], one["late"]) for one in table("results")] == [("7.10", "false")]
    assert table("lineItems")[0]["academicSessionSourcedId"] == "fall"
    assert table("lineItems")[0]["dueDate"] == "2026-09-02"
    assert table("scoreScales")[0]["scoreScaleValue"] == "{A:94},{B:84}"
    assert table("lineItemScoreScales")[0]["scoreScaleSourcedId"] == "letters"


def test_objectives_of_results_have_a_file_of_their_own(fetched, table):
    fetched()

    assert table("resultLearningObjectiveIds")[0] == {
        "sourcedId": "result-001:case:RL.6.1",
        "status": "active",
        "dateLastModified": CHANGED,
        "resultSourcedId": "result-001",
        "source": "case",
        "learningObjectiveId": "RL.6.1",
        "score": "3",
        "textScore": "",
    }
    assert table("results")[0]["comment"] == "“Good”, said\nthe teacher"


def test_passwords_are_not_written(fetched, table):
    fetched()

    assert {one["password"] for one in table("users")} == {""}
    assert table("users")[0]["userIds"] == "{LDAP:u0},{Fed:x}"


def test_passwords_are_not_kept_in_between(sis, fetched, tmp_path):
    sis.has(forbidden=["results"])
    with pytest.raises(ExportRefused):
        fetched()

    kept = [path.read_text() for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert [text for text in kept if "Number 25" in text] != []
    assert [text for text in kept if "must never be written" in text] == []


def test_metadata_that_fits_becomes_columns_and_the_rest_is_noticed(fetched, table):
    result = fetched()

    assert [(one["metadata.grades"], one["metadata.capacity"]) for one in table("orgs")] == [
        ("", ""),
        ("06,07", "800.5"),
        ("", ""),
    ]
    assert [(one.file, one.column, one.rule, one.value) for one in result.notices] == [
        (
            "/ims/oneroster/rostering/v1p2/orgs",
            "metadata.address",
            "plain value",
            "zip, 1 in all",
        )
    ]


def test_metadata_names_that_are_no_headings_are_left_out(sis, fetched, table):
    sis.holds(orgs=[row("district", name="D", type="district", metadata={'a"\n,b': "1"})])

    result = fetched()

    assert set(table("orgs")[0]) == set(HEADINGS["orgs"])
    assert [one.rule for one in result.notices] == ["name of a column"]


def test_comma_within_a_list_is_noticed(sis, fetched, table):
    sis.holds(courses=[row("reading", title="R", org=ref("n", "org"), subjects=["Arts, visual"])])

    result = fetched()

    assert table("courses")[0]["subjects"] == "Arts, visual"
    assert ("courses", "no comma in a list", "subjects") in [
        (one.file.rpartition("/")[2], one.rule, one.column) for one in result.notices
    ]


def test_text_that_is_no_text_does_no_harm(sis, fetched, table):
    sis.has(body={"orgs": '{"orgs": [{"sourcedId": "n", "name": "a\\u0000b\\ud800c"}]}'})

    fetched()

    assert table("orgs")[0]["name"] == "ab?c"


def test_row_without_an_id_is_left_to_the_loader(sis, fetched, ids):
    nameless = {**row("", name="Nowhere", type="school"), "sourcedId": None}
    sis.holds(orgs=[nameless, *[row(f"org-{n}", name="S", type="school") for n in range(12)]])

    result = fetched()

    assert ids("orgs") == ["", *[f"org-{n}" for n in range(12)]]
    assert result.notices == ()


def test_resources_are_fetched_where_they_are_asked_for(sis, fetched, ids):
    result = fetched('collections = ["orgs", "users", "resources"]')

    assert ids("resources") == ["book"]
    assert set(result.counts) == {"orgs", "users", "roles", "resources"}
    assert "resource.readonly" in sis.asked[0][1]


def test_files_of_an_earlier_fetch_are_taken_away(fetched, tmp_path):
    fetched()
    fetched('collections = ["orgs", "users"]', full=True)

    assert {file.name for file in (tmp_path / "files").iterdir()} == {
        "manifest.csv",
        "orgs.csv",
        "roles.csv",
        "users.csv",
    }
