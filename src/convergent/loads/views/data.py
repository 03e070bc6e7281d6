"""What is loaded and how fresh it is; sending files; work under way."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from convergent.facts.snapshot import Snapshot, current_snapshot
from convergent.facts.sources.spreadsheet import write_workbook
from convergent.facts.templates import template_names, template_of
from convergent.loads.access import visible_loads, why_keep_facts
from convergent.loads.actions.following import ask_to_follow_again
from convergent.loads.actions.receiving import load_uploaded
from convergent.loads.forms import UploadForm
from convergent.loads.presenters.data import data_page
from convergent.loads.presenters.kinds import KINDS
from convergent.loads.presenters.progress import under_way
from convergent.loads.queries import with_people
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done

ON_A_PAGE = 8
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OCCASION = re.compile(r"[\w-]{1,40}", re.ASCII)
FIRST_TEMPLATES = ("orgs", "users", "roles", "classes", "enrollments", "demographics")


@opens_to(OpensTo.KEEPERS, methods=("GET", "POST"))
def data(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    snapshot = _snapshot_for(viewer)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        too_large=_too_large(request),
    )
    if form.is_valid():
        load = attempted(form, lambda: _load_uploaded(form, viewer))
        if load is not None:
            return redirect("load", pk=load.pk)
    return render(request, "loads/data.html", _told(request, viewer, snapshot, form))


def _told(
    request: HttpRequest, viewer: Viewer, snapshot: Snapshot | None, form: UploadForm
) -> dict[str, Any]:
    loads = visible_loads(viewer)
    pages = Paginator(with_people(loads), ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    home = Path(settings.HOME)
    return {
        "page": data_page(snapshot, loads, shown, viewer=viewer, home=home),
        "form": form,
        "templates": [(name, KINDS[name]) for name in FIRST_TEMPLATES],
        "megabytes": settings.CONFIGURATION.upload_megabytes,
    }


def _load_uploaded(form: UploadForm, viewer: Viewer) -> Any:
    chosen = form.cleaned_data
    return load_uploaded(chosen["exports"], whole=not chosen["changes"], by=viewer)


def _too_large(request: HttpRequest) -> str:
    if not getattr(request, "is_too_large", False):
        return ""
    return _(
        "Together the files are larger than %(megabytes)s megabytes. Send fewer, or a zip."
    ) % {"megabytes": settings.CONFIGURATION.upload_megabytes}


@opens_to(OpensTo.KEEPERS)
def data_under_way(request: HttpRequest) -> HttpResponse:
    """A part of the page Data; the page is asked for anew once nothing runs any more."""
    viewer = viewer_of_request(request)
    running = under_way(visible_loads(viewer))
    response = render(request, "loads/under_way.html", {"under_way": running})
    if not running and request.headers.get("HX-Request"):
        response.headers["HX-Refresh"] = "true"
    return response


@opens_to(OpensTo.KEEPERS, methods=("POST",))
def follow_again(request: HttpRequest) -> HttpResponse:
    """Brings people and places up to the snapshot once more, as work in the background."""
    viewer = viewer_of_request(request)
    snapshot = _snapshot_for(viewer)
    if snapshot is None:
        say_done(request, _("Nothing is loaded yet."))
        return redirect("data")
    occasion = request.POST.get("key", "")
    if not OCCASION.fullmatch(occasion):
        raise Http404
    job = ask_to_follow_again(snapshot, occasion=f"again {occasion}", by=viewer.person.pk)
    return redirect("work", pk=job.pk)


@opens_to(OpensTo.KEEPERS)
def template(_request: HttpRequest, name: str) -> HttpResponse:
    """A spreadsheet with the heading of one kind of file, to be filled in."""
    if name not in template_names():
        raise Http404
    return HttpResponse(
        template_of(name),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@opens_to(OpensTo.KEEPERS)
def workbook(_request: HttpRequest) -> HttpResponse:
    """A workbook to begin with, where there is no export."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "start.xlsx"
        write_workbook(file)
        content = file.read_bytes()
    return HttpResponse(
        content,
        content_type=WORKBOOK,
        headers={"Content-Disposition": 'attachment; filename="start.xlsx"'},
    )


def _snapshot_for(viewer: Viewer) -> Snapshot | None:
    """What serves, for who keeps the district that it is of; to others it is not there."""
    snapshot = current_snapshot(settings.HOME)
    required(why_keep_facts(viewer, snapshot))
    return snapshot
