"""OneRoster's gradebook: what was set, by whom it was done and how well, on which scale."""

from convergent.facts.tables.declare import KEY, MODIFIED, STATUS, Check, Column, Filling, Table

SCORE_STATUSES = frozenset(
    {"exempt", "fully graded", "not submitted", "partially graded", "submitted"}
)
SOURCES = frozenset({"case", "unknown"})

CATEGORIES = Table(
    name="categories",
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column("title", required=True),
        Column("weight", kind="decimal"),
    ),
)
SCORE_SCALES = Table(
    name="scoreScales",
    sorted_by=("sourced_id",),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column("title", required=True),
        Column("type", required=True),
        Column("orgSourcedId", "org_id", refers_to="orgs"),
        Column("courseSourcedId", "course_id", refers_to="courses"),
        Column("classSourcedId", "class_id", refers_to="classes"),
        Column(
            "scoreScaleValue",
            "scale",
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
        Column("title", required=True),
        Column("description"),
        Column("assignDate", "assigned_on", kind="date"),
        Column("dueDate", "due_on", kind="date"),
        Column("classSourcedId", "class_id", required=True, refers_to="classes", must_exist=True),
        Column("categorySourcedId", "category_id", refers_to="categories"),
        Column("academicSessionSourcedId", "session_id", refers_to="academicSessions"),
        Column("resultValueMin", "least", kind="decimal"),
        Column("resultValueMax", "most", kind="decimal"),
        Column("schoolSourcedId", "school_id", refers_to="orgs"),
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
        Column(
            "lineItemSourcedId",
            "line_item_id",
            required=True,
            refers_to="lineItems",
            must_exist=True,
        ),
        Column("studentSourcedId", "student_id", required=True, refers_to="users", must_exist=True),
        Column("scoreStatus", "score_status", required=True, allowed=SCORE_STATUSES),
        Column("score", kind="decimal"),
        Column("scoreDate", "scored_on", kind="date"),
        Column("textScore", "text_score"),
        Column("classSourcedId", "class_id", refers_to="classes"),
        Column("inProgress", "in_progress", kind="boolean"),
        Column("incomplete", kind="boolean"),
        Column("late", kind="boolean"),
        Column("missing", kind="boolean"),
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
            Column("title"),
            Column(heading, stored, required=True, refers_to=table, must_exist=True),
            Column(
                "scoreScaleSourcedId",
                "score_scale_id",
                required=True,
                refers_to="scoreScales",
                must_exist=True,
            ),
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
        Column(
            "lineItemSourcedId",
            "line_item_id",
            required=True,
            refers_to="lineItems",
            must_exist=True,
        ),
        Column("source", required=True, allowed=SOURCES),
        Column("learningObjectiveId", "objective_id", required=True),
    ),
)
RESULT_LEARNING_OBJECTIVES = Table(
    name="resultLearningObjectiveIds",
    sorted_by=("result_id", "sourced_id"),
    columns=(
        KEY,
        STATUS,
        MODIFIED,
        Column("resultSourcedId", "result_id", required=True, refers_to="results", must_exist=True),
        Column("source", required=True, allowed=SOURCES),
        Column("learningObjectiveId", "objective_id", required=True),
        Column("score", kind="decimal"),
        Column("textScore", "text_score"),
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
