"""Each measure is owned, checked and due for a review that is not behind us."""

from datetime import date

import pytest

from convergent import clock
from convergent.errors import BadInput
from convergent.facts.measures.definitions import FOLDER, definitions, overdue, read_definition
from convergent.facts.measures.expressions import EXPRESSIONS

GOOD = (FOLDER / "mean_score.toml").read_text()


@pytest.mark.parametrize("definition", definitions().values(), ids=lambda one: one.id)
def test_measure_is_due_for_review_later(definition):
    assert not overdue(definition, today=clock.today())


def test_measure_is_overdue_the_day_after_its_review():
    definition = definitions()["mean_score"]
    assert not overdue(definition, today=definition.next_review)
    assert overdue(definition, today=date(definition.next_review.year + 1, 1, 1))


def test_each_measure_has_one_expression_or_is_a_gap_of_one():
    gaps = {one.id: one.of_measure for one in definitions().values() if one.summary == "gap"}
    assert set(definitions()) - set(gaps) == set(EXPRESSIONS)
    assert set(gaps.values()) <= set(EXPRESSIONS)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('owner = "The Convergent project"', "", "does not say owner"),
        ('owner = "The Convergent project"', 'owner = ""', "owner is blank"),
        ("next_review = 2027-09-30", 'next_review = "soon"', "next_review has to be a date"),
        ("minimum_students = 10", 'minimum_students = "ten"', "has to be a whole number"),
        ('direction = "higher is better"', 'direction = "up"', "direction is “up”"),
        ('summary = "mean"', 'summary = "mode"', "summary is “mode”"),
        ('of = "tested"', 'of = "tested"\ncolour = "red"', "unknown key, colour"),
        ('of = "tested"', "of = ", "is no TOML"),
    ],
)
def test_definition_that_is_wrong_says_what_and_where(tmp_path, before, after, said):
    file = tmp_path / "mean_score.toml"
    file.write_text(GOOD.replace(before, after))
    with pytest.raises(BadInput, match=said) as refused:
        read_definition(file)
    assert "mean_score.toml" in str(refused.value)
    assert refused.value.todo
