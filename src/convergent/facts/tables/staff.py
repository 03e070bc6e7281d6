"""Staff beyond the roster: experience, certificates, positions, pay, vacancies."""

from convergent.facts.tables.declare import OPEN_TODAY, Check, Column, Table
from convergent.facts.tables.own import BEGINS, ENDS, ENDS_AFTER_IT_BEGINS, STATUS, YEARS

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
        Column("staff_id", required=True, refers_to="users", must_exist=True, says=_STAFF),
        Column(
            "years_experience", kind="decimal", within=WORKED, says="Years in education in all."
        ),
        Column(
            "years_in_district", kind="decimal", within=WORKED, says="Of these in the district."
        ),
        Column("years_at_school", kind="decimal", within=WORKED, says="Of these at this school."),
        Column("highest_degree", allowed=DEGREES, says="The highest degree earned."),
        Column("hired_on", kind="date", says="The first day in the district."),
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
        Column("staff_id", required=True, refers_to="users", must_exist=True, says=_STAFF),
        Column("field", required=True, says="The field, such as Mathematics or Principal."),
        Column("grades", kind="grades", says="The grades, with commas: KG,01,02."),
        Column("certification_level", allowed=LEVELS, says="How far it goes."),
        Column("valid_from", kind="date", says="The first day."),
        Column("valid_to", kind="date", says="The last day."),
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
        Column(
            "position_id",
            required=True,
            says="The position's number in the position control of HR or finance.",
        ),
        Column(
            "staff_id",
            refers_to="users",
            must_exist=True,
            says="Who holds it; empty while it is vacant.",
        ),
        Column(
            "org_id",
            required=True,
            refers_to="orgs",
            must_exist=True,
            says="The school's or unit's sourcedId.",
        ),
        Column(
            "staff_category",
            required=True,
            allowed=CATEGORIES,
            says="What kind of position (as the federal staff counts have it).",
        ),
        Column("title", says="What the position is called."),
        Column("job_code", says="The district's own code."),
        Column(
            "fte", kind="decimal", required=True, within=FTE, says="Share of a full-time position."
        ),
        Column("fund", says="The fund that pays, as spending calls it."),
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
        Column(
            "fiscal_year",
            kind="integer",
            required=True,
            within=YEARS,
            says="The year in which it ends, such as 2027.",
        ),
        Column("staff_id", refers_to="users", must_exist=True, says="Who is paid."),
        Column("position_id", says="The position, where pay is known for it alone."),
        Column(
            "salary",
            kind="decimal",
            required=True,
            within=("0", "2000000"),
            says="Salary in dollars.",
        ),
        Column("benefits", kind="decimal", within=("0", "2000000"), says="Benefits in dollars."),
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
        Column("position_id", required=True, says="The position, as staff_assignments calls it."),
        Column(
            "org_id",
            required=True,
            refers_to="orgs",
            must_exist=True,
            says="The school's or unit's sourcedId.",
        ),
        Column("since", kind="date", required=True, says="The first day without a holder."),
        Column("posted_on", kind="date", says="When it was posted."),
        Column("filled_on", kind="date", says="The first day of the next holder."),
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
