"""`convergent protect`: a table of counts in which no small group can be derived."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convergent.cli.growth import located
from convergent.errors import BadInput

if TYPE_CHECKING:
    from convergent.analysis.disclosure.audit import Findings
    from convergent.analysis.disclosure.suppression import Protected
    from convergent.facts.counts import Counted, Dimension
    from convergent.facts.counts.scores import Scale


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a person wants it done."""

    dimensions: tuple[Dimension, ...]
    count: str
    shares: tuple[str, ...]
    scales: tuple[Scale, ...]
    minimum: int
    also: tuple[Path, ...]
    audit: Path | None
    seed: int | None
    processes: int | None


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="IN OUT | TABLE…",
        help="From IN (students, or counts: .csv, .csv.gz, .tsv or .parquet) to OUT, every cell "
        "(.csv, .csv.gz or .parquet). With --check, tables that others made.",
    ),
]
Dimensions = Annotated[
    str, typer.Option(help="Columns with commas; a hierarchy as school>network>district.")
]
Count = Annotated[
    str,
    typer.Option(help="The column of counts; without it each row is a student (--check: n)."),
]
Share = Annotated[
    list[str] | None,
    typer.Option(help="A column of how many of the row's students did; may be repeated."),
]
Score = Annotated[
    list[str] | None,
    typer.Option(
        help="A column of scores and the ends of its scale, as score:200-800: tells means and "
        "medians; may be repeated."
    ),
]
Minimum = Annotated[
    int | None,
    typer.Option(min=3, help="The fewest that are published: 10, or 8 with --staff."),
]
Staff = Annotated[bool, typer.Option("--staff", help="It counts members of staff.")]
Also = Annotated[
    list[Path] | None, typer.Option(help="A release that is out already; may be repeated.")
]
Audit = Annotated[
    Path | None,
    typer.Option(help="Write here what an attacker learns of each withheld cell. Keep it."),
]
Check = Annotated[
    bool, typer.Option("--check", help="Say what can be derived from tables; exits 3 if anything.")
]
Seed = Annotated[int | None, typer.Option(help="Draw ties by this, instead of by a secret one.")]
Processes = Annotated[int | None, typer.Option(min=1, help="How many at once.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]


# Long by its options: what it does is ten lines.
def protect(
    files: Files,
    dimensions: Dimensions,
    check: Check = False,
    count: Count = "",
    share: Share = None,
    score: Score = None,
    minimum: Minimum = None,
    staff: Staff = False,
    also: Also = None,
    audit: Audit = None,
    seed: Seed = None,
    processes: Processes = None,
    as_json: Json = False,
) -> None:
    """Withhold every small cell of a table, and what would let anyone derive one."""
    from convergent.facts.counts import dimensions_of
    from convergent.facts.counts.scores import Scale

    wanted = Wanted(
        dimensions=dimensions_of(dimensions),
        count=count,
        shares=tuple(share or ()),
        scales=tuple(Scale.asked(one) for one in score or ()),
        minimum=minimum or smallest(staff=staff),
        also=tuple(also or ()),
        audit=audit,
        seed=seed,
        processes=processes,
    )
    if check:
        _check(files, wanted, as_json=as_json)
        return
    if len(files) != 2:
        raise BadInput("protect needs IN and OUT.", "Name two files, or tables with --check.")
    source, into = files
    summary = release(source, into, wanted)
    if as_json:
        sys.stdout.write(json.dumps(summary, indent=1) + "\n")
        return
    small, beside = summary["small"], summary["also_withheld"]
    typer.echo(f"Wrote {summary['cells']:,} cells to {into}.", err=True)
    typer.echo(f"Withheld {small:,} small ones, and {beside:,} that told of them.", err=True)


def smallest(*, staff: bool) -> int:
    """The fewest people that are told of, where nobody asks for more."""
    from convergent.facts.values import SMALLEST_GROUP, SMALLEST_STAFF

    return SMALLEST_STAFF if staff else SMALLEST_GROUP


def _check(tables: Sequence[Path], wanted: Wanted, *, as_json: bool) -> None:
    """Says what can be derived from them; exits as from bad input where anything surely can."""
    from convergent.cli.checking import checked, in_words

    found = checked(tables, wanted.dimensions, count=wanted.count or "n", minimum=wanted.minimum)
    if as_json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
    else:
        typer.echo(in_words(found), err=True)
    if found["too_narrow"]:
        raise typer.Exit(BadInput.exit_code)


def release(source: Path, into: Path, wanted: Wanted) -> dict[str, Any]:
    """Reads, protects, audits and writes; a summary, as JSON has it."""
    from convergent.facts.counts import write_release
    from convergent.facts.counts.protecting import Auditor, Beside, protected

    began = time.monotonic()
    refuse_overwriting([source, *wanted.also], [into, *([wanted.audit] if wanted.audit else [])])
    for file in (into, *([wanted.audit] if wanted.audit else [])):
        _refuse_no_folder(file)
    with refusing(source):
        beside = Beside.read(
            source,
            wanted.dimensions,
            wanted.also,
            count=wanted.count,
            shares=wanted.shares,
            scales=wanted.scales,
        )
    auditor = Auditor(wanted.minimum, wanted.processes)
    found = protected(beside, auditor, seed=wanted.seed, processes=wanted.processes)
    write_release(found.release, beside.counted.labels, into, beside.columns(found.release))
    if wanted.audit and auditor.findings:
        _write_intervals(found, auditor.findings, beside.counted, wanted.audit)
    return {
        "out": str(into),
        "cells": len(found.release.n),
        "small": found.small,
        "also_withheld": found.also,
        "percentages_and_means_withheld": found.untold,
        "narrowest": auditor.findings.narrowest if auditor.findings else None,
        "seconds": round(time.monotonic() - began, 2),
    }


def refuse_overwriting(read: Sequence[Path], written: Sequence[Path]) -> None:
    """What was read, and what is out, stays as it is; what is private is no release."""
    files = [one.resolve() for one in (*read, *written)]
    for one in files[len(read) :]:
        if files.count(one) > 1:
            raise BadInput(f"{one.name} is named twice.", "Name another file to write to.")


def _refuse_no_folder(file: Path) -> None:
    if not file.parent.is_dir():
        raise BadInput(f"The folder {file.parent} is not there.", "Make it, or name another.")


@contextmanager
def refusing(source: Path) -> Iterator[None]:
    """What is wrong with the files, said so that a person can mend it."""
    from convergent.facts.findings import ExportRefused

    try:
        yield
    except ExportRefused as refused:
        found = [located(one) for one in refused.findings]
        raise BadInput(f"{source} cannot be used.\n" + "\n".join(found)) from None


def _write_intervals(
    protected: Protected, findings: Findings, counted: Counted, path: Path
) -> None:
    from convergent.facts.counts import write_intervals

    learned = next(one for one in findings.learned if one.release == 0 and not one.name)
    write_intervals(
        protected.release,
        counted.labels,
        path,
        rows=learned.rows,
        low=learned.low,
        high=learned.high,
    )
