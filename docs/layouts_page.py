"""The page of layouts, from the layouts themselves."""

from convergent.facts.sources.assessments.reading import known_layouts
from convergent.facts.tables.results import TABLES

HEAD = """\
# Layouts of results files

Results come as each product writes them. A layout says what its columns mean. Convergent knows a
file by the headings that only this product has. Their order, other columns, and the file's name do
not matter; nor do capitals, spaces and punctuation in a heading.

- A file without the student's column, or without score and level, is refused.
- A score outside the range that a layout declares, a level that its order lacks, and a day of
  another form are errors, each with its line. Nothing is guessed.
- A file of no known layout is left out. [Add a layout](../how-to/add-a-layout.md) in ten minutes.
- Names of students are never read.

"""


def page(table):
    layouts = [layout_part(layout, table) for layout in known_layouts()]
    parts = [*layouts, *(table_part(one, table) for one in TABLES)]
    return (HEAD + "".join(parts)).rstrip() + "\n"


def layout_part(layout, table):
    source = {name: found for block in layout.blocks for name, found in block.fields.items()}
    rows = [(words(field), said(sources)) for field, sources in source.items()]
    kinds = {kind for block in layout.blocks for part in block.parts for kind in part.scores}
    rows += [("parts", ", ".join(f"`{kind}`" for kind in sorted(kinds)))] if kinds else []
    fields = table(("Field", "Where it stands"), rows)
    says = f"`{layout.name}`. {layout.says.strip()}"
    return f"## {layout.title}\n\n{says}\n\n{known_by(layout)}{fields}\n"


def known_by(layout):
    names = "; ".join(" or ".join(f"`{name}`" for name in names) for names in layout.known_by)
    return f"Known by: {names}.\n\n"


def said(sources):
    return "; ".join(filter(None, map(one_source, sources)))


def one_source(source):
    if not source.columns:
        return f"“{source.text}”"
    parts = [" or ".join(f"`{name}`" for name in source.columns)]
    parts += [f"({source.kind})"] if source.kind else []
    parts += [f"as {', '.join(source.formats)}"] if source.formats else []
    parts += [f"{source.least} to {source.most}"] if source.least else []
    parts += [f"from the lowest: {levels(source)}"] if source.order else []
    parts += [f"meets the standard from {source.meets}"] if source.meets else []
    return " ".join(parts)


def levels(source):
    return ", ".join(" or ".join(spellings) for spellings in source.order)


def table_part(one, table):
    rows = [(f"`{column.name}`", column.kind, column.says) for column in one.kept]
    columns = table(("Column", "Kind", "What it says"), rows)
    return f"## The table {one.name}\n\n{one.says}\n\n{columns}\n"


def words(field):
    return field.replace("_", " ")
