"""When vantage points agree, and what no evidence, however arranged, can make them do."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergent.analysis import convergence
from convergent.analysis.convergence import (
    Piece,
    Rules,
    Says,
    VantagePoint,
    Verdict,
    Why,
    independent,
    judge,
    without_each,
    worth_asking,
)

pytestmark = pytest.mark.without_records
TYPES = ["results", "visit", "survey", "meeting record", "time"]
PERSPECTIVES = ["student", "teacher", "principal", "supervisor"]
ORIGINS = ["Ana", "Ben", "meeting of May 3", "results of 2026"]

PIECES = st.lists(
    st.builds(
        Piece,
        id=st.integers(0, 30).map(str),
        says=st.sampled_from(Says),
        source_type=st.sampled_from(TYPES),
        perspective=st.sampled_from(PERSPECTIVES),
        origins=st.frozensets(st.sampled_from(ORIGINS), max_size=2),
    ),
    max_size=9,
)
NEEDS = st.lists(st.sampled_from(PERSPECTIVES), unique=True, max_size=2)
FAVOURABLE = PIECES.map(lambda pieces: [one for one in pieces if one.says is not Says.AGAINST])


def of(source_type, perspective, says=Says.FOR, *origins):
    name = f"{source_type} {perspective} {says} {origins}"
    return Piece(name, says, source_type, perspective, frozenset(origins))


VISIT = of("visit", "principal", Says.FOR, "Ana")
SURVEY = of("survey", "teacher")
RECORD = of("meeting record", "teacher leader")
RESULTS = of("results", "student")


@pytest.mark.parametrize(
    ("pieces", "needs", "verdict", "why"),
    [
        ([VISIT, SURVEY, RECORD], [], Verdict.AGREEMENT, Why.AGREES),
        ([VISIT, SURVEY], [], Verdict.PARTIAL_AGREEMENT, Why.FEW),
        ([VISIT], [], Verdict.SILENCE, Why.ONE_SOURCE),
        ([], ["teacher"], Verdict.SILENCE, Why.NOTHING),
        ([VISIT, RECORD, RESULTS], ["teacher"], Verdict.SILENCE, Why.NOT_ASKED),
        ([VISIT, SURVEY, RECORD], ["teacher"], Verdict.AGREEMENT, Why.AGREES),
        (
            [VISIT, SURVEY, RECORD, of("time", "principal", Says.AGAINST)],
            [],
            Verdict.DISSONANCE,
            Why.DIFFERS,
        ),
        ([of("survey", "teacher", Says.AGAINST)], [], Verdict.DISSONANCE, Why.CONTRADICTED),
        # one observer, whatever he looks at
        (
            [VISIT, of("time", "principal", Says.FOR, "Ana"), of("note", "x", Says.FOR, "Ana")],
            [],
            Verdict.SILENCE,
            Why.ONE_SOURCE,
        ),
        # one type, whoever is asked
        (
            [of("survey", who) for who in PERSPECTIVES],
            [],
            Verdict.PARTIAL_AGREEMENT,
            Why.ONE_TYPE,
        ),
        # results may still be on their way
        (
            [VISIT, SURVEY, RECORD, of("results", "student", Says.PARTLY)],
            [],
            Verdict.AGREEMENT,
            Why.AGREES,
        ),
        (
            [VISIT, SURVEY, RECORD, *(of(one, "x", Says.PARTLY) for one in TYPES[:3])],
            [],
            Verdict.PARTIAL_AGREEMENT,
            Why.QUALIFIED,
        ),
        # who says both says the less favourable
        (
            [VISIT, SURVEY, RECORD, of("note", "principal", Says.AGAINST, "Ana")],
            [],
            Verdict.DISSONANCE,
            Why.DIFFERS,
        ),
        # teachers who were asked in front of their principal were not asked yet
        (
            [
                VISIT,
                RESULTS,
                of("meeting record", "principal", Says.FOR, "staff meeting"),
                of("survey", "teacher", Says.FOR, "staff meeting"),
            ],
            ["teacher"],
            Verdict.SILENCE,
            Why.NOT_ASKED,
        ),
    ],
)
def test_verdict_and_what_decided(pieces, needs, verdict, why):
    found = judge(pieces, needs=needs)
    assert (found.verdict, found.why) == (verdict, why)


def test_verdicts_are_ordered_by_how_much_can_be_built_on_them():
    assert sorted(Verdict) == [
        Verdict.DISSONANCE,
        Verdict.SILENCE,
        Verdict.PARTIAL_AGREEMENT,
        Verdict.AGREEMENT,
    ]


def test_thresholds_are_the_callers():
    assert judge([VISIT, SURVEY], rules=Rules(least_sources=2)).verdict is Verdict.AGREEMENT


def test_pieces_that_are_linked_through_others_are_one_source():
    first, last = of("visit", "a", Says.FOR, "Ana"), of("time", "b", Says.FOR, "diary")
    between = of("note", "c", Says.FOR, "Ana", "diary")
    assert len(independent([first, last])) == 2
    assert len(independent([first, last, between])) == 1


@given(PIECES, NEEDS, st.randoms())
def test_order_decides_nothing(pieces, needs, chance):
    shuffled = list(pieces)
    chance.shuffle(shuffled)
    assert judge(shuffled, needs=needs) == judge(pieces, needs=needs)


@given(PIECES, NEEDS, st.sampled_from(TYPES), st.sampled_from(PERSPECTIVES))
def test_independent_source_that_agrees_never_lowers_a_verdict(pieces, needs, kind, who):
    more = [*pieces, Piece("new", Says.FOR, kind, who)]
    assert judge(more, needs=needs).verdict >= judge(pieces, needs=needs).verdict


@given(PIECES.filter(bool), NEEDS, st.data())
def test_what_depends_on_what_is_known_never_raises_a_verdict(pieces, needs, data):
    pieces = [
        *pieces,
        Piece("known", data.draw(st.sampled_from(Says)), "visit", "x", frozenset({"Ana"})),
    ]
    origins = frozenset({"Ana"}) | data.draw(st.frozensets(st.sampled_from(ORIGINS)))
    kind, who = data.draw(st.sampled_from(TYPES)), data.draw(st.sampled_from(PERSPECTIVES))
    more = [*pieces, Piece("new", Says.FOR, kind, who, origins)]
    assert judge(more, needs=needs).verdict <= judge(pieces, needs=needs).verdict


@given(PIECES, NEEDS)
def test_same_piece_twice_is_one(pieces, needs):
    assert judge([*pieces, *pieces], needs=needs) == judge(pieces, needs=needs)


@given(PIECES, NEEDS)
def test_whatever_is_against_it_shows(pieces, needs):
    is_any = any(piece.says is Says.AGAINST for piece in pieces)
    assert (judge(pieces, needs=needs).verdict is Verdict.DISSONANCE) == is_any


@given(PIECES)
def test_every_piece_is_in_one_source_and_sources_share_nothing(pieces):
    sources = independent(pieces)
    held = [piece for source in sources for piece in source.pieces]
    assert len(held) == len(set(held)) == len(set(pieces))
    for one in sources:
        for other in sources:
            shared = {o for p in one.pieces for o in p.origins} & {
                o for p in other.pieces for o in p.origins
            }
            assert one is other or not shared


@given(FAVOURABLE, NEEDS)
def test_leaving_one_out_tells_just_those_that_matter(pieces, needs):
    whole = judge(pieces, needs=needs)
    changed = without_each(pieces, needs=needs)
    for source in whole.sources:
        left = [one for one in pieces if one not in source.pieces]
        after = judge(left, needs=needs)
        assert (source in changed) == (after.verdict is not whole.verdict)
        assert changed.get(source, after) == after


def test_who_was_needed_is_asked_first_then_what_could_raise_the_verdict():
    families = VantagePoint("survey", "family")
    teachers = VantagePoint("survey", "teacher")
    again = VantagePoint("visit", "principal")
    found = worth_asking([VISIT, RESULTS], [families, again, teachers], needs=["teacher"])
    assert found == (teachers, families)


def test_another_type_teaches_more_than_the_same_again():
    asked = [of("survey", who) for who in PERSPECTIVES]
    same, other = VantagePoint("survey", "family"), VantagePoint("visit", "supervisor")
    assert worth_asking(asked, [same, other]) == (other, same)


def test_examples_hold():
    result = doctest.testmod(convergence)
    assert result.attempted > 0
    assert result.failed == 0
