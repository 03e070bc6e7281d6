"""What two named people open together, and what is held; for them, and for the teacher."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, say_otherwise
from convergent.practice.access.openings import (
    visible_holds,
    visible_openings,
    why_hold,
    why_open_threads,
)
from convergent.practice.actions.openings import (
    ask_for_opening,
    close_thread,
    hold_threads,
    lift_hold,
    open_thread,
)
from convergent.practice.forms.coaching import HoldForm, OpeningForm
from convergent.practice.presenters.openings import openings_page


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def openings(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    required(why_open_threads(viewer) or _has_any(viewer) or None)
    if request.method == "POST":
        required(why_open_threads(viewer))
    form = OpeningForm(request.POST or None, viewer=viewer, words=viewer.words)
    if form.is_valid() and attempted(form, lambda: ask_for_opening(**form.cleaned_data, by=viewer)):
        say_done(
            request, _("Asked. It opens when the other side agrees; the teacher is told then.")
        )
        return redirect("coaching_openings")
    return _shown(request, viewer, form=form)


def _has_any(viewer: Viewer) -> bool:
    return visible_openings(viewer).exists() or visible_holds(viewer).exists()


def _shown(
    request: HttpRequest,
    viewer: Viewer,
    *,
    form: OpeningForm | None = None,
    holding: HoldForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"page": openings_page(viewer)}
    if why_open_threads(viewer):
        words = viewer.words
        context["form"] = form or OpeningForm(viewer=viewer, words=words)
        context["holding"] = holding or HoldForm(viewer=viewer, words=words)
    return render(request, "practice/coaching_openings.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def opening(request: HttpRequest, pk: str) -> HttpResponse:
    """The second agrees; or one of the two closes it before its time."""
    viewer = viewer_of_request(request)
    required(why_open_threads(viewer))
    found = get_object_or_404(visible_openings(viewer), pk=pk)
    try:
        if "close" in request.POST:
            close_thread(found, by=viewer)
            say_done(request, _("Closed."))
        else:
            open_thread(found, by=viewer)
            say_done(request, _("Open. The teacher is told."))
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    return redirect("coaching_openings")


@opens_to(OpensTo.STAFF, methods=("POST",))
def hold(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    required(why_hold(viewer))
    form = HoldForm(request.POST, viewer=viewer, words=viewer.words)
    if form.is_valid() and attempted(form, lambda: hold_threads(**form.cleaned_data, by=viewer)):
        say_done(request, _("Held. The teacher is told. Nobody reads more because of it."))
        return redirect("coaching_openings")
    return _shown(request, viewer, holding=form)


@opens_to(OpensTo.STAFF, methods=("POST",))
def lift(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    required(why_hold(viewer))
    lift_hold(get_object_or_404(visible_holds(viewer), pk=pk), by=viewer)
    say_done(request, _("Lifted. It is kept as long as any other, and no longer."))
    return redirect("coaching_openings")
