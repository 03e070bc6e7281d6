"""Growth from a snapshot's results: who is compared with whom."""

from datetime import date

import numpy as np
import pytest

from convergent.analysis.growth import Norms, Results, growth_of_district
from convergent.errors import WrongSetting
from convergent.facts.measures.state_norms import StateNorms


def two_years(district, students, scores, **said):
    """Results of the 5th and of the 6th grade; `scores` are students × 2."""
    for student, (before, after) in zip(students, scores.tolist(), strict=True):
        last = {"grade": "05", "school_year": 2025, "administered_on": date(2025, 4, 22)}
        district.result(student, score=before, **said, **last)
        district.result(student, score=after, **said)


def invented(students, *, seed, gain=20.0):
    chance = np.random.default_rng(seed)
    before = chance.normal(500, 50, students).round()
    return np.column_stack([before, (before + gain + chance.normal(0, 25, students)).round()])


def medians(district, place="d"):
    rows = district.rows("median_growth", minimum_cohort=100)
    return {
        (row["assessment"], row["subject"]): (row["value"], row["students"])
        for row in rows
        if (row["place_id"], row["grade"], row["student_group"]) == (place, "", "all")
    }


def test_assessments_that_are_spelled_alike_have_each_their_own_growth(district):
    students = [f"s{number}" for number in range(120)]
    for student in students:
        district.student(student)
    two_years(district, students, invented(120, seed=1), assessment="MAP", subject="Reading")
    two_years(district, students[10:], invented(110, seed=2), assessment="MAP Reading", subject="")
    counted = {named: count for named, (_, count) in medians(district).items()}
    assert counted == {("MAP", "Reading"): 120, ("MAP Reading", ""): 110}


def two_districts(district, students):
    district.add("orgs", {"sourced_id": "d2", "name": "Cove", "type": "district"})
    district.add("orgs", {"sourced_id": "far", "name": "Far", "type": "school", "parent_id": "d2"})
    for school, seed, gain in (("east", 1, 0.0), ("far", 2, 60.0)):
        names = [f"{school}{number}" for number in range(students)]
        for name in names:
            district.student(name, school, begins=date(2024, 8, 17))
        two_years(district, names, invented(students, seed=seed, gain=gain))


def test_students_of_two_districts_are_no_cohort(district):
    two_districts(district, 20)
    district.built()
    assert district.manifest.notices == tuple(
        f"Spring Reading ({number}), 2026, grades 5 to 6: 20 students have such scores, fewer than "
        "the minimum of 300; nobody has a growth percentile."
        for number in (1, 2)
    )


def test_each_of_two_districts_is_its_own_comparison(district):
    """Together the one would have a median far below 50, and the other far above."""
    two_districts(district, 120)
    for place in ("d", "d2"):
        ((_, (median, counted)),) = medians(district, place).items()
        assert (counted, 44 <= median <= 56) == (120, True)


def saved(folder, scores, *, subject):
    """A file of models that were fitted on other students."""
    fitted = growth_of_district(
        Results.of_wide(
            years=(2025, 2026),
            grades=np.tile([5.0, 6.0], (len(scores), 1)),
            scores=scores,
            subject=subject,
        ),
        processes=1,
    )
    models = tuple(model for one in fitted for model in one.matrices)
    file = folder / "norms.json"
    file.write_text(Norms(models).as_text())
    return StateNorms.named(str(file))


def test_norms_of_the_state_take_the_place_of_the_district(district, tmp_path):
    """Its students gained 60 points, and those of the state 20; so few would be no cohort."""
    students = [f"s{number}" for number in range(30)]
    for student in students:
        district.student(student)
    two_years(district, students, invented(30, seed=1, gain=60.0))
    two_years(district, students, invented(30, seed=2), subject="Mathematics")
    norms = saved(tmp_path, invented(400, seed=4), subject="Spring Reading")

    rows = [row for row in district.rows("median_growth", state_norms=norms) if not row["grade"]]

    assert {(row["subject"], row["norm"], row["students"]) for row in rows} == {
        ("Reading", "state", 30)
    }
    assert min(row["value"] for row in rows) > 70
    assert district.manifest.notices == (
        "Spring Mathematics, 2026, grades 5 to 6: the norms hold no model of it; nobody has a "
        "growth percentile.",
    )


def test_norms_that_are_not_there_are_refused_by_the_name_of_the_setting(district, tmp_path):
    district.student("a").result("a", score=500)
    with pytest.raises(WrongSetting, match=r"growth_norms: .*none.json cannot be read \(No such"):
        district.built(state_norms=StateNorms.named(str(tmp_path / "none.json")))


def test_norms_of_another_form_are_refused(district, tmp_path):
    file = tmp_path / "norms.json"
    file.write_text("{}")
    district.student("a").result("a", score=500)
    with pytest.raises(WrongSetting, match="is no file of saved models: 'format' is missing"):
        district.built(state_norms=StateNorms.named(str(file)))


def test_kindergarten_is_the_grade_before_the_first(district):
    students = [f"s{number}" for number in range(120)]
    for student, (before, after) in zip(students, invented(120, seed=3).tolist(), strict=True):
        district.student(student, grade="02")
        last = {"school_year": 2025, "administered_on": date(2025, 4, 22)}
        district.result(student, score=before, grade="KG", **last)
        district.result(student, score=after, grade="01")
    assert next(iter(medians(district).values()))[1] == 120
