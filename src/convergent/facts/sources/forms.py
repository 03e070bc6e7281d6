"""A form: one kind of file that can be read, and how its columns become rows of our tables.

Every source declares forms. `fit` looks at a file's heading and first rows, and says how sure it is
that the file is of this form; the surest form is chosen. SQL is built from our own declarations
and from positions (`c0`, `c1`, …) alone, so that nothing out of a file can reach it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from convergent.facts.findings import Finding
from convergent.facts.sources.text import TextFile

Mode = Literal["bulk", "delta"]
CERTAIN = 1.0
LEAST = 0.5


@dataclass(frozen=True)
class Selection:
    """The rows that a file gives to one table: SQL over its columns for each stored column.

    A stored column that is not named stays empty. Values are text, as the file has them; what kind
    of value they are is read and checked later. `columns` names, for each stored column, the
    heading that a finding shows; `fixes` says what to do, by rule and stored column, where the form
    has words of its own for it. With `each`, SQL for a list, a row gives one row for every `item`
    of it, counted by `nth` from 1. With `once`, SQL for a value, only the first row that has it is
    taken. What `is_derived` gives way to a file that says it itself.
    """

    table: str
    values: Mapping[str, str]
    columns: Mapping[str, str]
    where: str = "true"
    each: str = ""
    once: str = ""
    is_derived: bool = False
    fixes: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def is_row_for_row(self) -> bool:
        return self.where == "true" and not self.each and not self.once


@dataclass(frozen=True)
class Fixed:
    """Columns of a fixed-width file: where each begins (from 0) and how wide it is."""

    columns: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """That a file is of a form: how sure (0 to 1), why, and what it gives.

    `refusals` are findings for which the file cannot be read although it is of this form. `mode` is
    set where the form itself settles it; a manifest or the person settles it otherwise. With `pads`
    a row may lack its last columns.
    """

    form: "Form"
    sureness: float
    why: str
    selections: tuple[Selection, ...]
    notices: tuple[Finding, ...] = ()
    refusals: tuple[Finding, ...] = ()
    mode: Mode | None = None
    fixed: Fixed | None = None
    pads: bool = False


class Form(Protocol):
    """One kind of file. `name` is shown to people; `file` is its usual file name, or empty."""

    @property
    def name(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def file(self) -> str: ...

    def fit(self, file: TextFile) -> Fit | None: ...


def position(at: int) -> str:
    """The SQL name of a file's column."""
    return f"c{at:d}"


def trimmed(at: int) -> str:
    """A file's value, or NULL where it holds nothing but space."""
    return f"nullif(trim(c{at:d}), '')"
