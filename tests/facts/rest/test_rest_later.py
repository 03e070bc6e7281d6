"""The next fetch brings what has changed since; what is gone is said to be gone."""

from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from tests.facts.rest.conftest import NOW
from tests.facts.rest.roster import person, role

pytestmark = pytest.mark.without_records
LATER = "2026-11-20T07:00:00.000Z"
SINCE = "dateLastModified>'2026-11-20T05:00:00.000Z'"


def filters(sis):
    return {
        what: parse_qs(query).get("filter", [""])[0] for what, query in sis.asked if what != "token"
    }


def changed(number, **values):
    return {**person(number), "dateLastModified": LATER, **values}


def test_next_fetch_asks_for_what_changed_since_the_services_clock(sis, fetched, ids):
    first = fetched()
    first.remember()
    sis.forget_asked()
    sis.holds(users=[changed(5), *map(person, range(6, 26))])

    second = fetched()

    assert first.since == datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
    assert set(filters(sis).values()) == {SINCE}
    assert ids("users") == ["user-005"]
    assert second.modes["users"] == second.modes["roles"] == second.modes["orgs"] == "delta"
    assert second.counts["orgs"] == 0


def test_fetch_that_was_not_remembered_is_repeated_in_full(sis, fetched):
    fetched()
    result = fetched()

    assert set(filters(sis).values()) == {""}
    assert set(result.modes.values()) == {"bulk"}


def test_full_fetch_asks_for_everything(fetched):
    fetched().remember()

    result = fetched(full=True)

    assert result.counts["users"] == 26
    assert set(result.modes.values()) == {"bulk"}


def test_overlap_may_be_declared(fetched):
    assert fetched("overlap = 60").since == datetime(2026, 11, 20, 5, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("latest", "since"),
    [
        ("2026-11-19T08:00:00Z", datetime(2026, 11, 19, 7, tzinfo=UTC)),
        ("2027-01-01T08:00:00Z", NOW.replace(hour=5)),
    ],
)
def test_service_that_hides_its_clock_is_known_by_its_rows(sis, fetched, latest, since):
    sis.has(date="")
    sis.holds(users=[{**person(1), "dateLastModified": latest}])

    assert fetched().since == since


def test_nothing_is_remembered_where_nothing_tells_the_time(sis, fetched):
    sis.has(date="", body={"orgs": '{"orgs": [{"sourcedId": "a"}]}'})
    only_orgs = 'collections = ["orgs"]'
    result = fetched(only_orgs)
    result.remember()

    assert result.since is None
    assert fetched(only_orgs).modes == {"orgs": "bulk"}


def test_since_may_be_declared_for_the_first_fetch(sis, fetched):
    declared = "since = 2026-11-20T05:00:00Z"
    result = fetched(declared)

    assert set(filters(sis).values()) == {SINCE}
    assert set(result.modes.values()) == {"delta"}


def test_collection_that_is_new_is_fetched_in_full(fetched):
    fetched('collections = ["orgs", "users"]').remember()

    result = fetched('collections = ["orgs", "users", "classes"]')

    assert result.modes == {"orgs": "delta", "users": "delta", "roles": "delta", "classes": "bulk"}


def test_another_address_is_fetched_in_full(sis, fetched):
    fetched().remember()
    other = sis.url.replace("127.0.0.1", "localhost")

    assert fetched().modes["users"] == "delta"
    assert fetched(f'url = "{other}"', without="url").modes["users"] == "bulk"


def test_service_that_refuses_filters_is_fetched_in_full(sis, fetched, ids):
    fetched().remember()
    sis.has(filter="refused")

    result = fetched()

    assert set(result.modes.values()) == {"bulk"}
    assert len(ids("users")) == 26
    assert {one.rule for one in result.notices if one.column == ""} == {"filter accepted"}


def test_service_that_ignores_filters_is_noticed(sis, fetched):
    fetched().remember()
    sis.has(filter="ignored")

    result = fetched('collections = ["users"]')

    assert (result.modes["users"], result.counts["users"]) == ("delta", 26)
    assert [(one.rule, one.value) for one in result.notices] == [
        ("filter followed", "2026-11-01T08:00:00+00:00")
    ]


def test_role_that_is_no_longer_there_is_to_be_deleted(sis, fetched, table):
    fetched().remember()
    sis.holds(users=[changed(0, roles=[role("teacher", "south", beginDate="2026-08-01")])])

    fetched()

    assert [(one["sourcedId"], one["status"], one["role"]) for one in table("roles")] == [
        ("user-000:teacher:south", "active", "teacher"),
        ("user-000:teacher:north", "tobedeleted", "teacher"),
    ]
    assert {one["dateLastModified"] for one in table("roles")} == {LATER}


def test_role_stays_remembered_over_a_fetch_that_did_not_speak_of_its_holder(sis, fetched, table):
    fetched().remember()
    sis.holds(users=[changed(1)])
    fetched().remember()
    sis.holds(users=[changed(0, roles=[])])

    fetched()

    assert sorted((one["sourcedId"], one["status"]) for one in table("roles")) == [
        ("user-000:teacher:north", "tobedeleted"),
        ("user-000:teacher:south", "tobedeleted"),
    ]


def test_role_that_is_gone_is_said_once(sis, fetched, table):
    fetched().remember()
    sis.holds(users=[changed(0, roles=[])])
    fetched().remember()

    fetched()

    assert table("roles") == []


def test_person_who_is_to_be_deleted_takes_the_roles_along(sis, fetched, table):
    fetched().remember()
    sis.holds(users=[changed(1, status="tobedeleted")])

    fetched()

    assert [(one["sourcedId"], one["status"]) for one in table("roles")] == [
        ("user-001:student:north", "tobedeleted")
    ]


def test_spoilt_memory_means_a_full_fetch(fetched, tmp_path):
    fetched().remember()
    (tmp_path / "state" / "remembered.json").write_text("{")

    assert set(fetched().modes.values()) == {"bulk"}
