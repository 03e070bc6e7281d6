"""One load: what came of it, its files to download, and what a person decides about it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergent.facts.cells import marked
from convergent.facts.quarantine import pack
from convergent.facts.snapshot import quarantine_folder
from convergent.loads.access import visible_loads
from convergent.loads.actions.deciding import approve_load, refuse_load, undo_load
from convergent.loads.forms import ReasonForm
from convergent.loads.models import Load
from convergent.loads.presenters.differences import kinds_table, school_names
from convergent.loads.presenters.load import load_page
from convergent.loads.presenters.words import difference_words, outcome_words, when_words
from convergent.loads.queries import can_be_undone, differences_of, findings_of, with_people
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
    found = _load_of(viewer, pk)
    page = load_page(found, viewer=viewer, home=Path(settings.HOME))
    return render(request, "loads/load.html", {"page": page})


@opens_to(OpensTo.KEEPERS, methods=("GET", "POST"))
def decide(request: HttpRequest, pk: str, deed: Decide) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _load_of(viewer, pk)
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
    differences = differences_of(found, Path(settings.HOME))
    names = school_names(differences, viewer.person.district)
    return {
        "deed": deed,
        "form": form,
        "load": found,
        "when": when_words(found.asked_at, viewer),
        "words": outcome_words(found),
        "difference": "" if deed.back else difference_words(differences, names),
        "kinds": kinds_table(differences, back=deed.back),
    }


@opens_to(OpensTo.KEEPERS)
def errors(request: HttpRequest, pk: str) -> HttpResponse:
    """Every error that is kept, as a spreadsheet."""
    found = _load_of(viewer_of_request(request), pk)
    kept = findings_of(found, Path(settings.HOME))
    if not kept.errors:
        raise Http404
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("file", "line", "column", "value", "rule", "fix"))
    for one in kept.errors:
        cells = (one.file, str(one.line or ""), one.column, one.value, one.rule, one.fix)
        writer.writerow(marked(cell) for cell in cells)
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="errors-{_day(found)}.csv"'},
    )


@opens_to(OpensTo.KEEPERS)
def quarantine(request: HttpRequest, pk: str) -> HttpResponse:
    """The rows that were left out, as files to mend and to load again."""
    found = _load_of(viewer_of_request(request), pk)
    folder = quarantine_folder(Path(settings.HOME)) / found.quarantine
    if not found.quarantine or not folder.is_dir():
        raise Http404
    return HttpResponse(
        pack(folder),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="left-out-{_day(found)}.zip"'},
    )


def _load_of(viewer: Viewer, pk: str) -> Load:
    return get_object_or_404(with_people(visible_loads(viewer)), pk=pk)


def _day(found: Load) -> str:
    return f"{found.asked_at:%Y-%m-%d}"
