"""What is due at a place, as a calendar that any program for calendars reads (RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from convergent.people.models import Place
from convergent.priorities.presenters.sources import source_words
from convergent.priorities.queries.requirements import Asked, Due

PRODUCT = "-//Convergent//Requirements//EN"


def calendar_of(place: Place, asked: list[Asked], *, link_of: Mapping[UUID, str]) -> bytes:
    """One event a day for what is due. The same day keeps its id, so a calendar that is read again
    has it once; `link_of` has the page of each requirement."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("What is due at %(place)s") % {"place": place.name})
    for one in asked:
        for due in one.dues:
            calendar.add_component(_event(place, one, due, link_of[one.requirement.pk]))
    return bytes(calendar.to_ical())


def _event(place: Place, one: Asked, due: Due, link: str) -> Event:
    event = Event()
    event.add("uid", f"{due.due.pk}.{place.pk}@convergent")
    event.add("dtstamp", datetime.combine(one.requirement.added_on, time(), tzinfo=UTC))
    event.add("sequence", one.requirement.version)
    event.add("dtstart", due.due.day)
    event.add("dtend", due.due.day + timedelta(days=1))
    event.add("summary", _summary(one, due))
    event.add("description", _description(one))
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    return event


def _summary(one: Asked, due: Due) -> str:
    what, title = due.due.what, one.requirement.title
    said = title if what == title else f"{title}: {what}"
    return _("handed in: %(what)s") % {"what": said} if due.handed_in else said


def _description(one: Asked) -> str:
    said = [source_words(one.requirement), one.requirement.asks]
    if one.answer is not None:
        said.append(
            _("We meet it by “%(priority)s”.") % {"priority": one.answer.priority.statement}
        )
        said.append(one.answer.how)
    return "\n".join(filter(None, said))
