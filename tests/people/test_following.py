"""What a summer does to exports, and sloppy exports do to Records."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from convergent.audit.models import AuditRow
from convergent.people.actions import terms
from convergent.people.following import follow
from convergent.people.models import Person, Place, Responsibility, Role, RoleTerm
from convergent.people.models.people import Source
from convergent.people.queries.gone import gone_with_roles_by_hand
from convergent.people.viewer import viewer_of
from convergent.web.agenda import roles_of_people_who_are_gone
from tests.people.exports import Exports
from tests.world import hold, make_person, make_place

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)
BEGAN = date(2020, 8, 1)
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def exports():
    return Exports(
        orgs={
            "d": ("district", "Northfield", None),
            "ash": ("school", "Ash", "d"),
            "birch": ("school", "Birch", "d"),
        },
        people={"ann": ("Ann", "Lee"), "ben": ("Ben", "Ito")},
        roles={("ann", "ash", "principal", BEGAN, None), ("ben", "ash", "teacher", BEGAN, None)},
    )


@pytest.fixture
def load(exports, tmp_path):
    return lambda today=TODAY: follow(exports.snapshot(tmp_path), today=today)


def terms_of(who):
    """(first day, last day, place) of every term, oldest first."""
    held = RoleTerm.objects.filter(person__sourced_id=who).order_by("starts_on")
    return list(held.values_list("starts_on", "ends_on", "role__place__sourced_id"))


def only_role_of(exports, who, *rows):
    exports.roles = {row for row in exports.roles if row[0] != who} | set(rows)


def as_steward():
    district = Place.objects.get(kind="district")
    steward = make_person(district, "Stefan Keller")
    hold(steward, "systemAdministrator", district)
    return viewer_of(steward, TODAY)


def test_term_to_come_that_leaves_the_exports_is_withdrawn_and_noted(exports, load):
    exports.roles.add(("ben", "birch", "coach", SOON, None))
    load()
    coming = RoleTerm.objects.get(starts_on=SOON)
    Responsibility.objects.create(
        place=coming.role.place, title="Literacy", term=coming, starts_on=TODAY
    )
    exports.roles.remove(("ben", "birch", "coach", SOON, None))
    done = load()
    assert (done.terms_withdrawn, done.terms_ended) == (1, 0)
    assert terms_of("ben") == [(BEGAN, None, "ash")]
    row = AuditRow.objects.get(action="withdraw term")
    assert (row.thing_id, row.detail["starts_on"]) == (str(coming.pk), str(SOON))
    assert Responsibility.objects.get().term is None


def test_term_begun_today_that_leaves_the_exports_ends_today_and_once(exports, load):
    only_role_of(exports, "ben", ("ben", "ash", "teacher", TODAY, None))
    load()
    only_role_of(exports, "ben")
    load()
    [ended] = RoleTerm.objects.filter(person__sourced_id="ben")
    load()
    again = RoleTerm.objects.get(pk=ended.pk)
    assert (again.starts_on, again.ends_on) == (TODAY, TODAY)
    assert again.version == ended.version


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        # One role told twice, both going on: one after the other.
        (
            [(BEGAN, None), (date(2024, 8, 1), None)],
            [(BEGAN, date(2024, 7, 31)), (date(2024, 8, 1), None)],
        ),
        # A year within a longer time says nothing of its own.
        ([(BEGAN, None), (date(2024, 8, 1), date(2025, 6, 30))], [(BEGAN, None)]),
        # Years that overlap by a month.
        (
            [(BEGAN, date(2021, 8, 31)), (date(2021, 8, 1), None)],
            [(BEGAN, date(2021, 7, 31)), (date(2021, 8, 1), None)],
        ),
        # The same first day twice: the longer one.
        ([(BEGAN, date(2021, 6, 30)), (BEGAN, None)], [(BEGAN, None)]),
        # Beside a dated one, one without a first day.
        ([(BEGAN, None), (None, None)], [(BEGAN, None)]),
        ([(None, None)], [(TODAY, None)]),
        ([(None, date(2026, 6, 30))], [(date(2026, 6, 30), date(2026, 6, 30))]),
    ],
)
def test_exports_that_overlap_themselves_make_no_terms_that_do(exports, load, told, kept):
    only_role_of(exports, "ben", *(("ben", "ash", "teacher", *days) for days in told))
    load()
    assert terms_of("ben") == [(*days, "ash") for days in kept]
    before = set(RoleTerm.objects.values_list("pk", "version"))
    load()
    assert set(RoleTerm.objects.values_list("pk", "version")) == before


def test_first_day_told_anew_each_year_keeps_the_first_one(exports, load):
    """Many systems write the first day of this school year for everybody."""
    load()
    only_role_of(exports, "ben", ("ben", "ash", "teacher", date(2026, 8, 15), None))
    load()
    assert terms_of("ben") == [(BEGAN, None, "ash")]


def test_first_day_corrected_to_an_earlier_one_is_taken_over(exports, load):
    load()
    only_role_of(exports, "ben", ("ben", "ash", "teacher", date(2019, 8, 1), None))
    load()
    assert terms_of("ben") == [(date(2019, 8, 1), None, "ash")]


def test_whoever_comes_back_begins_a_term_of_her_own(exports, load):
    only_role_of(exports, "ben", ("ben", "ash", "teacher", BEGAN, date(2026, 6, 30)))
    load()
    only_role_of(exports, "ben", ("ben", "ash", "teacher", date(2026, 6, 15), None))
    load()
    assert terms_of("ben") == [
        (BEGAN, date(2026, 6, 30), "ash"),
        (date(2026, 7, 1), None, "ash"),
    ]


def test_role_that_somebody_ended_by_hand_stays_ended(exports, load):
    load()
    by = as_steward()
    term = RoleTerm.objects.get(person__sourced_id="ben")
    terms.end_term(term, ends_on=TODAY - timedelta(days=1), version=1, by=by)
    done = load()
    assert terms_of("ben") == [(BEGAN, TODAY - timedelta(days=1), "ash")]
    assert done.by_hand_differs == 1


@pytest.mark.parametrize("fte", ["0.3333", "0.001", "0", "7"])
def test_share_that_records_cannot_hold_is_rounded_once(exports, load, fte):
    exports.fte = Decimal(fte)
    load()
    before = set(RoleTerm.objects.values_list("pk", "share", "version"))
    load()
    assert set(RoleTerm.objects.values_list("pk", "share", "version")) == before


# ---- The summer


def test_class_that_ended_ends_no_job(exports, load):
    """The new year's classes are not there yet; the roles of staff are all that counts."""
    exports.sessions = [("y", "2025-26", date(2025, 8, 1), date(2026, 6, 30))]
    load(today=date(2026, 7, 15))
    assert terms_of("ben") == [(BEGAN, None, "ash")]


def test_staff_whom_the_exports_never_held_stay_as_they_are(exports, load):
    load()
    district = Place.objects.get(kind="district")
    unit = make_place("unit", "Facilities", district)
    walt = make_person(district, "Walt Kowalski")
    hold(walt, "caseOwner", unit)
    only_role_of(exports, "ben")
    exports.people.pop("ben")
    load()
    walt.refresh_from_db()
    unit.refresh_from_db()
    assert (walt.enabled, unit.closed_on) == (True, None)
    assert RoleTerm.objects.get(person=walt).ends_on is None
    assert Person.objects.get(sourced_id="ben").enabled is False


def test_whoever_moves_keeps_one_history(exports, load):
    load()
    only_role_of(
        exports,
        "ben",
        ("ben", "ash", "teacher", BEGAN, date(2026, 6, 30)),
        ("ben", "birch", "teacher", date(2026, 8, 1), None),
    )
    load()
    assert terms_of("ben") == [
        (BEGAN, date(2026, 6, 30), "ash"),
        (date(2026, 8, 1), None, "birch"),
    ]
    assert Person.objects.filter(sourced_id="ben").count() == 1


def test_whoever_was_added_by_hand_and_is_exported_later_is_one_person(exports, load):
    load()
    district = Place.objects.get(kind="district")
    nadia = make_person(district, "Nadia Amsel")
    nadia.email = "Nadia.Amsel@export.example"
    nadia.save()
    term = hold(nadia, "coach", Place.objects.get(sourced_id="ash"))
    exports.people["nad"] = ("Nadia", "Amsel-Roy")
    exports.emails["nad"] = "nadia.amsel@export.example"
    exports.roles.add(("nad", "ash", "coach", BEGAN, None))
    load()
    nadia.refresh_from_db()
    assert (nadia.sourced_id, nadia.family_name, nadia.source) == ("nad", "Amsel-Roy", "loaded")
    assert list(RoleTerm.objects.filter(person=nadia)) == [term]
    assert Person.objects.filter(given_name="Nadia").count() == 1


def test_address_of_two_people_in_the_exports_adopts_nobody(exports, load):
    load()
    nadia = make_person(Place.objects.get(kind="district"), "Nadia Amsel")
    exports.people |= {"one": ("Nadia", "Amsel"), "two": ("Nadia", "Amsel")}
    exports.emails |= {"one": nadia.email, "two": nadia.email}
    exports.roles |= {(who, "ash", "coach", BEGAN, None) for who in ("one", "two")}
    load()
    nadia.refresh_from_db()
    assert (nadia.sourced_id, nadia.source) == ("", Source.BY_HAND)


def test_title_of_a_role_is_the_same_in_every_language(exports, load):
    exports.title = "Coach"
    exports.roles.add(("ben", "ash", "coach", BEGAN, None))
    load()
    with translation.override("es"):
        load()
    assert list(Role.objects.filter(kind="coach").values_list("title", flat=True)) == [""]


def test_people_who_are_gone_and_hold_a_role_by_hand_are_listed(exports, load):
    load()
    by = as_steward()
    person = Person.objects.get(sourced_id="ben")
    role = Role.objects.get(kind="principal")
    terms.start_term(role, person, starts_on=TODAY, by=by)
    assert list(gone_with_roles_by_hand(by)) == []
    exports.people.pop("ben")
    only_role_of(exports, "ben")
    load()
    assert list(gone_with_roles_by_hand(by)) == [person]
    [item] = roles_of_people_who_are_gone(by)
    assert (item.title, item.url) == (
        "One person is no longer in the exports and still holds a role.",
        "/people/gone/",
    )


def test_list_of_those_who_are_gone_asks_the_same_for_one_and_three(world, signed_in):
    TOTP.activate(world.account("steward"), generate_totp_secret())
    client = signed_in("steward")

    def asked_for(*names):
        ids = [world.people[name].pk for name in names]
        Person.objects.filter(pk__in=ids).update(enabled=False)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/people/gone/")
        assert page.text.count('class="person-name"') == len(names)
        return len(queries)

    client.get("/people/gone/")
    assert asked_for("coach") == asked_for("coach", "teacher", "colleague")


def test_exports_without_a_district_get_one_that_takes_its_name_later(exports, load):
    del exports.orgs["d"]
    load()
    load()
    first = Place.objects.get(kind="district")
    exports.orgs["d"] = ("district", "Northfield", None)
    load()

    district = Place.objects.get(kind="district")

    assert (first.name, district.pk, district.name) == ("Our district", first.pk, "Northfield")
    assert district.closed_on is None
    assert set(Place.objects.filter(kind="school").values_list("parent", flat=True)) == {first.pk}
