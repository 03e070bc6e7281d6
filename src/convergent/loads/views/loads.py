"""One load: what came of it, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergent.loads.access import visible_loads
from convergent.loads.actions.deciding import approve_load, refuse_load, undo_load
from convergent.loads.forms import ReasonForm
from convergent.loads.models import Load
from convergent.loads.presenters.differences import kinds_table
from convergent.loads.presenters.load import load_page
from convergent.loads.presenters.waiting import why_it_waits
from convergent.loads.presenters.words import outcome_words, when_words
from convergent.loads.queries import can_be_undone, differences_of, with_people
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed


@dataclass(frozen=True)
class Decide:
    """What a person can decide, with the words on its page. `back` shows what undoing changes."""

    act: Callable[..., Any]
    headline: Promise
    lead: Promise
    button: Promise
    said: Promise
    is_there: Callable[[Load, Path], bool]
    back: bool = False
    grave: bool = False


APPROVE = Decide(
    approve_load,
    _("Approve this load?"),
    _("It is published as it is, and people and places follow it. You can undo it afterwards."),
    _("Approve the load"),
    _("The load is approved. People and places follow it now."),
    lambda load, _home: load.waits,
)
REFUSE = Decide(
    refuse_load,
    _("Refuse this load?"),
    _("What it built is thrown away; what serves now stays."),
    _("Refuse the load"),
    _("The load is refused. What serves stays."),
    lambda load, _home: load.waits,
    grave=True,
)
UNDO = Decide(
    undo_load,
    _("Undo this load?"),
    _("What served before it serves again, and people and places follow that."),
    _("Undo the load"),
    _("The load is undone. People and places follow what serves again."),
    can_be_undone,
    back=True,
    grave=True,
)


@opens_to(OpensTo.KEEPERS)
def load(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = load_of(viewer, pk)
    page = load_page(found, viewer=viewer, home=Path(settings.HOME))
    return render(request, "loads/load.html", {"page": page})


@opens_to(OpensTo.KEEPERS, methods=("GET", "POST"))
def decide(request: HttpRequest, pk: str, deed: Decide) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = load_of(viewer, pk)
    if not deed.is_there(found, Path(settings.HOME)):
        raise Http404
    form = ReasonForm(typed(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempted(form, lambda: (deed.act(found, reason=reason, by=viewer), True))
        if done:
            say_done(request, str(deed.said))
            return redirect("data")
    return render(request, "loads/decide.html", _told(found, deed, form, viewer))


def _told(found: Load, deed: Decide, form: ReasonForm, viewer: Viewer) -> dict[str, Any]:
    home, district = Path(settings.HOME), viewer.person.district
    differences = differences_of(found, home)
    return {
        "deed": deed,
        "form": form,
        "load": found,
        "when": when_words(found.asked_at, viewer),
        "words": outcome_words(found),
        "why": None if deed.back else why_it_waits(found, district=district, home=home),
        "kinds": kinds_table(differences, back=deed.back),
    }


def load_of(viewer: Viewer, pk: str) -> Load:
    return get_object_or_404(with_people(visible_loads(viewer)), pk=pk)
