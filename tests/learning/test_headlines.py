"""The table of cases: what is known, and the sentence that says it.

Growth is written (grade, median, q, half of the interval); similar schools lie between 45 and 55
around 50. A q of 0.10 or less was told apart from chance among everything compared.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convergent.facts.measures.masking import within
from convergent.learning.headlines import (
    Finding,
    change_headline,
    changes_title,
    gaps_headline,
    groups_headline,
    growth_detail,
    growth_headline,
    others_headline,
)
from convergent.learning.presenters.growth import row_title, with_all_grades
from tests.learning.laid import READING, YEAR, growth, row, told_of

pytestmark = pytest.mark.without_records


def seen(*rows):
    """The rows as anybody in the district may see them."""
    return [told_of(one) for one in rows]


def grown(*told, **more):
    return seen(*(growth(value, grade=g, q=q, half=half, **more) for g, value, q, half in told))


ALL = ""
GROWTH = [
    (
        "one grade less",
        grown(("06", 41, 0.05, 4), ("07", 55, 0.6, 5), ("08", 52, 0.7, 5)),
        "6th-grade readers grew less than at similar schools, and we are fairly sure of it.",
    ),
    (
        "quite sure",
        grown(("06", 38, 0.01, 4)),
        "6th-grade readers grew less than at similar schools, and we are quite sure of it.",
    ),
    (
        "as sure as the least sure",
        grown(("06", 38, 0.01, 4), ("07", 40, 0.09, 4)),
        "6th-grade and 7th-grade readers grew less than at similar schools, and we are fairly "
        "sure of it.",
    ),
    (
        "more",
        grown(("08", 61, 0.02, 3)),
        "8th-grade readers grew more than at similar schools, and we are fairly sure of it.",
    ),
    (
        "less and more",
        grown(("06", 41, 0.05, 4), ("08", 61, 0.04, 4)),
        "6th-grade readers grew less than at similar schools, and 8th-grade readers more, and we "
        "are fairly sure of it.",
    ),
    (
        "only all grades together",
        grown((ALL, 44, 0.04, 2), ("06", 43, 0.3, 6), ("07", 44, 0.3, 6)),
        "Readers grew less than at similar schools, and we are fairly sure of it.",
    ),
    (
        "far off, and noise all the same",
        grown((ALL, 35, 0.11, 18), ("06", 30, 0.2, 22)),
        "There is not enough evidence that readers grew otherwise than at similar schools.",
    ),
    (
        "within the band of similar schools",
        grown((ALL, 51, 0.8, 2), ("06", 50, 0.9, 6)),
        "Readers grew about as much as at similar schools.",
    ),
    (
        "in the middle, and too uncertain to say alike",
        grown((ALL, 50, 0.9, 9)),
        "There is not enough evidence that readers grew otherwise than at similar schools.",
    ),
    (
        "nothing to compare with, norms of the district",
        grown((ALL, 47, None, 3), peers=None),
        "Half of the readers grew more than 47 in 100 of our district with the same past scores.",
    ),
    (
        "nothing to compare with, norms of the state",
        grown((ALL, 47, None, 3), peers=None, norm="state"),
        "Half of the readers grew more than 47 in 100 of the state with the same past scores.",
    ),
    (
        "too few students",
        grown((ALL, 47, 0.01, 3), students=9),
        "There are too few students to show how readers grew.",
    ),
    (
        "too few teachers",
        grown((ALL, 30, 0.01, 3), teachers=2),
        "How readers grew rests on fewer than three teachers, so it is not shown.",
    ),
    (
        "teachers unknown",
        grown((ALL, 30, 0.01, 3), teachers=None),
        "Who taught these readers is not known, so how they grew is not shown.",
    ),
    ("nothing known", [], "How readers grew in 2025–26 is not known here."),
]


@pytest.mark.parametrize(
    ("values", "sentence"), [case[1:] for case in GROWTH], ids=[c[0] for c in GROWTH]
)
def test_growth_headline(values, sentence):
    assert str(growth_headline(values, subject=READING, school_year=YEAR)) == sentence


SUBJECTS = [
    ("Reading", "6th-grade readers"),
    ("Mathematics", "6th-grade students in mathematics"),
    ("ELA", "6th-grade students in English language arts"),
    ("Chemistry", "6th-grade students in chemistry"),
]


@pytest.mark.parametrize(("subject", "who"), SUBJECTS)
def test_headline_names_the_learners_of_the_subject(subject, who):
    found = growth_headline(grown(("06", 41, 0.05, 4)), subject=subject, school_year=YEAR)
    said = "grew less than at similar schools, and we are fairly sure of it."
    assert str(found) == f"{who} {said}"


@settings(deadline=None)
@given(
    value=st.floats(1, 99),
    q=st.floats(0.1001, 1),
    half=st.floats(0.1, 40),
    grade=st.sampled_from(["", "03", "06"]),
)
def test_headline_never_speaks_of_a_difference_that_was_not_told_apart(value, q, half, grade):
    found = growth_headline(grown((grade, value, q, half)), subject=READING, school_year=YEAR)
    assert found.finding in {Finding.ALIKE, Finding.NOT_ENOUGH}


DETAILS = [
    (
        "others alike, others unsure",
        grown(("06", 41, 0.05, 4), ("07", 50, 0.6, 3), ("08", 52, 0.7, 9)),
        "7th grade grew about as much as there. For 8th grade there is not enough evidence.",
    ),
    (
        "outside the school a band says how many of the enrolled",
        grown(("06", 41, 0.05, 4), students=131, enrolled=150, tested=131),
        "80% or more of the enrolled students were tested.",
    ),
    (
        "few were not tested: how many is not said",
        grown(("06", 41, 0.05, 4), students=131, enrolled=138, tested=131),
        "90% or more of the enrolled students were tested.",
    ),
    (
        "few are not in the number: how many is not said",
        grown(("06", 41, 0.05, 4), students=59, enrolled=62, tested=62),
        "80% or more of the enrolled students were tested.",
    ),
    (
        "few of another grade were not tested: all grades would tell how many",
        [
            *grown((ALL, 50, 0.9, 9), students=131, enrolled=150, tested=131),
            *grown(("07", 50, 0.9, 9), students=60, enrolled=64, tested=60),
        ],
        "80% or more of the enrolled students were tested.",
    ),
    ("nothing more to say", grown((ALL, 51, 0.8, 2)), ""),
]


@pytest.mark.parametrize(
    ("values", "sentence"), [case[1:] for case in DETAILS], ids=[c[0] for c in DETAILS]
)
def test_growth_detail(values, sentence):
    about = growth_headline(values, subject=READING, school_year=YEAR)
    assert growth_detail(values, about=about) == sentence


def share(value, amount=None, error=0.01, q=None, **more):
    told = {"change": amount, "change_error": error, "change_q": q} if amount is not None else {}
    return seen(row("share_at_level", value, half=0.02, **told, **more))[0]


def score(value, amount=None, error=1.0, q=None):
    told = {"change": amount, "change_error": error, "change_q": q} if amount is not None else {}
    return seen(row("mean_score", value, half=2.0, **told))[0]


CHANGES = [
    (
        "more",
        share(0.54, 0.03, q=0.02),
        "More readers meet the standard than last year: 54%, up 3 points, and we are fairly sure "
        "of it.",
    ),
    (
        "fewer",
        share(0.5, -0.025, q=0.001),
        "Fewer readers meet the standard than last year: 50%, down 2.5 points, and we are quite "
        "sure of it.",
    ),
    (
        "too little to matter",
        share(0.54, 0.005, error=0.01, q=0.6),
        "About as many readers meet the standard as last year: 54%.",
    ),
    (
        "much, and noise all the same",
        share(0.54, 0.09, error=0.06, q=0.3),
        "54% of readers meet the standard; the difference from last year may be chance.",
    ),
    (
        "the first year",
        share(0.54),
        "54% of readers meet the standard; there is no year before to compare with.",
    ),
    (
        "score higher",
        score(512.4, 6.2, q=0.04),
        "Readers scored higher than last year: 512, up 6.2 points, and we are fairly sure of it.",
    ),
    (
        "score lower",
        score(1512.4, -6.0, q=0.04),
        "Readers scored lower than last year: 1,512, down 6 points, and we are fairly sure of it.",
    ),
    (
        "score as before: how much of a scale matters nobody has said",
        score(512, 1.0, q=0.7),
        "Readers scored 512; the difference from last year may be chance.",
    ),
    (
        "what a principal asked about",
        share(0.39, -0.04, error=0.03, q=0.4),
        "39% of readers meet the standard; the difference from last year may be chance.",
    ),
    ("hardly anybody", share(0.0, students=12), "Less than 50% of readers meet the standard."),
    (
        "nearly everybody, and more than last year",
        share(0.97, 0.05, q=0.01, students=120),
        "90% or more of readers meet the standard.",
    ),
    (
        "from nearly nobody: the change would tell how many they were",
        share(0.25, 0.23, q=0.01, students=120),
        "25% of readers meet the standard.",
    ),
    (
        "score, not enough",
        score(512, 9.0, error=6.0, q=0.7),
        "Readers scored 512; the difference from last year may be chance.",
    ),
    ("too few", share(0.5, students=7), "There are too few students to show how readers did."),
    ("nothing loaded", None, "No results of readers are loaded for 2025–26."),
]


@pytest.mark.parametrize(
    ("value", "sentence"), [case[1:] for case in CHANGES], ids=[c[0] for c in CHANGES]
)
def test_change_headline(value, sentence):
    assert str(change_headline(value, subject=READING, school_year=YEAR)) == sentence


TITLES = [
    ([share(0.5, 0.05, q=0.02, grade="06")], "Up since last year: 6th grade."),
    ([share(0.5, -0.05, q=0.02, grade="06")], "Down since last year: 6th grade."),
    (
        [share(0.5, 0.05, q=0.02, grade="06"), share(0.5, -0.05, q=0.02, grade="07")],
        "Up since last year: 6th grade. Down: 7th grade.",
    ),
    (
        [share(0.5, 0.2, q=0.2, grade="06")],
        "No single grade changed by more than chance since last year.",
    ),
    ([share(0.5, grade="06")], "There is no year before to compare with."),
    (
        [within(row("share_at_level", 0.5, students=9, grade="06"))],
        "These numbers stay inside the school; what changed in them is not worked out.",
    ),
    (
        [share(0.95, 0.2, q=0.01, grade="06")],
        "What changed since last year would tell about too few students.",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), TITLES)
def test_title_over_the_years(values, sentence):
    assert str(changes_title(values, named=row_title)) == sentence


def group(name, value, q, **more):
    return growth(value, student_group=name, q=q, **more)


GROUPS = [
    (
        seen(group("english_learner", 40, 0.03), group("disability", 51, 0.6)),
        "English learners grew less than at similar schools, and we are fairly sure of it.",
    ),
    (
        seen(group("disability", 60, 0.03)),
        "Students with an IEP grew more than at similar schools, and we are fairly sure of it.",
    ),
    (
        seen(group("all", 40, 0.01), group("disability", 51, 0.6)),
        "There is not enough evidence that any student group grew otherwise than the same group "
        "at similar schools.",
    ),
    (seen(group("disability", 51, None)), "Where each group stands among those of its kind."),
    (seen(group("foster_care", 40, 0.01, students=8)), "Every group has too few students to show."),
    (
        seen(group("english_learner", 40, 0.01, teachers=2)),
        "How groups grew rests on too few teachers to show.",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), GROUPS)
def test_groups_headline(values, sentence):
    assert str(groups_headline(values)) == sentence


def gap(value, amount=None, q=None, **more):
    told = {"change": amount, "change_error": 1.0, "change_q": q}
    return row(
        "gap_in_means",
        value,
        student_group="english_learner - not_english_learner",
        half=3.0,
        **told,
        **more,
    )


GAPS = [
    (seen(gap(-20, 4, 0.02)), "Closer than last year: English learners and others."),
    (seen(gap(-20, -4, 0.02)), "Farther apart than last year: English learners and others."),
    (seen(gap(-20, 9, 0.2)), "No gap changed by more than chance since last year."),
    (
        seen(gap(-20)),
        "How far groups stand apart; there is no year before to compare with.",
    ),
    (seen(gap(-20, 4, 0.01, students=5)), "There are too few students to compare groups."),
]


@pytest.mark.parametrize(("values", "sentence"), GAPS)
def test_gaps_headline(values, sentence):
    assert str(gaps_headline(values)) == sentence


OTHERS = [
    (
        seen(row("chronic_absence", 0.25, assessment="", subject="")),
        "25% of students missed a tenth of their days or more.",
    ),
    (
        seen(row("course_passing", 0.914, students=400)),
        "91% of students passed every course.",
    ),
    (
        seen(row("chronic_absence", 0.0, assessment="", subject="", students=40)),
        "Less than 25% of students missed a tenth of their days or more.",
    ),
    (
        seen(row("chronic_absence", 0.25, students=4)),
        "There are too few students to show their attendance.",
    ),
]


@pytest.mark.parametrize(("values", "sentence"), OTHERS)
def test_headline_of_attendance_and_courses(values, sentence):
    assert str(others_headline(values)) == sentence


def test_headline_names_the_grades_that_it_speaks_of():
    values = grown(("06", 41, 0.05, 4), ("07", 55, 0.6, 5))
    found = growth_headline(values, subject=READING, school_year=YEAR)
    assert (found.finding, found.grades) == (Finding.DIFFERS, ("06",))


def test_what_is_withheld_is_never_in_a_sentence():
    hidden = replace(grown(("06", 41, 0.05, 4), students=5)[0], grade="06")
    shown = grown((ALL, 51, 0.8, 2))
    found = growth_headline([hidden, *shown], subject=READING, school_year=YEAR)
    assert str(found) == "Readers grew about as much as at similar schools."


def test_all_grades_stand_below_grades_of_which_one_is_withheld():
    shown = grown(("06", 41, 0.6, 4), (ALL, 47, 0.6, 4))
    few = seen(growth(38, grade="07", students=9))
    assert [row_title(one) for one in with_all_grades(shown)] == ["6th grade"]
    assert [row_title(one) for one in with_all_grades([*shown, *few])] == [
        "6th grade",
        "7th grade",
        "All grades",
    ]
