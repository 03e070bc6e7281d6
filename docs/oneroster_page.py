"""What the page on OneRoster says of every file: it follows from the tables."""

from convergent.facts.tables import gradebook, resources, rostering

GROUPS = (
    ("Rostering", rostering.TABLES),
    ("Gradebook", gradebook.TABLES),
    ("Resources", resources.TABLES),
)
KINDS = {
    "text": "text",
    "date": "a date, `YYYY-MM-DD`",
    "moment": "a moment, `YYYY-MM-DDTHH:MM:SS`",
    "boolean": "`true` or `false`",
    "decimal": "a number such as `0.5`",
    "list": "a list, with commas",
    "grade": "a grade: `PK`, `KG`, `01` to `12` and so on",
    "grades": "grades, with commas",
}


def column_tables(table):
    """`table` writes a heading and rows."""
    text = ""
    for title, tables in GROUPS:
        text += f"\n### {title}\n" + "".join(_file(one, table) for one in tables)
    return text + "\n"


def _file(one, table):
    rows = [(f"`{column.name}`", _holds(column), _duty(column, one)) for column in one.columns]
    text = f"\n#### {one.file}\n\n{table(('Column', 'Holds', 'Needed'), rows)}"
    if one.checks:
        checks = [(check.rule, check.fix, _outcome(check)) for check in one.checks]
        text += "\n" + table(("Rule between columns and rows", "What to do", "The row"), checks)
    return text


def _holds(column):
    if column.says:
        return column.says
    if column.refers_to and column.kind == "list":
        return f"`sourcedId`s of {column.refers_to}.csv, with commas"
    if column.refers_to:
        return f"a `sourcedId` of {column.refers_to}.csv"
    if column.allowed:
        return ", ".join(f"`{value}`" for value in sorted(column.allowed)) + ", or `ext:…`"
    held = KINDS[column.kind]
    return held if column.kept else f"{held}; looked at, not kept"


def _duty(column, one):
    if column.stored in {filling.column for filling in one.fillings}:
        return "no; filled in where that is certain"
    if column.must_exist:
        return "yes; without its target the row is rejected"
    if column.required:
        return "yes"
    if column.refers_to:
        return "no; without its target it is noticed"
    return "no"


def _outcome(check):
    return "is rejected" if check.rejects else "stays, with a notice"
