"""Verbs that are designed and not built yet: each says in which version it comes, and exits 2."""

from __future__ import annotations

from typing import Annotated

import typer

LATER = {
    "networks": ("1.1", "Form networks of schools from a file."),
    "allocate": ("1.1", "Allocate people and money by need from a file."),
    "agreement": ("1.1", "Agreement between coders of a file."),
}
ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}


def add_later(app: typer.Typer) -> None:
    for name, (version, about) in LATER.items():
        _add(app, name, version, about)


def _add(app: typer.Typer, name: str, version: str, about: str) -> None:
    def later(
        _arguments: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    ) -> None:
        typer.echo(f"“{name}” comes in version {version}.", err=True)
        raise typer.Exit(2)

    app.command(name, help=f"{about} Comes in version {version}.", context_settings=ANYTHING)(later)
