"""`convergent facts`: what is loaded."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

facts = typer.Typer(help="The snapshots of what is loaded.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]


@facts.command()
def status(as_json: Json = False) -> None:
    """The snapshot that serves now: its day, its rows, its schools by name and id."""
    from convergent.configuration import read_configuration
    from convergent.facts import query
    from convergent.facts.snapshot import current_snapshot

    snapshot = current_snapshot(read_configuration().home)
    if snapshot is None:
        _tell({"snapshot": None, "schools": []}, "Nothing is loaded yet.", as_json)
        return
    schools = [
        {"id": row.sourced_id, "name": row.name}
        for row in query.organisations(snapshot)
        if row.type == "school"
    ]
    manifest = snapshot.manifest
    told = {
        "snapshot": snapshot.id,
        "as_of": str(manifest.as_of),
        "built_at": manifest.built_at.isoformat(),
        "content_hash": manifest.content_hash,
        "tables": {name: vars(count) for name, count in manifest.tables.items()},
        "schools": schools,
    }
    words = f"{snapshot.id}: exports of {manifest.as_of}, {len(schools)} schools"
    _tell(told, words, as_json)


@facts.command("list")
def list_(as_json: Json = False) -> None:
    """Every snapshot that is kept, oldest first."""
    from convergent.configuration import read_configuration
    from convergent.facts.snapshot import all_snapshots, current_snapshot

    home = read_configuration().home
    current = current_snapshot(home)
    rows = [
        {
            "snapshot": one.id,
            "as_of": str(one.manifest.as_of),
            "built_at": one.manifest.built_at.isoformat(),
            "is_current": current is not None and one.id == current.id,
        }
        for one in all_snapshots(home)
    ]
    words = "\n".join(
        f"{row['snapshot']}  {row['as_of']}{'  current' if row['is_current'] else ''}"
        for row in rows
    )
    _tell({"snapshots": rows}, words or "Nothing is loaded yet.", as_json)


def _tell(told: dict[str, Any], words: str, as_json: bool) -> None:
    sys.stdout.write((json.dumps(told, indent=1) if as_json else words) + "\n")
