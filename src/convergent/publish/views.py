"""A school's brief, as a page and as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from convergent.people.access.directory import visible_places
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place, PlaceKind
from convergent.publish.paper import pdf_of
from convergent.publish.presenters.brief import brief_of


@opens_to(OpensTo.STAFF)
def brief(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    place = _school(request, pk)
    page = brief_of(place, viewer=viewer)
    return render(request, "publish/brief.html", {"place": place, "page": page})


@opens_to(OpensTo.STAFF)
def brief_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    place = _school(request, pk)
    found = pdf_of(brief_of(place, viewer=viewer_of_request(request)))
    name = f"{slugify(place.name) or 'brief'}-{slugify(_('brief'))}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(found, content_type="application/pdf", headers=headers)


def _school(request: HttpRequest, pk: str) -> Place:
    places = visible_places(viewer_of_request(request)).filter(kind=PlaceKind.SCHOOL)
    return get_object_or_404(places, pk=pk)
