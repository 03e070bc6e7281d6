"""Where the exports say otherwise than what was written here by hand."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.facts.snapshot import Snapshot, current_snapshot
from convergent.loads.actions.by_hand import keep_ours, take_exports
from convergent.loads.presenters.by_hand import Differs, by_hand_page, thing_of
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.following.by_hand import Otherwise, differing, said_otherwise
from convergent.people.viewer import Viewer
from convergent.people.views.frame import say_done, say_otherwise


@opens_to(OpensTo.KEEPERS, methods=("GET", "POST"))
def by_hand(request: HttpRequest) -> HttpResponse:
    viewer, snapshot = viewer_of_request(request), current_snapshot(settings.HOME)
    if request.method == "POST":
        return _decide(request, viewer, snapshot)
    found = (
        said_otherwise(snapshot, viewer.person.district, today=viewer.today)
        if snapshot
        else Otherwise()
    )
    return render(request, "loads/by_hand.html", {"page": by_hand_page(found, viewer)})


def _decide(request: HttpRequest, viewer: Viewer, snapshot: Snapshot | None) -> HttpResponse:
    """What was decided counts for what the exports said on the page."""
    one = _difference(request, viewer, snapshot)
    if snapshot is None or one is None:
        say_otherwise(request, _("That differs no longer, or the exports say something else now."))
        return redirect("by_hand")
    thing = thing_of(one)
    try:
        if request.POST.get("choice") == "take":
            take_exports(thing, snapshot, by=viewer)
            say_done(request, _("The exports’ words are taken. It is done in the background."))
        else:
            keep_ours(thing, one.told, by=viewer)
            say_done(request, _("Kept as it is here, until the exports say something else."))
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    return redirect("by_hand")


def _difference(request: HttpRequest, viewer: Viewer, snapshot: Snapshot | None) -> Differs | None:
    if snapshot is None:
        return None
    found = differing(snapshot, viewer.person.district, today=viewer.today)
    sent = (request.POST.get("thing"), request.POST.get("told"))
    every: list[Differs] = [*found.people, *found.terms]
    return next((one for one in every if (str(thing_of(one).pk), one.told) == sent), None)
