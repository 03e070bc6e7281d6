"""Each requirement of the security standard has its tests or its reason; no test names another."""

import re

import pytest

from docs import asvs_page

pytestmark = pytest.mark.without_records
ASKED = asvs_page.requirements()
NUMBERS = [one.number for one in ASKED]


def test_every_requirement_of_both_levels_is_there_once():
    """70 of level 1 and 183 of level 2, in 17 chapters, as the standard's own table has them."""
    assert len(set(NUMBERS)) == len(NUMBERS)
    assert [sum(one.level == level for one in ASKED) for level in ("1", "2")] == [70, 183]
    assert len({one.chapter for one in ASKED}) == 17
    assert [tuple(map(int, number.split("."))) for number in NUMBERS] == sorted(
        tuple(map(int, number.split("."))) for number in NUMBERS
    )


def test_every_requirement_has_a_test_or_a_reason():
    assert [one.number for one in ASKED if not one.is_answered] == []


def test_every_reason_is_of_a_kind_that_is_explained():
    assert {one.kind for one in ASKED} - {""} == set(asvs_page.KINDS)


def test_every_marker_names_a_requirement():
    assert set(asvs_page.shown()) - set(NUMBERS) == set()


def test_every_document_that_is_named_exists():
    named = [one.why for one in ASKED if one.kind == "written"]
    assert [name for name in named if not (asvs_page.DOCS / name).is_file()] == []


def test_what_has_nothing_it_could_be_about_has_no_test():
    assert [one.number for one in ASKED if one.kind == "no such thing" and one.tests] == []


def test_our_words_are_few():
    assert [one.number for one in ASKED if len(one.words.split()) > 12] == []


def test_marker_is_read_as_pytest_reads_it(request):
    """Where pytest collects a marked test, the page names it; here, for this run's own tests."""
    collected = {
        (number, re.sub(r"\[.*", "", item.nodeid))
        for item in request.session.items
        for mark in item.iter_markers("asvs")
        for number in mark.args
    }
    told = {(number, test) for number, tests in asvs_page.shown().items() for test in tests}
    assert collected - told == set()
