"""One load: what came of it, its files to download, and what a person decides about it."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergent.facts.cells import marked
from convergent.facts.quarantine import pack
from convergent.facts.snapshot import quarantine_folder
from convergent.loads.access import visible_loads
from convergent.loads.actions.deciding import approve_load, refuse_load, undo_load
from convergent.loads.actions.downloading import note_download
from convergent.loads.forms import ReasonForm
from convergent.loads.models import Load
from convergent.loads.presenters.differences import kinds_table
from convergent.loads.presenters.fixes import fix_words
from convergent.loads.presenters.load import load_page
from convergent.loads.presenters.rules import rule_words
from convergent.loads.presenters.waiting import why_it_waits
from convergent.loads.presenters.words import outcome_words, when_words
from convergent.loads.queries import can_be_undone, differences_of, findings_of, with_people
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed

ERRORS_HEADING = (_("file"), _("line"), _("column"), _("value"), _("rule"), _("fix"))


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


@opens_to(OpensTo.KEEPERS)
def errors(request: HttpRequest, pk: str) -> HttpResponse:
    """Every error that is kept, as a spreadsheet."""
    viewer = viewer_of_request(request)
    found = _load_of(viewer, pk)
    kept = findings_of(found, Path(settings.HOME))
    if not kept.errors:
        raise Http404
    note_download("download errors", found, by=viewer)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(map(str, ERRORS_HEADING))
    for one in kept.errors:
        place = (one.file, str(one.line or ""), one.column, one.value)
        cells = (*place, rule_words(one.rule), fix_words(one))
        writer.writerow(marked(cell) for cell in cells)
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"),  # Excel takes other text for Windows letters
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="errors-{_day(found)}.csv"'},
    )


@opens_to(OpensTo.KEEPERS)
def quarantine(request: HttpRequest, pk: str) -> FileResponse:
    """The rows that were left out, as files to mend and to load again."""
    viewer = viewer_of_request(request)
    found = _load_of(viewer, pk)
    folder = quarantine_folder(Path(settings.HOME)) / found.quarantine
    if not found.quarantine or not folder.is_dir():
        raise Http404
    note_download("download left-out rows", found, by=viewer)
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    pack(folder, packed)
    packed.seek(0)
    name = f"left-out-{_day(found)}.zip"
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")


def _load_of(viewer: Viewer, pk: str) -> Load:
    return get_object_or_404(with_people(visible_loads(viewer)), pk=pk)


def _day(found: Load) -> str:
    return f"{found.asked_at:%Y-%m-%d}"
