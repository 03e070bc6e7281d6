"""What a holder of a role writes for the next: a draft that saves itself, then handed over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.directory import visible_roles
from convergent.people.access.handovers import visible_handovers, why_write_handover
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.handovers import draft_of, hand_over, keep_draft, take_back
from convergent.people.forms import HandoverForm
from convergent.people.models import Handover, Role
from convergent.people.presenters.role import readers_of_handover
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, id_of, say_done, typed, was_overtaken


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def handover(request: HttpRequest, pk: str) -> HttpResponse:
    """Write what the next holder should know; nobody else reads it before it is handed over."""
    viewer = viewer_of_request(request)
    role = get_object_or_404(visible_roles(viewer).select_related("place"), pk=pk)
    if "take_back" in request.POST:
        return _take_back(request, viewer, role)
    required(why_write_handover(viewer, role))
    draft = draft_of(role, by=viewer)
    stored = {"text": draft.text, "version": draft.version} if draft else {"version": 0}
    form = HandoverForm(typed(request), initial=stored)
    kept = form.is_valid() and attempted(
        form, lambda: keep_draft(role, **form.cleaned_data, by=viewer)
    )
    if request.headers.get("HX-Target") == "kept":
        return render(request, "people/draft_kept.html", {"form": form, "draft": kept})
    if kept:
        return _kept(request, viewer, kept)
    return render(request, "people/handover.html", _page(form, role, stored, viewer))


def _page(form: HandoverForm, role: Role, stored: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    return {
        "form": form,
        "role": role,
        "title": viewer.words.role_title(role),
        "readers": readers_of_handover(role, viewer=viewer),
        "stored": stored.get("text") if was_overtaken(form, stored["version"]) else "",
    }


def _kept(request: HttpRequest, viewer: Viewer, draft: Handover) -> HttpResponse:
    if "hand_over" in request.POST:
        hand_over(draft, by=viewer)
        say_done(request, _("Handed over. Whoever holds this role can read it."))
        return redirect("role", pk=draft.role_id)
    say_done(request, _("Kept as a draft. Only you can read it."))
    return redirect("handover", pk=draft.role_id)


def _take_back(request: HttpRequest, viewer: Viewer, role: Role) -> HttpResponse:
    written = get_object_or_404(
        visible_handovers(viewer), pk=id_of(request.POST["take_back"]), role=role
    )
    try:
        take_back(written, by=viewer)
    except BadInput as refusal:
        say_done(request, str(refusal))
    else:
        say_done(request, _("It is a draft again. Only you can read it."))
    return redirect("handover", pk=role.pk)
