"""Long work that is under way: how far it is, and cancelling it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.vary import vary_on_headers

from convergent.jobs.actions import cancel
from convergent.loads.access import visible_work
from convergent.loads.models import Load
from convergent.loads.presenters.progress import work_progress
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request


@opens_to(OpensTo.KEEPERS)
@vary_on_headers("HX-Request", "HX-Target")  # else Back may show a part as a page
def work(request: HttpRequest, pk: str) -> HttpResponse:
    job = get_object_or_404(visible_work(viewer_of_request(request)), pk=pk)
    part = bool(request.headers.get("HX-Request"))
    load = Load.objects.filter(job=job).first()
    if load is not None and not part:
        return redirect("load", pk=load.pk)
    progress = work_progress(job)
    name = "loads/work_part.html" if part else "loads/work.html"
    response = render(request, name, {"progress": progress})
    if load is not None and not progress.is_running:
        response.headers["HX-Refresh"] = "true"  # the load's own page says what came of it
    return response


@opens_to(OpensTo.KEEPERS, methods=("POST",))
def cancel_work(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    cancel(get_object_or_404(visible_work(viewer), pk=pk), by=viewer.person.pk)
    return redirect("work", pk=pk)
