"""A layout: how the results file of one product is laid out, as its TOML file declares it.

Headings in it may hold placeholders, such as `{month}`, that `each` gives values to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Bindings = Mapping[str, str]
FIELDS = (
    "student_id",
    "assessment",
    "subject",
    "grade",
    "administered_on",
    "school_year",
    "administration",
    "school_id",
    "counts_at",
    "student_groups",
    "score",
    "standard_error",
    "level",
    "level_meets",
    "percentile",
    "test_status",
    "product_result_id",
)
WHOLE = "whole"


def filled_in(text: str, bindings: Bindings) -> str:
    """The text with its placeholders replaced."""
    for name, value in bindings.items():
        text = text.replace("{" + name + "}", value)
    return text


@dataclass(frozen=True)
class Case:
    """That where `column` holds `value`, the word `then` is meant."""

    column: str
    value: str
    then: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a value comes from: a constant `text`, or the first of `columns` that a file has.

    `after` names the heading that a column with a repeated heading follows. `values` turns codes
    into words; where it `is_closed`, a code that is not in it is no grade. `order` lists levels
    from the lowest, spellings of one level together; `meets` is the lowest that meets the standard.
    `cases` gives a word for the first column that holds a certain value, or where it `is_list` a
    word for each that does. Nothing is said where a column that `is_optional` is absent.
    """

    text: str = ""
    columns: tuple[str, ...] = ()
    after: str = ""
    kind: str = ""
    pattern: str = ""
    formats: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    is_closed: bool = True
    empty: tuple[str, ...] = ()
    type: str = ""
    least: str = ""
    most: str = ""
    order: tuple[tuple[str, ...], ...] = ()
    meets: str = ""
    counts_up: bool = False
    is_optional: bool = False
    cases: tuple[Case, ...] = ()
    is_list: bool = False

    def filled_in(self, bindings: Bindings) -> "Source":
        return replace(
            self,
            text=filled_in(self.text, bindings),
            columns=tuple(filled_in(name, bindings) for name in self.columns),
            after=filled_in(self.after, bindings),
            cases=tuple(replace(one, column=filled_in(one.column, bindings)) for one in self.cases),
        )


@dataclass(frozen=True)
class Dimension:
    """Placeholders that take their values together: the rows of `given`, or, where `heading` is
    set, one for each heading of the file that has its shape.
    """

    given: tuple[Bindings, ...] = ()
    heading: str = ""
    name: str = ""


@dataclass(frozen=True)
class Parts:
    """The parts of a result: `scores` gives, for each kind, where its value stands."""

    part: Source
    scores: Mapping[str, Source]
    each: tuple[Dimension, ...] = ()


@dataclass(frozen=True)
class Block:
    """What gives one result of a row: in wide files there are several.

    A row gives it where one of the `taken_if` columns is filled; else where it has a score or
    level.
    """

    fields: Mapping[str, tuple[Source, ...]]
    parts: tuple[Parts, ...] = ()
    each: tuple[Dimension, ...] = ()
    taken_if: tuple[str, ...] = ()


@dataclass(frozen=True)
class FixedWidth:
    """Fields of a file without delimiters or heading: first and last character, from 1.

    A file is known by the length of its lines, and by `shapes`: regular expressions of fields.
    """

    length: int
    fields: Mapping[str, tuple[int, int]]
    shapes: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Schools:
    """Where a results file names the schools and districts themselves."""

    school_id: Source
    school_name: Source
    district_id: Source
    district_name: Source


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`name` is that of its file. `known_by` are headings that only this product's files have,
    each with its other spellings; a file that has a heading of `not_with` is another product's.

    With `schools` a file brings them along, unless another file of the load says what schools there
    are. `short_rows`, where it says anything, says why rows may lack their last columns.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    known_by: tuple[tuple[str, ...], ...] = ()
    not_with: tuple[str, ...] = ()
    says: str = ""
    empty: tuple[str, ...] = ()
    short_rows: str = ""
    fixed: FixedWidth | None = None
    schools: Schools | None = None
    is_own: bool = False
