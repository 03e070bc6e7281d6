"""What students scored: results of assessments, and their parts."""

from convergent.facts.tables.declare import Check, Column, Table
from convergent.facts.tables.students_of_results import FITS_SEVERAL, LOOKED_UP, OF_TWO_STUDENTS

ID_KINDS = frozenset({"local", "state", "product"})
COUNTS_AT = frozenset({"school", "district", "state"})

ASSESSMENT_RESULTS = Table(
    name="assessment_results",
    says="One student's result of one assessment in one subject at one administration.",
    key=("result_id",),
    sorted_by=("assessment", "subject", "school_id", "student_id"),
    absence="stays",
    school="school_id",
    columns=(
        Column(
            "result_id",
            required=True,
            says="Made of assessment, subject, student, and the product's own id of the result "
            "or, where it has none, administration and date. The same result has the same one.",
        ),
        Column("student_id", required=True, id_kind="student_id_kind", says="As the file has it."),
        Column(
            "student_id_kind",
            allowed=ID_KINDS,
            says="Whose id it is: the district's (local), the state's, or the product's.",
        ),
        Column(
            "other_ids",
            of_ids=True,
            says="Further ids of the row, which have to name the same student. Who is not in the "
            "roster by the first is by one of these.",
        ),
        Column("assessment", required=True),
        Column("subject"),
        Column("grade", kind="grade", says="When assessed."),
        Column("date", "administered_on", kind="date", within=("1990-01-01", "2100-12-31")),
        Column(
            "school_year",
            kind="integer",
            within=("1990", "2100"),
            empties=True,
            says="The year in which it ends. Without a column of its own it follows from the "
            "date: July begins a year.",
        ),
        Column("administration", says="Fall, BOY, SP24."),
        Column("school_id", says="As the file has it."),
        Column(
            "counts_at",
            allowed=COUNTS_AT,
            empties=True,
            says="Where the product itself says that the result counts: at the school and above, "
            "from the district up, or in the state alone. Empty: the rosters tell.",
        ),
        Column(
            "student_groups",
            kind="list",
            says="Groups that the file itself says the student was in, such as english_learner or "
            "not_english_learner. They count where no roster knows the student.",
        ),
        Column("score", kind="decimal"),
        Column("score_type", says="Such as scale score."),
        Column("score_least", kind="decimal", says="The lowest score that the layout declares."),
        Column("score_most", kind="decimal", says="The highest."),
        Column("standard_error", kind="decimal", empties=True),
        Column("level"),
        Column(
            "level_order",
            kind="integer",
            says="The place of the level in the layout's order, from 1, the lowest.",
        ),
        Column("level_count", kind="integer", says="How many levels that order has."),
        Column(
            "level_meets",
            kind="integer",
            empties=True,
            says="The place of the lowest level that meets the standard.",
        ),
        Column("percentile", kind="decimal", within=("0", "100"), empties=True),
        Column(
            "test_status", says="What the product says of the test, such as completed or invalid."
        ),
        Column("product_result_id", says="The product's own id of the result."),
    ),
    looked_up=LOOKED_UP,
    checks=(
        OF_TWO_STUDENTS,
        FITS_SEVERAL,
        Check(
            rule="level known",
            column="level",
            violated="t.level IS NOT NULL AND t.level_count IS NOT NULL AND t.level_order IS NULL",
            simple=True,
            fix="Correct the level, or add it to the order in the layout.",
        ),
        Check(
            rule="score in range",
            column="score",
            violated="(t.score < t.score_least OR t.score > t.score_most)",
            simple=True,
            fix="Correct the score: the layout declares a range that it is not in.",
        ),
        Check(
            rule="no score",
            column="score",
            violated="t.score IS NULL AND t.level IS NULL AND t.test_status IS NULL",
            simple=True,
            fix="Nothing if the student was not tested; otherwise fill in the score.",
            rejects=False,
        ),
    ),
)
ASSESSMENT_PARTS = Table(
    name="assessment_parts",
    says="Every further score, subscore and level of a result. A file that brings a result "
    "anew brings all its parts anew.",
    key=("result_id", "part", "kind"),
    sorted_by=("result_id", "part", "kind"),
    absence="replaced",
    replaced_by="result_id",
    columns=(
        Column("result_id", required=True, part_of="assessment_results"),
        Column("part", says="The objective or strand; “whole” for the result as a whole."),
        Column("kind", required=True, says="What is reported, such as percentile."),
        Column("value", required=True, says="As the file has it."),
        Column("number", kind="decimal", says="Where it is one."),
    ),
    checks=(
        Check(
            rule="of a result that was rejected",
            column="result_id",
            violated="t.result_id NOT IN (SELECT result_id FROM accepted_assessment_results)",
            fix="Nothing here: correct the row of the result itself.",
        ),
    ),
)

TABLES = (ASSESSMENT_RESULTS, ASSESSMENT_PARTS)
