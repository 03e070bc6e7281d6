"""Money and counts of positions, as a budget or the books have them."""

from convergent.facts.tables.declare import Check, Table
from convergent.facts.tables.own import MONEY, YEARS, needed, of, own

AMOUNT_TYPES = frozenset({"actual", "budget", "projected"})
_YEAR = needed("fiscal_year", "The year in which it ends, such as 2027.", "integer", within=YEARS)
_PLACE = of("orgs", "org_id", "The school's, unit's or district's sourcedId.")
_TYPE = needed(
    "amount_type", "Adopted budget, actual spending, or a projection.", allowed=AMOUNT_TYPES
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
        own("function", "What it is for, such as 1000 (instruction) of the federal handbook."),
        own("object", "What it buys, such as 100 (salaries)."),
        own("fund", "Where it comes from, such as General or Title I."),
        own("program", "The program, such as special education."),
        own("account", "What else tells lines apart, such as the account's whole code."),
        needed("amount", "Dollars; less than nothing for a refund.", "decimal", within=MONEY),
        own("expiring", "Whether the fund ends, as a grant does.", "boolean"),
        own("fund_ends", "The last day on which the fund can be spent.", "date"),
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
    columns=(_YEAR, _PLACE, _TYPE, needed("amount", "Dollars.", "decimal", within=MONEY)),
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
        own("staff_category", "What kind of positions; empty for all."),
        own("fund", "The fund that pays; empty for all."),
        needed("fte", "Full-time equivalents.", "decimal", within=("0", "1000000")),
    ),
)

TABLES = (SPENDING, SPENDING_TOTALS, STAFFING_TOTALS)
