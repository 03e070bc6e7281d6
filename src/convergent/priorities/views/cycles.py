"""Cycles of improvement: begun, counted, decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed, was_overtaken
from convergent.priorities.access.work import why_work_on
from convergent.priorities.actions.cycles import (
    add_point,
    begin_cycle,
    change_cycle,
    decide_cycle,
)
from convergent.priorities.forms import CycleForm, DecideForm, PointForm
from convergent.priorities.forms.cycles import ChangeCycleForm, initial_of_cycle
from convergent.priorities.models import Cycle
from convergent.priorities.presenters.cycles import cycle_page
from convergent.priorities.queries.cycles import visible_cycles
from convergent.priorities.views.priorities import priority_of


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def begin(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    priority = priority_of(viewer, pk)
    required(why_work_on(viewer, priority))
    required(None if priority.ended_on else priority)
    form = CycleForm(typed(request), priority=priority)
    if form.is_valid():
        begun = attempted(form, lambda: begin_cycle(priority, form.plan(), by=viewer))
        if begun:
            say_done(request, _("It runs. Count for the first time when you first try it."))
            return redirect("cycle", pk=begun.pk)
    return render(request, "priorities/cycle_begin.html", {"form": form, "priority": priority})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def cycle(request: HttpRequest, pk: str) -> HttpResponse:
    """What was guessed and counted; for whoever works on it, with the form for one more count."""
    viewer = viewer_of_request(request)
    found = _cycle(viewer, pk)
    form = PointForm(typed(request), initial={"day": viewer.today})
    if request.method == "POST":
        required(why_work_on(viewer, found.priority))
        if form.is_valid() and attempted(
            form, lambda: add_point(found, **form.cleaned_data, by=viewer)
        ):
            say_done(request, _("Counted."))
            return redirect("cycle", pk=found.pk)
    page = cycle_page(found, viewer=viewer)
    return render(request, "priorities/cycle.html", {"page": page, "form": form})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def change(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _cycle(viewer, pk)
    required(why_work_on(viewer, found.priority))
    required(None if found.decided_on else found)
    form = ChangeCycleForm(typed(request), priority=found.priority, initial=initial_of_cycle(found))
    if form.is_valid() and attempted(form, lambda: _change(found, form, viewer)):
        say_done(request, _("Changed. What you guessed stays as it was."))
        return redirect("cycle", pk=found.pk)
    found.refresh_from_db()
    was_overtaken(form, found.version)
    page = cycle_page(found, viewer=viewer)
    return render(request, "priorities/cycle_change.html", {"page": page, "form": form})


def _change(found: Cycle, form: ChangeCycleForm, viewer: Viewer) -> Cycle:
    return change_cycle(found, form.replanned(), version=form.cleaned_data["version"], by=viewer)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def decide(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _cycle(viewer, pk)
    required(why_work_on(viewer, found.priority))
    required(None if found.decided_on else found)
    form = DecideForm(
        typed(request), tests_a_link=found.link_id is not None, initial={"version": found.version}
    )
    if form.is_valid() and attempted(
        form, lambda: decide_cycle(found, **form.cleaned_data, by=viewer)
    ):
        say_done(request, _("Decided. It can be read by whoever tries the same."))
        return redirect("cycle", pk=found.pk)
    found.refresh_from_db()
    was_overtaken(form, found.version)
    page = cycle_page(found, viewer=viewer)
    return render(request, "priorities/cycle_decide.html", {"page": page, "form": form})


def _cycle(viewer: Viewer, pk: str) -> Cycle:
    return get_object_or_404(visible_cycles(viewer), pk=pk)
