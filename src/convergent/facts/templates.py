"""Headings of the files that can be loaded, for a district that fills them in by hand."""

import csv
import io

from convergent.errors import BadInput
from convergent.facts.tables import TABLES, Table, table_named


def template_names() -> tuple[str, ...]:
    return tuple(table.name for table in TABLES)


def template_of(name: str) -> str:
    """The heading as a line of CSV; raises BadInput for a kind that there is not."""
    if name not in template_names():
        raise BadInput(
            f"There is no template {name}.", f"There are: {', '.join(template_names())}."
        )
    text = io.StringIO()
    csv.writer(text).writerow(_heading(table_named(name)))
    return text.getvalue()


def _heading(table: Table) -> list[str]:
    """What a file cannot do without first; then the rest as it is declared."""
    kept = [column for column in table.columns if column.kept]
    return [column.name for column in sorted(kept, key=lambda one: not one.is_needed)]
