"""Exports of several districts: each has its own places and people, and sees no other's."""

from datetime import date

import pytest

from convergent.audit.models import AuditRow
from convergent.people.following import follow
from convergent.people.models import DistrictSettings, Person, Place, RoleTerm, SchoolYear
from tests.people.exports import Exports

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)
BEGAN = date(2020, 8, 1)


@pytest.fixture
def exports():
    return Exports(
        orgs={
            "state": ("state", "The State", None),
            "n": ("district", "Northfield", "state"),
            "s": ("district", "Southfield", "state"),
            "net": ("local", "Network", "n"),
            "ash": ("school", "Ash", "net"),
            "birch": ("school", "Birch", "n"),
            "cedar": ("school", "Cedar", "s"),
            "dogwood": ("school", "Dogwood", "s"),
            "lost": ("school", "Under none", None),
        },
        people={"ann": ("Ann", "Lee"), "ben": ("Ben", "Ito"), "cam": ("Cam", "Oz")},
        roles={
            ("ann", "ash", "principal", BEGAN, None),
            ("ben", "cedar", "teacher", BEGAN, None),
            ("cam", "birch", "coach", BEGAN, None),
            ("cam", "dogwood", "coach", BEGAN, None),
        },
        secondary={("cam", "birch")},
        sessions=[("y", "2026-27", date(2026, 8, 1), date(2027, 6, 30))],
    )


@pytest.fixture
def load(exports, tmp_path):
    return lambda: follow(exports.snapshot(tmp_path), today=TODAY)


def within(district):
    """Names of places, ids of people, and (person, place) of open terms."""
    top = Place.objects.get(kind="district", sourced_id=district)
    places = Place.objects.filter(path__startswith=top.path, closed_on=None)
    terms = RoleTerm.objects.filter(role__place__in=places, ends_on=None)
    return (
        set(places.values_list("name", flat=True)),
        set(Person.objects.filter(district=top, enabled=True).values_list("sourced_id", flat=True)),
        set(terms.values_list("person__sourced_id", "role__place__sourced_id")),
    )


NORTH = ({"Northfield", "Network", "Ash", "Birch"}, {"ann"}, {("ann", "ash")})
SOUTH = (
    {"Southfield", "Cedar", "Dogwood"},
    {"ben", "cam"},
    {("ben", "cedar"), ("cam", "dogwood")},
)


def test_each_district_has_its_own_places_and_people(load):
    done = load()
    assert (within("n"), within("s")) == (NORTH, SOUTH)
    assert (done.places, done.people, done.terms_begun, done.roles_elsewhere) == (7, 3, 3, 1)
    assert {place.district.sourced_id for place in Place.objects.filter(kind="school")} == {
        "n",
        "s",
    }
    assert (DistrictSettings.objects.count(), SchoolYear.objects.count()) == (2, 2)
    assert AuditRow.objects.filter(action="follow snapshot").count() == 2


def test_same_exports_again_change_nothing(load):
    load()
    again = load()
    assert (again.places, again.people, again.terms_begun, again.terms_ended) == (0, 0, 0, 0)
    assert (within("n"), within("s")) == (NORTH, SOUTH)


def test_what_one_district_loses_is_lost_there_alone(exports, load):
    load()
    del exports.orgs["dogwood"], exports.people["cam"]
    exports.roles = {role for role in exports.roles if role[0] != "cam"}
    load()
    south = ({"Southfield", "Cedar"}, {"ben"}, {("ben", "cedar")})
    assert (within("n"), within("s")) == (NORTH, south)


def test_whoever_moves_to_another_district_ends_in_the_one_and_begins_in_the_other(exports, load):
    load()
    exports.roles -= {("ben", "cedar", "teacher", BEGAN, None)}
    exports.roles |= {
        ("ben", "cedar", "teacher", BEGAN, date(2026, 6, 30)),
        ("ben", "ash", "teacher", date(2026, 8, 1), None),
    }
    load()
    assert (within("n")[1], within("s")[1]) == ({"ann", "ben"}, {"cam"})
    assert within("s")[2] == {("cam", "dogwood")}


def test_district_within_a_district_is_a_network_of_it(exports, load):
    exports.orgs["s"] = ("district", "Southfield", "n")
    load()
    assert Place.objects.get(kind="district").sourced_id == "n"
    assert Place.objects.get(sourced_id="s").kind == "network"
