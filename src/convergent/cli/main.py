"""The verbs. Each is short: what it does lives in the application that it names."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from convergent import __version__
from convergent.cli.backing_up import backup, drill, restore
from convergent.cli.beginning import init
from convergent.cli.brief import brief
from convergent.cli.doctoring import doctor
from convergent.cli.facts import facts
from convergent.cli.growth import growth
from convergent.cli.later import add_later
from convergent.cli.layouts import layout
from convergent.cli.leaving import leave
from convergent.cli.protect import protect
from convergent.cli.releases import releases
from convergent.cli.upgrading import upgrade
from convergent.errors import BadInput, PersonError

app = typer.Typer(
    name="convergent",
    help="Run, and see, the system by which a school district improves teaching and learning.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(facts, name="facts")
app.add_typer(layout, name="layout")
app.add_typer(releases, name="releases")
app.add_typer(brief, name="brief")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]
Students = Annotated[int, typer.Option(min=200, help="How many students the district has.")]
Springs = Annotated[
    int, typer.Option(min=1, max=10, help="How many springs back students were tested.")
]
Seed = Annotated[int, typer.Option(help="Another seed makes another district.")]
Only = Literal["roster"]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="The port to listen on.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def convergent(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """Everything that a district owns lies under CONVERGENT_HOME (./var unless it is set)."""


@app.command()
def demo(
    students: Students = 30_000,
    seed: Seed = 1,
    springs: Springs = 3,
    port: Port = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it when built.")] = True,
) -> None:
    """Build the demonstration district, or find it built, and serve it on this machine."""
    from convergent.cli.demonstration import build
    from convergent.cli.serving import refuse_busy, serve_application

    if serve:
        refuse_busy(port, demo=True)
    build(students=students, seed=seed, springs=springs)
    if serve:
        serve_application(port=port, demo=True)


@app.command()
def serve(
    port: Port = None,
    worker: Annotated[
        bool,
        typer.Option("--worker/--no-worker", help="Do the long work too, in a process beside it."),
    ] = True,
) -> None:
    """The web application, and beside it a worker for the long work that pages ask for."""
    from convergent.cli.serving import serve_application

    serve_application(port=port, worker=worker)


@app.command()
def worker() -> None:
    """Do the long work that pages ask for, until stopped."""
    from convergent.cli.django import ready
    from convergent.cli.serving import prepare

    prepare()
    ready()
    from django.conf import settings

    from convergent.jobs.worker import work

    work(threads=settings.CONFIGURATION.job_workers)


@app.command()
def simulate(
    directory: Annotated[Path, typer.Argument(help="An empty or new folder.")],
    students: Students = 30_000,
    seed: Seed = 1,
    springs: Springs = 3,
    only: Annotated[
        Only | None, typer.Option(help="Leave out results, days, staffing and money.")
    ] = None,
) -> None:
    """Write the exports of an invented district: rosters, results, school days, staff, money."""
    from convergent.cli.django import ready
    from convergent.clock import today
    from convergent.demo.simulate import simulate as write

    ready()
    from convergent.jobs.terminal import steps_on_terminal

    if directory.is_dir() and any(directory.iterdir()):
        raise BadInput(f"{directory} is not empty.", "Name an empty or a new folder.")
    with steps_on_terminal("Inventing a district") as progress:
        write(
            directory,
            students=students,
            seed=seed,
            today=today(),
            springs=springs,
            only_roster=only is not None,
            progress=progress,
        )
    typer.echo(f"Wrote the exports of a district of about {students:,} students.", err=True)


@app.command()
def load(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files, folders or zips of exports, and TOML files of sources."),
    ],
    layout: Annotated[str, typer.Option(help="What the files are, where they do not tell.")] = "",
    changes: Annotated[
        bool, typer.Option("--changes", help="They hold changes alone; the rest stays.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--all", help="Ask sources for everything, not only for what changed.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check.")] = False,
    follow: Annotated[
        bool, typer.Option("--follow/--no-follow", help="Let people and places follow at once.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Recognize, check and publish exports: all of them, or nothing. Exits 4 if it is held."""
    from convergent.cli.loading import Told, load_exports

    told = Told(
        layout=layout,
        changes=changes,
        anew=anew,
        dry_run=dry_run,
        as_json=as_json,
        follows=follow,
    )
    raise typer.Exit(load_exports(paths, told))


@app.command()
def audit(as_json: Json = False) -> None:
    """Check that no audit row was changed or removed since it was written."""
    from convergent.cli.auditing import check_chain

    raise typer.Exit(check_chain(as_json=as_json))


@app.command()
def reindex(as_json: Json = False) -> None:
    """Build anew what search finds, from the Records as they are."""
    from convergent.cli.indexing import index_anew

    index_anew(as_json=as_json)


@app.command()
def invite(
    email: Annotated[str, typer.Argument(help="The work e-mail of somebody in the records.")],
) -> None:
    """Print a link with which somebody chooses a password or a passkey: the first to sign in."""
    from convergent.cli.inviting import link_for

    typer.echo(link_for(email))


app.command()(init)
app.command()(upgrade)
app.command()(backup)
app.command()(restore)
app.command()(drill)
app.command()(doctor)
app.command()(leave)
app.command()(growth)
app.command()(protect)
add_later(app)


def run() -> None:
    """Runs the command. What a person can mend is one sentence; a bug keeps its traceback."""
    os.umask(0o077)  # what a district owns is read by its own account alone
    try:
        app()
    except PersonError as problem:
        _end(problem)
    except Exception as problem:
        from convergent.cli.trouble import told

        sentence = told(problem)
        if sentence is None:
            raise
        _end(sentence)


def _end(problem: PersonError) -> NoReturn:
    sys.stderr.write(f"{problem}\n")
    sys.exit(problem.exit_code)
