"""What is in the way of teaching: told in one tap, and answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.views.frame import attempted, say_done, typed
from convergent.practice.access.obstacles import (
    places_with_obstacles_told_by,
    visible_obstacles,
    why_answer_obstacle,
)
from convergent.practice.actions.obstacles import answer_obstacle, tell_of_obstacle
from convergent.practice.forms.obstacles import ObstacleAnswerForm, ObstacleForm
from convergent.practice.models import Obstacle
from convergent.practice.queries.obstacles import owners_for


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def tell(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    place = get_object_or_404(places_with_obstacles_told_by(viewer), pk=pk)
    form = ObstacleForm(typed(request), owners=owners_for(place, viewer))
    told = form.is_valid() and attempted(
        form, lambda: tell_of_obstacle(place, **form.told(), by=viewer)
    )
    if told:
        say_done(request, _("%(name)s has it in hand now.") % {"name": told.owner.name})
        return redirect("visits")
    context = {"place": place, "form": form, "kinds": Obstacle.What.choices}
    return render(request, "practice/obstacle_tell.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def obstacle(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    related = ("place", "owner", "seen_by")
    found = get_object_or_404(visible_obstacles(viewer).select_related(*related), pk=pk)
    may = why_answer_obstacle(viewer, found)
    if request.method == "POST":
        required(may)
    form = ObstacleAnswerForm(typed(request))
    if form.is_valid() and attempted(
        form, lambda: answer_obstacle(found, **form.cleaned_data, by=viewer)
    ):
        said = _("%(name)s reads it on Today.") % {"name": found.seen_by.name}
        say_done(request, said)
        return redirect("obstacle", pk=found.pk)
    is_open = found.answered_at is None
    context = {"obstacle": found, "form": form if may and is_open else None}
    return render(request, "practice/obstacle.html", context)
