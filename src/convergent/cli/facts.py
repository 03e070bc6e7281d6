"""`convergent facts`: what is loaded, what waits, and going back."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from convergent.errors import BadInput

facts = typer.Typer(help="The snapshots of what is loaded.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]
Follow = Annotated[
    bool, typer.Option("--follow/--no-follow", help="Let people and places follow at once.")
]
Why = Annotated[str, typer.Option("--reason", help="Why; it stays in the audit.")]


@facts.command()
def status(as_json: Json = False) -> None:
    """The snapshot that serves now: its day, its rows, its schools by name and id."""
    from convergent.configuration import read_configuration
    from convergent.facts import query
    from convergent.facts.served import served_rows
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
        "served": dict(served_rows(snapshot)),
        "tables": {name: vars(count) for name, count in manifest.tables.items()},
        "schools": schools,
    }
    words = f"{snapshot.id}: exports of {manifest.as_of}, {len(schools)} schools"
    _tell(told, words, as_json)


@facts.command("list")
def list_(as_json: Json = False) -> None:
    """Every snapshot that is kept, oldest first, and the loads that wait for approval."""
    from convergent.configuration import read_configuration
    from convergent.facts.held import held_loads
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
    waiting = [
        {
            "held": one.id,
            "as_of": str(one.manifest.as_of),
            "differences": [asdict(difference) for difference in one.differences],
        }
        for one in held_loads(home)
    ]
    lines = [
        f"{row['snapshot']}  {row['as_of']}{'  current' if row['is_current'] else ''}"
        for row in rows
    ]
    lines += [f"{one['held']}  {one['as_of']}  waits for approval" for one in waiting]
    _tell(
        {"snapshots": rows, "held": waiting}, "\n".join(lines) or "Nothing is loaded yet.", as_json
    )


@facts.command()
def diff(
    first: Annotated[
        str,
        typer.Argument(metavar="[A]", help="The one before unless named; or a load that waits."),
    ] = "",
    second: Annotated[str, typer.Argument(metavar="[B]", help="What serves unless named.")] = "",
    as_json: Json = False,
) -> None:
    """What changes from one snapshot to another, by kind of row and by school."""
    from convergent.cli import comparing
    from convergent.configuration import read_configuration

    found = comparing.compared(read_configuration().home, first, second)
    _tell(comparing.as_json(found), comparing.in_words(found), as_json)


@facts.command()
def approve(
    name: Annotated[str, typer.Argument(metavar="ID", help="As facts list shows it.")],
    reason: Why,
    follow: Follow = True,
    as_json: Json = False,
) -> None:
    """Publish a load that waits."""
    from convergent.cli.loading import follow_here
    from convergent.cli.serving import prepare

    prepare()
    from convergent.loads.actions.deciding import approve_load

    snapshot = approve_load(_held(name), reason=reason, by=None)
    _tell({"snapshot": snapshot.id}, f"Published: {snapshot.id}", as_json)
    follow_here(follows=follow)


@facts.command()
def refuse(
    name: Annotated[str, typer.Argument(metavar="ID", help="As facts list shows it.")],
    reason: Why,
    as_json: Json = False,
) -> None:
    """Turn down a load that waits. What serves stays."""
    from convergent.cli.serving import prepare

    prepare()
    from convergent.loads.actions.deciding import refuse_load

    refuse_load(_held(name), reason=reason, by=None)
    _tell({"refused": name}, f"Refused: {name}", as_json)


@facts.command()
def rollback(
    reason: Why,
    name: Annotated[str, typer.Argument(metavar="[ID]", help="The one before unless named.")] = "",
    follow: Follow = True,
    as_json: Json = False,
) -> None:
    """Go back to an earlier snapshot: it serves again as it was, and people follow it."""
    _serve(name, reason, follow=follow, as_json=as_json)


@facts.command()
def publish(
    name: Annotated[str, typer.Argument(metavar="ID", help="As facts list shows it.")],
    reason: Why,
    follow: Follow = True,
    as_json: Json = False,
) -> None:
    """Let a snapshot serve that is kept, an earlier or a later one."""
    _serve(name, reason, follow=follow, as_json=as_json)


@facts.command()
def forget(
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="The student's sourcedId.")],
    reason: Annotated[str, typer.Option("--reason", help="The request; it stays in the audit.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Remove a student from every snapshot, held load, quarantine and finding, for good."""
    from convergent.cli.serving import prepare

    if not yes:
        _confirm(f"Remove {student} from everything that was loaded? This cannot be undone.")
    prepare()
    from convergent.loads.actions.deciding import forget_student

    removed = forget_student(student, reason=reason)
    words = (
        f"Removed from {removed.snapshots} snapshots and held loads, {removed.rows} rows that were "
        f"left out, {removed.findings} findings. Later loads leave this student out."
    )
    _tell(asdict(removed), words, as_json)


@facts.command()
def build(
    engine: Annotated[str, typer.Option(help="duckdb, spark or postgres.")] = "duckdb",
    as_json: Json = False,
) -> None:
    """Work out what students learned from the snapshot that serves: every measure, every place."""
    from convergent.cli.measuring import build_measures

    told, words = build_measures(engine)
    _tell(told, words, as_json)


@facts.command()
def template(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as roles or enrollments.")],
    as_json: Json = False,
) -> None:
    """Print the heading of one kind of file, to fill in by hand."""
    from convergent.facts.templates import template_of

    text = template_of(name)
    _tell({"name": name, "columns": text.strip().split(",")}, text.rstrip("\r\n"), as_json)


@facts.command()
def workbook(
    file: Annotated[Path, typer.Argument(help="A new file, such as start.xlsx.")],
) -> None:
    """Write an empty workbook to start with: its sheets are Schools and Staff."""
    from convergent.facts.sources.spreadsheet import write_workbook

    if file.suffix.lower() != ".xlsx" or file.exists():
        raise BadInput(f"{file} cannot be written.", "Name a new file that ends in .xlsx.")
    write_workbook(file)
    sys.stderr.write(f"Wrote {file}. Fill it in, then run: convergent load {file}\n")


def _confirm(question: str) -> None:
    """Ends the command unless the answer is yes; standard output stays for what is asked for."""
    typer.echo(f"{question} [y/N] ", err=True, nl=False)
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        typer.echo("Nothing was removed.", err=True)
        raise typer.Exit


def _serve(name: str, reason: str, *, follow: bool, as_json: bool) -> None:
    from convergent.cli.loading import follow_here
    from convergent.cli.serving import prepare

    prepare()
    from convergent.loads.actions.deciding import serve_snapshot

    before, serving = serve_snapshot(name, reason=reason)
    told = {"before": before.id, "snapshot": serving.id}
    told["content_hash"] = serving.manifest.content_hash
    _tell(told, f"Serves now: {serving.id}", as_json)
    follow_here(follows=follow)


def _held(name: str) -> Any:
    from convergent.loads.actions.deciding import load_held_as

    load = load_held_as(name)
    if load is None:
        raise BadInput(f"No load {name} waits.", "See which wait: convergent facts list")
    return load


def _tell(told: dict[str, Any], words: str, as_json: bool) -> None:
    sys.stdout.write((json.dumps(told, indent=1) if as_json else words) + "\n")
    sys.stdout.flush()
