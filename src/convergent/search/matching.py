"""Which rows of the index hold words that begin as typed: SQLite's FTS5, PostgreSQL's `tsvector`.

Both compare whole words of ASCII letters and digits that Python wrote; neither has its own parser
or dictionary take part, so both find the same. Where a viewer may see few records of a kind, these
are read through instead: a common word stands in far more records than she may see.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_

from django.db import connection
from django.db.models import BooleanField, F, Q
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Collate

FEW = 5_000
FTS5 = (  # the plus has SQLite look for the words once, not for each record that may be seen
    "+search_entry.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)"
)
TSVECTOR = "array_to_tsvector(string_to_array(search_entry.words, ' ')) @@ %s::tsquery"


def holding(words: Sequence[str]) -> Q:
    """Rows in which each of these words is the beginning of one; `words` is not empty."""
    if connection.vendor == "postgresql":
        sentence, asked = TSVECTOR, " & ".join(f"'{word}':*" for word in words)
    else:
        sentence, asked = FTS5, " ".join(f'"{word}"*' for word in words)
    return Q(RawSQL(sentence, [asked], output_field=BooleanField()))  # noqa: S611 - two fixed ones


def holding_here(words: Sequence[str]) -> Q:
    """The same rows, found by reading their words."""
    return reduce(and_, (Q(words__startswith=one) | Q(words__contains=f" {one}") for one in words))


def by_name() -> Combinable:
    """The title by its bytes, in whatever language the database sorts."""
    return Collate(F("name"), "C" if connection.vendor == "postgresql" else "BINARY")
