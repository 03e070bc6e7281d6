"""`convergent upgrade`: Records brought up to the version that is installed now."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from convergent.cli.django import ready
from convergent.configuration import read_configuration

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]


def upgrade(
    backup: Annotated[
        Path, typer.Argument(metavar="DIR", help="An empty folder: what is there is copied first.")
    ],
    as_json: Json = False,
) -> None:
    """Back up, bring Records up to this version, and go back if that fails. Nothing may run."""
    ready()
    from convergent.cli.trouble import refuse_unreachable_records
    from convergent.records.home import alone
    from convergent.upkeep.switching import refuse_half_restored
    from convergent.upkeep.upgrading import upgrade_records

    home = read_configuration().home
    with alone(home):
        refuse_half_restored(home)
        refuse_unreachable_records()
        done = upgrade_records(backup)
    words = f"Records are of this version: {done.changes} changes. Before: {done.backup}."
    if done.measures_wait:
        words += " What students learned is worked out anew when a worker runs."
    sys.stdout.write((json.dumps(asdict(done), indent=1) if as_json else words) + "\n")
