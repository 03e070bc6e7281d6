"""`convergent load`: a job, with its progress on the terminal and its outcome as JSON or words."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from convergent.cli.serving import prepare
from convergent.errors import BadInput

SHOWN = 20
HELD, HELD_EXIT_CODE = "held", 4
SERVES = {"published", "published_with_rejects", "unchanged"}
NOTHING: Mapping[str, Any] = {
    "snapshot": None,
    "tables": {},
    "files": [],
    "errors": [],
    "notices": [],
    "broken": [],
    "differences": [],
    "held": None,
    "quarantine": None,
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a person wants the verb done. `follows` is false where a worker is to follow later."""

    layout: str = ""
    changes: bool = False
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
    wanted = Wanted(layout=told.layout, whole=not told.changes, dry_run=told.dry_run)
    load = ask_for_load(paths, wanted=wanted, by=None)
    with progress_on_terminal() as show:
        ended = run_here(load.job, progress=show)
    if ended.state == State.DONE:
        return told_of(settings.HOME, str(load.pk)) or {}
    problem = ended.problem or "The load was cancelled; nothing was changed."
    return {"status": str(ended.state), **NOTHING, **ended.outcome, "problem": problem}


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


def _say(outcome: dict[str, Any]) -> None:
    serves = outcome["snapshot"] or "nothing is loaded"
    lines = [f"{outcome['status'].replace('_', ' ').capitalize()}; what serves now: {serves}"]
    for name, count in outcome["tables"].items():
        lines.append(f"  {name}: {count['loaded']:,} of {count['read']:,} rows")
    lines += [_located(one) for one in outcome["errors"][:SHOWN]]
    if len(outcome["errors"]) > SHOWN:
        lines.append(f"  … and {len(outcome['errors']) - SHOWN} more; --json shows them all")
    lines += [said for one in outcome["differences"] if (said := _changed(one, outcome["status"]))]
    if outcome["held"]:
        name = outcome["held"]
        lines.append(f"Publish it: convergent facts approve {name}")
        lines.append(f"Turn it down: convergent facts refuse {name}")
    _tell("\n".join(lines))


def _changed(difference: dict[str, Any], status: str) -> str:
    if status != HELD:
        return ""
    told = {name: f"{difference[name]:,}" for name in ("before", "ended", "changed", "added")}
    return (
        f"  {difference['table']}: of {told['before']} active rows {told['ended']} would end and "
        f"{told['changed']} change; {told['added']} would come"
    )


def _located(error: dict[str, Any]) -> str:
    where = ":".join(str(error[key]) for key in ("file", "line", "column") if error[key])
    value = f" “{error['value']}”" if error["value"] else ""
    return f"  {where}:{value} breaks the rule “{error['rule']}”. {error['fix']}"


def _tell(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()
