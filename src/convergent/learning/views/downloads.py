"""The numbers of a page as a file, for whoever may open the page: always as everybody sees them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from convergent.learning.presenters.download import as_csv, as_json, numbers_of
from convergent.learning.views.found import found_of
from convergent.people.access.routes import OpensTo, opens_to

KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@opens_to(OpensTo.STAFF)
def numbers(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    found = found_of(request, pk)
    if found.snapshot is None or found.choice is None:
        raise Http404
    rows = numbers_of(found.snapshot, found.place, found.choice)
    name = slugify(f"{found.place.name} {found.choice.subject.title}") or "numbers"
    return HttpResponse(
        as_csv(rows) if kind == "csv" else as_json(rows),
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )
