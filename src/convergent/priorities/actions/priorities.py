"""Beginning, changing and ending a priority: few at a time, and never without a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.models import Place, PlaceKind, RoleTerm
from convergent.people.viewer import Viewer
from convergent.priorities.access.priorities import why_prioritise
from convergent.priorities.actions.versions import Deed, keep_version, locked, refuse_no_reason
from convergent.priorities.models import Priority
from convergent.priorities.queries.priorities import most_at


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a priority: its public words, what it hangs on, and who works on it."""

    statement: str
    why: str = ""
    serves: str = ""
    started_from: str = ""
    aligned_to: Priority | None = None
    is_own: bool = False
    lead: RoleTerm | None = None
    team: Place | None = None


@transaction.atomic
def begin_priority(place: Place, said: Said, *, by: Viewer) -> Priority:
    """One more priority of the place, if there is room for it."""
    why = why_prioritise(by, place)
    required(why)
    Place.objects.select_for_update().get(pk=place.pk)  # two at once do not both find room
    _refuse_one_too_many(place)
    priority = Priority(place=place, starts_on=by.today)
    _say(priority, said)
    _note("begin priority", priority, said, why=str(why), by=by)
    priority.save()
    keep_version(priority, Deed.BEGUN, by=by)
    return priority


@transaction.atomic
def change_priority(
    priority: Priority, said: Said, *, reason: str, version: int | None = None, by: Viewer
) -> Priority:
    """The priority in other words, aligned otherwise or in other hands."""
    priority, why = locked(priority, version, by)
    refuse_no_reason(reason)
    _say(priority, said)
    priority.version += 1
    _note("change priority", priority, said, why=why, reason=reason, by=by)
    priority.save()
    keep_version(priority, Deed.CHANGED, reason=reason, by=by)
    return priority


@transaction.atomic
def end_priority(
    priority: Priority, *, reason: str, version: int | None = None, by: Viewer
) -> Priority:
    """From today the place works on it no more; what came of it stays to be read."""
    priority, why = locked(priority, version, by)
    refuse_no_reason(reason)
    priority.ended_on = by.today
    priority.version += 1
    note_change("end priority", priority, by=by.person.pk, why=why, reason=reason)
    priority.save()
    keep_version(priority, Deed.ENDED, reason=reason, by=by)
    return priority


def _say(priority: Priority, said: Said) -> None:
    """Puts on the priority what was said, once it is seen to fit."""
    _refuse_alignment(priority, said)
    _refuse_strangers(priority.place, said)
    for name in ("statement", "why", "serves", "started_from"):
        setattr(priority, name, getattr(said, name).strip())
    priority.aligned_to, priority.is_own = said.aligned_to, said.is_own
    priority.lead, priority.team = said.lead, said.team


def _refuse_one_too_many(place: Place) -> None:
    most = most_at(place)
    if Priority.objects.filter(place=place, ended_on=None).count() < most:
        return
    said = ngettext(
        "%(place)s works on %(count)s priority already, the most that this district agreed on. "
        "End it first, and say why.",
        "%(place)s works on %(count)s priorities already, the most that this district agreed on. "
        "End one first, and say why.",
        most,
    )
    raise BadInput(said % {"place": place.name, "count": most})


def _refuse_alignment(priority: Priority, said: Said) -> None:
    """A priority hangs on one of a place above, so no circle can come to be."""
    above = said.aligned_to
    if above is None:
        return
    if said.is_own:
        raise BadInput(_("Either it is aligned to a priority above, or it is this place’s own."))
    is_above = priority.place.path.startswith(above.place.path) and above.place != priority.place
    if not is_above:
        raise BadInput(
            _(
                "A priority can be aligned only to one of a place above. Choose one of the "
                "district, the network or the school that this place belongs to."
            )
        )
    if above.ended_on is not None and priority.aligned_to_id != above.pk:
        raise BadInput(_("The priority above has ended. Choose another one."))


def _refuse_strangers(place: Place, said: Said) -> None:
    if said.lead is not None and said.lead.role.place.district_pk != place.district_pk:
        raise BadInput(_("Choose somebody who works in this district."))
    team = said.team
    if team is not None and (team.kind != PlaceKind.TEAM or not _is_near(team, place)):
        raise BadInput(_("Choose a team of this place."))


def _is_near(team: Place, place: Place) -> bool:
    """Of the place itself, or of the school that a team belongs to."""
    is_beside = place.kind == PlaceKind.TEAM and team.parent_id == place.parent_id
    return team.path.startswith(place.path) or is_beside


def _note(
    action: str, priority: Priority, said: Said, *, why: str, reason: str = "", by: Viewer
) -> None:
    """What the audit keeps of it; the words stand in the version."""
    note_change(
        action,
        priority,
        by=by.person.pk,
        about=said.lead.person_id if said.lead else None,
        why=why,
        reason=reason,
        place=priority.place_id,
        statement=said.statement,
        aligned_to=said.aligned_to.pk if said.aligned_to else None,
        lead=said.lead.pk if said.lead else None,
        team=said.team.pk if said.team else None,
    )
