"""Backups on the Today of whoever keeps a district."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent import clock
from convergent.people.access.district import why_keep_district
from convergent.people.days import day_text
from convergent.people.installation import is_demo
from convergent.people.today import AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.upkeep.made import backups_made

WEIGHT = 45


@on_today
def stale_backups(viewer: Viewer) -> Iterator[AgendaItem]:
    """The newest backup is older than the setting allows. Where none was ever made, `doctor` says
    so: somebody else may make them.
    """
    if why_keep_district(viewer) is None:
        return
    made = backups_made(Path(settings.HOME))
    most = timedelta(days=settings.CONFIGURATION.backup_days)
    if not made or clock.now() - made[-1].made_at <= most or is_demo():
        return
    day = timezone.localdate(made[-1].made_at)
    yield AgendaItem(
        Group.WAITING,
        day,
        day_text(day, viewer),
        _("No backup was made since then"),
        detail=_("Ask whoever keeps the server: convergent backup, convergent doctor."),
        late=True,
        weight=WEIGHT,
    )
