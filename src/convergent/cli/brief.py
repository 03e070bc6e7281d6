"""`convergent brief`: a school's brief as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from convergent.cli.serving import prepare
from convergent.errors import BadInput

if TYPE_CHECKING:
    from convergent.people.models import Place
    from convergent.people.viewer import Viewer

brief = typer.Typer(help="A brief to take along.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The school's name, or its id.")]
Out = Annotated[Path, typer.Option("--out", help="The PDF file to write.")]


@brief.command()
def school(name: Name, out: Out) -> None:
    """Write the brief of a school as everybody may see it: without what its teams promised."""
    prepare()
    from convergent.publish.paper import pdf_of
    from convergent.publish.presenters.brief import brief_for_everybody

    place = _school(name)
    found = pdf_of(brief_for_everybody(place, viewer=_anybody_at(place)))
    try:
        out.touch(mode=0o600)
        out.write_bytes(found)
    except OSError as problem:
        raise BadInput(f"{out} cannot be written: {problem.strerror}.") from problem


def _school(name: str) -> Place:
    from convergent.people.models import Place, PlaceKind

    schools = Place.objects.filter(kind=PlaceKind.SCHOOL, closed_on=None)
    found = list(schools.filter(sourced_id=name) or schools.filter(name__iexact=name))
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(sorted(one.sourced_id for one in found))
        raise BadInput(f"{len(found)} schools are called {name}. Name one by its id: {ids}.")
    raise BadInput(f"No school is called {name}. Schools are named as on their pages.")


def _anybody_at(school: Place) -> Viewer:
    """Somebody who works there: nothing is shown that others of the district may not see."""
    from convergent import clock
    from convergent.people.models import RoleTerm
    from convergent.people.viewer import viewer_today

    held = RoleTerm.objects.on(clock.today()).filter(role__place__path__startswith=school.path)
    for term in held.select_related("person").order_by("pk"):
        viewer = viewer_today(term.person)
        if viewer is not None:
            return viewer
    raise BadInput(f"Nobody works at {school.name} today.")
