"""Further ids of a result in one text: each after its kind, with control characters between."""

from convergent.facts.cells import unmarked

BETWEEN_IDS = "chr(30)"
AFTER_KIND = "chr(31)"


def every_other_id(rows: str) -> str:
    """SQL for `other_kind` and `other_id` beside the columns of `rows`, which have `other_ids`."""
    return f"""SELECT * EXCLUDE said, split_part(said, {AFTER_KIND}, 1) AS other_kind,
        {unmarked(f"split_part(said, {AFTER_KIND}, 2)")} AS other_id
    FROM (SELECT *, unnest(string_split(other_ids, {BETWEEN_IDS})) AS said
        FROM {rows} WHERE other_ids IS NOT NULL)"""


def names_one_of(selected: str) -> str:
    """SQL that a row has one of the ids that are selected as kind and id among its further ones."""
    asked = f"SELECT list(kind || {AFTER_KIND} || id) FROM ({selected}) AS asked(kind, id)"
    said = f"string_split(other_ids, {BETWEEN_IDS})"
    return f"coalesce(list_has_any({said}, ({asked})), false)"
