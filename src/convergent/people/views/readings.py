"""Who has looked at what is mine."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convergent.audit.queries import readings_about
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.presenters.readings import reading_lines

A_PAGE = 50


@opens_to(OpensTo.STAFF)
def looked(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = Paginator(readings_about(viewer.person.pk), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": reading_lines(page.object_list)}
    return render(request, "people/looked.html", context)
