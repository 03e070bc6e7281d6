"""Coaching: asking for it, agreeing, meeting, pausing, ending; and what others may know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.role_kinds import COACH
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, say_otherwise, typed
from convergent.practice.access.coaching import coaches_for, own_cycles
from convergent.practice.access.weeks import why_week
from convergent.practice.actions.coaching import (
    agree_to_coaching,
    ask_for_coaching,
    decline_coaching,
    end_coaching,
    invite_to_coaching,
    note_meeting,
    pause_coaching,
)
from convergent.practice.forms.coaching import AskForm, MeetingForm
from convergent.practice.models import CoachingCycle
from convergent.practice.presenters.caseload import caseload_page
from convergent.practice.presenters.coaching import (
    coaching_page,
    could_be_asked,
    other_of,
    who_learns,
)
from convergent.practice.presenters.participation import participation_page


@opens_to(OpensTo.STAFF)
def coaching(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    context = {
        "page": coaching_page(viewer),
        "can_ask": bool(could_be_asked(viewer)),
        "has_week": why_week(viewer) is not None,
        "coaches": viewer.holds(COACH),
    }
    return render(request, "practice/coaching.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def ask(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    people = could_be_asked(viewer)
    required(people or None)
    form = AskForm(typed(request), people=people)
    cycle = form.is_valid() and attempted(form, lambda: _asked(form.cleaned_data, viewer))
    if cycle:
        said = _("%(name)s is asked. It begins when %(name)s agrees.")
        say_done(request, said % {"name": other_of(cycle, viewer).name})
        return redirect("coaching_cycle", pk=cycle.pk)
    context = {"form": form, "learns": who_learns(viewer)}
    return render(request, "practice/coaching_ask.html", context)


def _asked(told: dict[str, Any], viewer: Viewer) -> CoachingCycle:
    person, weeks = told["person"], told["every_weeks"]
    if coaches_for(viewer).filter(pk=person.pk).exists():
        return ask_for_coaching(person, every_weeks=weeks, by=viewer)
    return invite_to_coaching(person, every_weeks=weeks, by=viewer)


@opens_to(OpensTo.STAFF)
def caseload(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    required(viewer.holds(COACH) or None)
    return render(request, "practice/caseload.html", {"page": caseload_page(viewer)})


@opens_to(OpensTo.STAFF)
def participation(request: HttpRequest) -> HttpResponse:
    page = participation_page(viewer_of_request(request))
    return render(request, "practice/coaching_participation.html", {"page": page})


@opens_to(OpensTo.STAFF, methods=("POST",))
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Yes or no to being asked; whoever asked may take it back."""
    if "agree" in request.POST:
        return _do(request, pk, agree_to_coaching, _("Agreed. You two can write from now on."))
    said = _("Said no. Nobody else learns that it was asked.")
    return _do(request, pk, decline_coaching, said, leaves=True)


@opens_to(OpensTo.STAFF, methods=("POST",))
def met(request: HttpRequest, pk: str) -> HttpResponse:
    form = MeetingForm(request.POST)
    if not form.is_valid():
        _own(request, pk)
        say_otherwise(request, _("Write the day, how many minutes, and what kind of help it was."))
        return redirect("coaching_cycle", pk=pk)

    def act(cycle: CoachingCycle, *, by: Viewer) -> object:
        return note_meeting(cycle, **form.cleaned_data, by=by)

    return _do(request, pk, act, _("Noted. The day of the next one follows from it."))


@opens_to(OpensTo.STAFF, methods=("POST",))
def pause(request: HttpRequest, pk: str) -> HttpResponse:
    return _do(request, pk, pause_coaching, _("Done."))


@opens_to(OpensTo.STAFF, methods=("POST",))
def end(request: HttpRequest, pk: str) -> HttpResponse:
    completed = "completed" in request.POST

    def act(cycle: CoachingCycle, *, by: Viewer) -> object:
        return end_coaching(cycle, is_completed=completed, by=by)

    return _do(request, pk, act, _("Ended. What was written stays the teacher’s."))


def _own(request: HttpRequest, pk: str) -> CoachingCycle:
    cycles = own_cycles(viewer_of_request(request)).select_related("teacher", "coach", "place")
    return get_object_or_404(cycles, pk=pk)


def _do(
    request: HttpRequest,
    pk: str,
    act: Callable[..., object],
    said: str,
    *,
    leaves: bool = False,
) -> HttpResponse:
    """One deed in one's own cycle, and back to it; a refusal is said there."""
    cycle = _own(request, pk)
    try:
        act(cycle, by=viewer_of_request(request))
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
        return redirect("coaching_cycle", pk=cycle.pk)
    say_done(request, said)
    return redirect("coaching") if leaves else redirect("coaching_cycle", pk=cycle.pk)
