"""The teams of a viewer, how one meets, and the next meeting, prepared in one tap."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.asking.queries import place_of_digest
from convergent.errors import BadInput
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, say_otherwise, typed, was_overtaken
from convergent.priorities.access.meetings import teams_met_by
from convergent.priorities.actions.meetings import prepare_meeting
from convergent.priorities.actions.rhythms import set_rhythm, stop_meeting
from convergent.priorities.forms.meetings import OnceForm, RhythmForm, initial_rhythm
from convergent.priorities.presenters.team import rhythm_text, team_lines, team_page
from convergent.priorities.protocols import PROTOCOLS
from convergent.priorities.queries.meetings import rhythm_of


@opens_to(OpensTo.STAFF)
def meetings(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    context = {"lines": team_lines(viewer), "answered_at": place_of_digest(viewer)}
    return render(request, "priorities/meetings.html", context)


@opens_to(OpensTo.STAFF)
def protocols(request: HttpRequest) -> HttpResponse:
    return render(request, "priorities/protocols.html", {"protocols": PROTOCOLS.values()})


@opens_to(OpensTo.STAFF)
def team(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = team_page(team_of(viewer, pk), viewer=viewer)
    return render(request, "priorities/team.html", {"page": page})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def rhythm(request: HttpRequest, pk: str) -> HttpResponse:
    """When the team meets. Whoever was second is shown what the first one said."""
    viewer = viewer_of_request(request)
    found = team_of(viewer, pk)
    if "stop" in request.POST:
        stop_meeting(found, by=viewer)
        say_done(request, _("The team meets no more at fixed times. What was decided stays."))
        return redirect("meetings_team", pk=found.pk)
    stored = rhythm_of(found)
    form = RhythmForm(typed(request), initial=initial_rhythm(stored, viewer.today))
    if form.is_valid() and attempted(
        form,
        lambda: set_rhythm(found, form.beat(), version=form.cleaned_data["version"], by=viewer),
    ):
        say_done(request, _("It stands before everybody on the team, in time."))
        return redirect("meetings_team", pk=found.pk)
    stored = rhythm_of(found)
    overtaken = was_overtaken(form, stored.version if stored else 0)
    context = {
        "form": form,
        "team": found,
        "rhythm": stored,
        "stored": rhythm_text(stored) if overtaken and stored else "",
    }
    return render(request, "priorities/rhythm.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def prepare(request: HttpRequest, pk: str) -> HttpResponse:
    """The agenda of the next meeting, built; whoever taps second finds it there."""
    viewer = viewer_of_request(request)
    found = team_of(viewer, pk)
    try:
        meeting = prepare_meeting(found, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
        return redirect("rhythm", pk=found.pk)
    return redirect("meeting", pk=meeting.pk)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def once(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = team_of(viewer, pk)
    form = OnceForm(typed(request), initial={"day": viewer.today})
    if form.is_valid():
        meeting = attempted(
            form,
            lambda: prepare_meeting(
                found,
                starts_at=form.starts_at(),
                minutes=form.cleaned_data["minutes"],
                by=viewer,
            ),
        )
        if meeting:
            return redirect("meeting", pk=meeting.pk)
    return render(request, "priorities/once.html", {"form": form, "team": found})


def team_of(viewer: Viewer, pk: str) -> Place:
    found = teams_met_by(viewer).select_related("parent", "district")
    return get_object_or_404(found, pk=pk)
