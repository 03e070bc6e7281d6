"""No row is lost or doubled, whatever a service makes of limit and offset."""

import pytest
from tests.facts.rest.roster import person, row

from convergent.facts.findings import ExportRefused

pytestmark = pytest.mark.without_records
EVERYBODY = [f"user-{number:03}" for number in range(26)]


def notices(result):
    return [
        (one.file.rpartition("/")[2], one.rule, one.value)
        for one in result.notices
        if one.rule != "plain value"
    ]


def schools(count):
    return [row(f"org-{number:02}", name="S", type="school") for number in range(count)]


@pytest.mark.parametrize("total", [False, True])
@pytest.mark.parametrize("link", ["", "offset", "cursor", "elsewhere"])
@pytest.mark.parametrize("clamp", [0, 1, 7, 10])
def test_every_row_comes_once(sis, fetched, ids, total, link, clamp):
    sis.has(total=total, link=link, clamp=clamp)

    result = fetched()

    assert ids("users") == EVERYBODY
    assert len(set(ids("results"))) == len(ids("results")) == 25
    assert notices(result) == []


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20])
def test_last_page_is_found_whether_it_is_full_or_not(sis, fetched, ids, count):
    sis.holds(orgs=schools(count))

    fetched()

    assert ids("orgs") == [one["sourcedId"] for one in schools(count)]


def test_next_offset_is_what_came(sis, fetched):
    sis.has(clamp=7)

    fetched()

    assert sis.offsets("users") == [0, 7, 14, 21, 26]


def test_link_that_skips_what_was_clamped_is_not_followed(sis, fetched):
    sis.has(clamp=7, link="offset")

    fetched()

    assert sis.offsets("users") == [0, 7, 14, 21]


def test_total_of_the_page_alone_ends_nothing(sis, fetched, ids):
    """X-Total-Count is believed where it announces more, never where it announces an end."""
    sis.has(total=True)

    fetched()

    assert sis.offsets("orgs") == [0, 3]
    assert ids("orgs") == ["district", "north", "south"]


@pytest.mark.parametrize("habits", [{}, {"total": True}, {"link": "offset"}])
def test_service_that_ignores_the_offset_is_refused_where_rows_are_lost(sis, fetched, habits):
    sis.has(offset="ignored", **habits)

    with pytest.raises(ExportRefused) as refused:
        fetched()

    (finding,) = refused.value.findings
    assert (finding.file, finding.rule, finding.value) == (
        "/ims/oneroster/rostering/v1p2/users",
        "offset followed",
        "the same 10 rows on two pages",
    )


def test_service_that_clamps_and_ignores_the_offset_is_refused_by_its_total(sis, fetched):
    sis.has(offset="ignored", clamp=7, total=True)

    with pytest.raises(ExportRefused) as refused:
        fetched()

    assert refused.value.findings[0].value == "the same 7 rows on two pages"


def test_service_that_gives_all_rows_on_each_page_is_noticed(sis, fetched, ids):
    sis.has(offset="ignored")

    result = fetched('collections = ["orgs", "users"]', "page_size = 1000", without="page_size")

    assert ids("users") == EVERYBODY
    assert notices(result) == [
        ("orgs", "offset followed", "the same 3 rows on two pages"),
        ("users", "offset followed", "the same 26 rows on two pages"),
    ]


def test_mended_paging_is_asked_for_anew(sis, fetched, ids):
    sis.has(offset="ignored")
    with pytest.raises(ExportRefused):
        fetched()
    sis.has(offset="followed")

    fetched()

    assert ids("users") == EVERYBODY


def test_row_that_comes_during_paging_doubles_nothing(sis, fetched, ids):
    sis.has(arrives={"users": {"1": [person(99)]}})

    result = fetched()

    assert ids("users") == EVERYBODY
    assert notices(result) == [("users", "each row once", "user-009, 1 in all")]


def test_row_that_comes_during_paging_is_found_where_rows_are_counted(sis, fetched, ids):
    sis.has(arrives={"users": {"1": [person(99)]}}, total=True)

    fetched()

    assert sorted(ids("users")) == sorted([*EVERYBODY, "user-099"])


def test_row_that_goes_during_paging_hides_no_other_where_rows_are_counted(sis, fetched, ids):
    sis.has(departs={"users": {"1": 1}}, total=True)

    result = fetched()

    assert sorted(ids("users")) == EVERYBODY
    assert notices(result) == []
    assert sis.offsets("users") == [0, 10, 20, 25, 0, 10, 20, 25]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("2026-11-02", "2026-11-03", "second"), ("2026-11-03", "2026-11-02", "first")],
)
def test_later_form_of_a_doubled_row_stays(sis, fetched, table, first, second, kept):
    both = [
        {**person(1), "familyName": name, "dateLastModified": f"{day}T00:00:00Z"}
        for name, day in (("first", first), ("second", second))
    ]
    sis.holds(users=[both[0], *map(person, range(2, 12)), both[1]])

    result = fetched()

    names = [one["familyName"] for one in table("users")]
    assert (names[0], len(names)) == (kept, 11)
    assert notices(result) == [("users", "each row once", "user-001, 1 in all")]


def test_fewer_rows_than_announced_are_noticed(sis, fetched):
    doubled = [person(1), *map(person, range(1, 12))]
    sis.holds(users=doubled)
    sis.has(total=True)

    result = fetched()

    assert notices(result) == [
        ("users", "as many rows as announced", "11 of 12"),
        ("users", "each row once", "user-001, 1 in all"),
    ]


def test_progress_tells_rows_and_what_was_announced(sis, fetched):
    sis.has(total=True)
    told = []

    fetched(progress=lambda *step: told.append(step))

    assert [step for step in told if step[0] == "Fetching users"] == [
        ("Fetching users", 10, 26),
        ("Fetching users", 20, 26),
        ("Fetching users", 26, 26),
        ("Fetching users", 26, 26),
    ]
