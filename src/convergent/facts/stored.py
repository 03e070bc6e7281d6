"""A snapshot's rows as SQL, with the columns of today, whatever version wrote them."""

from pathlib import Path

from convergent.facts.literals import literal
from convergent.facts.readings import SQL_TYPES
from convergent.facts.tables import Table


def parquet(file: Path) -> str:
    return f"read_parquet({literal(str(file))})"


def no_rows(table: Table) -> str:
    """Selects nothing, in the columns of the table."""
    empty = (f"NULL::{SQL_TYPES[column.kind]} AS {column.stored}" for column in table.kept)
    return f"SELECT {', '.join(empty)} WHERE false"


def stored_rows(table: Table, file: Path) -> str:
    """Selects every row; a column that the file does not have yet is empty."""
    columns = ", ".join(
        f"CAST({column.stored} AS {SQL_TYPES[column.kind]}) AS {column.stored}"
        for column in table.kept
    )
    return f"SELECT {columns} FROM ({no_rows(table)} UNION ALL BY NAME FROM {parquet(file)})"
