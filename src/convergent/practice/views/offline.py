"""Visits without a network: the page that a device keeps, the script that keeps it, what is kept
beside it for this person, and the address to which it sends what was typed."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

from convergent.errors import BadInput, NotThere
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import say_done
from convergent.practice.access.visits import own_drafts, received_visit
from convergent.practice.actions.arriving import (
    Arrived,
    discard_draft,
    keep_arrived,
    open_arrived,
)
from convergent.practice.actions.visits import keep_visit
from convergent.practice.forms.visits import KeptOffline, VisitForm
from convergent.practice.one_file import script, styles, version_of
from convergent.practice.presenters.kit import kit_of
from convergent.practice.presenters.waiting import draft_page
from convergent.practice.sending import Sent, read_sealed

SHELL, WORKER = "practice/offline.html", "js/offline/worker.js"
STYLES, SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
A_YEAR = 365 * 24 * 60 * 60
FONTS = (
    *(f"fonts/public-sans-latin-{weight}-normal.woff2" for weight in (500, 600)),
    "fonts/source-serif-4-latin-600-normal.woff2",
)
KEPT = (
    "fonts/public-sans-latin-400-normal.woff2",
    *FONTS,
    *(f"img/{name}" for name in ("mark.svg", "icons.svg", "icon-192.png")),
    "js/theme.js",
)


@opens_to(OpensTo.ANYONE)
@gzip_page
def shell(request: HttpRequest) -> HttpResponse:
    """The same for everybody in one language: a device keeps it in clear."""
    return HttpResponse(_shell(request))


def _shell(request: HttpRequest) -> str:
    told = {
        "styles": _address("visit_styles", styles()),
        "script": _address("visit_script", script()),
    }
    context = {"form": KeptOffline(), "language": request.LANGUAGE_CODE, "fonts": FONTS, **told}
    return render_to_string(SHELL, context)


def _address(route: str, text: str) -> str:
    """One that changes with what is there."""
    return f"{reverse(route)}?v={version_of(text)}"


@opens_to(OpensTo.ANYONE)
@gzip_page
def shell_styles(request: HttpRequest) -> HttpResponse:
    return _file(request, styles(), STYLES)


@opens_to(OpensTo.ANYONE)
@gzip_page
def shell_script(request: HttpRequest) -> HttpResponse:
    return _file(request, script(), SCRIPT)


def _file(request: HttpRequest, text: str, kind: str) -> HttpResponse:
    """Another version than the one of now is not there: page and files are taken together."""
    version = version_of(text)
    if request.GET.get("v", version) != version:
        raise Http404
    answer = HttpResponse(text, kind)
    patch_cache_control(answer, public=True, max_age=A_YEAR, immutable=True)
    return answer


@opens_to(OpensTo.ANYONE)
def worker(request: HttpRequest) -> HttpResponse:
    """Its text changes with every file that it keeps, and so a device takes them up together."""
    page = _shell(request)
    path = finders.find(WORKER)
    with open(str(path), encoding="utf-8") as file:  # noqa: PTH123
        worker = file.read()
    files = [
        *(static(name) for name in KEPT),
        _address("visit_styles", styles()),
        _address("visit_script", script()),
    ]
    version = version_of("\n".join((page, worker, *files)))
    told = {"version": version, "page": reverse("visit_offline"), "files": files}
    answer = HttpResponse(f"const KEPT = {json.dumps(told)};\n{worker}", SCRIPT)
    answer["Cache-Control"] = "no-cache"
    return answer


@opens_to(OpensTo.STAFF)
@never_cache
def kit(request: HttpRequest) -> HttpResponse:
    return JsonResponse(kit_of(viewer_of_request(request)))


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
@never_cache
def sealed(request: HttpRequest) -> HttpResponse:
    """A page that was kept has no token of this session: it asks for one first. What is sent is
    answered with its hash once it is kept, and the device lets go of that and of nothing else."""
    viewer = viewer_of_request(request)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    try:
        sent = read_sealed(request.POST.dict())
        arrived = open_arrived(sent)
    except BadInput as refusal:
        return JsonResponse({"problem": str(refusal)}, status=422)
    told = {"id": str(sent.id), "sealed": sent.hash}
    if arrived.author.pk != viewer.person.pk:
        keep_arrived(arrived)
        return JsonResponse({**told, "kept": "elsewhere"})
    kept = _hash_as_a_visit(arrived, viewer)
    if kept:
        return JsonResponse({**told, "kept": "visit", "hash": kept})
    draft = keep_arrived(arrived)
    return JsonResponse({**told, "kept": "draft", "draft": str(draft.pk)})


def _hash_as_a_visit(arrived: Arrived, viewer: Viewer) -> str:
    """Empty where it cannot be kept as a visit as it is: its author mends it as a draft."""
    data = QueryDict(mutable=True)
    for name, values in {**arrived.written.fields, "id": [str(arrived.id)]}.items():
        data.setlist(name, values)
    form, written = VisitForm(data), arrived.written
    if written.teacher is None or not form.is_valid():
        return ""
    share = written.is_done and written.share
    if not share:
        same = [form.sent(written.teacher, share=either).hash for either in (False, True)]
        stored = received_visit(viewer, arrived.id)
        if stored is not None and stored.received_hash in same:
            return stored.received_hash
    return _kept_now(form.sent(written.teacher, share=share), viewer) if written.is_done else ""


def _kept_now(sent: Sent, viewer: Viewer) -> str:
    try:
        return keep_visit(sent, by=viewer).hash
    except (BadInput, NotThere):
        return ""


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
@never_cache
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Words that a device sent and that are no visit yet: about whom, or away with them."""
    viewer = viewer_of_request(request)
    found = get_object_or_404(own_drafts(viewer).select_related("teacher"), pk=pk)
    if request.method == "POST":
        discard_draft(found)
        say_done(request, _("Discarded."))
        return redirect("visits")
    return render(request, "practice/draft.html", {"page": draft_page(found, viewer)})
