"""A district that began with one spreadsheet, and now exports a roster with the same ids."""

from datetime import date

import pytest
from openpyxl import load_workbook

from convergent.facts import announce, held
from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot
from convergent.facts.sources.spreadsheet import write_workbook
from convergent.people.following import follow
from convergent.people.models import Person, Place, RoleTerm

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)
SCHOOLS = [("s1", "Ash", "Harbor City", "d1"), ("s2", "Birch", "Harbor City", "d1")]
STAFF = [
    ("ann", "Ann", "Principal", "s1", "Ames", "ann@x.example", None, 1, date(2024, 8, 1)),
    ("ben", "Ben", "Coach", "s1", "Boas", "ben@x.example", "Coach", 0.5, date(2025, 8, 1)),
    ("ben", "Ben", "Coach", "s2", "Boas", "ben@x.example", "Coach", 0.5, date(2025, 8, 1)),
]
ROSTER = {
    "orgs.csv": """sourcedId,name,type,parentSourcedId
d1,Harbor City Schools,district,
s1,Ash School,school,d1
s2,Birch School,school,d1
""",
    "users.csv": """sourcedId,enabledUser,givenName,familyName,email
ann,true,Ann,Ames,ann@x.example
ben,true,Ben,Boas,ben@x.example
""",
    "roles.csv": """sourcedId,userSourcedId,roleType,role,beginDate,orgSourcedId,metadata.fte
r1,ann,primary,principal,2024-08-01,s1,1
r2,ben,primary,ext:coach,2025-08-01,s1,0.5
r3,ben,secondary,ext:coach,2025-08-01,s2,0.5
""",
}


@pytest.fixture(autouse=True)
def nobody_listening(monkeypatch):
    monkeypatch.setattr(announce, "_listeners", [])


def loaded(paths, home):
    """What people and terms there are once they follow; what waits is approved."""
    result = load(paths, home=home, options=Options(as_of=TODAY))
    if result.status == "held":
        held.approve(home, result.held)
    follow(current_snapshot(home))
    return result.status


def known():
    people = set(Person.objects.values_list("pk", "sourced_id"))
    places = set(Place.objects.values_list("pk", "sourced_id"))
    return people, places, set(RoleTerm.objects.values_list("pk", "starts_on", "ends_on"))


def test_people_places_and_terms_stay_the_same_when_the_roster_comes(tmp_path):
    home, exports = tmp_path / "home", tmp_path / "exports"
    write_workbook(tmp_path / "start.xlsx")
    workbook = load_workbook(tmp_path / "start.xlsx")
    for sheet, rows in (("Schools", SCHOOLS), ("Staff", STAFF)):
        for row in rows:
            workbook[sheet].append(row)
    workbook.save(tmp_path / "start.xlsx")
    exports.mkdir()
    for name, text in ROSTER.items():
        (exports / name).write_text(text)
    assert loaded([tmp_path / "start.xlsx"], home) == "published"
    before = known()
    assert [len(one) for one in before] == [2, 3, 3]

    assert loaded([exports], home) == "held"

    assert known() == before
    assert set(Place.objects.values_list("name", flat=True)) >= {"Ash School", "Birch School"}
