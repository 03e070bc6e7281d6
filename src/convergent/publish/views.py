"""Briefs of a school, a network and a priority: as a page, as PDF and as a Word document."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from convergent.people.access.directory import visible_places
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place, PlaceKind
from convergent.priorities.access.priorities import visible_priorities
from convergent.priorities.models import Priority
from convergent.publish.paper import pdf_of
from convergent.publish.presenters.brief import brief_of
from convergent.publish.presenters.parts import Brief
from convergent.publish.presenters.priority import brief_of_priority
from convergent.publish.word import docx_of

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BRIEFED = (PlaceKind.SCHOOL, PlaceKind.NETWORK)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Around:
    """Where the brief leads back to, and where its files are."""

    name: str
    home: str
    pdf: str
    word: str


@opens_to(OpensTo.STAFF)
def brief(request: HttpRequest, pk: str) -> HttpResponse:
    place = _place(request, pk)
    files = [reverse(one, args=[place.pk]) for one in ("brief_pdf", "brief_word")]
    around = Around(place.name, reverse("place", args=[place.pk]), *files)
    return _page(request, _of_place(request, place), around)


@opens_to(OpensTo.STAFF)
def brief_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    place = _place(request, pk)
    return _file(pdf_of(_of_place(request, place)), place.name, "pdf", PDF)


@opens_to(OpensTo.STAFF)
def brief_word(request: HttpRequest, pk: str) -> HttpResponse:
    place = _place(request, pk)
    return _file(docx_of(_of_place(request, place)), place.name, "docx", WORD)


@opens_to(OpensTo.STAFF)
def brief_priority(request: HttpRequest, pk: str) -> HttpResponse:
    found = _priority(request, pk)
    files = [reverse(one, args=[found.pk]) for one in ("brief_priority_pdf", "brief_priority_word")]
    around = Around(_("The priority"), reverse("priority", args=[found.pk]), *files)
    return _page(request, _of_priority(request, found), around)


@opens_to(OpensTo.STAFF)
def brief_priority_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    found = _priority(request, pk)
    return _file(pdf_of(_of_priority(request, found)), found.statement, "pdf", PDF)


@opens_to(OpensTo.STAFF)
def brief_priority_word(request: HttpRequest, pk: str) -> HttpResponse:
    found = _priority(request, pk)
    return _file(docx_of(_of_priority(request, found)), found.statement, "docx", WORD)


def _page(request: HttpRequest, made: Brief, around: Around) -> HttpResponse:
    return render(request, "publish/brief.html", {"page": made, "around": around})


def _file(given: bytes, name: str, ending: str, kind: str) -> HttpResponse:
    named = slugify(name)[:LONGEST_NAME].strip("-") or "brief"
    file = f"{named}-{slugify(_('brief'))}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(given, content_type=kind, headers=headers)


def _of_place(request: HttpRequest, place: Place) -> Brief:
    return brief_of(place, viewer=viewer_of_request(request))


def _of_priority(request: HttpRequest, priority: Priority) -> Brief:
    return brief_of_priority(priority, viewer=viewer_of_request(request))


def _place(request: HttpRequest, pk: str) -> Place:
    places = visible_places(viewer_of_request(request)).filter(kind__in=BRIEFED)
    return get_object_or_404(places, pk=pk)


def _priority(request: HttpRequest, pk: str) -> Priority:
    viewer = viewer_of_request(request)
    found = visible_priorities(viewer).with_lead(viewer.today).select_related("place", "team")
    return get_object_or_404(found, pk=pk)
