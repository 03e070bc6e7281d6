"""Money and counts of positions, as a budget or the books have them."""

from convergent.facts.tables.declare import Check, Column, Table
from convergent.facts.tables.own import MONEY, YEARS

AMOUNT_TYPES = frozenset({"actual", "budget", "projected"})
_YEAR = Column(
    "fiscal_year",
    kind="integer",
    required=True,
    within=YEARS,
    says="The year in which it ends, such as 2027.",
)
_PLACE = Column(
    "org_id",
    required=True,
    refers_to="orgs",
    must_exist=True,
    says="The school's, unit's or district's sourcedId.",
)
_TYPE = Column(
    "amount_type",
    required=True,
    allowed=AMOUNT_TYPES,
    says="Adopted budget, actual spending, or a projection.",
)

SPENDING = Table(
    name="spending",
    says="Dollars of one place in one fiscal year, by function, object, fund and program. What is "
    "not told apart stays empty. A whole export replaces the fiscal years that it speaks of, "
    "each type of amount by itself.",
    key=(
        "fiscal_year",
        "amount_type",
        "org_id",
        "function",
        "object",
        "fund",
        "program",
        "account",
    ),
    sorted_by=("org_id", "fiscal_year"),
    absence="replaced",
    replaced_by="fiscal_year, amount_type",
    school="org_id",
    columns=(
        _YEAR,
        _PLACE,
        _TYPE,
        Column(
            "function", says="What it is for, such as 1000 (instruction) of the federal handbook."
        ),
        Column("object", says="What it buys, such as 100 (salaries)."),
        Column("fund", says="Where it comes from, such as General or Title I."),
        Column("program", says="The program, such as special education."),
        Column("account", says="What else tells lines apart, such as the account's whole code."),
        Column(
            "amount",
            kind="decimal",
            required=True,
            within=MONEY,
            says="Dollars; less than nothing for a refund.",
        ),
        Column("expiring", kind="boolean", says="Whether the fund ends, as a grant does."),
        Column("fund_ends", kind="date", says="The last day on which the fund can be spent."),
    ),
    checks=(
        Check(
            rule="end of an expiring fund",
            column="fund_ends",
            violated="t.expiring AND t.fund_ends IS NULL",
            fix="Fill in fund_ends, so that it shows from when the money is missing.",
            rejects=False,
            simple=True,
        ),
    ),
)
SPENDING_TOTALS = Table(
    name="spending_totals",
    says="What a place's amounts are declared to add up to. A row of spending.csv whose function "
    "is “total” becomes a row of this table, and is compared with the sum of the others.",
    key=("fiscal_year", "amount_type", "org_id"),
    sorted_by=("org_id", "fiscal_year"),
    absence="replaced",
    replaced_by="fiscal_year, amount_type",
    school="org_id",
    columns=(
        _YEAR,
        _PLACE,
        _TYPE,
        Column("amount", kind="decimal", required=True, within=MONEY, says="Dollars."),
    ),
    checks=(
        Check(
            rule="sum of amounts",
            column="amount",
            violated="""abs(t.amount - (SELECT sum(s.amount) FROM known_spending s
            WHERE s.fiscal_year = t.fiscal_year AND s.amount_type = t.amount_type
            AND s.org_id = t.org_id)) > greatest(1, abs(t.amount) * 0.001)""",
            fix="The rows of this place add up to another amount: look for one missing or double.",
            rejects=False,
        ),
    ),
)
STAFFING_TOTALS = Table(
    name="staffing_totals",
    says="Positions of one place as numbers, where a district does not give each position.",
    key=("fiscal_year", "amount_type", "org_id", "staff_category", "fund"),
    sorted_by=("org_id", "fiscal_year"),
    absence="replaced",
    replaced_by="fiscal_year, amount_type",
    school="org_id",
    columns=(
        _YEAR,
        _PLACE,
        _TYPE,
        Column("staff_category", says="What kind of positions; empty for all."),
        Column("fund", says="The fund that pays; empty for all."),
        Column(
            "fte",
            kind="decimal",
            required=True,
            within=("0", "1000000"),
            says="Full-time equivalents.",
        ),
    ),
)

TABLES = (SPENDING, SPENDING_TOTALS, STAFFING_TOTALS)
