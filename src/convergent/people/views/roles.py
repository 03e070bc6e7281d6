"""A role at a place, through all its holders, and what each leaves to the next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.changes import places_changeable_by, why_change_role
from convergent.people.access.directory import visible_places, visible_roles
from convergent.people.access.handovers import visible_handovers, why_write_handover
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.handovers import (
    draft_of,
    hand_over,
    keep_draft,
    read_handovers,
    take_back,
)
from convergent.people.actions.terms import open_role
from convergent.people.forms import HandoverForm, RoleForm
from convergent.people.models import Handover, Role
from convergent.people.presenters.role import role_page
from convergent.people.shown import words_for
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, id_of, say_done, typed, was_overtaken


@opens_to(OpensTo.STAFF)
def role(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _visible(request, pk)
    page = role_page(
        found, viewer=viewer, words=words_for(viewer), handovers=read_handovers(found, by=viewer)
    )
    may_change = why_change_role(viewer, found) is not None
    return render(request, "people/role.html", {"page": page, "may_change": may_change})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def add(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    changeable = visible_places(viewer).filter(pk__in=places_changeable_by(viewer))
    place = get_object_or_404(changeable, pk=pk)
    form = RoleForm(typed(request), viewer=viewer, place=place, words=words_for(viewer))
    if form.is_valid():
        new = attempted(form, lambda: open_role(place, **form.cleaned_data, by=viewer))
        if new:
            return redirect("term_start", pk=new.pk)
    return render(request, "people/role_add.html", {"form": form, "place": place})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def handover(request: HttpRequest, pk: str) -> HttpResponse:
    """Write what the next holder should know; nobody else reads it before it is handed over."""
    viewer = viewer_of_request(request)
    found = _visible(request, pk)
    if "take_back" in request.POST:
        return _take_back(request, viewer, found)
    required(why_write_handover(viewer, found))
    draft = draft_of(found, by=viewer)
    stored = {"text": draft.text, "version": draft.version} if draft else {"version": 0}
    form = HandoverForm(typed(request), initial=stored)
    if form.is_valid():
        kept = attempted(form, lambda: keep_draft(found, **form.cleaned_data, by=viewer))
        if kept:
            return _kept(request, viewer, kept)
    context = {
        "form": form,
        "role": found,
        "title": words_for(viewer).role_title(found),
        "stored": stored.get("text") if was_overtaken(form, stored["version"]) else "",
    }
    return render(request, "people/handover.html", context)


def _kept(request: HttpRequest, viewer: Viewer, draft: Handover) -> HttpResponse:
    if "hand_over" in request.POST:
        hand_over(draft, by=viewer)
        say_done(request, _("Handed over. Whoever holds this role can read it."))
        return redirect("role", pk=draft.role_id)
    say_done(request, _("Kept as a draft. Only you can read it."))
    return redirect("handover", pk=draft.role_id)


def _take_back(request: HttpRequest, viewer: Viewer, found: Role) -> HttpResponse:
    written = get_object_or_404(
        visible_handovers(viewer), pk=id_of(request.POST["take_back"]), role=found
    )
    try:
        take_back(written, by=viewer)
    except BadInput as refusal:
        say_done(request, str(refusal))
    else:
        say_done(request, _("It is a draft again. Only you can read it."))
    return redirect("handover", pk=found.pk)


def _visible(request: HttpRequest, pk: str) -> Role:
    viewer = viewer_of_request(request)
    return get_object_or_404(visible_roles(viewer).select_related("place"), pk=pk)
