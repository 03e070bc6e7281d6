"""Staff beyond the roster: experience, certificates, positions, pay, vacancies."""

from convergent.facts.tables.declare import OPEN_TODAY, Check, Table
from convergent.facts.tables.own import (
    BEGINS,
    ENDS,
    ENDS_AFTER_IT_BEGINS,
    STATUS,
    YEARS,
    if_any,
    needed,
    of,
    own,
)

DEGREES = frozenset(
    {"associate", "bachelors", "doctorate", "high_school", "masters", "none", "specialist"}
)
LEVELS = frozenset({"emergency", "master", "professional", "provisional", "substitute"})
CATEGORIES = frozenset(
    {
        "assistant_principal",
        "central_office",
        "coach",
        "counselor",
        "librarian",
        "nurse",
        "office",
        "operations",
        "paraprofessional",
        "principal",
        "specialist",
        "teacher",
        "therapist",
    }
)
FTE = ("0", "2")
WORKED = ("0", "70")
MOST_FTE = "1.5"
_STAFF = "The person's sourcedId in users."
_AT_ONCE = """(o.ends IS NULL OR t.begins IS NULL OR o.ends >= t.begins)
    AND (t.ends IS NULL OR o.begins IS NULL OR t.ends >= o.begins)"""

STAFF = Table(
    name="staff",
    says="What the roster does not say of a member of staff.",
    key=("staff_id",),
    sorted_by=("staff_id",),
    columns=(
        of("users", "staff_id", _STAFF),
        own("years_experience", "Years in education in all.", "decimal", within=WORKED),
        own("years_in_district", "Of these in the district.", "decimal", within=WORKED),
        own("years_at_school", "Of these at this school.", "decimal", within=WORKED),
        own("highest_degree", "The highest degree earned.", allowed=DEGREES),
        own("hired_on", "The first day in the district.", "date"),
        STATUS,
    ),
    checks=(
        Check(
            rule="sum of years",
            column="years_experience",
            violated="t.years_experience < t.years_in_district "
            "OR t.years_in_district < t.years_at_school",
            fix="Years in all include those in the district, and these those at the school.",
            rejects=False,
            simple=True,
        ),
    ),
)
CERTIFICATIONS = Table(
    name="certifications",
    says="What somebody is certified to teach or to lead.",
    key=("staff_id", "field", "certification_level", "valid_from"),
    sorted_by=("staff_id", "field"),
    is_open="(valid_to IS NULL OR valid_to >= $day)",
    columns=(
        of("users", "staff_id", _STAFF),
        needed("field", "The field, such as Mathematics or Principal."),
        own("grades", "The grades, with commas: KG,01,02.", "grades"),
        own("certification_level", "How far it goes.", allowed=LEVELS),
        own("valid_from", "The first day.", "date"),
        own("valid_to", "The last day.", "date"),
        STATUS,
    ),
    checks=(
        Check(
            rule="order of days",
            column="valid_to",
            violated="t.valid_to < t.valid_from",
            fix="Let the last day be no earlier than the first.",
            simple=True,
        ),
    ),
)
STAFF_ASSIGNMENTS = Table(
    name="staff_assignments",
    says="Who holds a position, from when to when. A position that nobody holds has no staff_id.",
    key=("position_id", "staff_id", "begins"),
    sorted_by=("org_id", "position_id"),
    school="org_id",
    is_open=OPEN_TODAY,
    columns=(
        needed("position_id", "The position's number in the position control of HR or finance."),
        if_any("users", "staff_id", "Who holds it; empty while it is vacant."),
        of("orgs", "org_id", "The school's or unit's sourcedId."),
        needed(
            "staff_category",
            "What kind of position (as the federal staff counts have it).",
            allowed=CATEGORIES,
        ),
        own("title", "What the position is called."),
        own("job_code", "The district's own code."),
        needed("fte", "Share of a full-time position.", "decimal", within=FTE),
        own("fund", "The fund that pays, as spending calls it."),
        BEGINS,
        ENDS,
        STATUS,
    ),
    checks=(
        ENDS_AFTER_IT_BEGINS,
        Check(
            rule="overlapping assignments",
            column="begins",
            violated=f"""EXISTS (SELECT 1 FROM read_staff_assignments o
            WHERE o.position_id = t.position_id AND o.staff_id = t.staff_id
            AND o.row_number <> t.row_number AND {_AT_ONCE})""",
            fix="The same person holds this position twice at once: end the first assignment.",
            rejects=False,
        ),
        Check(
            rule="sum of FTE",
            column="fte",
            violated=f"""(SELECT sum(o.fte) FROM read_staff_assignments o
            WHERE o.staff_id = t.staff_id AND {_AT_ONCE}) > {MOST_FTE}""",
            fix=f"This person's assignments add up to more than {MOST_FTE}: correct the shares.",
            rejects=False,
        ),
    ),
)
COMPENSATION = Table(
    name="compensation",
    says="What a person, or a position that nobody holds, costs in a fiscal year. Actual pay, not "
    "an average.",
    key=("fiscal_year", "staff_id", "position_id"),
    sorted_by=("fiscal_year", "staff_id", "position_id"),
    absence="replaced",
    replaced_by="fiscal_year",
    columns=(
        needed("fiscal_year", "The year in which it ends, such as 2027.", "integer", within=YEARS),
        if_any("users", "staff_id", "Who is paid."),
        own("position_id", "The position, where pay is known for it alone."),
        needed("salary", "Salary in dollars.", "decimal", within=("0", "2000000")),
        own("benefits", "Benefits in dollars.", "decimal", within=("0", "2000000")),
    ),
    checks=(
        Check(
            rule="who is paid",
            column="staff_id",
            violated="t.staff_id IS NULL AND t.position_id IS NULL",
            fix="Fill in staff_id or position_id.",
            simple=True,
        ),
    ),
)
VACANCIES = Table(
    name="vacancies",
    says="A position that nobody holds: since when, and until when.",
    key=("position_id", "since"),
    sorted_by=("org_id", "position_id"),
    school="org_id",
    is_open="(filled_on IS NULL OR filled_on >= $day)",
    columns=(
        needed("position_id", "The position, as staff_assignments calls it."),
        of("orgs", "org_id", "The school's or unit's sourcedId."),
        needed("since", "The first day without a holder.", "date"),
        own("posted_on", "When it was posted.", "date"),
        own("filled_on", "The first day of the next holder.", "date"),
        STATUS,
    ),
    checks=(
        Check(
            rule="order of days",
            column="filled_on",
            violated="t.filled_on < t.since",
            fix="Let the position be filled no earlier than it fell vacant.",
            simple=True,
        ),
        Check(
            rule="position known",
            column="position_id",
            violated="""EXISTS (SELECT 1 FROM known_staff_assignments) AND NOT EXISTS (
            SELECT 1 FROM known_staff_assignments p WHERE p.position_id = t.position_id)""",
            fix="Add the position to staff_assignments.csv, or correct position_id.",
            rejects=False,
        ),
    ),
)

TABLES = (STAFF, CERTIFICATIONS, STAFF_ASSIGNMENTS, COMPENSATION, VACANCIES)
