"""From a service into what serves: all of it first, then what has changed since."""

import pyarrow.parquet as pq
import pytest
from tests.facts.rest.roster import person

from convergent.facts.history import roll_back
from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot

pytestmark = pytest.mark.without_records
LATER = "2026-11-20T07:00:00.000Z"


@pytest.fixture
def loads(source, tmp_path):
    return lambda: load([source()], home=tmp_path / "home")


@pytest.fixture
def serving(tmp_path):
    """The rows of a table that serve, by id."""

    def read(table):
        rows = pq.read_table(current_snapshot(tmp_path / "home").table(table)).to_pylist()
        return {row["sourced_id"]: row for row in rows}

    return read


def changed(number, **values):
    return {**person(number), "dateLastModified": LATER, **values}


def people(**others):
    """The service's people, some of them others by now."""
    numbers = {f"u{number}": person(number) for number in range(1, 26)}
    return [person(0, "teacher"), *(numbers | others).values()]


def test_service_is_loaded_as_its_files_would_be(loads, serving):
    result = loads()

    assert (result.status, result.errors) == ("published", ())
    assert {result.tables[name].loaded for name in ("users", "roles")} == {26, 27}
    assert serving("users")["user-005"]["family_name"] == "Number 5"
    assert serving("roles")["user-005:student:north"]["status"] == "active"


def test_same_service_again_changes_nothing(sis, loads):
    first = loads()
    sis.forget_asked()

    again = loads()

    assert (again.status, again.errors, again.snapshot) == ("unchanged", (), first.snapshot)
    assert all("filter=" in query for what, query in sis.asked if what != "token")


def test_load_of_everything_ends_who_is_gone_without_a_word(sis, source, serving, tmp_path):
    home = tmp_path / "home"
    load([source()], home=home)
    sis.holds(users=[one for one in people() if one["sourcedId"] != "user-005"])
    load([source()], home=home)
    assert serving("users")["user-005"]["status"] == "active"

    load([source()], home=home, options=Options(anew=True))

    assert serving("users")["user-005"]["status"] == "inactive"


def test_next_load_brings_who_changed_and_who_is_gone_and_the_others_stay(sis, loads, serving):
    loads()
    gone = changed(6, status="tobedeleted")
    sis.holds(users=people(u5=changed(5, familyName="Silva"), u6=gone))

    result = loads()

    assert (result.status, result.errors) == ("published", ())
    assert result.tables["users"].read == 2
    found = serving("users")
    assert (found["user-005"]["family_name"], found["user-005"]["status"]) == ("Silva", "active")
    ended = [name for name, row in found.items() if row["status"] != "active"]
    roles = [name for name, row in serving("roles").items() if row["status"] != "active"]
    assert (ended, roles, len(found)) == (["user-006"], ["user-006:student:north"], 26)
    assert loads().status == "unchanged"


def test_load_that_was_undone_is_fetched_anew(sis, loads, serving, tmp_path):
    """What the undone load had brought would never come again as a change."""
    loads()
    sis.has(date="Sat, 21 Nov 2026 06:00:00 GMT")
    sis.holds(users=people(u5=changed(5, familyName="Silva")))
    loads()
    roll_back(tmp_path / "home")
    assert serving("users")["user-005"]["family_name"] == "Number 5"

    assert loads().status == "published"

    assert serving("users")["user-005"]["family_name"] == "Silva"
