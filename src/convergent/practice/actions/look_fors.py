"""A set of look-fors is worded anew as a new version; visits keep the one that they used."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.viewer import Viewer
from convergent.practice.models import LookFor, LookForSet, LookForVersion
from convergent.practice.models.look_fors import MOST_LOOK_FORS
from convergent.priorities.access.work import why_work_on
from convergent.priorities.models import Priority
from convergent.records.written import rows_written


@transaction.atomic
def write_look_fors(
    priority: Priority, *, name: str, texts: Sequence[str], by: Viewer
) -> LookForVersion:
    """The priority's set as it is worded from now on; it has one."""
    why = why_work_on(by, priority)
    required(why)
    wanted = [text for text in (one.strip() for one in texts) if text]
    _refuse(name, wanted)
    held = LookForSet.objects.select_for_update().filter(priority=priority, ended_on=None).first()
    found = held or LookForSet(priority=priority)
    found.name = name.strip()
    found.save()
    last = found.versions.first()
    if last is not None and [one.text for one in last.look_fors.all()] == wanted:
        return last
    version = LookForVersion(
        set=found,
        number=last.number + 1 if last else 1,
        written_by=by.person,
        written_at=clock.now(),
    )
    note_change("write look-fors", version, by=by.person.pk, why=str(why), priority=priority.pk)
    version.save()
    look_fors = LookFor.objects.bulk_create(
        LookFor(version=version, position=position, text=text)
        for position, text in enumerate(wanted)
    )
    rows_written.send(LookFor, rows=look_fors)
    return version


def _refuse(name: str, wanted: list[str]) -> None:
    if not name.strip() or not wanted:
        raise BadInput(_("Write a name and at least one thing that can be seen."))
    if len(wanted) > MOST_LOOK_FORS:
        raise BadInput(
            _("At most %(most)s: a visitor can keep no more in mind.") % {"most": MOST_LOOK_FORS}
        )
    if len({text.casefold() for text in wanted}) < len(wanted):
        raise BadInput(_("Two of them say the same."))
