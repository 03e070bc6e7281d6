"""Investment, support and practice, as far as roles alone can tell."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.presenters.areas import leadership_by_school, practice_by_school, web_of
from convergent.people.shown import year_of


@opens_to(OpensTo.STAFF)
def investment(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    year = year_of(request, viewer)
    page = leadership_by_school(viewer, words=viewer.words, day=year.day)
    return render(request, "people/investment.html", {"page": page, "year": year})


@opens_to(OpensTo.STAFF)
def support(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    year = year_of(request, viewer)
    return render(request, "people/support.html", {"page": web_of(viewer, day=year.day)})


@opens_to(OpensTo.STAFF)
def practice(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    year = year_of(request, viewer)
    page = practice_by_school(viewer, day=year.day)
    return render(request, "people/practice.html", {"page": page})
