"""`convergent load`: a job, with its progress on the terminal and its outcome as JSON or words."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from convergent.cli.serving import prepare
from convergent.errors import BadInput

SHOWN = 20
SERVES = {"published", "published_with_rejects", "unchanged"}


def load_exports(paths: Sequence[Path], *, as_json: bool) -> int:
    """Loads, says what came of it, and returns the exit code."""
    prepare()
    outcome = run_load(paths)
    if as_json:
        sys.stdout.write(json.dumps(outcome, indent=1, default=str) + "\n")
    elif "problem" in outcome:
        sys.stderr.write(f"{outcome['problem']}\n")
    else:
        _say(outcome)
    return exit_code_of(outcome)


def exit_code_of(outcome: Mapping[str, Any]) -> int:
    if outcome["status"] in SERVES:
        return 0
    return int(outcome.get("exit_code", BadInput.exit_code))


def run_load(paths: Sequence[Path]) -> dict[str, Any]:
    """What the load came to; of one that failed or was cancelled, its `problem` too."""
    from django.db import transaction

    from convergent.jobs.actions import ask
    from convergent.jobs.models import State
    from convergent.jobs.terminal import progress_on_terminal
    from convergent.jobs.worker import run_here

    with transaction.atomic():
        places = [str(path.absolute()) for path in paths]
        job = ask("load", key=f"load {uuid4()}", by=None, paths=places)
    with progress_on_terminal() as show:
        ended = run_here(job, progress=show)
    if ended.state == State.DONE:
        return dict(ended.outcome)
    problem = ended.problem or "The load was cancelled; nothing was changed."
    nothing: dict[str, Any] = {"snapshot": None, "tables": {}, "errors": [], "notices": []}
    return {"status": str(ended.state), **nothing, **ended.outcome, "problem": problem}


def _say(outcome: dict[str, Any]) -> None:
    serves = outcome["snapshot"] or "nothing is loaded"
    lines = [f"{outcome['status'].replace('_', ' ').capitalize()}; what serves now: {serves}"]
    for name, count in outcome["tables"].items():
        lines.append(f"  {name}: {count['loaded']:,} of {count['read']:,} rows")
    lines += [_located(one) for one in outcome["errors"][:SHOWN]]
    if len(outcome["errors"]) > SHOWN:
        lines.append(f"  … and {len(outcome['errors']) - SHOWN} more; --json shows them all")
    sys.stderr.write("\n".join(lines) + "\n")


def _located(error: dict[str, Any]) -> str:
    where = ":".join(str(error[key]) for key in ("file", "line", "column") if error[key])
    value = f" “{error['value']}”" if error["value"] else ""
    return f"  {where}:{value} breaks the rule “{error['rule']}”. {error['fix']}"
