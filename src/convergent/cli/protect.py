"""`convergent protect`: a table of counts in which no small group can be derived."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convergent.cli.growth import located
from convergent.errors import BadInput, NotAllowed

if TYPE_CHECKING:
    from convergent.analysis.disclosure.audit import Findings
    from convergent.analysis.disclosure.suppression import Protected
    from convergent.analysis.disclosure.table import Codes, Release
    from convergent.facts.counts import Counted, Dimension


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a person wants it done."""

    dimensions: tuple[Dimension, ...]
    count: str
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
Minimum = Annotated[
    int, typer.Option(min=3, help="The fewest that are published; 8 is meant for staff.")
]
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
    minimum: Minimum = 10,
    also: Also = None,
    audit: Audit = None,
    seed: Seed = None,
    processes: Processes = None,
    as_json: Json = False,
) -> None:
    """Withhold every small cell of a table, and what would let anyone derive one."""
    from convergent.facts.counts import dimensions_of

    wanted = Wanted(
        dimensions=dimensions_of(dimensions),
        count=count,
        minimum=minimum,
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


def _check(tables: Sequence[Path], wanted: Wanted, *, as_json: bool) -> None:
    """Says what can be derived from them; exits as from bad input where anything can."""
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
    from convergent.facts.counts import read_release, write_release

    began = time.monotonic()
    for file in (into, *([wanted.audit] if wanted.audit else [])):
        _refuse_no_folder(file)
    with _refusing(source):
        counted = _counted(source, wanted)
        standing = [read_release(path, counted) for path in wanted.also]
    auditor = Auditor(wanted.minimum, wanted.processes)
    protected = _protected(counted, standing, wanted, auditor)
    write_release(protected.release, counted.labels, into)
    if wanted.audit and auditor.findings:
        _write_intervals(protected, auditor.findings, counted, wanted.audit)
    return {
        "out": str(into),
        "cells": len(protected.release.n),
        "small": protected.small,
        "also_withheld": protected.also,
        "narrowest": auditor.findings.narrowest if auditor.findings else None,
        "seconds": round(time.monotonic() - began, 2),
    }


def _refuse_no_folder(file: Path) -> None:
    if not file.parent.is_dir():
        raise BadInput(f"The folder {file.parent} is not there.", "Make it, or name another.")


@contextmanager
def _refusing(source: Path) -> Iterator[None]:
    """What is wrong with the files, said so that a person can mend it."""
    from convergent.facts.findings import ExportRefused

    try:
        yield
    except ExportRefused as refused:
        found = [located(one) for one in refused.findings]
        raise BadInput(f"{source} cannot be used.\n" + "\n".join(found)) from None


def _counted(source: Path, wanted: Wanted) -> Counted:
    """By the dimensions of the release, and by what else standing ones tell of."""
    from convergent.facts.counts import Dimension, columns_of_release, read_counts

    known = {column for one in wanted.dimensions for column in one.columns}
    others = [one for path in wanted.also for one in columns_of_release(path) if one not in known]
    more = tuple(Dimension((column,)) for column in dict.fromkeys(others))
    return read_counts(source, (*wanted.dimensions, *more), count=wanted.count)


def _protected(
    counted: Counted, standing: list[Release], wanted: Wanted, auditor: Auditor
) -> Protected:
    from convergent.analysis.disclosure.audit import WrongReleases
    from convergent.analysis.disclosure.proofs import CannotBeSafe
    from convergent.analysis.disclosure.standing import CannotCompare
    from convergent.analysis.disclosure.suppression import protect as protect_table

    try:
        return protect_table(
            counted.table,
            minimum=wanted.minimum,
            seed=wanted.seed,
            dimensions=counted.table.dimensions[: len(wanted.dimensions)],
            standing=standing,
            audit=auditor,
            processes=wanted.processes,
        )
    except CannotBeSafe:
        raise NotAllowed(
            "What is out already leaves a small group no room, whatever is withheld now.",
            "Nothing was written. Leave out a dimension that what is out has too.",
        ) from None
    except WrongReleases as wrong:
        raise BadInput(
            f"What is out already cannot all be true: {wrong}.",
            "Name the files as protect wrote them.",
        ) from None
    except CannotCompare:
        raise BadInput(
            "A release that is out has cells that this table cannot have.",
            "Name hierarchies in --dimensions as they were when it was written.",
        ) from None


class Auditor:
    """An attacker who sees all releases; `findings` are those of the last look."""

    def __init__(self, minimum: int, processes: int | None) -> None:
        self.minimum = minimum
        self.processes = processes or len(os.sched_getaffinity(0))
        self.findings: Findings | None = None

    def __call__(self, releases: Sequence[Release]) -> list[Codes]:
        """The rows of each release of which too much is learned."""
        from convergent.analysis.disclosure.audit import audit

        self.findings = audit(releases, minimum=self.minimum, processes=self.processes)
        return [self.findings.too_narrow(at) for at in range(len(releases))]


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
