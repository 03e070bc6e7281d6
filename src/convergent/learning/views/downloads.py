"""The numbers and figures of a page as files, for whoever may open the page: always as everybody
sees them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from convergent.facts.snapshot import Snapshot
from convergent.learning.access import scope_of_everybody
from convergent.learning.pictures.paper import as_png
from convergent.learning.presenters.download import as_csv, as_json, numbers_of
from convergent.learning.presenters.numbers_book import as_workbook
from convergent.learning.presenters.saved import saved_figure
from convergent.learning.presenters.shown import ground_of, shown_of
from convergent.learning.queries.choices import Choice
from convergent.learning.views.found import Found, found_of
from convergent.people.access.routes import OpensTo, opens_to

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
}
OF_NUMBERS, OF_FIGURES = ("csv", "json", "xlsx"), ("svg", "png")


@opens_to(OpensTo.STAFF)
def numbers(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    if kind not in OF_NUMBERS:
        raise Http404
    found, snapshot, choice = _loaded(request, pk)
    rows = numbers_of(snapshot, found.place, choice)
    if kind == "xlsx":
        ground = ground_of(snapshot, found.place, choice)
        given = as_workbook(rows, place=found.place, ground=ground, viewer=found.viewer)
    else:
        given = as_csv(rows) if kind == "csv" else as_json(rows).encode()
    return saved(given, f"{found.place.name} {choice.subject.title}", kind)


@opens_to(OpensTo.STAFF)
def figure(request: HttpRequest, pk: str, name: str, kind: str) -> HttpResponse:
    if kind not in OF_FIGURES:
        raise Http404
    found, snapshot, choice = _loaded(request, pk)
    everybody = scope_of_everybody()
    shown = shown_of(snapshot, everybody, found.place, choice, everybody=everybody)
    wanted = next((one for one in shown.figures if one.id == name), None)
    if wanted is None:
        raise Http404
    svg = saved_figure(wanted, place=f"{found.place.name} · {choice.subject.title}")
    given = svg.encode() if kind == "svg" else as_png(svg)
    return saved(given, f"{found.place.name} {choice.subject.title} {name}", kind)


def saved(given: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep, never shown in the browser as a page of ours."""
    file = f"{slugify(name) or 'convergent'}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(given, content_type=KINDS[kind], headers=headers)


def _loaded(request: HttpRequest, pk: str) -> tuple[Found, Snapshot, Choice]:
    found = found_of(request, pk)
    if found.snapshot is None or found.choice is None:
        raise Http404
    return found, found.snapshot, found.choice
