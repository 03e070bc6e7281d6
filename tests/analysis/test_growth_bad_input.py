"""What is answered where results are not as one would wish: a number, a refusal, or a notice."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.growing import percentile_of, results_of, scores_of, with_more

from convergent.analysis.growth import Results, Rules, Task, growth_of_district

ANY = Rules(minimum_cohort=1)


def grown(results, *, rules=ANY, grades=(3, 4)):
    (found,) = growth_of_district(
        results, [Task("reading", 2025, grades)], rules=rules, processes=1
    )
    return found


def test_constant_scores_are_refused():
    scores = scores_of(400)
    scores[:, 1] = 500

    found = grown(results_of(scores))

    assert found.refusal == (
        "reading, 2025, grades 3 to 4: all 400 students have the same score; "
        "nobody has a growth percentile."
    )
    assert len(found.rows) == 0


def test_constant_prior_scores_are_refused():
    scores = scores_of(400)
    scores[:, 0] = 480

    found = grown(results_of(scores))

    assert found.refusal == (
        "reading, 2025, grades 3 to 4: the earlier scores of 400 students are too few or too alike "
        "to compare by; nobody has a growth percentile."
    )


def test_a_cohort_of_twelve_is_refused_by_the_minimum():
    found = grown(results_of(scores_of(12)), rules=Rules())

    assert found.refusal == (
        "reading, 2025, grades 3 to 4: 12 students have such scores, fewer than the minimum of 300;"
        " nobody has a growth percentile."
    )


def test_a_cohort_of_twelve_is_fitted_where_the_minimum_allows():
    found = grown(results_of(scores_of(12)))

    assert found.refusal == ""
    assert len(found.rows) == 12
    assert set(found.percentiles.tolist()) <= set(range(1, 100))


def test_too_few_with_two_priors_get_percentiles_from_one():
    scores = scores_of(400, years=3)
    scores[200:, 0] = np.nan

    found = grown(results_of(scores), rules=Rules(minimum_cohort=300), grades=(3, 4, 5))

    assert found.refusal == ""
    assert set(found.priors.tolist()) == {1}
    assert found.notices == (
        "reading, 2025, grades 3 to 5: 200 students have such scores, fewer than the minimum of "
        "300; 1 prior is used instead.",
    )


def test_with_one_prior_and_without_another_each_has_the_most_there_are():
    scores = scores_of(900, years=3)
    scores[:100, 0] = np.nan

    found = grown(results_of(scores), grades=(3, 4, 5))

    assert dict(zip(*np.unique(found.priors, return_counts=True), strict=True)) == {1: 100, 2: 800}


def test_ties_have_the_same_percentile():
    scores = scores_of(600)
    scores[:50] = [510.0, 530.0]

    found = grown(results_of(scores))

    assert len(set(found.percentiles[found.rows < 100].tolist())) == 1


def test_negative_scores_are_numbers_like_any_other():
    scores = scores_of(500)

    plain, moved = grown(results_of(scores)), grown(results_of(scores - 1_000))

    assert (plain.percentiles == moved.percentiles).all()


def test_without_a_score_or_without_a_prior_there_is_no_percentile():
    scores = scores_of(500)
    scores[0, 1], scores[1, 0] = np.nan, np.nan
    results = results_of(scores)

    found = grown(results)

    assert [percentile_of(found, results, student) for student in (0, 1)] == [None, None]
    assert (len(found.rows), found.without_priors) == (498, 1)


@pytest.mark.parametrize("grade_before", [2, 4], ids=["skipped", "repeated"])
def test_a_grade_skipped_or_repeated_has_no_percentile(grade_before):
    results = with_more(
        results_of(scores_of(500)), (900, 2024, grade_before, 480), (900, 2025, 4, 500)
    )

    found = grown(results)

    assert percentile_of(found, results, 900) is None
    assert found.without_priors == 1


def test_the_higher_of_two_results_in_a_year_counts():
    scores = scores_of(500)
    once = results_of(scores)
    twice = with_more(once, (0, 2025, 4, scores[0, 1] - 80), (1, 2025, 4, scores[1, 1]))

    found = grown(twice)

    assert percentile_of(found, twice, 0) == percentile_of(grown(once), once, 0)
    assert twice.notices == ("2 results repeated in a year and grade: the higher counts.",)


def test_results_of_two_grades_in_one_year_do_not_count():
    results = with_more(results_of(scores_of(500)), (0, 2025, 5, 560))

    found = grown(results)

    assert percentile_of(found, results, 0) is None
    assert results.notices == ("2 results of students with two grades in a year: none counts.",)


def test_two_subjects_of_one_name_are_an_error():
    scored = results_of(scores_of(5))
    with pytest.raises(ValueError, match="two subjects have the same name: reading, reading"):
        replace(scored, subject_names=("reading", "reading"))


def test_columns_of_different_length_are_an_error():
    with pytest.raises(ValueError, match=r"differ in length: \[1, 2\]"):
        Results(
            students=np.array([1, 2]),
            subjects=np.array([0, 0]),
            years=np.array([2024, 2025]),
            grades=np.array([3, 4]),
            scores=np.array([500.0]),
            subject_names=("reading",),
        )
