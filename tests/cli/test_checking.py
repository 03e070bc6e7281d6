"""Tables that others made: what can be derived from them, and what is wrong with them."""

import pytest

from convergent.cli.checking import checked, in_words
from convergent.errors import BadInput
from convergent.facts.counts import dimensions_of

pytestmark = pytest.mark.without_records

GROUPS = dimensions_of("school>network,group")
PLACES = dimensions_of("school>network")


@pytest.fixture
def table(tmp_path):
    def written(name, *lines, head="school,network,group,n"):
        path = tmp_path / name
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return path

    return written


def lines_of(*counts):
    """Two schools of one network by two groups, with all margins."""
    places = ["Elm,North", "Oak,North", "*,North", "*,*"]
    cells = [f"{place},{group}" for place in places for group in ("A", "B", "*")]
    return [f"{cell},{count}" for cell, count in zip(cells, counts, strict=True)]


WHOLE = (*(4, 20, 24), *(30, 40, 70), *(34, 60, 94), *(34, 60, 94))


def but(**changes):
    counts = list(WHOLE)
    for at, count in changes.items():
        counts[int(at[1:])] = count
    return lines_of(*counts)


def test_cell_that_is_withheld_alone_is_derived(table):
    found = checked([table("a.csv", *but(_0="<10"))], GROUPS)
    assert found["found"] == [
        {"cell": "a.csv:2 (Elm, North, A)", "low": 4, "high": 4, "is_surely_small": True}
    ]
    assert (found["cells"], found["withheld"], found["derived"]) == (12, 1, 1)


def square(shown=""):
    """Elm's B holds 3, and three cells more are withheld to hide it; Elm's A holds 3 to 16."""
    return lines_of(shown, "", 17, "", "", 32, 34, 15, 49, 34, 15, 49)


def test_cell_that_may_be_too_great_to_be_small_is_told_apart(table):
    found = checked([table("a.csv", *square())], GROUPS)
    assert (found["too_narrow"], found["too_narrow_if_small"]) == (0, 1)
    assert in_words(found).splitlines() == [
        "12 cells, 4 of them withheld. Too near to be hidden: 0, of which 0 are known exactly.",
        "1 more would be, if they held fewer than 10; whoever made the tables knows:",
        "  a.csv:2 (Elm, North, A): 3 to 16",
    ]


def test_cell_that_says_that_it_is_small_is_too_near(table):
    found = checked([table("a.csv", *square(shown="<10"))], GROUPS)
    assert (found["too_narrow"], found["too_narrow_if_small"]) == (1, 0)


def test_square_of_withheld_cells_is_hidden(table):
    found = checked([table("a.csv", *but(_0="", _1="*", _3="withheld", _4="suppressed"))], GROUPS)
    assert (found["withheld"], found["too_narrow"]) == (4, 0)


def test_tables_that_are_safe_alone_are_attacked_together(table):
    by_group = table("a.csv", *but(_0="", _1="", _3="", _4=""))
    of_oak = table("b.csv", "Oak,North,A,30", "Oak,North,B,40")
    found = checked([by_group, of_oak], GROUPS)["found"]
    assert [one["cell"] for one in found] == ["a.csv:2 (Elm, North, A)"]


def test_table_of_networks_is_tied_to_one_of_schools(table):
    schools = table("a.csv", "Elm,North,", "Oak,North,30", "*,North,", head="school,network,n")
    networks = table("b.csv", "North,34", head="network,n")
    found = checked([schools, networks], PLACES)["found"]
    assert [(one["low"], one["high"]) for one in found] == [(4, 4)]


def refused(*paths, dimensions=GROUPS):
    with pytest.raises(BadInput) as refusal:
        checked(paths, dimensions)
    return refusal.value.what.splitlines()[1:]


def test_margin_that_does_not_add_up_is_named_by_its_line(table):
    """As the school's total it is too much, and as a part of its network's."""
    assert refused(table("a.csv", *but(_5=72))) == [
        "  a.csv:7:n: “72” is not what its parts add up to, 70. Correct it, or its parts.",
        "  a.csv:10:n: “94” is not what its parts add up to, 96. Correct it, or its parts.",
    ]


def test_school_in_two_networks_is_named_by_its_line(table):
    path = table("a.csv", "Elm,North,A,20", "Elm,South,B,30")
    assert refused(path) == [
        "  a.csv:3: “Elm, South, B” is not where it lies elsewhere. "
        "Each belongs to one wider unit alone."
    ]


@pytest.mark.parametrize("count", ["-3", "3.5", "some"])
def test_count_that_is_none_is_named_by_its_line(table, count):
    assert refused(table("a.csv", f"Elm,North,A,{count}")) == [
        f"  a.csv:2:n: “{count}” is not a whole number of at least 0, or withheld. "
        "Leave a withheld one empty."
    ]


def test_school_without_its_network_is_named(table):
    assert refused(table("a.csv", "Elm,*,A,30")) == [
        "  a.csv:2:network: “*” is not a network. "
        "Write * for a total; a school's row carries its network."
    ]


def test_two_counts_of_one_cell_are_named(table):
    one, other = table("a.csv", "Elm,North,A,30"), table("b.csv", "Elm,North,A,31")
    assert refused(one, other) == [
        "  b.csv:2:n: “31” is not 30, as in another table. "
        "Tables of the same students cannot both be right: leave one out, or correct it."
    ]


def test_column_that_is_not_there_is_named(table):
    path = table("a.csv", "Elm,A,30", head="school,group,n")
    assert refused(path) == [
        "  a.csv:1: there is no column network. The file has: school, group, n."
    ]


def test_summary_in_words_names_the_surest_first(table):
    path = table("a.csv", "Elm,North,", "Oak,North,", "*,North,12", head="school,network,n")
    told = in_words(checked([path], PLACES, minimum=15))
    assert told.splitlines() == [
        "3 cells, 2 of them withheld. Too near to be hidden: 3, of which 1 are known exactly.",
        "  a.csv:4 (*, North): 12 to 12",
        "  a.csv:2 (Elm, North): 1 to 11",
        "  a.csv:3 (Oak, North): 1 to 11",
    ]
