"""A row of the ledger, with its file and its audit row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.viewer import Viewer
from convergent.records.turns import take_turn
from convergent.releases.files import keep
from convergent.releases.models import Release
from convergent.releases.queries import released_since


class Overtaken(BadInput):
    """Something went out beside which this was not looked at."""


def record(file: Path, *, beside: int, by: Viewer | None, why: str, **said: Any) -> Release:
    """Keeps the file, and notes that it is released; nobody may be given it before.

    `beside` is the number of the last release that it was found to be safe beside, 0 for none.
    Raises Overtaken where one of the same students went out since.
    """
    with transaction.atomic():
        take_turn("release")
        _refuse_overtaken(beside, said)
        content_hash = keep(settings.HOME, file)
        last = Release.objects.order_by("-number").first()
        release = Release(
            number=last.number + 1 if last else 1,
            released_at=clock.now(),
            released_by=by.person if by else None,
            content_hash=content_hash,
            **said,
        )
        note_change(
            "release",
            release,
            by=by.person.pk if by else None,
            why=why,
            content_hash=content_hash,
            audience=release.audience,
            snapshot=release.snapshot,
            cells=release.cells,
            withheld=release.withheld,
        )
        release.save(force_insert=True)
    return release


def _refuse_overtaken(beside: int, said: dict[str, Any]) -> None:
    if released_since(
        beside,
        kind=said["kind"],
        district_key=said["district_key"],
        students=said.get("students", ""),
    ):
        raise Overtaken(
            _("Something else of the same students went out meanwhile, so this did not."),
            _("Start again: it is looked at together with that."),
        )
