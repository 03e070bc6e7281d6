"""`convergent load`: a job, with its progress on the terminal and its outcome as JSON or words."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from convergent.cli.serving import prepare
from convergent.cli.terminal import progress_bar
from convergent.errors import BadInput

SHOWN = 20


def load_exports(paths: Sequence[Path], *, as_json: bool) -> int:
    """Loads, says what came of it, and returns the exit code."""
    prepare()
    outcome = run_load(paths)
    if as_json:
        sys.stdout.write(json.dumps(outcome, indent=1, default=str) + "\n")
    else:
        _say(outcome)
    return 0 if outcome["status"] in {"published", "published_with_rejects", "unchanged"} else 3


def run_load(paths: Sequence[Path]) -> dict[str, Any]:
    from django.db import transaction

    from convergent.jobs.actions import ask
    from convergent.jobs.worker import run_here

    with transaction.atomic():
        places = [str(path.absolute()) for path in paths]
        job = ask("load", key=f"load {uuid4()}", by=None, paths=places)
    with progress_bar() as bar:
        ended = run_here(job, progress=lambda now: bar(now.stage, now.share_done or 0, 100))
    if ended.problem:
        raise BadInput(ended.problem)
    return dict(ended.outcome)


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
