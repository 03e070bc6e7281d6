"""A district's own layouts: wide files, repeated headings, fixed width, and what is refused."""

from datetime import date

import pytest

WIDE = """
title = "Reading check"
known_by = ["Pupil key", "Fall points"]

[[results]]
each.season = ["Fall", "Winter", "Spring"]
student_id = [{ column = "Pupil key", kind = "local" }]
assessment = "Reading check"
subject = "Reading"
administered_on = { column = "{season} day", formats = ["%d.%m.%Y"] }
administration = "{season}"
score = { column = "{season} points", type = "points", least = 0, most = 60 }
level = { column = "{season} band", order = ["low", ["mid", "middle"], "high"] }

[[results.parts]]
each.skill = { heading = "{season} {skill} part" }
part = "{skill}"
scores = { "points" = "{season} {skill} part" }

[[results.parts]]
scores = { "gain" = { column = "Gain", after = "{season} points" } }
"""
HEADING = (
    "Pupil key,Fall day,Fall band,Fall points,Gain,Fall sounds part,"
    "Winter day,Winter band,Winter points,Gain"
)


def test_wide_row_gives_a_result_for_each_filled_block(read, own_layout):
    own_layout(WIDE)

    read = read(
        HEADING, "S1,03.09.2026,low,12,0,5,14.01.2027,middle,30,18", "S2,03.09.2026,high,44,0,9,,,,"
    )

    assert [
        (r["student_id"], r["administration"], r["administered_on"], r["score"], r["level_order"])
        for r in read.results
    ] == [
        ("S1", "Fall", date(2026, 9, 3), 12, 1),
        ("S1", "Winter", date(2027, 1, 14), 30, 2),
        ("S2", "Fall", date(2026, 9, 3), 44, 3),
    ]
    assert read.result.errors == ()


def test_parts_are_found_in_the_headings_and_by_what_they_follow(read, own_layout):
    own_layout(WIDE)

    read = read(HEADING, "S1,03.09.2026,low,12,0,5,14.01.2027,mid,30,18")

    said = {
        (p["result_id"].rsplit("/", 1)[1], p["part"], p["kind"]): p["number"] for p in read.parts
    }
    assert said == {
        ("Fall 2026-09-03", "sounds", "points"): 5,
        ("Fall 2026-09-03", "whole", "gain"): 0,
        ("Winter 2027-01-14", "whole", "gain"): 18,
    }


def test_repeated_column_that_was_moved_is_left_out(read, own_layout):
    own_layout(WIDE)

    read = read("Gain,Pupil key,Fall points,Fall band,Gain", "9,S1,12,low,1")

    assert [part["kind"] for part in read.parts] == []


def test_wrong_value_of_a_block_is_located_by_its_own_heading(read, own_layout):
    own_layout(WIDE)

    read = read(HEADING, "S1,03.09.2026,low,12,0,5,14.01.2027,mid,61,18")

    assert [
        (e.line, e.column, e.value) for e in read.result.errors if e.rule == "score in range"
    ] == [(2, "Winter points", "61")]


def test_own_layout_comes_before_one_that_is_shipped(read, own_layout):
    own_layout(
        """
        title = "Our test"
        known_by = ["student_id", "assessment"]
        [[results]]
        student_id = [{ column = "student_id", kind = "state" }]
        assessment = { column = "assessment" }
        score = { column = "score" }
        level = { column = "level", order = ["Below", "Meets"] }
        """
    )

    read = read("student_id,assessment,subject,score,level", "S1,Ours,ELA,7,Meets")

    assert [file.form for file in read.result.files] == ["ours"]
    assert (read.column("student_id_kind"), read.column("level_order")) == (["state"], [2])


def test_codes_without_a_meaning_are_no_grades(read, own_layout):
    own_layout(
        """
        title = "Our test"
        known_by = ["Key", "Pts"]
        [[results]]
        student_id = [{ column = "Key", kind = "local" }]
        assessment = "Ours"
        score = { column = "Pts" }
        grade = { column = "Gr", values = { 6 = "11" } }
        """
    )

    read = read("Key,Pts,Gr", "S1,7,6", "S2,8,5")

    assert read.column("grade") == ["11", None]
    assert [(n.line, n.value) for n in read.result.notices if n.rule == "grade"] == [(3, "code 5")]


def test_fixed_width_is_cut_by_place_and_its_errors_keep_their_lines(read, own_layout):
    own_layout(
        """
        title = "Cards"
        [fixed]
        length = 12
        shapes = { key = 'S\\d{3}' }
        [fixed.fields]
        key = [1, 4]
        month = [5, 8]
        points = [9, 11]
        [[results]]
        student_id = [{ column = "key", kind = "state" }]
        assessment = "Cards"
        school_year = { column = "month", formats = ["%m%y"] }
        score = { column = "points", most = 100 }
        """
    )

    read = read("S0010526099.", "S0021126100.", "S0030526101.", name="cards.txt")

    assert [(r["student_id"], r["school_year"], r["score"]) for r in read.results] == [
        ("S001", 2026, 99),
        ("S002", 2027, 100),
    ]
    assert [(e.line, e.column, e.value) for e in read.result.errors] == [(3, "points", "101")]


def test_fixed_width_without_errors_is_published(read, own_layout):
    own_layout(
        """
        title = "Cards"
        [fixed]
        length = 8
        shapes = { key = 'S\\d{3}' }
        fields = { key = [1, 4], points = [5, 7] }
        [[results]]
        student_id = [{ column = "key", kind = "state" }]
        assessment = "Cards"
        score = { column = "points" }
        """
    )

    read = read("S001 99.", "S002100.", name="cards.txt")

    assert [(r["student_id"], r["score"]) for r in read.results] == [("S001", 99), ("S002", 100)]


GOOD = """title = "T"
known_by = ["Key"]
[[results]]
student_id = [{ column = "Key", kind = "local" }]
assessment = "T"
score = { column = "Pts" }
"""


@pytest.mark.parametrize(
    ("wrong", "line", "key", "fix"),
    [
        (GOOD + 'colour = "red"\n', 7, "results.0.colour", "Leave it out, or use one of"),
        (GOOD.replace("local", "my own"), 4, "results.0.student_id", "Give a column and its kind"),
        (GOOD.replace('["Key"]', "[]"), 2, "known_by", "List the headings"),
        (GOOD.replace('score = { column = "Pts" }\n', ""), 3, "results.0.score", "Say where score"),
        (
            GOOD + 'administered_on = { column = "D", formats = ["dd/mm"] }\n',
            7,
            "results.0.administered_on.formats",
            "Write a date's form with",
        ),
        (
            GOOD.replace('"Pts" }', '"Pts", most = "high" }'),
            6,
            "results.0.score.most",
            "Write a number here.",
        ),
        (
            GOOD + 'subject = { column = "S", pattern = "(a" }\n',
            7,
            "results.0.subject.pattern",
            "Write a plain regular expression",
        ),
    ],
)
def test_wrong_layout_is_refused_with_line_key_and_fix(read, own_layout, wrong, line, key, fix):
    own_layout(wrong)

    read = read("student_id,assessment,subject,score", "S1,T,ELA,7")

    (error,) = read.result.errors
    assert (error.file, error.line, error.column) == ("ours.toml", line, key)
    assert error.fix.startswith(fix)


def test_file_that_is_no_toml_is_refused_with_its_line(read, own_layout):
    own_layout(GOOD + "score = = 7\n")

    read = read("student_id,assessment,subject,score", "S1,T,ELA,7")

    assert [(e.file, e.line) for e in read.result.errors] == [("ours.toml", 7)]


def test_layout_whose_results_stand_in_one_line_is_a_layout_too(read, own_layout):
    student = 'student_id = [{ column = "Pupil", kind = "local" }]'
    score = 'score = { column = "Mark" }'
    own_layout(
        'title = "Ours"\nknown_by = ["Pupil", "Mark"]\n'
        f'results = [{{ {student}, assessment = "T", {score} }}]\n'
    )

    read = read("Pupil,Mark", "p1,7")

    assert (read.result.errors, read.column("score")) == ((), [7])
