import csv
from datetime import date, timedelta

import pytest

from convergent.demo.cast import CAST, LINCOLN
from convergent.demo.simulate import simulate
from convergent.facts.load import Options, load
from convergent.facts.query import organisations, staff, staff_roles
from convergent.facts.snapshot import current_snapshot

TODAY = date(2026, 11, 19)


class District:
    """The staff side of a loaded district, asked as of TODAY."""

    def __init__(self, snapshot):
        self.orgs = {org.sourced_id: org for org in organisations(snapshot)}
        self.roles = staff_roles(snapshot)
        self.people = {person.sourced_id: person for person in staff(snapshot)}

    def held(self, place, role):
        return [
            r
            for r in self.roles
            if (r.org_id, r.role) == (place, role)
            and r.begins <= TODAY
            and (r.ends is None or r.ends >= TODAY)
        ]

    def place(self, name, parent=None):
        named = [o for o in self.orgs.values() if o.name == name and parent in (None, o.parent_id)]
        return named[0].sourced_id

    def of(self, person):
        return [role for role in self.roles if role.user_id == person]


@pytest.fixture(scope="module", params=[1, 2, 30])
def district(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("district")
    simulate(folder / "exports", students=600, seed=request.param, today=TODAY)
    load([folder / "exports"], home=folder / "home", options=Options(as_of=TODAY))
    return District(current_snapshot(folder / "home"))


@pytest.fixture
def lincoln(district):
    return district.place(LINCOLN)


def test_cast_is_in_the_exports_with_role_and_address(district):
    for member in CAST:
        person = district.people[member.key]
        assert (person.given_name, person.email) == (member.given, member.email)
        assert member.role in {role.role for role in district.of(member.key)}


def test_rosa_followed_another_principal_two_years_ago(district, lincoln):
    terms = [r for r in district.roles if (r.org_id, r.role) == (lincoln, "principal")]

    assert [(r.user_id, r.begins, r.ends) for r in terms] == [
        ("lorraine-whitfield", date(2018, 8, 1), date(2024, 6, 30)),
        ("rosa-medina", date(2024, 8, 1), None),
    ]


def test_sixth_grade_team_at_lincoln_has_members_and_no_lead(district, lincoln):
    team = district.place("Grade 6 team", parent=lincoln)

    assert district.held(team, "ext:departmentHead") == []
    assert {"daniel-reyes", "amara-diallo"} <= {r.user_id for r in district.held(team, "teacher")}


def test_acting_term_of_an_assistant_at_lincoln_ends_within_thirty_days(district, lincoln):
    assistants = district.held(lincoln, "ext:assistantPrincipal")

    assert {r.user_id: r.acting for r in assistants} == {
        "jerome-baptiste": False,
        "theo-lindqvist": True,
    }
    assert [r.ends for r in assistants if r.acting] == [TODAY + timedelta(days=24)]


def test_jerome_taught_at_lincoln_before(district, lincoln):
    before = [r for r in district.of("jerome-baptiste") if r.role == "teacher"]

    assert [(r.org_id, r.ends) for r in before] == [(lincoln, date(2025, 6, 30))]


def test_okafors_network_has_two_unsettled_principalships_and_a_new_one(district, lincoln):
    network = district.orgs[lincoln].parent_id
    assert network in {role.org_id for role in district.of("ngozi-okafor")}
    schools = [o.sourced_id for o in district.orgs.values() if o.parent_id == network]
    principals = {school: district.held(school, "principal") for school in schools}
    settled = [p[0] for p in principals.values() if p and not p[0].acting]

    assert sum(not p for p in principals.values()) == 1
    assert sum(p[0].acting for p in principals.values() if p) == 1
    assert sum(p.begins == TODAY - timedelta(days=35) for p in settled) == 1


def test_elena_shares_her_week_between_two_schools(district):
    shares = [r.fte for r in district.of("elena-alvarez") if r.fte is not None]

    assert [float(share) for share in shares] == [0.6, 0.4]


def test_facilities_has_no_head(district):
    facilities = district.place("Facilities")

    assert district.held(facilities, "ext:unitHead") == []
    assert {r.org_id for r in district.of("walt-kowalski")} == {facilities}


def test_priyas_term_ends_in_three_weeks(district):
    assert [r.ends for r in district.of("priya-raman")] == [TODAY + timedelta(days=21)]


def test_daniel_teaches_sixth_grade_reading(exports):
    with (exports / "enrollments.csv").open(newline="") as file:
        taught = {
            r["classSourcedId"]
            for r in csv.DictReader(file)
            if r["role"] == "teacher" and r["userSourcedId"] == "daniel-reyes"
        }

    assert {class_id.rpartition("-")[2] for class_id in taught} == {"reading"}
