"""A day as every page writes it: with its weekday, or with its year if that is not this school
year's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from convergent.people.viewer import Viewer

A_YEAR = timedelta(days=365)


def day_text(day: date, viewer: Viewer) -> str:
    """“Thursday, November 19”; of another school year “November 19, 2024”."""
    began = viewer.year_began
    is_this_year = began <= day < began + A_YEAR
    return date_format(day, "WEEKDAY_FORMAT" if is_this_year else "DATE_FORMAT")


def moment_text(moment: datetime, viewer: Viewer) -> str:
    """“Thursday, November 19, 2:05 p.m.”, by the viewer's clock."""
    here = timezone.localtime(moment)
    return _("%(day)s, %(time)s") % {
        "day": day_text(here.date(), viewer),
        "time": time_format(here.time(), "TIME_FORMAT"),
    }
