"""What data is loaded and how fresh it is; and the long work that is under way."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from convergent.facts.snapshot import current_snapshot
from convergent.jobs.actions import ask, cancel
from convergent.people.access.district import visible_jobs
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.presenters.progress import work_progress
from convergent.people.presenters.sources import sources_page
from convergent.people.views.frame import say_done


@opens_to(OpensTo.STAFF)
def sources(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = sources_page(current_snapshot(settings.HOME), viewer=viewer)
    return render(request, "people/sources.html", {"page": page})


@opens_to(OpensTo.KEEPERS, methods=("POST",))
def follow_again(request: HttpRequest) -> HttpResponse:
    """Brings people and places up to the snapshot once more, as work in the background."""
    viewer = viewer_of_request(request)
    snapshot = current_snapshot(settings.HOME)
    if snapshot is None:
        say_done(request, _("Nothing is loaded yet."))
        return redirect("evidence")
    with transaction.atomic():
        key = f"follow {snapshot.id} {request.POST.get('key', '')}"[:100]
        job = ask("follow", key=key, by=viewer.person.pk)
    return redirect("work", pk=job.pk)


@opens_to(OpensTo.KEEPERS)
@vary_on_headers("HX-Request", "HX-Target")  # else Back may show a part as a page
def work(request: HttpRequest, pk: str) -> HttpResponse:
    job = get_object_or_404(visible_jobs(viewer_of_request(request)), pk=pk)
    part = bool(request.headers.get("HX-Request"))
    return render(
        request,
        "people/work_part.html" if part else "people/work.html",
        {"progress": work_progress(job)},
    )


@opens_to(OpensTo.KEEPERS, methods=("POST",))
def cancel_work(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    cancel(get_object_or_404(visible_jobs(viewer), pk=pk), by=viewer.person.pk)
    return redirect("work", pk=pk)
