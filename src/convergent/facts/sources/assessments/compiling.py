"""Turns a layout, and the headings of one file, into the selections of its results and parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from convergent.facts.literals import literal
from convergent.facts.sources.assessments import values
from convergent.facts.sources.assessments.headings import Headings
from convergent.facts.sources.assessments.layout import (
    WHOLE,
    Bindings,
    Block,
    Layout,
    Parts,
    Schools,
    Source,
    filled_in,
)
from convergent.facts.sources.forms import Selection

Values = Mapping[str, str]
RESULTS = "assessment_results"
PARTS = "assessment_parts"
_MEASURES = ("score", "level")
_AS_READ = (
    "assessment",
    "subject",
    "administration",
    "school_id",
    "counts_at",
    "student_groups",
    "standard_error",
    "percentile",
    "test_status",
    "product_result_id",
)
"""Fields that are stored as they are read, with nothing to work out."""
_ONE_RESULT = "student, assessment, subject, and administration or day"
_FIXES = {
    ("duplicate", "result_id"): f"Keep one row for each {_ONE_RESULT}.",
    ("contradiction", "result_id"): f"Two rows of one {_ONE_RESULT} say different things, and the "
    "first was taken: keep the right one.",
}


@dataclass
class Compiled:
    """`missing` are columns without which the file cannot be read, `absent` those that it can do
    without.
    """

    selections: list[Selection] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


class Found(NamedTuple):
    """SQL for a value, and the heading of its column, empty for a constant."""

    sql: str
    heading: str


class Compiler:
    def __init__(self, layout: Layout, headings: Headings, *, where: str) -> None:
        self.layout = layout
        self.headings = headings
        self.where = where
        self.done = Compiled()

    def compiled(self) -> Compiled:
        bound = [
            (block, bindings)
            for block in self.layout.blocks
            for bindings in self.headings.expanded(block.each)
        ]
        is_wide = len(bound) > 1 or any(block.each for block in self.layout.blocks)
        for block, bindings in bound:
            self._add(_OneBlock(self, block, bindings, is_wide=is_wide))
        if self.layout.schools is not None:
            self.done.selections.extend(self._orgs(self.layout.schools))
        return self.done

    def _orgs(self, schools: Schools) -> Iterator[Selection]:
        """Each district and each school once, with the name that the file says first."""
        district, school = self.find(schools.district_id), self.find(schools.school_id)
        if district is None or school is None:
            return
        yield self._org("district", district, self.find(schools.district_name), "NULL::VARCHAR")
        yield self._org("school", school, self.find(schools.school_name), district.sql)

    def _org(self, kind: str, org: Found, name: Found | None, parent: str) -> Selection:
        called = org.sql if name is None else f"coalesce({name.sql}, {org.sql})"
        return Selection(
            table="orgs",
            values={
                "sourced_id": org.sql,
                "name": called,
                "type": literal(kind),
                "parent_id": parent,
            },
            columns={"sourced_id": org.heading, "name": name.heading if name else ""},
            where=f"{self.where} AND {org.sql} IS NOT NULL",
            once=org.sql,
            is_derived=True,
        )

    def _add(self, one: "_OneBlock") -> None:
        if one.is_there():
            self.done.missing.extend(one.missing())
            self.done.absent.extend(one.absent())
            self.done.selections.extend(one.selections())

    def find(self, source: Source) -> Found | None:
        """The value of a source, before it is understood; none where the file lacks its column."""
        if not source.columns:
            return Found(literal(source.text) if source.text else "NULL::VARCHAR", "")
        if source.cases:
            return self._of_groups(source) if source.is_list else self._of_cases(source)
        for name in source.columns:
            at = self.headings.find(name, after=source.after)
            if at is not None:
                empty = (*self.layout.empty, *source.empty)
                value = values.read(source, values.cell(at, empty))
                return Found(value, self.headings.written[at])
        return None

    def _of_groups(self, source: Source) -> Found | None:
        """Every word whose column holds its value, with commas between them."""
        found = ((self.headings.find(case.column), case) for case in source.cases)
        words = [
            f"CASE WHEN {values.cell(at, ())} = {literal(case.value)} THEN {literal(case.then)} END"
            for at, case in found
            if at is not None
        ]
        if not words:
            return None
        return Found(f"nullif(concat_ws(',', {', '.join(words)}), '')", source.cases[0].column)

    def _of_cases(self, source: Source) -> Found | None:
        places = [self.headings.find(case.column) for case in source.cases]
        if any(at is None for at in places):
            return None
        whens = " ".join(
            f"WHEN {values.cell(at, ())} = {literal(case.value)} THEN {literal(case.then)}"
            for at, case in zip(places, source.cases, strict=True)
            if at is not None
        )
        return Found(f"CASE {whens} END", source.cases[0].column)


class _OneBlock:
    """One block with its placeholders filled in."""

    def __init__(
        self, compiler: Compiler, block: Block, bindings: Bindings, *, is_wide: bool
    ) -> None:
        self.compiler = compiler
        self.block = block
        self.bindings = bindings
        self.is_wide = is_wide
        self.sources = {
            name: tuple(source.filled_in(bindings) for source in sources)
            for name, sources in block.fields.items()
        }
        self.found: dict[str, Found] = {}
        self._find()

    def _find(self) -> None:
        for name, sources in self.sources.items():
            found = self.compiler.find(sources[0]) if name != "student_id" else None
            if found is not None:
                self.found[name] = found

    @property
    def is_measured(self) -> bool:
        return "score" in self.found or "level" in self.found

    def is_there(self) -> bool:
        """A wide file may lack some of its blocks."""
        return not self.is_wide or self.is_measured

    def missing(self) -> Iterator[str]:
        """Headings without which there is no result, or of which the file has two."""
        if not self._ids():
            yield self.sources["student_id"][0].columns[0]
        if not self.is_measured:
            yield next(self.sources[one][0].columns[0] for one in _MEASURES if one in self.sources)
        for name, source in self._not_found():
            if name == "assessment" or self._is_doubled(source):
                yield source.columns[0]

    def absent(self) -> Iterator[str]:
        for name, source in self._not_found():
            if name != "assessment" and not source.is_optional and not self._is_doubled(source):
                yield source.columns[0]

    def _not_found(self) -> Iterator[tuple[str, Source]]:
        for name, sources in self.sources.items():
            if name != "student_id" and name not in self.found:
                yield name, sources[0]

    def _is_doubled(self, source: Source) -> bool:
        return not source.after and any(map(self.compiler.headings.is_doubled, source.columns))

    def selections(self) -> Iterator[Selection]:
        ids = self._ids()
        if not ids or not self.is_measured:
            return
        stored = self._values(ids)
        where, columns = self._where(), self._columns(ids)
        yield self._results(stored, columns, where)
        items = [item for parts in self.block.parts for item in self._items(parts)]
        if items:
            has_student = f"{where} AND {stored['student_id']} IS NOT NULL"
            yield _parts(_key(stored), items, has_student)

    def _results(self, stored: Values, columns: Values, where: str) -> Selection:
        """A wide file's values are named first, so that the result's id need not repeat them."""
        if not self.is_wide:
            taken = {**stored, "result_id": _result_id(stored)}
            return Selection(RESULTS, taken, columns, where, fixes=_FIXES)
        named = {name: f"item.{name}" for name in stored}
        struct = ", ".join(f"'{name}': {sql}" for name, sql in stored.items())
        return Selection(
            table=RESULTS,
            values={**named, "result_id": _result_id(named)},
            columns=columns,
            where=where,
            each=f"[{{{struct}}}]",
            fixes=_FIXES,
        )

    def _ids(self) -> list[tuple[Found, str]]:
        found = ((self.compiler.find(one), one.kind) for one in self.sources["student_id"])
        return [(one, kind) for one, kind in found if one is not None]

    def _values(self, ids: Sequence[tuple[Found, str]]) -> dict[str, str]:
        sqls, kinds = [one.sql for one, _ in ids], [kind for _, kind in ids]
        stored = {
            "student_id": values.first_of(sqls),
            "student_id_kind": values.kind_of_first(sqls, kinds),
            "other_ids": values.others(sqls, kinds),
        }
        for name in _AS_READ:
            stored[name] = self._read(name)
        grade = self._read("grade", otherwise="code ")
        stored["grade"] = grade and values.grade(grade)
        stored["administered_on"] = self._date()
        stored["school_year"] = self._school_year(stored["administered_on"])
        stored |= self._score() | self._level()
        return {name: sql for name, sql in stored.items() if sql}

    def _read(self, name: str, *, otherwise: str = "") -> str:
        if name not in self.found:
            return ""
        return values.in_words(self.sources[name][0], self.found[name].sql, otherwise=otherwise)

    def _date(self) -> str:
        value = self._read("administered_on")
        return value and values.iso_date(self.sources["administered_on"][0].formats, value)

    def _school_year(self, date: str) -> str:
        if "school_year" in self.found:
            return values.school_year(self.sources["school_year"][0], self._read("school_year"))
        return values.school_year_of_date(date) if date else ""

    def _score(self) -> dict[str, str]:
        if "score" not in self.found:
            return {}
        source = self.sources["score"][0]
        said = {"score_type": source.type, "score_least": source.least, "score_most": source.most}
        declared = {name: literal(value) for name, value in said.items() if value}
        return {"score": self._read("score"), **declared}

    def _level(self) -> dict[str, str]:
        if "level" not in self.found:
            return {}
        source, level = self.sources["level"][0], self._read("level")
        place, count = values.place_in_order(source, level)
        if source.counts_up:
            place = values.counted_up(level)
        meets = literal(source.meets) if source.meets else self._read("level_meets")
        return {
            "level": level,
            "level_order": place,
            "level_count": count,
            "level_meets": meets,
        }

    def _where(self) -> str:
        """Wide files give a result where something of its own is filled in."""
        names = [filled_in(name, self.bindings) for name in self.block.taken_if]
        places = [at for name in names if (at := self.compiler.headings.find(name)) is not None]
        filled = [values.cell(at, self.compiler.layout.empty) for at in places]
        if self.is_wide and not filled:
            filled = [self.found[name].sql for name in _MEASURES if name in self.found]
        if not filled:
            return self.compiler.where
        taken = " OR ".join(f"{value} IS NOT NULL" for value in filled)
        return (
            f"({taken})"
            if self.compiler.where == "true"
            else f"{self.compiler.where} AND ({taken})"
        )

    def _columns(self, ids: Sequence[tuple[Found, str]]) -> dict[str, str]:
        headings = {name: found.heading for name, found in self.found.items() if found.heading}
        headings["student_id"] = headings["result_id"] = ids[0][0].heading
        headings["other_ids"] = ids[-1][0].heading
        if "level" in headings:
            headings["level_order"] = headings["level"]
        return headings

    def _items(self, parts: Parts) -> Iterator[str]:
        for bindings in self.compiler.headings.expanded(parts.each, self.bindings):
            part = self._part(parts.part.filled_in(bindings))
            for kind, source in parts.scores.items():
                found = self.compiler.find(source.filled_in(bindings))
                if found is not None and part:
                    value = values.in_words(source, found.sql)
                    name = literal(filled_in(kind, bindings))
                    yield f"{{'part': {part}, 'kind': {name}, 'value': {value}}}"
                elif not (parts.each or self.is_wide):
                    self.compiler.done.absent.append(source.filled_in(bindings).columns[0])

    def _part(self, source: Source) -> str:
        """A part whose name the file leaves empty is called by the heading of its name."""
        found = self.compiler.find(source)
        if found is None:
            return ""
        return f"coalesce({found.sql}, {literal(found.heading or WHOLE)})"


def _result_id(stored: Values) -> str:
    """A row without a student is rejected for that alone, so it gets a key of its own."""
    return f"CASE WHEN {stored['student_id']} IS NULL THEN uuid()::VARCHAR ELSE {_key(stored)} END"


def _key(stored: Values) -> str:
    named = [stored.get(name, "''") for name in ("assessment", "subject", "student_id")]
    said = [stored[name] for name in ("administration", "administered_on") if name in stored]
    said = said or [stored.get("school_year", "''")]
    when = said[0] if len(said) == 1 else f"concat_ws(' ', {', '.join(said)})"
    own = stored.get("product_result_id")
    return values.joined(*named, f"coalesce({own}, {when})" if own else when)


def _parts(result_id: str, items: Sequence[str], where: str) -> Selection:
    """Each part that is filled in as a row of its own."""
    number = "CASE WHEN try_cast(item.value AS DECIMAL(18, 4)) IS NOT NULL THEN item.value END"
    stored = {"part": "item.part", "kind": "item.kind", "value": "item.value", "number": number}
    return Selection(
        table=PARTS,
        values={"result_id": result_id, **stored},
        columns={},
        where=where,
        each=f"list_filter([{', '.join(items)}], lambda one: one.value IS NOT NULL)",
    )
