"""The page of our own forms, from their declarations."""

from convergent.facts.sources.own_forms import FORMS
from convergent.facts.sources.spreadsheet import FORMS as SHEETS
from convergent.facts.tables import days, finance, staff

HEAD = """\
# Forms for school days, staff and money

These are our own CSV forms, for what OneRoster does not carry. A file is known by its heading: its
name does not matter, columns may stand in any order, and a column that is not listed is noticed and
left out. Headings may be written as *Student ID* or *student_id*. Where your exports have other
headings or codes, [map your own columns](../how-to/map-your-own-columns.md).

`convergent facts template NAME` prints a form's heading. How to begin:
[Load days, staff and money](../how-to/load-staff-and-money.md).

- Dates are `YYYY-MM-DD`. Another order is understood where a column's dates leave no doubt, and
  noticed.
- Amounts may have a dollar sign and thousands; parentheses mean less than nothing.
- An allowed value may be spelled otherwise (*Early departure*), or begin with `ext:` for one that
  is yours alone.
- Students, staff, classes and schools have the `sourcedId` of the roster. A row about somebody who
  is not in the roster is rejected.
"""
GROUPS = (
    ("School days", days.TABLES),
    ("Staff", staff.TABLES),
    ("Money", finance.TABLES),
)
ABSENCE = {
    "ends": "Rows that a later whole export no longer holds become inactive.",
    "stays": "Rows that a later export no longer holds stay as they are.",
}
KINDS = {
    "text": "text",
    "date": "a date",
    "time": "a time, such as `08:15`",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "decimal": "a number",
    "grades": "grades, with commas: `KG,01`",
    "list": "a list, with commas",
}


def forms_page(table):
    """`table` writes a heading and rows."""
    text = HEAD
    by_name = {form.name: form for form in FORMS}
    for title, tables in GROUPS:
        text += f"\n## {title}\n"
        text += "".join(_form(one, table) for one in tables if one.name in by_name)
    text += "\n## A start with one spreadsheet\n\n"
    text += "How to begin: [Start with one spreadsheet](../how-to/start-with-one-spreadsheet.md).\n"
    return text + "".join(_sheet(form, table) for form in SHEETS)


def _form(one, table):
    keys = ", ".join(f"`{key}`" for key in one.key)
    parts = [f"\n### {one.file}", one.says, f"One row for each {keys}. {_absence(one)}"]
    rows = [(f"`{c.name}`", f"{_holds(c)}. {c.says}", _duty(c)) for c in one.columns]
    parts.append(table(("Column", "Holds", "Needed"), rows).rstrip())
    if one.checks:
        checks = [(check.rule, check.fix, _outcome(check)) for check in one.checks]
        parts.append(table(("Rule between columns and rows", "What to do", "The row"), checks))
    return "\n\n".join(parts).rstrip() + "\n"


def _absence(one):
    if one.absence != "replaced":
        return ABSENCE[one.absence]
    names = " and ".join(f"`{name}`" for name in one.replaced_by.split(", "))
    return f"A later export replaces all rows of the {names} that it speaks of, and no others."


def _holds(column):
    if column.refers_to:
        return f"a key of {column.refers_to}.csv"
    if column.allowed:
        return ", ".join(f"`{value}`" for value in sorted(column.allowed))
    return KINDS[column.kind] + _range(column)


def _range(column):
    if column.kind in ("integer", "decimal") and any(column.within):
        least, most = map(int, column.within)
        return f" from {least:,} to {most:,}"
    return ""


def _duty(column):
    if column.required:
        return "yes"
    return "no; where it names nobody, the row is rejected" if column.must_exist else "no"


def _outcome(check):
    return "is rejected" if check.rejects else "stays; it is noticed"


def _sheet(form, table):
    rows = [
        (f"`{name}`", says, "yes" if name in form.needed else "no")
        for name, says in {**form.needed, **form.more}.items()
    ]
    return f"\n### {form.name}\n\n{table(('Column', 'Holds', 'Needed'), rows)}"
