"""The chain: what no application records says so, and learning is judged by its interval."""

import pytest

from convergent.priorities import chain
from convergent.priorities.actions.measures import add_measure
from convergent.priorities.actions.priorities import Said, begin_priority
from convergent.priorities.chain import Cell, Column, State, fills
from convergent.priorities.learning_column import learning
from convergent.priorities.presenters.chain import chain_sentence, chains_of
from convergent.priorities.queries.measured import Slice
from tests.learning.laid import growth, lay_measures, lay_snapshot

BY_CHANCE = "It moved by no more than chance: another year, or more students, would tell."
AWAY = "It moved away from its aim: ask what students met in class, and try a change."
GROWTH = Slice("median_growth", "Spring Assessment", "Reading")


@pytest.fixture
def priority(world):
    said = Said(statement="We argue", is_own=True)
    return begin_priority(world.ash, said, by=world.viewer("principal"))


@pytest.fixture
def lay(tmp_path, settings, world):
    """A function that lays values by school year and gives the viewer who reads them."""
    settings.HOME = tmp_path

    def lay(*values, half=4.0):
        rows = [growth(value, school_year=year, half=half) for year, value in values]
        lay_measures(lay_snapshot(tmp_path), rows)
        return world.viewer("principal")

    return lay


def aimed(world, priority, aim=55):
    by = world.viewer("principal")
    path = {"baseline_year": 2025, "aim": aim, "aim_year": 2028, "reason": "Loaded anyway"}
    add_measure(priority, GROWTH, **path, by=by)


def test_columns_without_an_application_say_no_record_yet_and_never_nothing(world, priority):
    drawn = chains_of([priority], world.viewer("principal"))[priority.pk]
    told = [(cell.title, cell.state_words, cell.sentence) for cell in drawn.cells]
    assert told == [
        ("Investment", "no record yet", "No record yet."),
        (
            "Support",
            "untested",
            "No contact of supervisor and principal in the last twelve weeks was about it.",
        ),
        (
            "Practice",
            "untested",
            "Nothing that a team promised for it has fallen due in the last half year.",
        ),
        ("Classroom", "untested", "Nobody has said what would be seen in classrooms."),
        ("Learning", "untested", "Nothing is measured yet."),
    ]
    assert [mend.label for mend in drawn.mends] == [
        "Say what visitors look for",
        "Add a measure",
    ]


@pytest.mark.parametrize(
    ("now", "half", "aim", "state", "mending"),
    [
        (50.0, 4.0, 55, State.HOLDS, ""),
        (43.0, 4.0, 55, State.THIN, BY_CHANCE),
        (41.0, 0.0, 55, State.THIN, BY_CHANCE),
        (30.0, 4.0, 55, State.BROKEN, AWAY),
        (30.0, 4.0, 20, State.HOLDS, ""),  # fewer is better
    ],
)
def test_learning_holds_only_where_it_moved_by_more_than_chance(
    world, priority, lay, now, half, aim, state, mending
):
    aimed(world, priority, aim)
    viewer = lay((2025, 41.0), (2026, now), half=half)
    cell = learning([priority], viewer)[priority.pk]
    assert (cell.state, cell.trend) == (state, (41.0, now))
    assert (cell.mending, cell.freshness) == (mending, "results of 2025–26")


def test_learning_without_results_since_is_untested(world, priority, lay):
    aimed(world, priority)
    cell = learning([priority], lay((2025, 41.0)))[priority.pk]
    assert (cell.state, cell.sentence, cell.mending, cell.freshness) == (
        State.UNTESTED,
        "41 in 2024–25, where it starts. No results since.",
        "The next results will test it.",
        "results of 2024–25",
    )


def test_learning_without_a_start_is_untested(world, priority, lay):
    aimed(world, priority)
    cell = learning([priority], lay((2023, 41.0)))[priority.pk]
    assert cell.state is State.UNTESTED
    assert cell.mending == "A start in a year that has results would test it."


@pytest.mark.parametrize(
    ("name", "may"), [("principal", True), ("coach", False), ("supervisor", False)]
)
def test_everybody_reads_what_would_mend_it_and_who_may_has_the_button(world, priority, name, may):
    cell = learning([priority], world.viewer(name))[priority.pk]
    assert (cell.mending, cell.mend is not None) == ("A measure would say whether it works.", may)


def test_value_that_is_withheld_tests_nothing(world, priority, lay):
    aimed(world, priority)
    viewer = lay((2025, 41.0))
    rows = [growth(41.0, school_year=2025), growth(60.0, school_year=2026, students=4)]
    lay_measures(viewer.snapshot, rows)
    cell = learning([priority], viewer)[priority.pk]
    assert cell.state is State.UNTESTED
    assert "60" not in cell.sentence
    assert cell.mending == "A measure of more students could be told, and would test it."


def test_a_later_application_fills_its_column_for_all_priorities_at_once(
    world, priority, monkeypatch
):
    monkeypatch.setattr(chain, "_providers", dict(chain._providers))
    asked = []

    @fills(Column.INVESTMENT)
    def posts(priorities, viewer):
        asked.append(len(priorities))
        return {priority.pk: Cell(State.HOLDS, "Two coaches", trend=(1.0, 2.0))}

    second = begin_priority(
        world.ash, Said(statement="We count", is_own=True), by=world.viewer("principal")
    )
    drawn = chains_of([priority, second], world.viewer("principal"))
    assert asked == [2]
    assert drawn[priority.pk].cells[0].sentence == "Two coaches"
    assert drawn[second.pk].cells[0].state is State.NO_RECORD
    with pytest.raises(ValueError, match="investment is filled already"):
        fills(Column.INVESTMENT)(lambda priorities, viewer: {})


def test_sentence_names_where_the_chain_holds_and_where_not():
    states = dict(zip(Column, ("holds", "holds", "thin", "broken", "untested"), strict=True))
    assert chain_sentence({column: State(state) for column, state in states.items()}) == (
        "The chain holds at investment and support. The chain is broken at the classroom. "
        "The chain is thin at practice. Nobody has tested learning yet."
    )
