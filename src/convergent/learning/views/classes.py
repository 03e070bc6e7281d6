"""A teacher's own classes; nobody else's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from convergent.learning.presenters.classes import class_page, classes_page
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.queries.students import own_classes


@opens_to(OpensTo.STAFF)
def classes(request: HttpRequest) -> HttpResponse:
    page = classes_page(own_classes(viewer_of_request(request)))
    return render(request, "learning/classes.html", {"page": page})


@opens_to(OpensTo.STAFF)
def class_list(request: HttpRequest, class_id: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    own = next((one for one in own_classes(viewer) if one.sourced_id == class_id), None)
    if own is None or viewer.snapshot is None:
        raise Http404
    page = class_page(own, viewer=viewer, snapshot=viewer.snapshot)
    return render(request, "learning/class.html", {"page": page})
