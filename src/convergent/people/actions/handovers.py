"""What a holder leaves to whoever holds the role next."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convergent import clock
from convergent.audit.actions import note_change, note_reading
from convergent.errors import BadInput
from convergent.people.access.handovers import (
    visible_handovers,
    why_handover,
    why_write_handover,
)
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Handover, Role
from convergent.people.viewer import Viewer

ONE_SITTING = timedelta(minutes=10)


@transaction.atomic
def keep_draft(role: Role, *, text: str, version: int | None = None, by: Viewer) -> Handover:
    """The author's own draft for this role, written or rewritten.

    It saves itself at each pause in the typing; those of one sitting leave one row in the audit.
    """
    required(why_write_handover(by, role))
    Role.objects.select_for_update().get(pk=role.pk)
    stored = draft_of(role, by=by)
    refuse_older(stored.version if stored else 0, version)
    draft = stored or Handover(role=role, author=by.person, version=0)
    draft.version += 1
    before, draft.text, draft.written_at = draft.written_at, text, clock.now()
    if not (stored and _is_same_sitting(before, draft.written_at)):
        note_change("write handover", draft, by=by.person.pk, about=by.person.pk, role=role.pk)
    draft.save()
    return draft


def _is_same_sitting(before: datetime, now: datetime) -> bool:
    return now - before < ONE_SITTING


@transaction.atomic
def hand_over(draft: Handover, *, by: Viewer) -> Handover:
    """From now on whoever holds the role can read it."""
    required(draft.author_id == by.person.pk or None)
    note_change("hand over", draft, by=by.person.pk, about=by.person.pk, role=draft.role_id)
    draft.handed_over_at = clock.now()
    draft.save()
    return draft


@transaction.atomic
def take_back(handover: Handover, *, by: Viewer) -> Handover:
    """The author makes it a draft again; who has read it by then stays in the log."""
    required(handover.author_id == by.person.pk or None)
    if draft_of(handover.role, by=by):
        raise BadInput(_("You have begun another draft for this role. Hand that over first."))
    note_change("take back handover", handover, by=by.person.pk, about=by.person.pk)
    handover.handed_over_at = None
    handover.save()
    return handover


def draft_of(role: Role, *, by: Viewer) -> Handover | None:
    return (
        visible_handovers(by)
        .filter(role=role, author=by.person, handed_over_at__isnull=True)
        .first()
    )


@transaction.atomic
def read_handovers(role: Role, *, by: Viewer) -> list[Handover]:
    """The handovers of a role that the viewer may read, each reading noted before it is shown."""
    found = list(
        visible_handovers(by)
        .filter(role=role, handed_over_at__isnull=False)
        .select_related("author")
    )
    for handover in found:
        if handover.author_id != by.person.pk:
            note_reading(
                "read handover",
                handover,
                by=by.person.pk,
                about=handover.author_id,
                why=str(why_handover(by, handover)),
            )
    return found
