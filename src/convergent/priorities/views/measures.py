"""The measures of a priority: what the facts hold, chosen by whoever leads the place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.views.frame import attempted, say_done, typed
from convergent.priorities.access.priorities import places_prioritised_by
from convergent.priorities.actions.measures import add_measure, take_off_measure
from convergent.priorities.forms import MeasureForm
from convergent.priorities.models import PriorityMeasure
from convergent.priorities.queries.measured import offered_at
from convergent.priorities.views.priorities import own_priority


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def add(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    priority = own_priority(viewer, pk)
    offered = offered_at(priority.place, viewer.snapshot)
    asked = request.GET.get("subject", "")
    form = MeasureForm(typed(request), offered=offered, subject=asked)
    if form.is_valid() and attempted(
        form, lambda: add_measure(priority, form.slice(), **form.path(), by=viewer)
    ):
        say_done(request, _("From now on the priority is measured by it, too."))
        return redirect("priority", pk=priority.pk)
    context = {"form": form, "priority": priority, "offered": offered}
    return render(request, "priorities/measure.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def take_off(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    own = PriorityMeasure.objects.filter(priority__place__in=places_prioritised_by(viewer))
    measure = get_object_or_404(own.select_related("priority__place"), pk=pk)
    take_off_measure(measure, by=viewer)
    say_done(request, _("The measure is off the priority."))
    return redirect("priority", pk=measure.priority_id)
