"""The measures of a priority: what the facts hold, chosen by whoever leads the place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed, was_overtaken
from convergent.priorities.access.priorities import places_prioritised_by
from convergent.priorities.actions.measures import add_measure, change_aim, take_off_measure
from convergent.priorities.forms import AimForm, MeasureForm, TakeOffForm
from convergent.priorities.models import PriorityMeasure
from convergent.priorities.presenters.measures import aim_sentence, measure_title
from convergent.priorities.queries.measured import offered_at, slice_of
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


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def aim(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    measure = _own_measure(viewer, pk)
    form = AimForm(
        typed(request),
        measure=measure,
        this_year=viewer.year_began.year + 1,
        initial={"version": measure.priority.version},
    )
    if form.is_valid() and attempted(form, lambda: change_aim(measure, **form.path(), by=viewer)):
        say_done(request, _("The aim is changed. The one before stays in the history."))
        return redirect("priority", pk=measure.priority_id)
    return _shown(request, form, measure, "priorities/measure_aim.html")


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def take_off(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    measure = _own_measure(viewer, pk)
    form = TakeOffForm(typed(request), initial={"version": measure.priority.version})
    if form.is_valid() and attempted(form, lambda: _taken_off(measure, form, viewer)):
        say_done(request, _("The measure is off the priority. Its history keeps it."))
        return redirect("priority", pk=measure.priority_id)
    return _shown(request, form, measure, "priorities/measure_off.html")


def _taken_off(measure: PriorityMeasure, form: TakeOffForm, viewer: Viewer) -> bool:
    take_off_measure(measure, **form.cleaned_data, by=viewer)
    return True


def _shown(
    request: HttpRequest, form: AimForm | TakeOffForm, measure: PriorityMeasure, template: str
) -> HttpResponse:
    measure.priority.refresh_from_db(fields=["version"])
    was_overtaken(form, measure.priority.version)
    context = {
        "form": form,
        "priority": measure.priority,
        "title": measure_title(slice_of(measure)),
        "aim": aim_sentence(measure),
    }
    return render(request, template, context)


def _own_measure(viewer: Viewer, pk: str) -> PriorityMeasure:
    own = PriorityMeasure.objects.filter(
        priority__place__in=places_prioritised_by(viewer), priority__ended_on=None
    )
    return get_object_or_404(own.select_related("priority__place"), pk=pk)
