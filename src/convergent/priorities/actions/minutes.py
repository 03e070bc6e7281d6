"""A meeting is closed: who was there stays, and everybody who is on the team gets what was
decided, by one e-mail a day at most."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convergent import clock
from convergent.asking.actions import ask_after
from convergent.asking.happening import Happening
from convergent.audit.actions import note_change
from convergent.outbox.actions import post
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Account, Person, Place
from convergent.people.viewer import Viewer
from convergent.priorities.actions.meetings import locked
from convergent.priorities.models import Meeting, Seat
from convergent.priorities.queries.meetings import day_of, has_had_minutes, members_of


@transaction.atomic
def close_meeting(
    meeting: Meeting, *, there: Collection[UUID], version: int | None = None, by: Viewer
) -> Meeting:
    """The meeting with its minutes on their way, if its day has come and the team has had none
    today. Its notes stay here; they are not sent."""
    meeting, why = locked(meeting, by)
    Place.objects.select_for_update().get(pk=meeting.team_id)
    refuse_older(meeting.version, version)
    note_change("close meeting", meeting, by=by.person.pk, why=why, there=len(there))
    meeting.state, meeting.closed_at = Meeting.State.CLOSED, clock.now()
    if is_mailed(meeting, by):
        meeting.minutes_sent_on = by.today
    meeting.version += 1
    meeting.save()
    for seat in meeting.seats.all():
        _seat(seat, was_there=seat.person_id in there)
    if meeting.minutes_sent_on is not None:
        _send_to_team(meeting, by)
    _ask(meeting, frozenset(there), by)
    return meeting


def is_mailed(meeting: Meeting, by: Viewer) -> bool:
    """Whether its minutes go out by e-mail if it is closed now."""
    has_come = day_of(meeting) <= by.today
    return has_come and not has_had_minutes(meeting.team, day=by.today)


def _send_to_team(meeting: Meeting, by: Viewer) -> None:
    for person in members_of(meeting.team, day=by.today):
        if person.email:
            _send_minutes(meeting, person, by)


def _ask(meeting: Meeting, there: frozenset[UUID], by: Viewer) -> None:
    """Whoever was there is asked two questions; they count for the school, not for the team."""
    place = meeting.team.parent or meeting.team
    seated = there & {seat.person_id for seat in meeting.seats.all()}
    ask_after(Happening(kind="meeting", key=meeting.pk, place=place, people=seated), by=by)


def _seat(seat: Seat, *, was_there: bool) -> None:
    seat.was_there = was_there
    seat.save(update_fields=["was_there"])


def _send_minutes(meeting: Meeting, person: Person, by: Viewer) -> None:
    """In the language that the person chose. Sent once, however often this is asked for."""
    account = Account.objects.filter(person=person).first()
    with translation.override((account and account.language) or settings.LANGUAGE_CODE):
        day = date_format(timezone.localtime(meeting.starts_at), "DATE_FORMAT")
        subject = _("Minutes: %(team)s, %(day)s") % {"team": meeting.team.name, "day": day}
        body = render_to_string(
            "priorities/mail/minutes.txt",
            {
                "meeting": meeting,
                "person": person,
                "by": by.person.name,
                "day": day,
                "decisions": meeting.decisions.prefetch_related("rests_on"),
                "commitments": meeting.commitments.select_related("person"),
                "address": _address(meeting),
            },
        )
    post(
        key=f"minutes {meeting.pk} {person.pk}",
        to=person.email,
        subject=subject,
        body=body,
        about=person.pk,
    )


def _address(meeting: Meeting) -> str:
    configuration = settings.CONFIGURATION
    base = configuration.public_url or f"http://localhost:{configuration.port}"
    return urljoin(str(base), reverse("meeting", args=[meeting.pk]))
