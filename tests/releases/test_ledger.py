"""The ledger of menus: what the measures tell is in it first, and stays in it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from convergent.facts.measures.build import build
from convergent.facts.measures.query import Asked, values_at
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.values import Place
from convergent.facts.scope import mint_scope
from convergent.releases.access import visible_releases, why_release
from convergent.releases.actions.menus import MenuLedger
from convergent.releases.actions.recording import Overtaken, record
from convergent.releases.models import Release
from convergent.releases.queries import told
from tests.facts.measures.small_district import TODAY, SmallDistrict

pytestmark = pytest.mark.django_db
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")


@pytest.fixture
def district(home):
    found = SmallDistrict(home.parent)
    for number in range(40):
        school = "east" if number % 2 else "west"
        found.student(f"s{number}", school).result(f"s{number}", score=400 + number)
    return found


def load(district, name):
    snapshot = district.snapshot(name)
    build(snapshot, district.home, rules=Rules(), today=TODAY, ledger=MenuLedger())
    return snapshot


def test_menu_is_noted_before_anybody_reads_it(district):
    snapshot = load(district, "one")
    (release,) = Release.objects.all()
    assert (release.district_key, release.snapshot, release.kind) == ("d", snapshot.id, "menu")
    assert [unit["school_year"] for unit in release.units] == [2026]
    assert release.cells - release.withheld == sum(
        unit["cells"] - unit["withheld"] for unit in release.units
    )


def test_failing_audit_leaves_nothing_to_read(district, monkeypatch):
    """Whoever dies while noting it has told nobody."""
    monkeypatch.setattr("convergent.releases.models.Release.save", _fail)
    snapshot = district.snapshot("one")
    with pytest.raises(RuntimeError):
        build(snapshot, district.home, rules=Rules(), today=TODAY, ledger=MenuLedger())
    asked = Asked(measures=["mean_score"])
    assert values_at(snapshot, ANYBODY, [Place("district", "d")], asked) == []
    assert Release.objects.count() == 0


def _fail(*_args, **_named):
    raise RuntimeError("the disk is full")


def test_same_menu_is_noted_once(district):
    load(district, "one")
    district.add("orgs", {"sourced_id": "new", "name": "New", "type": "school", "parent_id": "d"})
    load(district, "two")
    assert Release.objects.count() == 1


def test_menu_told_anew_supersedes_and_is_kept(district):
    load(district, "one")
    for number in range(40, 80):
        school = "east" if number % 2 else "west"
        district.student(f"s{number}", school).result(f"s{number}", score=400 + number)
    load(district, "two")
    newer, older = told(Release.objects.all())
    assert (newer.superseded_by, older.superseded_by) == (None, newer.release)
    assert len(MenuLedger().standing()) == 2


def test_menu_that_was_not_looked_at_beside_another_is_not_noted(district):
    """Two homes over one database: what the other told since is not known here."""
    load(district, "one")
    file = MenuLedger().standing()[0]
    with pytest.raises(Overtaken, match="did not"):
        record(file, beside=0, by=None, why="", kind="menu", district_key="d")
    assert Release.objects.count() == 1


def test_database_refuses_to_change_a_release(district):
    load(district, "one")
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.update(withheld=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.all().delete()
    assert Release.objects.get().cells > 0


def test_keepers_see_their_own_districts_releases(world):
    rows = [_release(1, "n"), _release(2, "s"), _release(3, "")]
    for name in ("superintendent", "steward", "foreign_steward", "principal", "teacher"):
        viewer = world.viewer(name)
        visible = set(visible_releases(viewer))
        assert visible == {one for one in rows if why_release(viewer, one)}
        expected = {"superintendent": {1}, "steward": {1}, "foreign_steward": {2}}
        assert {one.number for one in visible} == expected.get(name, set())


def _release(number, district):
    return Release.objects.create(
        number=number,
        district_key=district,
        kind="menu",
        title="Pages of evidence",
        audience="staff",
        released_at="2026-11-22T08:00:00Z",
        minimum=10,
        cells=10,
        withheld=3,
        reasons={"fewer than 10 students": 3},
        units=[
            {
                "assessment": "Spring",
                "subject": "Reading",
                "school_year": 2026,
                "alone": "",
                "cells": 10,
                "withheld": 3,
            }
        ],
        content_hash=f"{number:064}",
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_page_of_the_ledger(keeper, world, count):
    rows = [_release(number, "n") for number in range(1, count + 1)]
    page = keeper.get("/data/releases/").content.decode()
    said = "7 numbers are out, and 3 are withheld." if count else "Nothing is out yet."
    assert said in page
    assert page.count("what it told is known") == max(count - 1, 0)
    for row in rows[:1]:
        one = keeper.get(f"/data/releases/{row.pk}/").content.decode()
        assert "Fewer than 10 students are behind it" in one
        assert "A load that is kept no longer" not in one


def test_ledger_asks_as_much_for_three_releases_as_for_one(keeper, world):
    _release(1, "n")
    keeper.get("/data/releases/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            keeper.get("/data/releases/")
        counts.append(len(asked))
        _release(len(counts) * 2, "n")
        _release(len(counts) * 2 + 1, "n")
    assert counts[0] == counts[1]


def test_plain_words_for_what_is_withheld(keeper):
    assert "fewer than 10 students" in keeper.get("/withheld/").content.decode()
