"""On the Today of whoever leads a school: what is new in its picture, to be read first."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.evidence.access import FIRST_FOR, why_lead_picture
from convergent.evidence.models import ClaimVerdict, PictureReading
from convergent.evidence.season import season_for
from convergent.people.days import day_text
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import PRINCIPAL
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer


def _schools_led(viewer: Viewer) -> list[Place]:
    own = {term.role.place_id: term.role.place for term in viewer.terms}
    schools = [one for one in own.values() if one.kind == PlaceKind.SCHOOL]
    return [one for one in schools if why_lead_picture(viewer, one)]


@on_today
def picture_to_read(viewer: Viewer) -> Iterator[AgendaItem]:
    """Until the others see it anyway."""
    if not viewer.holds(PRINCIPAL):
        return
    year = season_for(viewer).year
    for school in _schools_led(viewer):
        read = PictureReading.objects.filter(place=school, school_year=year).first()
        new = ClaimVerdict.objects.filter(
            place=school, school_year=year, changed_on__gt=viewer.today - FIRST_FOR
        )
        new = new.filter(changed_on__gt=read.read_on) if read else new
        count, newest = new.aggregate(count=Count("pk"), newest=Max("changed_on")).values()
        if not count:
            continue
        page = reverse("picture", args=[school.pk])
        yield AgendaItem(
            group=Group.CHANGED,
            day=newest,
            when=_("until %(day)s") % {"day": day_text(newest + FIRST_FOR, viewer)},
            title=ngettext(
                "%(count)s claim in your school’s picture is new",
                "%(count)s claims in your school’s picture are new",
                count,
            )
            % {"count": count},
            detail=_("You read it first, and can say what you think of it."),
            url=page,
            actions=(Action(_("See the picture"), page),),
        )
