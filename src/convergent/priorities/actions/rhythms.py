"""When a team meets, and what it meets for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import why_meet
from convergent.priorities.days import refuse_far
from convergent.priorities.models import MeetingRhythm
from convergent.priorities.queries.meetings import rhythm_of

SHORTEST, LONGEST = 10, 480


@dataclass(frozen=True, kw_only=True)
class Beat:
    """What is said of a recurring meeting."""

    purpose: str
    first_on: date
    starts_at: time
    minutes: int
    every_weeks: int = 1
    norms: str = ""


@transaction.atomic
def set_rhythm(team: Place, beat: Beat, *, version: int | None = None, by: Viewer) -> MeetingRhythm:
    """From now on the team meets so. The rhythm before ends; its meetings stay as they were."""
    why = why_meet(by, team)
    required(why)
    Place.objects.select_for_update().get(pk=team.pk)
    before = rhythm_of(team)
    refuse_older(before.version if before else 0, version)
    _refuse_odd(beat)
    refuse_far(beat.first_on, today=by.today)
    rhythm = MeetingRhythm(team=team, version=before.version + 1 if before else 1, **vars(beat))
    note_change(
        "set rhythm",
        rhythm,
        by=by.person.pk,
        why=str(why),
        team=team.pk,
        first_on=beat.first_on,
        every_weeks=beat.every_weeks,
    )
    _end(before, on=by.today)
    rhythm.save()
    return rhythm


@transaction.atomic
def stop_meeting(team: Place, *, by: Viewer) -> None:
    """The team meets no more at fixed times."""
    why = why_meet(by, team)
    required(why)
    Place.objects.select_for_update().get(pk=team.pk)
    before = rhythm_of(team)
    if before is not None:
        note_change("end rhythm", before, by=by.person.pk, why=str(why), team=team.pk)
        _end(before, on=by.today)


def _end(rhythm: MeetingRhythm | None, *, on: date) -> None:
    if rhythm is not None:
        rhythm.ended_on = on
        rhythm.save(update_fields=["ended_on"])


def _refuse_odd(beat: Beat) -> None:
    if not beat.purpose.strip():
        raise BadInput(_("Say what the team meets for."))
    if not SHORTEST <= beat.minutes <= LONGEST:
        raise BadInput(_("A meeting takes 10 minutes to 8 hours."))
