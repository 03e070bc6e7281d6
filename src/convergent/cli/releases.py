"""`convergent releases`: what is out, and tables that go out with it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from convergent.cli.protect import (
    Count,
    Dimensions,
    Minimum,
    Staff,
    refuse_overwriting,
    refusing,
    smallest,
)
from convergent.cli.serving import prepare
from convergent.errors import BadInput

if TYPE_CHECKING:
    from convergent.releases.models import Release
    from convergent.releases.queries import Told

releases = typer.Typer(help="The ledger of what was released.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]
To = Annotated[str, typer.Option("--to", help="public, staff, or the name of one body.")]


@releases.command("list")
def list_(as_json: Json = False) -> None:
    """Everything that is out, the newest first, and whether it still stands."""
    prepare()
    from convergent.releases.models import Release
    from convergent.releases.queries import told

    found = [_told(one) for one in told(Release.objects.select_related("released_by"))]
    if as_json:
        _say(json.dumps({"releases": found}, indent=1))
        return
    for one in found:
        stands = "stands" if one["stands"] else f"until release {one['superseded_by']}"
        _say(
            f"{one['release']:>4}  {one['released_at'][:10]}  {one['title']}: "
            f"{one['told']:,} told, {one['withheld']:,} withheld; to {one['to']}; {stands}; "
            f"counts {one['students'] or 'nobody named'}"
        )
    if not found:
        _say("Nothing is out yet.")


@releases.command()
def check(as_json: Json = False) -> None:
    """Look whether each file of the ledger is what was released. Exits 3 if one is not."""
    prepare()
    from django.conf import settings

    from convergent.releases.files import kept
    from convergent.releases.models import Release

    wrong = []
    for release in Release.objects.order_by("number"):
        try:
            kept(settings.HOME, release.content_hash)
        except BadInput:
            wrong.append(release.number)
    count = Release.objects.count()
    if as_json:
        _say(json.dumps({"releases": count, "changed": wrong}, indent=1))
    else:
        lines = [f"Release {number}: its file is missing, or was changed." for number in wrong]
        _say("\n".join([*lines, f"{count} releases looked at."]))
    if wrong:
        raise typer.Exit(BadInput.exit_code)


# Long by its options: what it does is ten lines.
@releases.command()
def add(
    source: Annotated[Path, typer.Argument(metavar="IN", help="As for protect.")],
    into: Annotated[Path, typer.Argument(metavar="OUT", help="As for protect.")],
    dimensions: Dimensions,
    title: Annotated[str, typer.Option(help="What it is, for those who look it up.")],
    to: To,
    students: Annotated[
        str,
        typer.Option(
            help="Whom it counts, in the words of the list; what has the same words is "
            "looked at together."
        ),
    ],
    first: Annotated[
        bool, typer.Option("--first", help="It counts nobody whom anything that is out counts.")
    ] = False,
    period: Annotated[str, typer.Option(help="Of which time it is.")] = "",
    district: Annotated[str, typer.Option(help="Its key, where there are several.")] = "",
    supersedes: Annotated[int, typer.Option(help="The number of the release it replaces.")] = 0,
    count: Count = "",
    minimum: Minimum = None,
    staff: Staff = False,
    as_json: Json = False,
) -> None:
    """Protect a table together with all that is out of the same students, and note it first."""
    prepare()
    from convergent.releases.actions.tables import TableRelease, release_table

    fewest = smallest(staff=staff)
    _refuse_fewer(minimum, fewest)
    refuse_overwriting([source], [into])
    table = TableRelease(
        source=source,
        into=into,
        dimensions=dimensions,
        title=title,
        to=to,
        students=students,
        first=first,
        period=period,
        supersedes=supersedes,
        count=count,
        minimum=minimum or fewest,
        is_of_staff=staff,
        district_key=_key_of(district),
    )
    with refusing(source):
        release = release_table(table)
    if as_json:
        _say(json.dumps(_told_of(release), indent=1))
        return
    told = release.cells - release.withheld
    _say(f"Release {release.number}: {told:,} cells told, {release.withheld:,} withheld.")


def _refuse_fewer(minimum: int | None, fewest: int) -> None:
    if minimum is not None and minimum < fewest:
        raise BadInput(
            f"Nothing goes out that tells of fewer than {fewest}.",
            "Leave --minimum out, or raise it. Write --staff where it counts members of staff.",
        )


def _key_of(district: str) -> str:
    """As exports name it; empty where there is none yet. Raises BadInput where none is named."""
    from convergent.people.models import Place, PlaceKind

    keys = Place.objects.filter(kind=PlaceKind.DISTRICT).values_list("sourced_id", flat=True)
    if district in keys or (not district and len(keys) < 2):
        return district or "".join(keys)
    raise BadInput(
        f"No district has the key {district}." if district else "Here are several districts.",
        f"Write --district with one of: {', '.join(sorted(keys))}.",
    )


def _told(one: Told) -> dict[str, Any]:
    from convergent.releases.queries import words_of_unit
    from convergent.releases.words import audience_words, title_of

    cells = one.unit["cells"] if one.unit else one.release.cells
    withheld = one.unit["withheld"] if one.unit else one.release.withheld
    return {
        "release": one.release.number,
        "title": title_of(one.release, one.unit),
        "to": audience_words(one.release),
        "students": words_of_unit(one.unit) if one.unit else one.release.students,
        "period": one.release.period,
        "snapshot": one.release.snapshot,
        "released_at": one.release.released_at.isoformat(),
        "told": cells - withheld,
        "withheld": withheld,
        "stands": one.superseded_by is None,
        "superseded_by": one.superseded_by.number if one.superseded_by else None,
    }


def _told_of(release: Release) -> dict[str, Any]:
    from convergent.releases.queries import Told

    return {**_told(Told(release, None, None)), "content_hash": release.content_hash}


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
