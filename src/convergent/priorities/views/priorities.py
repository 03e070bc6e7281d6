"""Priorities of a place, the page of one, and the forms that begin, change and end it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.directory import visible_places
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place, PlaceKind
from convergent.people.shown import place_of, remember_place, year_of
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed, was_overtaken
from convergent.priorities.access.priorities import (
    HOLD_PRIORITIES,
    places_prioritised_by,
    visible_priorities,
)
from convergent.priorities.actions.priorities import begin_priority, change_priority, end_priority
from convergent.priorities.forms import ChangeForm, EndForm, PriorityForm
from convergent.priorities.forms.priorities import initial_of
from convergent.priorities.models import Priority
from convergent.priorities.presenters.alignment import alignment_page
from convergent.priorities.presenters.chains import chains_page
from convergent.priorities.presenters.history import history_of
from convergent.priorities.presenters.place import priorities_page
from convergent.priorities.presenters.priority import priority_page
from convergent.priorities.presenters.promised import promised_page
from convergent.priorities.queries.priorities import place_with_priorities


@opens_to(OpensTo.STAFF)
def priorities(request: HttpRequest) -> HttpResponse:
    """Leads on to the priorities of the place looked at last, or where the person works."""
    place = place_of(request, viewer_of_request(request))
    return redirect("priorities_place", pk=place_with_priorities(place).pk)


@opens_to(OpensTo.STAFF)
def place(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _place(request, viewer, pk)
    page = priorities_page(found, viewer=viewer, day=year_of(request, viewer).day)
    return render(request, "priorities/place.html", {"page": page})


@opens_to(OpensTo.STAFF)
def alignment(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _place(request, viewer, pk)
    if found.kind not in {PlaceKind.DISTRICT, PlaceKind.NETWORK}:
        raise Http404
    page = alignment_page(found, viewer=viewer, day=year_of(request, viewer).day)
    return render(request, "priorities/alignment.html", {"page": page})


@opens_to(OpensTo.STAFF)
def chains(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = chains_page(_place(request, viewer, pk), viewer=viewer)
    return render(request, "priorities/chains.html", {"page": page})


@opens_to(OpensTo.STAFF)
def priority(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = priority_of(viewer, pk)
    remember_place(request, found.place)
    page = priority_page(found, viewer=viewer, is_now=year_of(request, viewer).is_now)
    return render(request, "priorities/priority.html", {"page": page})


@opens_to(OpensTo.STAFF)
def history(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = priority_of(viewer, pk)
    entries = history_of(found, viewer=viewer)
    return render(request, "priorities/history.html", {"priority": found, "entries": entries})


@opens_to(OpensTo.STAFF)
def promised(request: HttpRequest, pk: str) -> HttpResponse:
    """For everybody who sees the priority: each reads there what is hers to see."""
    viewer = viewer_of_request(request)
    page = promised_page(priority_of(viewer, pk), viewer=viewer)
    return render(request, "priorities/promised.html", {"page": page})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def begin(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(places_prioritised_by(viewer).select_related("parent"), pk=pk)
    form = PriorityForm(typed(request), viewer=viewer, place=found, words=viewer.words)
    if form.is_valid():
        begun = attempted(form, lambda: begin_priority(found, form.said(), by=viewer))
        if begun:
            say_done(request, _("Everybody in the district can read it."))
            return redirect("priority", pk=begun.pk)
    return render(request, "priorities/begin.html", {"form": form, "place": found})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def change(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = own_priority(viewer, pk)
    form = ChangeForm(
        typed(request),
        viewer=viewer,
        place=found.place,
        words=viewer.words,
        priority=found,
        initial=initial_of(found),
    )
    if form.is_valid() and attempted(form, lambda: _change(found, form, viewer)):
        say_done(request, _("Changed. The wording before stays in the history."))
        return redirect("priority", pk=found.pk)
    found.refresh_from_db()
    context = {"form": form, "priority": found, "overtaken": was_overtaken(form, found.version)}
    return render(request, "priorities/change.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def end(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = own_priority(viewer, pk)
    form = EndForm(typed(request), initial={"version": found.version})
    if form.is_valid() and attempted(
        form, lambda: end_priority(found, **form.cleaned_data, by=viewer)
    ):
        said = _("“%(priority)s” has ended. What was learned stays in its history.")
        say_done(request, said % {"priority": found.statement})
        return redirect("priorities_place", pk=found.place_id)
    found.refresh_from_db()
    context = {"form": form, "priority": found, "overtaken": was_overtaken(form, found.version)}
    return render(request, "priorities/end.html", context)


def priority_of(viewer: Viewer, pk: str) -> Priority:
    """The priority of the address with its lead, as its page wants it."""
    found = visible_priorities(viewer).with_lead(viewer.today)
    related = ("place__parent", "place__district", "team", "aligned_to__place")
    return get_object_or_404(found.select_related(*related, "lead__person", "lead__role"), pk=pk)


def own_priority(viewer: Viewer, pk: str) -> Priority:
    """One that the viewer may change, and that has not ended."""
    found = Priority.objects.filter(place__in=places_prioritised_by(viewer), ended_on=None)
    related = ("place__parent", "aligned_to__place", "lead__person", "lead__role__place", "team")
    return get_object_or_404(found.select_related(*related), pk=pk)


def _change(priority: Priority, form: ChangeForm, viewer: Viewer) -> Any:
    told = form.cleaned_data
    return change_priority(
        priority, form.said(), reason=told["reason"], version=told["version"], by=viewer
    )


def _place(request: HttpRequest, viewer: Viewer, pk: str) -> Place:
    places = visible_places(viewer).filter(kind__in=HOLD_PRIORITIES)
    found = get_object_or_404(places.select_related("parent", "district"), pk=pk)
    remember_place(request, found)
    return found
