"""Every change of a priority has its reason, and what was before stays to be read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import why_prioritise
from convergent.priorities.models import Priority, PriorityVersion
from convergent.priorities.models.measures import as_kept

Deed = PriorityVersion.Deed


def locked(priority: Priority, version: int | None, by: Viewer) -> tuple[Priority, str]:
    stored = Priority.objects.select_for_update(of=("self",)).select_related("place")
    fresh = stored.get(pk=priority.pk)
    why = why_prioritise(by, fresh.place)
    required(why)
    refuse_older(fresh.version, version)
    if fresh.ended_on is not None:
        raise BadInput(_("This priority has ended. Begin a new one instead."))
    return fresh, str(why)


def refuse_no_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput(_("Say why. The reason stays in the history of the priority."))


def keep_version(
    priority: Priority, deed: PriorityVersion.Deed, *, reason: str = "", by: Viewer
) -> None:
    """The priority as it stands now, once everything of it is saved."""
    PriorityVersion.objects.create(
        priority=priority,
        number=priority.version,
        deed=deed,
        reason=reason.strip(),
        statement=priority.statement,
        why=priority.why,
        serves=priority.serves,
        started_from=priority.started_from,
        aligned_to=priority.aligned_to,
        is_own=priority.is_own,
        lead=priority.lead.person if priority.lead else None,
        team=priority.team,
        measures=as_kept(priority.measures.all()),
        by=by.person,
        made_on=by.today,
    )
