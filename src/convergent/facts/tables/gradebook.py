"""OneRoster's gradebook: what was set, by whom it was done and how well, on which scale."""

from convergent.facts.tables.declare import (
    KEY,
    MODIFIED,
    STATUS,
    Check,
    Column,
    Filling,
    Table,
    belongs_to,
    flag,
    may_refer_to,
    of_kind,
    required,
    text,
)

SCORE_STATUSES = frozenset(
    {"exempt", "fully graded", "not submitted", "partially graded", "submitted"}
)
SOURCES = frozenset({"case", "unknown"})


def _source() -> Column:
    return Column(name="source", stored="source", required=True, allowed=SOURCES)


CATEGORIES = Table(
    name="categories",
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        required("title", "title"),
        of_kind("decimal", "weight", "weight"),
    ),
)
SCORE_SCALES = Table(
    name="scoreScales",
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        required("title", "title"),
        required("type", "type"),
        may_refer_to("orgs", "orgSourcedId", "org_id"),
        may_refer_to("courses", "courseSourcedId", "course_id"),
        may_refer_to("classes", "classSourcedId", "class_id"),
        Column(
            name="scoreScaleValue",
            stored="scale",
            kind="list",
            required=True,
            says="Each step as “left:right”, such as `{A:90-100}`.",
        ),
    ),
)
LINE_ITEMS = Table(
    name="lineItems",
    sorted_by=("school_id", "class_id", "sourced_id"),
    school="school_id",
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        required("title", "title"),
        text("description", "description"),
        of_kind("date", "assignDate", "assigned_on"),
        of_kind("date", "dueDate", "due_on"),
        belongs_to("classes", "classSourcedId", "class_id"),
        may_refer_to("categories", "categorySourcedId", "category_id"),
        may_refer_to("academicSessions", "academicSessionSourcedId", "session_id"),
        of_kind("decimal", "resultValueMin", "least"),
        of_kind("decimal", "resultValueMax", "most"),
        may_refer_to("orgs", "schoolSourcedId", "school_id"),
    ),
    checks=(
        Check(
            rule="order of dates",
            column="due_on",
            violated="t.due_on < t.assigned_on",
            fix="Let it be due after it is assigned.",
            rejects=False,
            simple=True,
        ),
        Check(
            rule="order of values",
            column="most",
            violated="t.most < t.least",
            fix="Let the most be more than the least.",
            simple=True,
        ),
    ),
    fillings=(
        Filling(
            column="school_id",
            by="class_id",
            values="SELECT sourced_id AS key, school_id AS value FROM known_classes",
        ),
    ),
)
RESULTS = Table(
    name="results",
    says="What a student got for one line item of the gradebook.",
    sorted_by=("line_item_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        belongs_to("lineItems", "lineItemSourcedId", "line_item_id"),
        belongs_to("users", "studentSourcedId", "student_id"),
        required("scoreStatus", "score_status", SCORE_STATUSES),
        of_kind("decimal", "score", "score"),
        of_kind("date", "scoreDate", "scored_on"),
        text("textScore", "text_score"),
        may_refer_to("classes", "classSourcedId", "class_id"),
        flag("inProgress", "in_progress"),
        flag("incomplete", "incomplete"),
        flag("late", "late"),
        flag("missing", "missing"),
    ),
    checks=(
        Check(
            rule="score within the line item",
            column="score",
            violated="""EXISTS (SELECT 1 FROM known_lineItems item
            WHERE item.sourced_id = t.line_item_id
            AND (t.score < item.least OR t.score > item.most))""",
            fix="Look whether the score or the line item's values are right; extra credit may be.",
            rejects=False,
        ),
    ),
)


def _scale_of(name: str, table: str, heading: str, stored: str) -> Table:
    return Table(
        name=name,
        sorted_by=(stored, "sourced_id"),
        columns=(
            KEY,
            STATUS,
            MODIFIED,
            text("title", "title"),
            belongs_to(table, heading, stored),
            belongs_to("scoreScales", "scoreScaleSourcedId", "score_scale_id"),
        ),
    )


LINE_ITEM_SCORE_SCALES = _scale_of(
    "lineItemScoreScales", "lineItems", "lineItemSourcedId", "line_item_id"
)
RESULT_SCORE_SCALES = _scale_of("resultScoreScales", "results", "resultSourcedId", "result_id")
LINE_ITEM_LEARNING_OBJECTIVES = Table(
    name="lineItemLearningObjectiveIds",
    sorted_by=("line_item_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        belongs_to("lineItems", "lineItemSourcedId", "line_item_id"),
        _source(),
        required("learningObjectiveId", "objective_id"),
    ),
)
RESULT_LEARNING_OBJECTIVES = Table(
    name="resultLearningObjectiveIds",
    sorted_by=("result_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        belongs_to("results", "resultSourcedId", "result_id"),
        _source(),
        required("learningObjectiveId", "objective_id"),
        of_kind("decimal", "score", "score"),
        text("textScore", "text_score"),
    ),
)

TABLES = (
    CATEGORIES,
    SCORE_SCALES,
    LINE_ITEMS,
    RESULTS,
    LINE_ITEM_SCORE_SCALES,
    RESULT_SCORE_SCALES,
    LINE_ITEM_LEARNING_OBJECTIVES,
    RESULT_LEARNING_OBJECTIVES,
)
