"""The dimensions of a table, as a person names them: school>network>district,group,level."""

from __future__ import annotations

from dataclasses import dataclass

from convergent.errors import BadInput


@dataclass(frozen=True)
class Dimension:
    """Columns from the finest level to the widest."""

    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.columns[0]


def dimensions_of(text: str) -> tuple[Dimension, ...]:
    """Raises BadInput where a name is missing or stands twice."""
    found = tuple(
        Dimension(tuple(column.strip() for column in part.split(">"))) for part in text.split(",")
    )
    columns = columns_of(found)
    if "" in columns or len(set(columns)) < len(columns):
        raise BadInput(
            f"--dimensions {text} has a name that is empty or stands twice.",
            "Write columns with commas, a hierarchy from fine to wide: school>network,group.",
        )
    return found


def columns_of(dimensions: tuple[Dimension, ...]) -> list[str]:
    return [column for dimension in dimensions for column in dimension.columns]
