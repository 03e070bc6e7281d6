"""The working notes of a priority, for its team and its lead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.views.frame import attempted, say_done, typed
from convergent.priorities.access.notes import why_notes
from convergent.priorities.actions.notes import read_notes, write_note
from convergent.priorities.forms import NoteForm
from convergent.priorities.presenters.notes import readers_of_notes
from convergent.priorities.views.priorities import priority_of


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def notes(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    priority = priority_of(viewer, pk)
    required(why_notes(viewer, priority))
    form = NoteForm(typed(request))
    if form.is_valid() and attempted(
        form, lambda: write_note(priority, **form.cleaned_data, by=viewer)
    ):
        say_done(request, _("Kept. Whoever works on this priority can read it."))
        return redirect("priority_notes", pk=priority.pk)
    context = {
        "form": form,
        "priority": priority,
        "notes": read_notes(priority, by=viewer),
        "readers": readers_of_notes(priority),
    }
    return render(request, "priorities/notes.html", context)
