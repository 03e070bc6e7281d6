"""Plans as Word documents: goals out of one, and priorities into the placeholders of another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from docx import Document
from docx.text.run import Run

from convergent.facts.findings import ExportRefused, Finding
from convergent.priorities.plans.goals import (
    OF_PLACE,
    OF_PRIORITY,
    Left,
    Read,
    goals_in_lines,
    goals_in_table,
)

NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEADINGS = ("Heading", "Title")
RUNS = "w:r | w:hyperlink/w:r"
PLACEHOLDER = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")
KNOWN = frozenset((*OF_PLACE, *(f"priority.{name}" for name in OF_PRIORITY)))


def goals_in_document(path: Path) -> Read:
    """Out of its tables where one has a column of goals, else out of its paragraphs. What stands
    in the other is left."""
    document = Document(str(path))
    tables = [
        goals_in_table(_cells(table), where=f"table {number}")
        for number, table in enumerate(document.tables, start=1)
    ]
    lines = [
        (f"paragraph {number}", paragraph.text)
        for number, paragraph in enumerate(document.paragraphs, start=1)
    ]
    headings = {
        f"paragraph {number}"
        for number, paragraph in enumerate(document.paragraphs, start=1)
        if (paragraph._p.style or "").startswith(HEADINGS)
    }
    of_tables = reduce(add, tables, Read([], []))
    of_lines = goals_in_lines(lines, headings=headings)
    if not of_tables.goals:
        return Read(of_lines.goals, [*of_lines.left, *of_tables.left])
    without = [Left(goal.where, goal.statement) for goal in of_lines.goals]
    return Read(of_tables.goals, [*of_tables.left, *of_lines.left, *without])


def fill_document(
    template: Path | None,
    out: Path,
    *,
    values: Mapping[str, str],
    priorities: Sequence[Mapping[str, str]],
) -> None:
    """The template with its placeholders filled: a paragraph or a row of a table that speaks of
    {{priority.…}} stands once for each. Without a template, a plain document of our own."""
    document = Document(str(template)) if template else _plain()
    _refuse_unknown(document, template)
    for table in document.tables:
        for row in list(table.rows):
            _repeat(row._tr, list(row.cells), values, priorities)
    for group in _groups(document.paragraphs):
        _repeat_paragraphs(group, values, priorities)
    for section in document.sections:
        for paragraph in (*section.header.paragraphs, *section.footer.paragraphs):
            _fill(paragraph, values)
    document.save(str(out))


def _cells(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def _plain() -> Any:
    """Our own form, for a district whose state has none."""
    document = Document()
    document.add_heading("{{place}}", level=0)
    document.add_paragraph("{{district}}, {{school_year}}. {{day}}")
    document.add_heading("{{priority.statement}}", level=1)
    for name in ("why", "serves", "started_from", "carries", "measures", "theory", "tries", "lead"):
        document.add_paragraph(f"{{{{priority.{name}}}}}")
    return document


def _placeholders(paragraph: Any) -> set[str]:
    return set(PLACEHOLDER.findall(paragraph.text))


def _every_paragraph(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _refuse_unknown(document: Any, template: Path | None) -> None:
    unknown = sorted(
        {name for one in _every_paragraph(document) for name in _placeholders(one)} - KNOWN
    )
    if unknown:
        raise ExportRefused(
            *(
                Finding(
                    file=template.name if template else "",
                    value=f"{{{{{name}}}}}",
                    rule="placeholder",
                    fix="Use one of: " + ", ".join(f"{{{{{one}}}}}" for one in sorted(KNOWN)),
                )
                for name in unknown
            )
        )


def _speaks_of_priority(paragraph: Any) -> bool:
    return any(name.startswith("priority.") for name in _placeholders(paragraph))


def _groups(paragraphs: Sequence[Any]) -> list[list[Any]]:
    """Paragraphs in a row that speak of a priority are one group, which is repeated as a whole."""
    groups: list[list[Any]] = []
    before = False
    for paragraph in paragraphs:
        now = _speaks_of_priority(paragraph)
        if now and before:
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
        before = now
    return groups


def _repeat_paragraphs(
    group: list[Any], values: Mapping[str, str], priorities: Sequence[Mapping[str, str]]
) -> None:
    if not _speaks_of_priority(group[0]):
        _fill(group[0], values)
        return
    last = group[-1]._p
    patterns = [deepcopy(paragraph._p) for paragraph in group]
    parent = group[0]._parent
    kind = type(group[0])
    for priority in priorities:
        for pattern in patterns:
            copied = deepcopy(pattern)
            last.addnext(copied)
            last = copied
            _fill(kind(copied, parent), {**values, **_named(priority)})
    for paragraph in group:
        paragraph._p.getparent().remove(paragraph._p)


def _repeat(
    row: Any,
    cells: Sequence[Any],
    values: Mapping[str, str],
    priorities: Sequence[Mapping[str, str]],
) -> None:
    """A row that speaks of a priority, once for each; any other as it is."""
    from docx.table import _Row

    if not any(_speaks_of_priority(one) for cell in cells for one in cell.paragraphs):
        _fill_cells(cells, values)
        return
    table, last = cells[0]._parent, row
    for priority in priorities:
        copied = deepcopy(row)
        last.addnext(copied)
        last = copied
        _fill_cells(_Row(copied, table).cells, {**values, **_named(priority)})
    row.getparent().remove(row)


def _fill_cells(cells: Sequence[Any], values: Mapping[str, str]) -> None:
    for cell in cells:
        for paragraph in cell.paragraphs:
            _fill(paragraph, values)


def _named(priority: Mapping[str, str]) -> dict[str, str]:
    return {f"priority.{name}": said for name, said in priority.items()}


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    """Word cuts a text into runs anywhere, so what is filled is put into the first of them."""
    if not PLACEHOLDER.search(paragraph.text):
        return
    filled = PLACEHOLDER.sub(lambda found: values.get(found[1], ""), paragraph.text)
    first, *others = [Run(one, paragraph) for one in paragraph._p.xpath(RUNS)]
    first.text = NOT_IN_XML.sub("", filled)
    for run in others:
        run.text = ""
