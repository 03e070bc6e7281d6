"""Holds a file against a layout, and turns what fits into selections of rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from convergent.facts.findings import Finding
from convergent.facts.literals import literal
from convergent.facts.sources.assessments.compiling import Compiled, Compiler
from convergent.facts.sources.assessments.fixed_width import has_shape
from convergent.facts.sources.assessments.headings import Headings, plain
from convergent.facts.sources.assessments.layout import Layout
from convergent.facts.sources.forms import CERTAIN, Fit, Fixed, position
from convergent.facts.sources.text import TextFile

KNOWN = 0.9
"""How sure a layout of ours is; a district's own comes before it."""


@dataclass(frozen=True)
class LayoutForm:
    """The results file of one product. Where the person said that a file is of this layout, it is
    read so, or refused for what it lacks.
    """

    layout: Layout
    is_forced: bool = False

    @property
    def name(self) -> str:
        return self.layout.name

    @property
    def source(self) -> str:
        return self.layout.title

    @property
    def file(self) -> str:
        return "results.csv" if self.layout.name == "results" else ""

    def fit(self, file: TextFile) -> Fit | None:
        fixed = self.layout.fixed
        if fixed is not None and has_shape(file, fixed):
            return _Fitting(self, file, Headings(tuple(fixed.fields)), is_fixed=True).fit()
        headings = Headings(file.heading)
        fitting = _Fitting(self, file, headings, is_fixed=False)
        is_known = self._is_known_by(headings) and fitting.has_results
        return fitting.fit() if is_known or self.is_forced else None

    def _is_known_by(self, headings: Headings) -> bool:
        known_by, not_with = self.layout.known_by, self.layout.not_with
        return (
            bool(known_by)
            and all(map(headings.has_any, known_by))
            and not headings.has_any(not_with)
        )


class _Fitting:
    def __init__(
        self, form: LayoutForm, file: TextFile, headings: Headings, *, is_fixed: bool
    ) -> None:
        self.form = form
        self.layout = form.layout
        self.file = file
        self.headings = headings
        self.is_fixed = is_fixed

    def fit(self) -> Fit:
        return Fit(
            form=self.form,
            sureness=CERTAIN if self.layout.is_own or self.form.is_forced else KNOWN,
            why=self._why(),
            selections=tuple(self._compiled.selections),
            notices=tuple(self._notices()),
            refusals=tuple(self._refusals()),
            fixed=self._fixed() if self.is_fixed else None,
            mode="delta" if self.layout.schools is not None else None,
            pads=bool(self.layout.short_rows) and not self.is_fixed,
        )

    @cached_property
    def _compiled(self) -> Compiled:
        return Compiler(self.layout, self.headings, where=self._rows()).compiled()

    @property
    def has_results(self) -> bool:
        """Whether a wide file has any of its blocks; a long one's may lack columns."""
        return bool(self._compiled.selections or self._compiled.missing)

    def _why(self) -> str:
        if self.is_fixed:
            return f"its lines have the length and the fields of {self.layout.title}"
        if self.form.is_forced:
            return "it was said to be of this layout"
        names = ", ".join(names[0] for names in self.layout.known_by)
        return f"it has the headings of {self.layout.title}: {names}"

    def _rows(self) -> str:
        """SQL for the rows that are none of headings, where a file repeats its own."""
        if self.is_fixed or not self.file.sample:
            return "true"
        first, heading = self.file.sample[0], self.file.heading
        if [plain(value) for value in first[: len(heading)]] != list(map(plain, heading)):
            return "true"
        at = next(at for at, name in enumerate(heading) if name)
        return f"trim(coalesce({position(at)}, '')) <> {literal(first[at].strip())}"

    def _fixed(self) -> Fixed | None:
        fixed = self.layout.fixed
        if fixed is None:
            return None
        ends = fixed.fields.values()
        return Fixed(tuple((first - 1, last - first + 1) for first, last in ends))

    def _notices(self) -> Iterator[Finding]:
        absent = list(dict.fromkeys(self._compiled.absent))
        if absent:
            yield self._finding(
                column=absent[0],
                value=", ".join(absent)[:200],
                rule="column absent",
                fix="Nothing if the product does not report it; it was left empty.",
            )

    def _refusals(self) -> Iterator[Finding]:
        if not self.has_results:
            yield self._finding(
                column="",
                rule="column present",
                fix=f"Send a file with the columns of {self.layout.title}: it has none of the "
                "scores that the layout names.",
            )
        for name in dict.fromkeys(self._compiled.missing):
            doubled = self.headings.is_doubled(name)
            yield self._finding(
                column=name,
                rule="heading twice" if doubled else "column present",
                fix=f"Rename one of the columns {name}: only one of them can be meant."
                if doubled
                else f"Add the column {name} to the file, or name its heading in the layout.",
            )

    def _finding(self, *, column: str, rule: str, fix: str, value: str = "") -> Finding:
        return Finding(
            file=self.file.name,
            line=self.file.heading_line,
            column=column,
            value=value,
            rule=rule,
            fix=fix,
        )


def layout_forms(layouts: Sequence[Layout], *, forced: str = "") -> tuple[LayoutForm, ...]:
    return tuple(LayoutForm(one, is_forced=one.name == forced) for one in layouts)
