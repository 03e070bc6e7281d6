"""What students scored: results of assessments, and their parts."""

from convergent.facts.tables.declare import Check, Column, Table, of_kind, text

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
            name="result_id",
            stored="result_id",
            required=True,
            says="Made of assessment, subject, student, and the product's own id of the result "
            "or, where it has none, administration and date. The same result has the same one.",
        ),
        Column(
            name="student_id",
            stored="student_id",
            required=True,
            id_kind="student_id_kind",
            says="As the file has it.",
        ),
        Column(
            name="student_id_kind",
            stored="student_id_kind",
            allowed=ID_KINDS,
            says="Whose id it is: the district's (local), the state's, or the product's.",
        ),
        Column(name="assessment", stored="assessment", required=True),
        text("subject", "subject"),
        Column(name="grade", stored="grade", kind="grade", says="When assessed."),
        Column(
            name="date",
            stored="administered_on",
            kind="date",
            least="1990-01-01",
            most="2100-12-31",
        ),
        Column(
            name="school_year",
            stored="school_year",
            kind="integer",
            empties=True,
            least="1990",
            most="2100",
            says="The year in which it ends. Without a column of its own it follows from the "
            "date: July begins a year.",
        ),
        Column(name="administration", stored="administration", says="Fall, BOY, SP24."),
        Column(name="school_id", stored="school_id", says="As the file has it."),
        Column(
            name="counts_at",
            stored="counts_at",
            allowed=COUNTS_AT,
            empties=True,
            says="Where the product itself says that the result counts: at the school and above, "
            "from the district up, or in the state alone. Empty: the rosters tell.",
        ),
        Column(
            name="student_groups",
            stored="student_groups",
            kind="list",
            says="Groups that the file itself says the student was in, such as english_learner or "
            "not_english_learner. They count where no roster knows the student.",
        ),
        of_kind("decimal", "score", "score"),
        Column(name="score_type", stored="score_type", says="Such as scale score."),
        Column(
            name="score_least",
            stored="score_least",
            kind="decimal",
            says="The lowest score that the layout declares.",
        ),
        Column(name="score_most", stored="score_most", kind="decimal", says="The highest."),
        Column(name="standard_error", stored="standard_error", kind="decimal", empties=True),
        text("level", "level"),
        Column(
            name="level_order",
            stored="level_order",
            kind="integer",
            says="The place of the level in the layout's order, from 1, the lowest.",
        ),
        Column(
            name="level_count",
            stored="level_count",
            kind="integer",
            says="How many levels that order has.",
        ),
        Column(
            name="level_meets",
            stored="level_meets",
            kind="integer",
            empties=True,
            says="The place of the lowest level that meets the standard.",
        ),
        Column(
            name="percentile",
            stored="percentile",
            kind="decimal",
            least="0",
            most="100",
            empties=True,
        ),
        Column(
            name="test_status",
            stored="test_status",
            says="What the product says of the test, such as completed or invalid.",
        ),
        Column(
            name="product_result_id",
            stored="product_result_id",
            says="The product's own id of the result.",
        ),
    ),
    checks=(
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
        Column(name="result_id", stored="result_id", required=True, part_of="assessment_results"),
        Column(
            name="part",
            stored="part",
            says="The objective or strand; “whole” for the result as a whole.",
        ),
        Column(
            name="kind", stored="kind", required=True, says="What is reported, such as percentile."
        ),
        Column(name="value", stored="value", required=True, says="As the file has it."),
        Column(name="number", stored="number", kind="decimal", says="Where it is one."),
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
