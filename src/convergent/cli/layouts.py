"""`convergent layout`: how results files are laid out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convergent.errors import BadInput

if TYPE_CHECKING:
    from convergent.facts.sources.assessments.suggest import Suggestion
    from convergent.facts.sources.forms import Form
    from convergent.facts.sources.text import TextFile

layout = typer.Typer(help="Layouts of result files.", no_args_is_help=True)


@layout.callback()
def layouts() -> None:
    """Layouts of result files."""


@layout.command()
def suggest(
    file: Annotated[Path, typer.Argument(help="A results file that Convergent does not know.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object, and nothing else.")
    ] = False,
) -> None:
    """Propose a layout for a file: TOML, in which what is unsure is commented out."""
    from convergent.facts.sources.assessments.suggest import suggest as propose
    from convergent.facts.sources.assessments.suggested_toml import as_toml

    text = _opened(file)
    suggestion = propose(text)
    known = _known_form(text)
    if as_json:
        typer.echo(json.dumps(_told(suggestion, known), ensure_ascii=False, indent=2))
    elif known is None:
        _refuse_other_than_results(suggestion)
        typer.echo(as_toml(suggestion), nl=False)
    else:
        what = f"{known.name} ({known.source})"
        typer.echo(f"Convergent reads this file already, as {what}: load it.", err=True)


def _refuse_other_than_results(suggestion: Suggestion) -> None:
    lacks = ""
    if not (suggestion.of("score") or suggestion.of("level")):
        lacks = "a score or a level"
    elif not suggestion.names_students:
        lacks = "of a student"
    if lacks:
        raise BadInput(
            f"{suggestion.file.name} has no column that may be {lacks}.",
            "If it holds results, write its layout by hand: docs/how-to/add-a-layout.md. For any "
            "other file, write a mapping of its columns: docs/how-to/map-your-own-columns.md.",
        )


def _opened(file: Path) -> TextFile:
    from convergent.facts.findings import ExportRefused
    from convergent.facts.sources.text import open_text

    if not file.is_file():
        raise BadInput(f"{file} is not there.", "Name a results file.")
    try:
        text = open_text(file)
    except ExportRefused as refused:
        raise BadInput(f"{file} is no table of text.", refused.findings[0].fix) from None
    if len(text.heading) < 2:
        raise BadInput(f"{file} has no columns.", "A layout is proposed for files with a heading.")
    return text


def _known_form(text: TextFile) -> Form | None:
    """What a load would read the file as: results of a known layout, or any other form."""
    from convergent.configuration import read_configuration
    from convergent.facts.findings import ExportRefused
    from convergent.facts.sources import forms_for
    from convergent.facts.sources.recognise import surest

    try:
        known = forms_for(mappings=read_configuration().home / "mappings")
    except ExportRefused:
        known = forms_for()  # one of the district's own is wrong, which a load will say
    fit = surest(text, known)
    return fit.form if fit else None


def _told(suggestion: Suggestion, known: Form | None) -> dict[str, Any]:
    return {
        "file": suggestion.file.name,
        "known_as": known.name if known else None,
        "wide": suggestion.is_wide,
        "repeated_headings": list(suggestion.repeated),
        "fields": [
            {
                "field": one.field,
                "column": one.column.heading,
                "confidence": round(one.confidence, 2),
                "sure": one.is_sure,
                "why": one.why,
                **({"kind": one.kind} if one.kind else {}),
                **({"format": one.form} if one.form else {}),
            }
            for one in suggestion.proposals
        ],
    }
