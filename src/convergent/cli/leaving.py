"""`convergent leave`: everything, in open forms."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from convergent.cli.serving import prepare
from convergent.configuration import read_configuration

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]


def leave(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder.")],
    as_json: Json = False,
) -> None:
    """Write everything that the district owns into a folder, in open forms. Nothing may run."""
    from convergent.records.home import alone, prepare_home

    home = read_configuration().home
    prepare_home(home)
    with alone(home):
        prepare(holds=False)
        from convergent.clock import today
        from convergent.upkeep.backup import take_folder
        from convergent.upkeep.leaving import take_everything

        take_folder(folder)
        taken = take_everything(folder, day=str(today()))
    rows = sum(taken.records.values())
    told = {"folder": str(folder.absolute()), "records": taken.records, "facts": taken.facts}
    words = (
        f"Wrote {rows:,} records of {len(taken.records)} kinds and {taken.facts} tables of facts "
        f"into {folder}. README.txt says what is there, and what is not."
    )
    sys.stdout.write((json.dumps(told, indent=1) if as_json else words) + "\n")
