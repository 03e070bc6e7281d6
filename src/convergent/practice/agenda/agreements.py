"""Visit agreements that wait for one's own side."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.access.reasons import Reason
from convergent.people.days import day_text
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.practice.access.agreements import visible_agreements, why_agree


@on_today
def to_confirm(viewer: Viewer) -> Iterator[AgendaItem]:
    why = why_agree(viewer)
    if why is None:
        return
    own_side = Q(officer=None) if why is Reason.SUPERINTENDENT else Q(union_representative=None)
    page = reverse("visit_agreements")
    for one in visible_agreements(viewer).filter(own_side, ends_on=None):
        yield AgendaItem(
            group=Group.WAITING,
            day=one.starts_on,
            when=_("from %(day)s on") % {"day": day_text(one.starts_on, viewer)},
            title=_("The visit agreement for %(group)s waits for your side")
            % {"group": viewer.words.role(one.group, plural=True)},
            url=page,
            actions=(Action(_("Read and confirm"), page, primary=True),),
        )
