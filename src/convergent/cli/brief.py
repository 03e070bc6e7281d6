"""`convergent brief`: a brief of a school, a network or a priority, as PDF or for Word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convergent.cli.serving import prepare
from convergent.errors import BadInput

if TYPE_CHECKING:
    from convergent.people.models import Place, PlaceKind
    from convergent.people.viewer import Viewer
    from convergent.priorities.models import Priority
    from convergent.publish.presenters.parts import Brief

brief = typer.Typer(help="A brief to take along.", no_args_is_help=True)
SchoolName = Annotated[str, typer.Argument(metavar="NAME", help="The school's name, or its id.")]
NetworkName = Annotated[str, typer.Argument(metavar="NAME", help="The network's name, or its id.")]
Statement = Annotated[
    str, typer.Argument(metavar="NAME", help="The priority as its page says it, or its id.")
]
Out = Annotated[Path, typer.Option("--out", help="The file to write: a PDF, or .docx for Word.")]
WORD = ".docx"


@brief.command()
def school(name: SchoolName, out: Out) -> None:
    """Write the brief of a school as everybody may see it: without what its teams promised."""
    prepare()
    from convergent.people.models import PlaceKind

    _write(_brief_at(_place(name, PlaceKind.SCHOOL)), out)


@brief.command()
def network(name: NetworkName, out: Out) -> None:
    """Write the brief of a network as everybody may see it: without what its teams promised."""
    prepare()
    from convergent.people.models import PlaceKind

    _write(_brief_at(_place(name, PlaceKind.NETWORK)), out)


@brief.command()
def priority(name: Statement, out: Out) -> None:
    """Write the brief of a priority as everybody may see it: without what teams promised for it."""
    prepare()
    from convergent.publish.presenters.priority import brief_of_priority_for_everybody

    found = _priority(name)
    _write(brief_of_priority_for_everybody(found, viewer=_anybody_at(found.place)), out)


def _brief_at(place: Place) -> Brief:
    from convergent.publish.presenters.brief import brief_for_everybody

    return brief_for_everybody(place, viewer=_anybody_at(place))


def _write(made: Brief, out: Path) -> None:
    from convergent.publish.paper import pdf_of
    from convergent.publish.word import docx_of

    found = docx_of(made) if out.suffix.lower() == WORD else pdf_of(made)
    try:
        out.touch(mode=0o600)
        out.write_bytes(found)
    except OSError as problem:
        raise BadInput(f"{out} cannot be written: {problem.strerror}.") from problem


def _place(name: str, kind: PlaceKind) -> Place:
    from convergent.people.models import Place

    places = Place.objects.filter(kind=kind, closed_on=None)
    found = list(places.filter(sourced_id=name) or places.filter(name__iexact=name))
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(sorted(one.sourced_id for one in found))
        raise BadInput(f"{len(found)} {kind}s are called {name}. Name one by its id: {ids}.")
    raise BadInput(f"No {kind} is called {name}. {kind.capitalize()}s are named as on their pages.")


def _priority(name: str) -> Priority:
    from convergent import clock
    from convergent.priorities.models import Priority

    held = Priority.objects.on(clock.today()).with_lead(clock.today())
    held = held.select_related("place", "team")
    found = list(held.filter(statement__iexact=name)) or [
        one for one in held if str(one.pk) == name
    ]
    if len(found) == 1:
        return found[0]
    if found:
        ids = "; ".join(sorted(f"{one.place.name} {one.pk}" for one in found))
        raise BadInput(f"{len(found)} priorities say so. Name one by its id: {ids}.")
    raise BadInput(f"No priority says “{name}”. Priorities are named as on their pages.")


def _anybody_at(place: Place) -> Viewer:
    """Somebody who works there: nothing is shown that others of the
    district may not see."""
    from convergent import clock
    from convergent.people.models import RoleTerm
    from convergent.people.viewer import viewer_today

    held = RoleTerm.objects.on(clock.today()).filter(role__place__path__startswith=place.path)
    for term in held.select_related("person").order_by("pk"):
        viewer = viewer_today(term.person)
        if viewer is not None:
            return viewer
    raise BadInput(f"Nobody works at {place.name} today.")
