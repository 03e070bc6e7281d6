"""Whom the exports no longer hold, and who holds a role that was given by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.queries.directory import person_lines
from convergent.people.queries.gone import gone_with_roles_by_hand

AT_MOST = 200


@opens_to(OpensTo.KEEPERS)
def gone(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = gone_with_roles_by_hand(viewer)
    lines = [
        {
            "name": line.person.name,
            "initials": line.person.initials,
            "url": reverse("person", args=[line.person.pk]),
            "role": line.does,
        }
        for line in person_lines(found[:AT_MOST], day=viewer.today, words=viewer.words)
    ]
    return render(request, "web/gone.html", {"lines": lines, "count": found.count()})
