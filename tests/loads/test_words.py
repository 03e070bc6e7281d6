"""What a load is said to be, to change, and to lack: in sentences, in the reader's language."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from convergent import facts
from convergent.facts.checks import rules_of
from convergent.facts.findings import Difference, Finding, SchoolDifference
from convergent.facts.sources.oneroster_rest import refusals
from convergent.facts.tables import TABLES
from convergent.loads.actions.loading import Wanted, ask_for_load, note_outcome
from convergent.loads.presenters.fixes import fix_words
from convergent.loads.presenters.progress import stage_words
from convergent.loads.presenters.rules import RULES, rule_words
from convergent.loads.presenters.service_fixes import SERVICE_FIXES
from convergent.loads.presenters.words import (
    cause_words,
    difference_words,
    main_count,
    outcome_words,
)


def test_difference_names_the_school_where_most_of_it_happens():
    schools = (SchoolDifference("lincoln", 3168, 1204), SchoolDifference("oak", 900, 10))
    ended = Difference("enrollments", 9000, 1214, 0, 0, schools)
    assert difference_words([ended], {"lincoln": "Lincoln"}) == (
        "1,214 of 9,000 class enrollments are missing from what was sent, most of them of "
        "Lincoln: 38% of what is there now."
    )


def test_difference_over_many_schools_names_none():
    schools = tuple(SchoolDifference(str(n), 100, 20) for n in range(10))
    ended = Difference("users", 1000, 200, 0, 0, schools)
    assert difference_words([ended], {}) == "200 of 1,000 people are missing from what was sent."


def test_difference_that_changes_most_rows_says_so():
    changed = Difference("users", 1000, 0, 800, 0)
    assert difference_words([changed], {}) == "It would change 800 of 1,000 people."


def test_difference_that_is_usual_says_nothing():
    assert difference_words([Difference("users", 1000, 10, 10, 10)], {}) == ""


@pytest.mark.parametrize(
    ("difference", "is_whole", "begins"),
    [
        (Difference("users", 33187, 33181, 0, 0), True, "What was sent holds few rows"),
        (Difference("users", 33187, 33187, 0, 30000), True, "Hardly any of what was sent is known"),
        (Difference("users", 33187, 9000, 0, 10), True, "Often an export was cut off"),
        (Difference("users", 33187, 33181, 0, 0), False, "Often an export was cut off"),
        (Difference("users", 33187, 10, 0, 0), True, ""),
    ],
)
def test_likely_cause_follows_from_the_numbers(difference, is_whole, begins):
    said = cause_words([difference], is_whole=is_whole)
    assert (said[: len(begins)], bool(said)) == (begins, bool(begins))


def test_results_of_tests_are_counted_by_students_results_not_by_their_parts():
    counts = {
        "assessment_results": {"read": 100, "loaded": 100, "rejected": 0},
        "assessment_parts": {"read": 900, "loaded": 900, "rejected": 0},
    }
    assert main_count(counts) == "100 assessment results"


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        ("Writing calendar_days", "Writing school days"),
        ("Reading Users.csv", "Reading Users.csv"),
        ("Finding the files", "Looking at the files"),
        ("places", "places"),
    ],
)
def test_stage_of_a_load_names_kinds_as_people_do(stage, said):
    assert stage_words(stage) == said


PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x00"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"IMG_2041.jpg": PICTURE}, "IMG_2041.jpg is a picture. Nothing was changed."),
        ({"broken.zip": b"PK no"}, "broken.zip is no zip, or it is damaged. Nothing was changed."),
        ({"empty.csv": b""}, "empty.csv is empty. Nothing was changed."),
        (
            {"kids.csv": b"Student Number,Kid Name\n1,Ann\n"},
            "kids.csv holds no columns that Convergent knows. Nothing was changed.",
        ),
        (
            {"a.jpg": PICTURE, "b.png": PICTURE + b"2"},
            "a.jpg is a picture. One more file was refused too. Nothing was changed.",
        ),
    ],
    ids=["picture", "zip", "empty", "unknown", "two"],
)
def test_files_that_cannot_be_read_are_told_by_name(home, tmp_path, files, said):
    from convergent.facts.load import load

    paths = [tmp_path / name for name in files]
    for path in paths:
        path.write_bytes(files[path.name])
    asked = ask_for_load(paths, wanted=Wanted(), by=None)
    note_outcome(asked, load(paths, home=home))
    assert outcome_words(asked) == said


def declared():
    day = date(2026, 11, 22)
    known = {table.name: "keys" for table in TABLES}
    return [rule for table in TABLES for rule in rules_of(table, (), known=known, day=day)]


def test_every_declared_rule_has_words():
    assert {one.rule for one in declared()} - set(RULES) == set()


def rules_named_in(module):
    return {
        word.value.value
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for word in call.keywords
        if word.arg == "rule" and isinstance(word.value, ast.Constant)
    }


def test_every_rule_that_a_reader_of_files_names_has_words():
    named = set().union(*map(rules_named_in, Path(facts.__file__).parent.rglob("*.py")))
    assert len(named) > 50
    assert named - set(RULES) == set()


def test_every_rule_and_its_advice_are_told_in_spanish():
    findings = [
        Finding(file="a.csv", column="sourcedId", rule=one.rule, fix=one.fix) for one in declared()
    ]
    english = [(rule_words(one.rule), fix_words(one)) for one in findings]
    with translation.override("es"):
        spanish = [(rule_words(one.rule), fix_words(one)) for one in findings]
    left = [
        said
        for one, other in zip(english, spanish, strict=True)
        for said, told in zip(one, other, strict=True)
        if said == told
    ]
    assert left == []


def test_what_a_service_that_cannot_be_read_needs_is_told_in_spanish():
    with translation.override("es"):
        untold = [fix for fix in SERVICE_FIXES if fix_words(_of_a_service(fix)) == fix]
    assert untold == []


def _of_a_service(fix):
    return Finding(file="/orgs", rule="service ready", fix=fix)


def test_every_refusal_of_a_service_is_among_those_that_are_translated():
    said = [
        refusals.secret_refused("", ""),
        refusals.scope_refused("", ""),
        refusals.no_token("", ""),
        refusals.token_refused("", ""),
        refusals.redirected("", ""),
        refusals.unknown_status("", ""),
        refusals.not_json("", ""),
        refusals.too_large("", 1),
        refusals.too_much("", 1),
        refusals.too_many_rows("", 1),
        refusals.offset_ignored("", 1),
        refusals.too_many_pages("", 1),
        refusals.missing_collection(""),
    ]
    assert {one.findings[0].fix for one in said} - SERVICE_FIXES == set()
