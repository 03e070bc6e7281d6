"""Tables of whom pages of evidence tell: looked at together with those, and those with them."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from convergent.analysis.disclosure.audit import audit
from convergent.errors import BadInput
from convergent.facts.measures.build import build
from convergent.facts.measures.folders import measures_folder
from convergent.facts.measures.query import Asked, values_at
from convergent.facts.measures.rules import Rules
from convergent.facts.measures.values import Place
from convergent.facts.scope import mint_scope
from convergent.releases.actions.menus import MenuLedger
from convergent.releases.actions.recording import Overtaken, record
from convergent.releases.actions.tables import TableRelease, release_table
from convergent.releases.models import Release
from tests.facts.measures.menu_attack import Menu
from tests.facts.measures.small_district import TODAY, SmallDistrict

pytestmark = pytest.mark.django_db
READING = "Reading, Spring, 2026"
ORIGINS = ("asian", "black_or_african_american", "white")
ANYBODY = mint_scope(schools=None, grain="school", reason="works here")
LEVELS = {"east": {1: 40, 2: 20, 3: 37, 4: 3}, "west": {1: 40, 2: 25, 3: 57, 4: 38}}
"""Of the 100 at East 40 are at the standard, which is level 3. Whatever the draw of ties is,
level 2 costs fewer students than level 3.
"""


class District(SmallDistrict):
    """Whose students of school, origin and level are known by name."""

    def __init__(self, folder):
        super().__init__(folder)
        self.rows = []

    def bring(self, school, origin="white", level=3, count=1):
        for _ in range(count):
            name = f"s{len(self.rows)}"
            self.rows.append((school, "n", origin, level, "yes" if level >= 3 else "no"))
            self.student(name, school, **{origin: True})
            self.result(name, score=500, level=str(level), level_order=level, level_meets=3)
        return self

    def tell(self, name="one"):
        snapshot = self.snapshot(name)
        build(snapshot, self.home, rules=Rules(), today=TODAY, ledger=MenuLedger())
        return snapshot

    def table(self, dimensions, **more):
        source = self.home / "students.csv"
        with source.open("w", newline="") as file:
            heading = ("school", "network", "origin", "level", "share_at_level")
            csv.writer(file).writerows([heading, *self.rows])
        said = {"title": "Levels", "to": "public", "students": READING, "district_key": "d"}
        into = self.home / "out.csv"
        return TableRelease(source=source, into=into, dimensions=dimensions, **{**said, **more})


@pytest.fixture
def district(home):
    return District(home.parent)


def of_levels(district):
    for school, levels in LEVELS.items():
        for level, count in levels.items():
            district.bring(school, level=level, count=count)
    return district


def cells(table):
    with table.into.open(newline="") as file:
        return {(row["school"], row["level"]): row["n"] for row in csv.DictReader(file)}


def test_levels_are_not_told_where_a_page_tells_who_is_at_the_standard(district):
    """Three are at level 4. A page tells 40 at level 3 and 4: so level 3 may not be told, though
    level 2 would hide them with fewer.
    """
    of_levels(district).tell()
    alone = district.table("school>network,level", students="others", first=True)
    release_table(alone)
    assert (cells(alone)["east", "3"], cells(alone)["east", "2"]) == ("37", "")
    beside = district.table("school>network,level")
    release_table(beside)
    assert cells(beside)["east", "3"] == cells(beside)["east", "4"] == ""


def test_attacker_of_table_and_pages_finds_nothing(district):
    chance, sizes = np.random.default_rng(4), (6, 25, 50)
    for school in ("east", "west", "south"):
        if school == "south":
            district.add("orgs", {"sourced_id": "south", "type": "school", "parent_id": "n"})
        for origin in ORIGINS:
            district.bring(school, origin, count=int(chance.poisson(chance.choice(sizes))) + 1)
    folder = measures_folder(district.tell())
    table = district.table("school>network,origin")
    release_table(table)
    networks = dict.fromkeys(("east", "south", "west"), "n")
    menu = Menu(folder, measure="mean_score", subject="Reading", year=2026, networks=networks)
    page = next(one for one in menu.releases() if one.dimensions[1].name == "origin")
    assert page.n[page.is_published & (page.n > 0)].min() >= 10
    assert audit([page, _as_page(table, page)]).violations == 0


def _as_page(table, page):
    """What a table told, in the cells of a page: of schools, their network and the district."""
    schools, origins = [*sorted({"east", "south", "west"}), "", "*"], _origins()
    with table.into.open(newline="") as file:
        told = {
            (row["school"], row["network"] != "*", row["origin"]): row["status"] == "published"
            for row in csv.DictReader(file)
        }
    keys = [
        (schools[code[0]], code[0] >= 0 or code[1] == 0, [*origins, "*"][code[2]])
        for code in page.codes.tolist()
    ]
    is_told = np.array([told.get(key, False) for key in keys])
    return replace(page, is_published=is_told | (page.n == 0), amounts=())


def _origins():
    from convergent.facts.measures.student_groups import ORIGINS as EVERY

    return [*EVERY, "none of them"]


def test_what_pages_tell_stands_once_a_table_is_out_beside_it(district):
    first = of_levels(district).tell()
    release_table(district.table("school>network,level"))
    district.bring("west", level=1, count=60)
    second = district.tell("two")
    asked = Asked(measures=["mean_score"])
    both = [values_at(one, ANYBODY, [Place("district", "d")], asked) for one in (first, second)]
    assert [one.students for (one,) in both] == [260, 260]
    assert Release.objects.filter(kind="menu").count() == 1


def test_table_withholds_what_few_came_to_since_a_page_told_it(district):
    for school, origin in ((a, b) for a in ("east", "west") for b in ORIGINS):
        district.bring(school, origin, count=100)
    district.tell()
    district.bring("east", "asian", count=60).bring("west", "asian", count=3)
    district.bring("west", "white", count=60).bring("east", "white", count=30)
    district.tell("two")
    assert Release.objects.filter(kind="menu").count() == 2
    table = district.table("school>network,origin")
    release_table(table)
    with table.into.open(newline="") as file:
        told = {(row["school"], row["origin"]): row["n"] for row in csv.DictReader(file)}
    assert (told["west", "asian"], told["east", "black_or_african_american"]) == ("", "100")


def test_file_of_other_students_is_refused(district):
    of_levels(district).tell()
    district.rows.pop()
    with pytest.raises(BadInput, match=r"The file counts 259 .* tell 260"):
        release_table(district.table("school>network,level"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"students": "reading of last spring"}, READING),
        ({"dimensions": "school,level"}, "school>network"),
    ],
)
def test_refusal_says_how_it_can_be_looked_at(district, wrong, said):
    of_levels(district).tell()
    with pytest.raises(BadInput, match=said):
        release_table(replace(district.table("school>network,level"), **wrong))
    assert not Release.objects.filter(kind="table").exists()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [(2, "Klingon", "no origin “Klingon”"), (4, "maybe", "no share_at_level “maybe”")],
)
def test_groups_that_no_page_knows_are_refused(district, column, value, said):
    of_levels(district).tell()
    row = list(district.rows[0])
    row[column] = value
    district.rows[0] = tuple(row)
    with pytest.raises(BadInput, match=said):
        release_table(district.table("school>network,origin,level"))


def test_table_by_levels_says_who_is_at_the_standard(district):
    of_levels(district).tell()
    table = district.table("school>network,level")
    table.source.write_text(table.source.read_text().replace("share_at_level", "met"))
    with pytest.raises(BadInput, match="Add a column share_at_level"):
        release_table(table)


def test_menu_that_was_not_looked_at_beside_a_table_is_not_noted(district):
    of_levels(district).tell()
    ledger = MenuLedger()
    file = ledger.standing()[0]
    before = Release.objects.latest("number").number
    release_table(district.table("school>network,level"))
    with pytest.raises(Overtaken):
        record(file, beside=before, by=None, why="", kind="menu", district_key="d")
