"""Who leads what at a place (P16)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.changes import why_change_place
from convergent.people.access.require import required
from convergent.people.actions.conflicts import refuse_older
from convergent.people.models import Place, Responsibility, RoleTerm
from convergent.people.viewer import Viewer


@transaction.atomic
def name_lead(
    place: Place, *, title: str, decides: str, term: RoleTerm | None, by: Viewer
) -> Responsibility:
    """Something to lead at the place, and who leads it: known to everybody who works there."""
    why = why_change_place(by, place)
    required(why)
    _refuse_stranger(place, term)
    lead = Responsibility(place=place, title=title, decides=decides, term=term, starts_on=by.today)
    note_change(
        "name lead",
        lead,
        by=by.person.pk,
        about=term.person_id if term else None,
        why=str(why),
        title=title,
        term=term.pk if term else None,
    )
    lead.save()
    return lead


@transaction.atomic
def pass_lead(
    lead: Responsibility, *, term: RoleTerm | None, version: int | None = None, by: Viewer
) -> Responsibility:
    """Somebody else leads it from today; who led it before stays in the history."""
    lead, why = _locked(lead, version, by)
    _refuse_stranger(lead.place, term)
    yesterday = max(lead.starts_on, by.today - timedelta(days=1))
    note_change(
        "pass lead",
        lead,
        by=by.person.pk,
        about=term.person_id if term else None,
        why=why,
        before=lead.term_id,
        after=term.pk if term else None,
    )
    if lead.term_id is None or lead.starts_on == by.today:
        lead.term, lead.starts_on = term, by.today
        lead.version += 1
        lead.save()
        return lead
    lead.ends_on = yesterday
    lead.version += 1
    lead.save()
    return Responsibility.objects.create(
        place=lead.place, title=lead.title, decides=lead.decides, term=term, starts_on=by.today
    )


@transaction.atomic
def drop_lead(
    lead: Responsibility, *, by: Viewer, last_day: date, version: int | None = None
) -> Responsibility:
    """It is no longer led as a thing of its own."""
    lead, why = _locked(lead, version, by)
    note_change("drop lead", lead, by=by.person.pk, why=why, title=lead.title)
    lead.ends_on = max(last_day, lead.starts_on)
    lead.version += 1
    lead.save()
    return lead


def _locked(lead: Responsibility, version: int | None, by: Viewer) -> tuple[Responsibility, str]:
    fresh = Responsibility.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    why = why_change_place(by, fresh.place)
    required(why)
    refuse_older(fresh.version, version)
    return fresh, str(why)


def _refuse_stranger(place: Place, term: RoleTerm | None) -> None:
    if term is not None and term.role.place.district_pk != place.district_pk:
        raise BadInput(_("Choose somebody who works in this district."))
