"""From one spreadsheet of staff and schools alone: a supervisor begins with her five schools."""

from datetime import date

import pytest
from openpyxl import load_workbook

from convergent import clock
from convergent.facts import announce
from convergent.facts.load import Options, load
from convergent.facts.snapshot import current_snapshot
from convergent.facts.sources.spreadsheet import write_workbook
from convergent.people.following import follow
from convergent.people.models import Person
from convergent.people.viewer import viewer_of
from convergent.support.access import schools_supported_by
from convergent.support.actions.contacts import keep_contact
from convergent.support.presenters.schools import schools_page
from tests.support.told import ahead, told

BEGAN = date(2024, 8, 1)
SCHOOLS = [
    (f"s{number}", f"School {number}", "Harbor City", "d1", "Hill") for number in range(1, 6)
]
STAFF = [
    ("uma", "Uma", "Principal supervisor", "network Hill", "Patel", "u@x.example", None, 1, BEGAN),
    *(
        (f"p{n}", f"P{n}", "Principal", f"s{n}", "Ames", f"p{n}@x.example", None, 1, BEGAN)
        for n in range(1, 6)
    ),
]


@pytest.fixture
def supervisor(db, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(announce, "_listeners", [])
    settings.HOME = tmp_path
    write_workbook(tmp_path / "start.xlsx")
    workbook = load_workbook(tmp_path / "start.xlsx")
    for sheet, rows in (("Schools", SCHOOLS), ("Staff", STAFF)):
        for row in rows:
            workbook[sheet].append(row)
    workbook.save(tmp_path / "start.xlsx")
    load([tmp_path / "start.xlsx"], home=tmp_path, options=Options(as_of=clock.today()))
    follow(current_snapshot(tmp_path))
    return viewer_of(Person.objects.get(sourced_id="uma"), clock.today())


def test_five_schools_begin_with_nothing_else_loaded(supervisor):
    schools = list(schools_supported_by(supervisor))
    assert len(schools) == 5
    promised = {"mine": "A coach", "theirs": "The plan", "due_on": ahead(9), "next_on": ahead(14)}
    keep_contact(schools[0], told(**promised), by=supervisor)
    page = schools_page(supervisor)
    assert [(one.promises, bool(one.next)) for one in page.lines].count(("2 open", True)) == 1
    assert {one.plan for one in page.lines} == {"2 a month"}
