"""What was loaded, for those who keep the district's data."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.facts.snapshot import current_snapshot
from convergent.people.access.district import why_keep_district
from convergent.people.agenda.words import day_words
from convergent.people.presenters.sources import freshness
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer


@on_today
def data_loaded(viewer: Viewer) -> Iterator[AgendaItem]:
    """What was loaded, for those who keep the district's data."""
    snapshot = current_snapshot(settings.HOME)
    if snapshot is None or why_keep_district(viewer) is None:
        return
    rejected = sum(count.rejected for count in snapshot.manifest.tables.values())
    yield AgendaItem(
        group=Group.CHANGED,
        day=snapshot.manifest.as_of,
        when=day_words(snapshot.manifest.as_of),
        title=capfirst(freshness(snapshot, viewer.today)).rstrip("."),
        detail=ngettext("One row was rejected.", "%(count)s rows were rejected.", rejected)
        % {"count": rejected}
        if rejected
        else _("Every row was accepted."),
        url=reverse("evidence"),
        actions=(Action(_("See what is loaded"), reverse("evidence")),),
    )
