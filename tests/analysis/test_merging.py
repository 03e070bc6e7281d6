"""Two texts from one: every line that either wrote is in the result."""

import doctest
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergent.analysis import merging
from convergent.analysis.merging import Clash, merge

pytestmark = pytest.mark.without_records
TEXT = st.lists(st.sampled_from(["", "a", "b", "c", "d d", "לב"]), max_size=8).map("\n".join)
BASE = "one\ntwo\nthree\nfour"


@pytest.mark.parametrize(
    ("stored", "typed", "merged"),
    [
        # apart
        ("ONE\ntwo\nthree\nfour", "one\ntwo\nthree\nFOUR", "ONE\ntwo\nthree\nFOUR"),
        ("ONE\ntwo\nthree\nfour", "one\nTWO\nthree\nfour", "ONE\nTWO\nthree\nfour"),
        ("two\nthree\nfour", "one\ntwo\nthree\nfour\nfive", "two\nthree\nfour\nfive"),
        # both added at one spot: what was stored first
        (f"{BASE}\nfive", f"{BASE}\nsix", f"{BASE}\nfive\nsix"),
        # both did the same
        ("one\ntwo\nfour", "one\ntwo\nfour", "one\ntwo\nfour"),
        (f"{BASE}\nfive\n\n", f"{BASE}\nfive", f"{BASE}\nfive"),
    ],
)
def test_changes_that_stand_apart_are_both_made(stored, typed, merged):
    result = merge(BASE, stored, typed)
    assert (result.text, result.clashes) == (merged, ())


def test_the_same_line_changed_by_both_is_kept_twice_and_told():
    result = merge(BASE, "one\nsecond\nthree\nfour", "one\nother\nthree\nfour")
    assert result.text == "one\nsecond\nother\nthree\nfour"
    assert result.clashes == (Clash(("second",), ("other",)),)


def test_a_line_taken_out_by_one_and_changed_by_the_other_stays():
    result = merge(BASE, "one\nthree\nfour", "one\ntwo, indeed\nthree\nfour")
    assert result.text == "one\ntwo, indeed\nthree\nfour"
    assert result.clashes == (Clash((), ("two, indeed",)),)


def test_who_goes_on_writing_after_a_clash_meets_no_second_one():
    """Each writer's base is what she sent last: so her next words only change her own line."""
    first = merge("two", "second", "other")
    again = merge("other", first.text, "other, at length")
    assert (again.text, again.clashes) == ("second\nother, at length", ())


@given(base=TEXT, one=TEXT, other=TEXT)
def test_nothing_that_anybody_wrote_is_lost(base, one, other):
    merged = set(merge(base, one, other).text.split("\n"))
    written = {*one.split("\n"), *other.split("\n")} - {*base.split("\n"), ""}
    assert written <= merged


@given(base=TEXT, text=TEXT)
def test_where_one_alone_wrote_her_text_is_the_result(base, text):
    bare = text.rstrip("\n")
    assert merge(base, text, base).text == bare
    assert merge(base, base, text).text == bare
    assert merge(base, text, text).text == bare


def test_a_paste_of_nothing_but_lines_is_merged_at_once():
    result = merge("a\nz", "a\n" + "\n" * 25_000 + "z", "a\n" + "b\n" * 25_000 + "z")
    assert result.text.count("\n") == 50_000 + 1


def _with_one_line_between(letter, lines):
    return "\n".join(line for number in range(lines) for line in ("a", f"{letter}{number}"))


@pytest.mark.parametrize("lines", [150, 999, 12_000])
def test_one_line_a_thousand_times_between_others_is_merged_at_once(lines):
    base, typed = _with_one_line_between("x", lines), _with_one_line_between("y", lines)
    begun = time.process_time()
    result = merge(base, "b", typed)
    assert time.process_time() - begun < 3  # line by line, 999 take half a minute
    assert result.text == f"b\n{typed}"


def test_long_notes_are_still_merged_line_by_line():
    lines = [f"Line {number}" for number in range(1_200)]
    stored, typed = [*lines], [*lines]
    stored[600] = "Middle"
    typed[0], typed[-1] = "First", "Last"
    result = merge("\n".join(lines), "\n".join(stored), "\n".join(typed))
    assert (result.text.count("\n"), result.clashes) == (1_199, ())


@given(base=TEXT, one=TEXT, other=TEXT)
def test_nothing_is_lost_where_a_comparison_would_take_too_long(base, one, other):
    steps, merging.MOST_STEPS = merging.MOST_STEPS, 0
    try:
        merged = set(merge(base, one, other).text.split("\n"))
    finally:
        merging.MOST_STEPS = steps
    written = {*one.split("\n"), *other.split("\n")} - {*base.split("\n"), ""}
    assert written <= merged


def test_its_examples_hold():
    assert doctest.testmod(merging) == (0, 2)
