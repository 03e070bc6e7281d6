"""Tables that go out: noted first, safe beside all that is out, refused where they cannot be."""

import csv
import shutil
from dataclasses import replace

import pytest

from convergent.audit.models import AuditRow
from convergent.errors import BadInput, NotAllowed
from convergent.releases.actions import tables
from convergent.releases.actions.tables import TableRelease, release_table
from convergent.releases.files import file_of, kept
from convergent.releases.models import Release

pytestmark = pytest.mark.django_db
COUNTS = {
    ("Lincoln", "low"): (4, 20),
    ("Lincoln", "high"): (40, 30),
    ("Harper", "low"): (30, 25),
    ("Harper", "high"): (50, 45),
    ("Mann", "low"): (60, 35),
    ("Mann", "high"): (70, 55),
}


@pytest.fixture
def counts(home):
    """Writes counts by school, level and group; `more` students at a school and level."""

    def write(more=()):
        path = home / "counts.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["school", "level", "group", "sex", "n"])
            for (school, level), both in COUNTS.items():
                for group, n in zip(("A", "B"), both, strict=True):
                    added = dict(more).get((school, level, group), 0)
                    writer.writerow([school, level, group, "girls", (n + added) // 4])
                    writer.writerow([school, level, group, "boys", n + added - (n + added) // 4])
        return path

    return write


def asked(source, dimensions="school,level", **more):
    said = {"title": "Levels", "to": "public", "students": "tested in reading", "count": "n"}
    into = source.with_name(f"out-{dimensions.replace(',', '-')}.csv")
    return TableRelease(source=source, into=into, dimensions=dimensions, **{**said, **more})


def cells(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_table_is_noted_with_its_hash_and_written(counts, home):
    table = asked(counts(), "school,level,group", period="2025–26")
    release = release_table(table)
    told = cells(table.into)
    assert (release.number, release.cells, release.audience) == (1, len(told), "public")
    assert release.withheld == sum(cell["status"] == "withheld" for cell in told) > 1
    assert kept(home, release.content_hash).is_file()
    (row,) = AuditRow.objects.filter(action="release")
    assert row.detail["content_hash"] == release.content_hash


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "fewer than 10 students, or"),
        ({"minimum": 12}, "fewer than 12 students, or"),
        ({"minimum": 8, "is_of_staff": True}, "fewer than 8 members of staff, or"),
    ],
)
def test_page_of_a_table_says_of_how_few_it_does_not_tell(counts, keeper, more, why):
    release = release_table(asked(counts(), "school,level,group", district_key="n", **more))
    page = keeper.get(f"/data/releases/{release.pk}/").content.decode()
    assert f"It is of {why}" in page


def test_second_table_is_safe_beside_the_first(counts):
    from convergent.facts.counts import Dimension
    from convergent.facts.counts.protecting import Auditor, Beside

    source = counts()
    first, second = asked(source, "school,level,group"), asked(source, "school,group")
    release_table(first)
    release_table(second)
    dimensions = tuple(Dimension((one,)) for one in ("school", "level", "group"))
    out = Beside.read(source, dimensions, [first.into, second.into], count="n").standing
    auditor = Auditor(10, processes=1)
    assert [len(rows) for rows in auditor(out)] == [0, 0]


def test_next_table_withholds_what_few_came_to(counts):
    release_table(asked(counts()))
    table = asked(counts([(("Mann", "high", "A"), 3)]), title="Levels, again", supersedes=1)
    release = release_table(table)
    assert release.supersedes.number == 1
    told = {(cell["school"], cell["level"]): cell for cell in cells(table.into)}
    assert told["Mann", "high"]["status"] == "withheld"
    assert told["Mann", "*"]["status"] == "withheld"


def test_superseded_table_is_known_still(counts):
    """The third is looked at beside the first, which the second replaced."""
    release_table(asked(counts()))
    release_table(asked(counts([(("Mann", "high", "A"), 40)]), supersedes=1))
    table = asked(counts([(("Mann", "high", "A"), 3)]), supersedes=2)
    release_table(table)
    told = {(cell["school"], cell["level"]): cell for cell in cells(table.into)}
    assert told["Mann", "high"]["status"] == "withheld"


def test_two_at_once_tell_no_more_than_one_after_the_other(counts, monkeypatch):
    """The second goes out while the first is worked out still: the first is worked out anew."""
    first = asked(shutil.copy(counts(), counts().with_name("first.csv")))
    more = counts([(("Mann", "high", "A"), 3)])
    second = replace(asked(more), into=more.with_name("second.csv"))
    write = tables.write_release

    def meanwhile(*given):
        monkeypatch.setattr(tables, "write_release", write)
        release_table(second)
        write(*given)

    monkeypatch.setattr(tables, "write_release", meanwhile)
    assert release_table(first).number == 2
    told = {(cell["school"], cell["level"]): cell["status"] for cell in cells(first.into)}
    assert told["Mann", "high"] == told["Mann", "*"] == "withheld"
    kept_files = [file_of(first.source.parent, one.content_hash) for one in Release.objects.all()]
    assert sorted(kept_files) == sorted(kept_files[0].parent.iterdir())


def test_refusal_says_what_to_leave_out(counts):
    """The first was released where three were enough: it tells the four, of whom one is a girl."""
    release_table(asked(counts(), "school,level,group", minimum=3))
    again = asked(counts(), "school,level,group,sex")
    with pytest.raises(NotAllowed, match="without one of these: school, level, group"):
        release_table(again)
    assert not again.into.exists()
    assert Release.objects.count() == 1


@pytest.mark.parametrize("missing", ["title", "to", "students"])
def test_table_says_what_it_is_and_to_whom(counts, missing):
    with pytest.raises(BadInput):
        release_table(asked(counts(), **{missing: " "}))
    assert Release.objects.count() == 0


def test_number_that_nothing_has_is_not_superseded(counts):
    with pytest.raises(BadInput):
        release_table(asked(counts(), supersedes=7))


def test_changed_file_of_the_ledger_stops_the_next_release(counts, home):
    release = release_table(asked(counts()))
    file = file_of(home, release.content_hash)
    file.chmod(0o600)
    file.write_bytes(b"less")
    with pytest.raises(BadInput):
        release_table(asked(counts(), "school,group"))
