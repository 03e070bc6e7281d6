"""The files of a load to download. They hold what stood in rows about children."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from convergent.facts.cells import marked
from convergent.facts.quarantine import pack
from convergent.facts.snapshot import quarantine_folder
from convergent.loads.actions.downloading import note_download
from convergent.loads.models import Load
from convergent.loads.presenters.fixes import fix_words
from convergent.loads.presenters.rules import rule_words
from convergent.loads.queries import findings_of
from convergent.loads.views.loads import load_of
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request

ERRORS_HEADING = (
    *(_("file"), _("line"), _("column"), _("value"), _("rule"), _("fix")),
    _("the row that was taken"),
)

View = Callable[[HttpRequest, str], HttpResponseBase]


def given_with_care(view: View) -> View:
    """To whoever said within minutes who she is, and not in bulk. She comes back to the load's
    page, because a browser that is sent straight to a file stays where it was.
    """
    asked_again = reauthentication_required(app="convergent.loads")(view)

    @wraps(view)
    def answer(request: HttpRequest, pk: str) -> HttpResponseBase:
        too_many = consume_or_429(request, action="download", limit_get=True)
        if too_many is not None:
            return too_many
        try:
            return asked_again(request, pk)
        except ReauthenticationRequired:
            messages.info(
                request, said("These files tell about students. Afterwards download them here.")
            )
            back = urlencode({"next": reverse("load", args=[pk])})
            return redirect(f"{reverse('account_reauthenticate')}?{back}")

    return answer


@opens_to(OpensTo.KEEPERS)
@given_with_care
def errors(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Every error that is kept, as a spreadsheet."""
    viewer = viewer_of_request(request)
    found = load_of(viewer, pk)
    kept = findings_of(found, Path(settings.HOME))
    if not kept.errors:
        raise Http404
    note_download("download errors", found, by=viewer)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(map(str, ERRORS_HEADING))
    for one in kept.errors:
        place = (one.file, str(one.line or ""), one.column, one.value)
        cells = (*place, rule_words(one.rule), fix_words(one), one.first)
        writer.writerow(marked(cell) for cell in cells)
    return HttpResponse(
        text.getvalue().encode("utf-8-sig"),  # Excel takes other text for Windows letters
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="errors-{_day(found)}.csv"'},
    )


@opens_to(OpensTo.KEEPERS)
@given_with_care
def quarantine(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The rows that were left out, as files to mend and to load again."""
    viewer = viewer_of_request(request)
    found = load_of(viewer, pk)
    folder = quarantine_folder(Path(settings.HOME)) / found.quarantine
    if not found.quarantine or not folder.is_dir():
        raise Http404
    note_download("download left-out rows", found, by=viewer)
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    pack(folder, packed)
    packed.seek(0)
    name = f"left-out-{_day(found)}.zip"
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")


def _day(found: Load) -> str:
    return f"{found.asked_at:%Y-%m-%d}"
