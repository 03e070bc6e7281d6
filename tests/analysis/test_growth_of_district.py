"""Growth over many tasks: in processes, cancelled, kept, with intervals and by norms."""

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.growing import results_of, scores_of

from convergent.analysis.growth import (
    Cohort,
    Matrix,
    Norms,
    Rules,
    Task,
    WrongMatrices,
    growth_of_district,
    projections,
    targets,
)

RULES = Rules(minimum_cohort=100)
TASK = Task("reading", 2025, (3, 4))


class Kept:
    def __init__(self):
        self.outcomes, self.asked = {}, 0

    def found(self, key):
        self.asked += 1
        return self.outcomes.get(key)

    def keep(self, key, outcome):
        assert key not in self.outcomes
        self.outcomes[key] = outcome


def grow(results, tasks=None, **more):
    return {one.task: one for one in growth_of_district(results, tasks, rules=RULES, **more)}


def test_processes_find_the_same_as_one():
    results = results_of(scores_of(500, years=4))

    alone, several = grow(results, processes=1), grow(results, processes=2)

    assert sorted(alone) == [
        Task("reading", 2023, (3, 4)),
        Task("reading", 2024, (3, 4, 5)),
        Task("reading", 2025, (3, 4, 5, 6)),
    ]
    assert alone.keys() == several.keys()
    for task, growth in alone.items():
        assert growth.rows.tolist() == several[task].rows.tolist()
        assert growth.percentiles.tolist() == several[task].percentiles.tolist()


@pytest.mark.parametrize("processes", [1, 2])
def test_progress_that_raises_ends_the_work(processes):
    class Stop(Exception):
        pass

    def stop(step, done, total):
        if done == 1:
            raise Stop

    with pytest.raises(Stop):
        grow(results_of(scores_of(500, years=4)), processes=processes, progress=stop)


def test_kept_outcomes_are_not_computed_again():
    results, kept = results_of(scores_of(500, years=3)), Kept()

    first = grow(results, processes=1, keeping=kept)
    kept.outcomes = {
        key: replace(one, percentiles=np.where(one.priors > 0, 42, 0))
        for key, one in kept.outcomes.items()
    }
    again = grow(results, processes=2, keeping=kept)

    assert kept.asked == 4
    assert first.keys() == again.keys()
    assert {int(one) for growth in again.values() for one in growth.percentiles} == {42}


def test_key_does_not_depend_on_the_students_numbers_or_order():
    scores = scores_of(300)
    plain, turned = results_of(scores), results_of(scores[::-1])

    keys = {Cohort.of(one, TASK).key(RULES) for one in (plain, turned)}

    assert len(keys) == 1
    scores[0, 1] += 1
    assert Cohort.of(results_of(scores), TASK).key(RULES) not in keys
    assert Cohort.of(plain, TASK).key(Rules(minimum_cohort=101)) not in keys


def test_interval_is_that_of_the_score_moved_by_its_error():
    """Percentiles rise with the score: the ends are those of the moved score, by the same fit."""
    scores = scores_of(800)
    found = grow(results_of(scores, sems=10.0), [TASK])[TASK]
    (matrix,) = found.matrices
    current, prior = scores[found.rows // 2].T[::-1]

    low = matrix.percentiles(current - 1.6448536269514722 * 10, prior[:, None])
    high = matrix.percentiles(current + 1.6448536269514722 * 10, prior[:, None])

    assert found.low.tolist() == low.tolist()
    assert found.high.tolist() == high.tolist()
    assert (found.low <= found.percentiles).all()
    assert (found.percentiles <= found.high).all()


def test_without_errors_of_measurement_there_is_no_interval():
    found = grow(results_of(scores_of(500)), [TASK])[TASK]

    assert (found.low.max(), found.high.max()) == (0, 0)


def test_own_matrices_give_the_own_percentiles():
    results = results_of(scores_of(600, years=3))
    task = Task("reading", 2025, (3, 4, 5))
    fitted = grow(results, [task])[task]

    norms = Norms.from_text(Norms(fitted.matrices).as_text())
    scored = grow(results, [task], norms=norms)[task]

    assert scored.percentiles.tolist() == fitted.percentiles.tolist()
    assert scored.priors.tolist() == fitted.priors.tolist()


def test_norms_score_a_cohort_of_three():
    fitted = grow(results_of(scores_of(600)), [TASK])[TASK]
    three = results_of(np.array([[500.0, 400.0], [500.0, 520.0], [500.0, 640.0]]))

    found = grow(three, [TASK], norms=Norms(fitted.matrices))[TASK]

    assert found.percentiles.tolist()[0] == 1
    assert 30 <= found.percentiles.tolist()[1] <= 70
    assert found.percentiles.tolist()[2] == 99


def test_norms_without_a_model_of_the_progression_refuse():
    found = grow(results_of(scores_of(5)), [TASK], norms=Norms(()))[TASK]

    assert found.refusal == (
        "reading, 2025, grades 3 to 4: the norms hold no model of it; "
        "nobody has a growth percentile."
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "'format' is missing"),
        ("[]", "list indices must be integers or slices, not str"),
        (
            '{"format": "other", "version": 1}',
            "it is not of “convergent growth matrices”, version 1",
        ),
        (
            '{"format": "convergent growth matrices", "version": 1, "matrices": [{}]}',
            "matrix 1: 'priors' is missing",
        ),
        ("[" * 200_000, "it is nested too deeply"),
    ],
)
def test_other_files_are_no_matrices(text, reason):
    with pytest.raises(WrongMatrices) as refused:
        Norms.from_text(text)

    assert str(refused.value) == reason


FOUR = "matrix 1: “inner_knots” and “boundaries” are not 4 and 2"
RISING = "matrix 1: “inner_knots” do not rise from one boundary to the other"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"priors": [{"inner_knots": [], "boundaries": [0, 10]}]}, FOUR),
        ({"priors": [{"inner_knots": [2], "boundaries": [0, 10]}]}, FOUR),
        ({"priors": [{"inner_knots": [np.nan] * 4, "boundaries": [0, 10]}]}, FOUR),
        ({"priors": [{"inner_knots": [2, 3, 4, 5], "boundaries": [0, np.inf]}]}, FOUR),
        ({"priors": [{"inner_knots": [5, 4, 3, 2], "boundaries": [0, 10]}]}, RISING),
        ({"priors": [{"inner_knots": [2, 3, 4, 11], "boundaries": [0, 10]}]}, RISING),
        ({"year": np.inf}, "matrix 1: cannot convert float infinity to integer"),
        ({"scores": [9, 1]}, "matrix 1: “scores” are not the lowest and the highest"),
    ],
)
def test_model_that_cannot_be_is_refused(changed, reason):
    model = {
        "subject": "reading",
        "year": 2026,
        "grades": [5, 6],
        "students": 400,
        "scores": [1, 9],
        "priors": [{"inner_knots": [2, 3, 4, 5], "boundaries": [0, 10]}],
        "coefficients": [[0.0] * 8] * 100,
    }
    whole = {"format": "convergent growth matrices", "version": 1}
    assert len(Norms.from_text(json.dumps({**whole, "matrices": [model]})).matrices) == 1
    with pytest.raises(WrongMatrices) as refused:
        Norms.from_text(json.dumps({**whole, "matrices": [{**model, **changed}]}))

    assert str(refused.value) == reason


@pytest.fixture(scope="module")
def norms():
    """Of grades 4, 5 and 6, each from one prior."""
    grown = grow(results_of(scores_of(2_000, years=4)), processes=1)
    return Norms(tuple(matrix for one in grown.values() for matrix in one.matrices))


def test_projection_of_a_percentile_is_the_score_that_has_it(norms):
    history = np.array([[500.0], [540.0]])

    ahead = projections(norms, history, subject="reading", grade=3, percentile=70, years=1)

    matrix: Matrix = norms.of("reading", (3, 4))[1]
    assert matrix.percentiles(ahead[:, 0], history).tolist() == [70, 70]


def test_higher_growth_leads_higher_every_year(norms):
    history = np.array([[500.0]])

    low, high = (
        projections(norms, history, subject="reading", grade=3, percentile=one)[0]
        for one in (30, 70)
    )

    assert not np.isnan(low).any()
    assert (low < high).all()


def test_target_is_the_least_growth_that_reaches_the_cut(norms):
    cuts = {3: 500.0, 4: 540.0, 5: 560.0, 6: 580.0}
    history = np.array([[470.0], [520.0]])

    found = targets(norms, history, subject="reading", grade=3, cuts=cuts)

    assert found.keeps_up.tolist() == [False, True]
    for student, year in ((0, 0), (1, 0)):
        needed = int(found.percentiles[student, year])
        ahead = [
            projections(norms, history, subject="reading", grade=3, percentile=one)[student, year]
            for one in (needed - 1, needed)
        ]
        assert ahead[0] < 540.0 <= ahead[1]
    assert (np.diff(found.percentiles[0].astype(int)) <= 0).all()
    assert (np.diff(found.percentiles[1].astype(int)) >= 0).all()


def test_target_above_every_score_is_out_of_reach(norms):
    cuts = {3: 500.0, 4: 5_000.0, 5: 5_000.0, 6: 5_000.0}

    found = targets(norms, np.array([[470.0], [1.0]]), subject="reading", grade=3, cuts=cuts)

    assert found.percentiles.tolist() == [[100, 100, 100]] * 2


def test_target_beyond_the_norms_or_the_cuts_is_unknown(norms):
    history = np.array([[520.0]])

    found = targets(norms, history, subject="reading", grade=5, cuts={5: 560.0, 6: 580.0})

    assert found.percentiles[0, 0] > 0
    assert found.percentiles[0, 1:].tolist() == [0, 0]
