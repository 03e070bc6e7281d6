"""The directory, one person, and somebody added by hand."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from convergent.people.access.directory import visible_people
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.district import add_person, why_add_person
from convergent.people.forms import PersonForm
from convergent.people.presenters.person import person_page
from convergent.people.queries.directory import people_named, person_lines, places_named
from convergent.people.queries.students import own_classes
from convergent.people.shown import year_of
from convergent.people.views.frame import attempted, say_done, typed

A_PAGE = 40


@opens_to(OpensTo.STAFF)
@vary_on_headers("HX-Request", "HX-Target")  # else Back may show a part as a page
def directory(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    asked = request.GET.get("q", "").strip()[:100]
    day = year_of(request, viewer).day
    people = people_named(viewer, asked, day=day)
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "lines": person_lines(page.object_list, day=day, words=viewer.words),
        "places": places_named(viewer, asked).select_related("parent")[:8] if asked else [],
        "may_add": why_add_person(viewer) is not None,
    }
    part = request.headers.get("HX-Target") == "found"
    return render(request, "people/found.html" if part else "people/directory.html", context)


@opens_to(OpensTo.STAFF)
def person(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    somebody = get_object_or_404(visible_people(viewer), pk=pk)
    page = person_page(somebody, viewer=viewer, words=viewer.words)
    classes = own_classes(viewer) if page.is_self else []
    return render(request, "people/person.html", {"page": page, "classes": classes})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    required(why_add_person(viewer))
    form = PersonForm(typed(request))
    if form.is_valid():
        somebody = attempted(form, lambda: add_person(**form.cleaned_data, by=viewer))
        if somebody:
            say_done(request, _("%(name)s is in the directory.") % {"name": somebody.name})
            return redirect("person", pk=somebody.pk)
    return render(request, "people/person_add.html", {"form": form})
