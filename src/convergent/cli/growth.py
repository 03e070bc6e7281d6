"""`convergent growth`: student growth percentiles of a file of scores; no web is needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convergent.cli.growth_told import summary_of
from convergent.errors import BadInput, PersonError

if TYPE_CHECKING:
    from convergent.analysis.growth import Growth, Norms, Targets, Task
    from convergent.analysis.growth.district import Progress
    from convergent.facts.findings import Finding
    from convergent.facts.scores import Cuts, Scores

MOST_GRADES = 13
LARGEST_MATRICES = 200_000_000  # bytes; a thousand models take fewer


class WrongOption(PersonError):
    """An option cannot be understood."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """How a person wants it done; None and nothing mean all."""

    year: int | None = None
    grades: tuple[int, ...] = ()
    subject: str = ""
    interval: bool = False
    matrices: Path | None = None
    save_matrices: Path | None = None
    cuts: Path | None = None
    minimum_cohort: int
    processes: int | None = None


def growth(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="Scores: .csv, .csv.gz, .tsv or .parquet.")
    ],
    into: Annotated[
        Path, typer.Argument(metavar="OUT", help="Percentiles: .csv, .csv.gz or .parquet.")
    ],
    year: Annotated[int | None, typer.Option(help="The current score's year; else all.")] = None,
    progression: Annotated[
        str, typer.Option(help="Consecutive grades, such as 3:5, the current one last; else all.")
    ] = "",
    subject: Annotated[str, typer.Option(help="One subject; of a wide file, its name.")] = "",
    interval: Annotated[
        bool, typer.Option("--interval", help="Add sgp_low and sgp_high, the 90 % interval.")
    ] = False,
    matrices: Annotated[
        Path | None, typer.Option(help="Score by these norms instead of the file's own students.")
    ] = None,
    save_matrices: Annotated[
        Path | None, typer.Option(help="Keep the fitted models in this file.")
    ] = None,
    cuts: Annotated[
        Path | None,
        typer.Option(
            help="Scores that meet the standard (columns grade, score, and subject): adds keeps_up "
            "and, as target_1 to target_3, the growth that leads there within so many years."
        ),
    ] = None,
    minimum_cohort: Annotated[
        int, typer.Option(min=1, help="The fewest students that a model is fitted on.")
    ] = 300,
    processes: Annotated[int | None, typer.Option(min=1, help="How many at once.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object, and nothing else.")
    ] = False,
) -> None:
    """Student growth percentiles of a file, as the R package SGP computes them."""
    wanted = Wanted(
        year=year,
        grades=grades_of(progression),
        subject=subject,
        interval=interval,
        matrices=matrices,
        save_matrices=save_matrices,
        cuts=cuts,
        minimum_cohort=minimum_cohort,
        processes=processes,
    )
    summary = grow(source, into, wanted)
    if as_json:
        sys.stdout.write(json.dumps(summary, indent=1, ensure_ascii=False) + "\n")
        return
    for sentence in summary["notices"]:
        typer.echo(sentence, err=True)
    typer.echo(f"Wrote growth percentiles of {summary['written']:,} results to {into}.", err=True)


def grades_of(progression: str) -> tuple[int, ...]:
    """The grades of such as “3:5”; none for an empty text. Raises WrongOption."""
    if not progression:
        return ()
    first, _, last = progression.partition(":")
    try:
        grades = tuple(range(int(first), int(last) + 1))
    except ValueError:
        grades = ()
    if not 2 <= len(grades) <= MOST_GRADES:
        raise WrongOption(
            f"--progression {progression} is no range of two grades or more.",
            "Write the first and the last grade, such as 3:5.",
        )
    return grades


def grow(source: Path, into: Path, wanted: Wanted) -> dict[str, Any]:
    """Reads, computes and writes; a summary, as JSON has it."""
    norms, cuts = _norms(wanted.matrices), _cuts(wanted.cuts)
    for file in filter(None, (into, wanted.save_matrices)):
        _refuse_no_place(file)
    with _bar() as progress:
        progress(f"Reading {source.name}", 0, 0)
        scores = _scores(source, wanted)
        tasks = _tasks(scores, wanted)
        growths = _computed(scores, tasks, norms, wanted, progress)
        _refuse_nothing(growths)
        progress(f"Writing {into.name}", len(tasks), len(tasks))
        aims = None if cuts is None else _targets(growths, scores, norms, cuts)
        _write(growths, scores, into, wanted, aims)
    return summary_of(growths, scores, into, saved=wanted.save_matrices)


def _scores(source: Path, wanted: Wanted) -> Scores:
    from convergent.facts.scores import read_scores

    with _located(source):
        scores = read_scores(source, subject=wanted.subject)
    if wanted.interval and scores.results.sems is None:
        raise BadInput(
            f"{source.name}: an interval needs a column sem (wide: SEM_<year>),",
            "the standard error of measurement of each score. Add it, or leave out --interval.",
        )
    return scores


@contextmanager
def _located(source: Path) -> Iterator[None]:
    """What is wrong in a file is said with its places."""
    from convergent.facts.findings import ExportRefused

    try:
        yield
    except ExportRefused as refused:
        found = [located(one) for one in refused.findings]
        raise BadInput(f"{source} cannot be used.\n" + "\n".join(found)) from None


def _cuts(file: Path | None) -> Cuts | None:
    from convergent.facts.scores import read_cuts

    if file is None:
        return None
    with _located(file):
        return read_cuts(file)


def _targets(
    growths: Sequence[Growth], scores: Scores, norms: Norms | None, cuts: Cuts
) -> dict[Task, Targets | None]:
    """By the norms that were given, else by what the file's own students reached."""
    from convergent.analysis.growth import Norms, targets_of
    from convergent.facts.scores import cuts_of

    ahead = norms or Norms(tuple(matrix for one in growths for matrix in one.matrices))
    return {
        one.task: targets_of(one, scores.results, ahead, cuts_of(cuts, one.task.subject))
        for one in growths
    }


def located(finding: Finding) -> str:
    where = ":".join(str(one) for one in (finding.file, finding.line, finding.column) if one)
    if finding.value:
        return f"  {where}: “{finding.value}” is not {finding.rule}. {finding.fix}"
    return f"  {where}: there is no {finding.rule.removeprefix('a ')}. {finding.fix}"


def _refuse_no_place(file: Path) -> None:
    """Before hours of work: raises BadInput where a file cannot be written."""
    if not file.parent.is_dir():
        raise BadInput(f"The folder {file.parent} is not there.", "Make it, or name another.")
    if file.is_dir():
        raise BadInput(f"{file} is a folder.", "Name a file in it.")


def _norms(file: Path | None) -> Norms | None:
    from convergent.analysis.growth import Norms, WrongMatrices

    if file is None:
        return None
    try:
        if file.stat().st_size > LARGEST_MATRICES:
            raise BadInput(f"{file} is too large for matrices.", "Name a file of --save-matrices.")
        return Norms.from_text(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        raise BadInput(f"{file} is no file.", "Name a file of matrices.") from None
    except (WrongMatrices, UnicodeDecodeError) as wrong:
        raise BadInput(
            f"{file} is no file of matrices: {wrong}.",
            "Make one with --save-matrices; docs/reference/growth-matrices.md shows its form.",
        ) from None


def _tasks(scores: Scores, wanted: Wanted) -> list[Task]:
    """Those that were asked for; raises BadInput where the file holds none of them."""
    from convergent.analysis.growth import Task

    most = len(wanted.grades) - 1 if wanted.grades else None
    held = [one for one in scores.results.tasks(most_priors=most) if _is_wanted(one, wanted)]
    if not held:
        raise BadInput(
            "Nobody in the file has a score of that year and grade, and one of the grade before in "
            "the year before.",
            f"It holds {scores.results.told}. See --year, --progression and --subject.",
        )
    if wanted.grades:
        return [Task(one.subject, one.year, wanted.grades) for one in held]
    return held


def _is_wanted(task: Task, wanted: Wanted) -> bool:
    is_year = wanted.year in {None, task.year}
    return is_year and (not wanted.grades or task.grades[-1] == wanted.grades[-1])


def _computed(
    scores: Scores,
    tasks: Sequence[Task],
    norms: Norms | None,
    wanted: Wanted,
    progress: Progress,
) -> list[Growth]:
    from convergent.analysis.growth import Rules, growth_of_district

    found = growth_of_district(
        scores.results,
        tasks,
        rules=Rules(minimum_cohort=wanted.minimum_cohort),
        norms=norms,
        processes=wanted.processes,
        progress=progress,
    )
    return sorted(found, key=lambda one: one.task)


def _refuse_nothing(growths: Sequence[Growth]) -> None:
    """Raises BadInput where nobody has a percentile."""
    if any(len(one.rows) for one in growths):
        return
    reasons = "\n".join(f"  {one.refusal}" for one in growths)
    raise BadInput(
        f"Nobody has a growth percentile, and nothing was written.\n{reasons}\n",
        "Lower --minimum-cohort, or score by norms of a state or a larger district: --matrices.",
    )


def _write(
    growths: Sequence[Growth],
    scores: Scores,
    into: Path,
    wanted: Wanted,
    aims: dict[Task, Targets | None] | None,
) -> None:
    from convergent.analysis.growth import Norms
    from convergent.facts.scores import write_growth

    if wanted.save_matrices is not None:
        fitted = Norms(tuple(matrix for one in growths for matrix in one.matrices))
        wanted.save_matrices.write_text(fitted.as_text(), encoding="utf-8")
    write_growth(growths, scores, into, interval=wanted.interval, targets=aims)


@contextmanager
def _bar() -> Iterator[Progress]:
    """A function that shows progress as a bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        at = bar.add_task("", total=None)
        yield lambda step, done, total: bar.update(
            at, description=step, completed=done, total=total or None
        )
