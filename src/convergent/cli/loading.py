"""`convergent load`: a job, with its progress on the terminal and its outcome as JSON or words."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from convergent.cli.serving import prepare
from convergent.errors import BadInput
from convergent.facts.findings import SERVES, LoadResult

SHOWN = 20
HELD, HELD_EXIT_CODE = "held", 4


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a person wants the verb done. `follows` is false where a worker is to follow later."""

    layout: str = ""
    changes: bool = False
    anew: bool = False
    dry_run: bool = False
    as_json: bool = False
    follows: bool = True


def load_exports(paths: Sequence[Path], told: Told) -> int:
    """Loads, says what came of it, lets people and places follow, and returns the exit code."""
    prepare()
    outcome = run_load(paths, told)
    if told.as_json:
        sys.stdout.write(json.dumps(outcome, indent=1, default=str) + "\n")
        sys.stdout.flush()
    elif "problem" in outcome:
        _tell(outcome["problem"])
    else:
        _say(outcome)
    if outcome["status"] in SERVES:
        follow_here(follows=told.follows)
    return exit_code_of(outcome)


def exit_code_of(outcome: Mapping[str, Any]) -> int:
    if outcome["status"] in {*SERVES, "checked"}:
        return 0
    if outcome["status"] == HELD:
        return HELD_EXIT_CODE
    return int(outcome.get("exit_code", BadInput.exit_code))


def run_load(paths: Sequence[Path], told: Told | None = None) -> dict[str, Any]:
    """What the load came to; of one that failed or was cancelled, its `problem` too."""
    from django.conf import settings

    from convergent.facts.kept_findings import told_of
    from convergent.jobs.models import State
    from convergent.jobs.terminal import progress_on_terminal
    from convergent.jobs.worker import run_here
    from convergent.loads.actions.loading import Wanted, ask_for_load

    told = told or Told()
    wanted = Wanted(
        layout=told.layout, whole=not told.changes, anew=told.anew, dry_run=told.dry_run
    )
    load = ask_for_load(paths, wanted=wanted, by=None)
    with progress_on_terminal() as show:
        ended = run_here(load.job, progress=show)
    if ended.state == State.DONE:
        return told_of(settings.HOME, str(load.pk)) or {}
    problem = ended.problem or "The load was cancelled; nothing was changed."
    nothing = asdict(LoadResult(status="cancelled", snapshot=None, tables={}))
    return nothing | {"status": str(ended.state), **ended.outcome, "problem": problem}


def follow_here(*, follows: bool = True) -> None:
    """People and places follow: by a worker if there is one, else here, unless told not to."""
    from convergent.jobs.models import State
    from convergent.jobs.presence import is_worker_present
    from convergent.jobs.terminal import progress_on_terminal
    from convergent.jobs.worker import run_here
    from convergent.loads.queries import following_jobs

    waiting = list(following_jobs())
    if not waiting:
        return
    if is_worker_present():
        _tell("People and places follow: a worker sees to it.")
    elif not follows:
        _tell("People and places follow when a worker next runs.")
    else:
        for job in waiting:
            with progress_on_terminal() as show:
                ended = run_here(job, progress=show)
            if ended.state == State.FAILED:
                raise BadInput("People and places did not follow.", ended.problem)
        measure_here()


def measure_here() -> None:
    """Works out the measures that wait for a worker."""
    from convergent.jobs.models import State
    from convergent.jobs.terminal import progress_on_terminal
    from convergent.jobs.worker import run_here
    from convergent.learning.measuring import measuring_jobs

    for job in measuring_jobs():
        with progress_on_terminal() as show:
            ended = run_here(job, progress=show)
        if ended.state == State.FAILED:
            raise BadInput("What students learned was not worked out.", ended.problem)


def _say(outcome: dict[str, Any]) -> None:
    serves = outcome["snapshot"] or "nothing is loaded"
    lines = [f"{outcome['status'].replace('_', ' ').capitalize()}; what serves now: {serves}"]
    lines += _shown([_recognized(one) for one in outcome["files"]])
    for name, count in outcome["tables"].items():
        lines.append(f"  {name}: {count['loaded']:,} of {count['read']:,} rows")
    lines += _shown([_located(one) for one in outcome["errors"]])
    lines += _shown([_noticed(one) for one in outcome["notices"]])
    lines += [said for one in outcome["differences"] if (said := _changed(one, outcome["status"]))]
    lines += [*_left_out(outcome["quarantine"]), *_to_decide(outcome["held"])]
    _tell("\n".join(lines))


def _shown(lines: Sequence[str]) -> list[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], *([f"  … and {more} more; --json shows them all"] if more > 0 else [])]


def _recognized(file: dict[str, Any]) -> str:
    mode = "changes alone" if file["mode"] == "delta" else "the whole"
    return f"  {file['file']} is {file['form']}, {mode}: {file['why']}"


def _left_out(quarantine: str | None) -> list[str]:
    from django.conf import settings

    from convergent.facts.snapshot import quarantine_folder

    if not quarantine:
        return []
    folder = quarantine_folder(settings.HOME) / quarantine
    return [f"Rows that were left out: mend them and load this folder as it is: {folder}"]


def _to_decide(held: str | None) -> list[str]:
    if not held:
        return []
    return [
        f"See what it would change: convergent facts diff {held}",
        f'Publish it: convergent facts approve {held} --reason "…"',
        f'Turn it down: convergent facts refuse {held} --reason "…"',
    ]


def _changed(difference: dict[str, Any], status: str) -> str:
    if status != HELD:
        return ""
    told = {name: f"{difference[name]:,}" for name in ("before", "ended", "changed", "added")}
    return (
        f"  {difference['table']}: of {told['before']} active rows {told['ended']} would end and "
        f"{told['changed']} change; {told['added']} would come"
    )


def _located(error: dict[str, Any]) -> str:
    first = f" (the first: {error['first']})" if error.get("first") else ""
    return f"  {_where(error)} breaks the rule “{error['rule']}”{first}. {error['fix']}"


def _noticed(notice: dict[str, Any]) -> str:
    rows = f" ({notice['rows']:,} of them)" if notice["rows"] > 1 else ""
    return f"  {_where(notice)} was noticed, “{notice['rule']}”{rows}. {notice['fix']}"


def _where(finding: dict[str, Any]) -> str:
    where = ":".join(str(finding[key]) for key in ("file", "line", "column") if finding[key])
    value = f" “{finding['value']}”" if finding["value"] else ""
    return f"{where}:{value}" if where else value.strip()


def _printable(words: str) -> str:
    """What a file holds commands no terminal."""
    return "".join(
        mark if mark.isprintable() or mark == "\n" else ascii(mark)[1:-1] for mark in words
    )


def _tell(words: str) -> None:
    sys.stderr.write(_printable(words) + "\n")
    sys.stderr.flush()
