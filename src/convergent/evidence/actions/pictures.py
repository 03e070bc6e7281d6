"""Whoever leads a place reads its picture first, and notes beside it; people go on record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.evidence.access import why_lead_picture, why_on_record
from convergent.evidence.models import NOTE_FITS, Claim, OnRecord, PictureNote, PictureReading
from convergent.evidence.season import season_for
from convergent.people.access.require import required
from convergent.people.models import Place
from convergent.people.viewer import Viewer


@transaction.atomic
def read_picture(place: Place, *, by: Viewer) -> PictureReading:
    """From now on, what is in it today is also for whoever is above."""
    why = why_lead_picture(by, place)
    required(why)
    note_change("read picture", place, by=by.person.pk, why=str(why))
    reading, _is_new = PictureReading.objects.update_or_create(
        place=place,
        school_year=season_for(by).year,
        defaults={"read_on": by.today, "by": by.person},
    )
    return reading


@transaction.atomic
def note_beside(claim: Claim, place: Place, text: str, *, by: Viewer) -> PictureNote | None:
    """The note of whoever leads the place on one claim; empty: none."""
    why = why_lead_picture(by, place)
    required(why)
    required(claim if place.path.startswith(claim.place.path) else None)
    words = text.strip()
    if len(words) > NOTE_FITS:
        raise BadInput(_("Shorten it: %(fits)s characters fit.") % {"fits": NOTE_FITS})
    note_change("note picture", claim, by=by.person.pk, why=str(why), place=place.pk)
    held = PictureNote.objects.filter(claim=claim, place=place, school_year=season_for(by).year)
    if not words:
        held.delete()
        return None
    note, _is_new = PictureNote.objects.update_or_create(
        claim=claim,
        place=place,
        school_year=season_for(by).year,
        defaults={"text": words, "by": by.person, "written_on": by.today},
    )
    return note


@transaction.atomic
def go_on_record(place: Place, *, agrees: bool, by: Viewer) -> None:
    """Whether what oneself and a few others say at the school may be shown as theirs."""
    why = why_on_record(by, place)
    required(why)
    deed = "go on record" if agrees else "leave record"
    note_change(deed, place, by=by.person.pk, about=by.person.pk, why=str(why))
    if agrees:
        OnRecord.objects.get_or_create(
            person=by.person, place=place, defaults={"agreed_on": by.today}
        )
    else:
        OnRecord.objects.filter(person=by.person, place=place).delete()
