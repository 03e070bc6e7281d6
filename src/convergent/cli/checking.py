"""`convergent protect --check`: what can be derived from tables that others made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convergent.cli.growth import located
from convergent.errors import BadInput

if TYPE_CHECKING:
    from convergent.analysis.disclosure.audit import Findings
    from convergent.facts.counts.dimensions import Dimension
    from convergent.facts.counts.others import Tables

SHOWN = 20


def checked(
    paths: Sequence[Path],
    dimensions: tuple[Dimension, ...],
    *,
    count: str = "n",
    minimum: int = 10,
) -> dict[str, Any]:
    """Reads and attacks them together; a summary, as JSON has it. Raises BadInput."""
    from convergent.analysis.disclosure.audit import WrongReleases, audit
    from convergent.facts.counts.others import read_tables
    from convergent.facts.findings import ExportRefused

    try:
        tables = read_tables(paths, dimensions, count=count)
        findings = audit(tables.releases, minimum=minimum)
    except ExportRefused as refused:
        raise _refusal([located(one) for one in refused.findings]) from None
    except WrongReleases as wrong:
        raise _refusal([located(tables.finding(one)) for one in wrong.faults[:SHOWN]]) from None
    return _summary(tables, findings, minimum)


def _refusal(lines: Sequence[str]) -> BadInput:
    return BadInput("The tables cannot be checked.\n" + "\n".join(lines))


def _summary(tables: Tables, findings: Findings, minimum: int) -> dict[str, Any]:
    narrow = list(_narrow(tables, findings, minimum))
    surely = sum(one["is_surely_small"] for one in narrow)
    return {
        "tables": [sheet.name for sheet in tables.sheets],
        "cells": sum(len(one.n) for one in tables.releases),
        "withheld": sum(int((~one.is_published).sum()) for one in tables.releases),
        "minimum": minimum,
        "too_narrow": surely,
        "too_narrow_if_small": len(narrow) - surely,
        "derived": sum(one["low"] == one["high"] for one in narrow if one["is_surely_small"]),
        "found": narrow,
    }


def _narrow(tables: Tables, findings: Findings, minimum: int) -> Iterator[dict[str, Any]]:
    for learned in findings.learned:
        ends = zip(learned.rows, learned.low, learned.high, learned.is_too_narrow, strict=True)
        for row, low, high, is_too_narrow in ends:
            if is_too_narrow:
                yield {
                    "cell": tables.cell(learned.release, int(row)),
                    "low": int(low),
                    "high": int(high),
                    "is_surely_small": bool(
                        high < minimum or tables.says_small(learned.release, int(row))
                    ),
                }


def in_words(summary: dict[str, Any]) -> str:
    """What was found: of cells that are small for sure, then of those that only may be."""
    found = sorted(summary["found"], key=lambda one: one["high"] - one["low"])
    surely = [one for one in found if one["is_surely_small"]]
    perhaps = [one for one in found if not one["is_surely_small"]]
    lines = [
        f"{summary['cells']:,} cells, {summary['withheld']:,} of them withheld. Too near to be "
        f"hidden: {len(surely):,}, of which {summary['derived']:,} are known exactly.",
        *_named(surely),
    ]
    if perhaps:
        lines.append(
            f"{len(perhaps):,} more would be, if they held fewer than {summary['minimum']}; "
            "whoever made the tables knows:"
        )
    return "\n".join([*lines, *_named(perhaps)])


def _named(found: Sequence[dict[str, Any]]) -> Iterator[str]:
    for one in found[:SHOWN]:
        yield f"  {one['cell']}: {one['low']:,} to {one['high']:,}"
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN:,} more: see --json"
