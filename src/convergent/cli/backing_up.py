"""`convergent backup`, `restore` and `drill`: copies, and whether they do."""

from __future__ import annotations

import getpass
import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convergent.cli.django import ready
from convergent.configuration import read_configuration
from convergent.errors import BadInput, WrongSetting

if TYPE_CHECKING:
    from convergent.upkeep.newer import Newer

PASSPHRASE = "CONVERGENT_PASSPHRASE"
NO_FOLDER = Path()
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]
Folder = Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder of the backup.")]
Keys = Annotated[
    Path, typer.Option("--keys", metavar="FILE", help="The keys and settings, and nothing else.")
]


def backup(folder: Folder = NO_FOLDER, keys: Keys = NO_FOLDER, as_json: Json = False) -> None:
    """Copy Records and the facts that serve into an empty folder, while people work."""
    _refuse_both(folder, keys)
    if keys != NO_FOLDER:
        _save_keys(keys, as_json=as_json)
        return
    ready()
    from convergent.cli.trouble import refuse_unreachable_records
    from convergent.records.home import hold
    from convergent.upkeep.backup import back_up

    began = time.monotonic()
    hold(read_configuration().home)
    refuse_unreachable_records()
    made = back_up(folder)
    told = {
        "folder": str(folder.absolute()),
        "made_at": made.made_at.isoformat(),
        "rows": sum(made.rows.values()),
        "audit_rows": made.chain_number,
        "snapshot": made.snapshot or None,
        "bytes": made.bytes,
        "seconds": round(time.monotonic() - began, 1),
    }
    loaded = f"and the data that serves, {made.snapshot}" if made.snapshot else "no data is loaded"
    _tell(
        told,
        f"Backed up into {folder}: {told['rows']:,} rows of Records, {loaded}; "
        f"{_megabytes(made.bytes)}. The keys are not in it: convergent backup --keys FILE",
        as_json,
    )


def restore(
    folder: Folder = NO_FOLDER,
    keys: Keys = NO_FOLDER,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Bring a backup back: checked first, restored aside, then switched to. Nothing may run."""
    _refuse_both(folder, keys)
    if keys != NO_FOLDER:
        _bring_keys_back(keys, as_json=as_json)
        return
    ready()
    from convergent.upkeep.restoring import prepared, restore_prepared

    began = time.monotonic()
    with prepared(folder) as plan:
        _say(_newer_words(plan.newer))
        if not yes:
            _confirm("Restore this backup, and lose what is newer?")
        told = restore_prepared(plan)
    told["seconds"] = round(time.monotonic() - began, 1)
    _tell(
        told,
        f"Restored the backup of {_moment(told)}: {told['rows']:,} rows of Records. Everybody "
        f"signs in again. What was here before is kept in {told['before']} for 30 days.",
        as_json,
    )


def drill(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the backup.")],
    as_json: Json = False,
) -> None:
    """Restore a backup into a place of its own, look whether all is there, and take it away."""
    ready()
    from convergent.upkeep.drill import rehearse

    told = rehearse(folder)
    _tell(
        told,
        f"The backup of {_moment(told)} can be restored: {told['rows']:,} rows of Records, "
        f"{told['audit_rows']:,} of the audit, whose chain holds. "
        f"It took {told['seconds']:.1f} seconds.",
        as_json,
    )


def _save_keys(file: Path, *, as_json: bool) -> None:
    from convergent.upkeep.keys import save_keys

    home = read_configuration().home
    if not (home / "keys").is_dir():
        raise WrongSetting("There are no keys yet.", "Start Convergent once: convergent serve")
    saved = save_keys(home, file, passphrase=_passphrase(twice=True))
    words = f"Saved {len(saved)} files into {file}. Keep it, and the passphrase, in other places."
    _tell({"file": str(file.absolute()), "saved": saved}, words, as_json)


def _bring_keys_back(file: Path, *, as_json: bool) -> None:
    from convergent.upkeep.bringing_keys import bring_keys_back

    brought = bring_keys_back(read_configuration().home, file, passphrase=_passphrase(twice=False))
    _tell({"brought_back": brought}, f"Brought back: {', '.join(brought)}.", as_json)


def _passphrase(*, twice: bool) -> str:
    """From the environment where a script asks, else typed."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise WrongSetting(
            "A passphrase is needed.", f"Type it at a terminal, or set {PASSPHRASE}."
        )
    typed = getpass.getpass("Passphrase: ", stream=sys.stderr)
    if twice and typed != getpass.getpass("Once more: ", stream=sys.stderr):
        raise BadInput("The two differ.", "Begin again.")
    return typed


def _refuse_both(folder: Path, keys: Path) -> None:
    if (folder == NO_FOLDER) == (keys == NO_FOLDER):
        raise WrongSetting("Name either a folder or, with --keys, a file.", "See --help.")


def _newer_words(newer: Newer) -> str:
    lines = [f"The backup is of {newer.made_at:%Y-%m-%d %H:%M}."]
    if newer.trouble:
        lines.append(f"What is here now cannot be compared with it: {newer.trouble}")
    elif newer.changes or newer.data:
        lines.append(f"Newer than it: {newer.changes:,} changes and readings{newer.until}.")
        lines += [f"Loaded since: {newer.data}."] if newer.data else []
    else:
        lines.append("Nothing here is newer than it.")
    return "\n".join(lines)


def _confirm(question: str) -> None:
    typer.echo(f"{question} [y/N] ", err=True, nl=False)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        typer.echo("Nothing was changed.", err=True)
        raise typer.Exit


def _moment(told: dict[str, Any]) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(datetime.fromisoformat(told['made_at'])):%Y-%m-%d %H:%M}"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _tell(told: dict[str, Any], words: str, as_json: bool) -> None:
    sys.stdout.write((json.dumps(told, indent=1) if as_json else words) + "\n")
    sys.stdout.flush()
