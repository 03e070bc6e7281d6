"""A role at a place, through all its holders."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.changes import places_changeable_by
from convergent.people.access.directory import visible_places, visible_roles
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.handovers import draft_of, read_handovers
from convergent.people.actions.terms import open_role
from convergent.people.forms import RoleForm
from convergent.people.models import Role
from convergent.people.presenters.role import role_page
from convergent.people.queries.roles import role_called
from convergent.people.views.frame import attempted, say_otherwise, typed
from convergent.people.words import Words, in_sentence


@opens_to(OpensTo.STAFF)
def role(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _visible(request, pk)
    page = role_page(
        found,
        viewer=viewer,
        words=viewer.words,
        handovers=read_handovers(found, by=viewer),
        draft=draft_of(found, by=viewer),
    )
    return render(request, "people/role.html", {"page": page})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def add(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    changeable = visible_places(viewer).filter(pk__in=places_changeable_by(viewer))
    place = get_object_or_404(changeable, pk=pk)
    form = RoleForm(typed(request), viewer=viewer, place=place, words=viewer.words)
    if form.is_valid():
        known = role_called(place, form.cleaned_data["kind"], form.cleaned_data["title"])
        opened = attempted(form, lambda: open_role(place, **form.cleaned_data, by=viewer))
        if opened:
            if known:
                say_otherwise(request, _there_already(known, viewer.words))
            return redirect("role" if known else "term_start", pk=opened.pk)
    return render(request, "people/role_add.html", {"form": form, "place": place})


def _there_already(role: Role, words: Words) -> str:
    return _(
        "%(place)s has this role already: %(role)s. Nothing was added. Give the new one a name of "
        "its own, or say here who takes this one up."
    ) % {"place": role.place.name, "role": in_sentence(words.role_title(role))}


def _visible(request: HttpRequest, pk: str) -> Role:
    viewer = viewer_of_request(request)
    return get_object_or_404(visible_roles(viewer).select_related("place"), pk=pk)
