"""The theory of action of a priority: its links, their order, and what speaks for each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.shown import year_of
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed, was_overtaken
from convergent.priorities.access.work import priorities_worked_on_by, why_work_on
from convergent.priorities.actions.theory import (
    add_evidence,
    add_link,
    change_link,
    move_link,
    take_out_link,
)
from convergent.priorities.forms import ChangeLinkForm, EvidenceForm, LinkForm, TakeOutForm
from convergent.priorities.forms.theory import initial_of
from convergent.priorities.models import TheoryLink
from convergent.priorities.presenters.theory import theory_history, theory_lines, theory_sentence
from convergent.priorities.views.priorities import priority_of


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def theory(request: HttpRequest, pk: str) -> HttpResponse:
    """The theory whole; for whoever works on the priority, with the form for one more link."""
    viewer = viewer_of_request(request)
    priority = priority_of(viewer, pk)
    is_open = priority.ended_on is None and year_of(request, viewer).is_now
    may = is_open and why_work_on(viewer, priority) is not None
    form = LinkForm(typed(request))
    if request.method == "POST":
        required(may or None)
        if form.is_valid() and attempted(
            form, lambda: add_link(priority, form.clause(), by=viewer)
        ):
            say_done(request, _("It is part of the theory. Now say what speaks for it."))
            return redirect("theory", pk=priority.pk)
    lines = theory_lines(priority, viewer=viewer)
    context = {
        "priority": priority,
        "lines": lines,
        "sentence": theory_sentence(lines),
        "form": form if may else None,
        "history": theory_history(priority, viewer=viewer),
    }
    return render(request, "priorities/theory.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def change(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    link = _own(viewer, pk)
    form = ChangeLinkForm(typed(request), initial=initial_of(link))
    if form.is_valid():
        told = form.cleaned_data
        if attempted(
            form,
            lambda: change_link(
                link, form.clause(), reason=told["reason"], version=told["version"], by=viewer
            ),
        ):
            say_done(request, _("Changed. What you thought before stays to be read."))
            return redirect("theory", pk=link.priority_id)
    link.refresh_from_db()
    context = {"form": form, "link": link, "overtaken": was_overtaken(form, link.version)}
    return render(request, "priorities/link.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def take_out(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    link = _own(viewer, pk)
    form = TakeOutForm(typed(request), initial={"version": link.version})
    if form.is_valid() and attempted(
        form, lambda: take_out_link(link, **form.cleaned_data, by=viewer)
    ):
        say_done(request, _("It is out. What spoke for and against it can still be read."))
        return redirect("theory", pk=link.priority_id)
    context = {"form": form, "link": link, "is_end": True}
    return render(request, "priorities/link.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def move(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    link = _own(viewer, pk)
    move_link(link, up="up" in request.POST, by=viewer)
    return redirect("theory", pk=link.priority_id)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def evidence(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    link = _own(viewer, pk)
    form = EvidenceForm(typed(request), initial={"seen_on": viewer.today})
    if form.is_valid() and attempted(
        form, lambda: add_evidence(link, **form.cleaned_data, by=viewer)
    ):
        say_done(request, _("Kept with the link."))
        return redirect("theory", pk=link.priority_id)
    return render(request, "priorities/link_evidence.html", {"form": form, "link": link})


def _own(viewer: Viewer, pk: str) -> TheoryLink:
    """A link that is part of a theory the viewer works on."""
    own = priorities_worked_on_by(viewer).filter(ended_on=None)
    links = TheoryLink.objects.filter(priority__in=own, taken_out_on=None)
    return get_object_or_404(links.select_related("priority__place", "priority__lead"), pk=pk)
