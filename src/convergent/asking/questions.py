"""The two questions, and the themes that an answer names."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergent.facts.values import SMALLEST_STAFF

Word = str | Promise

PULSE = "pulse"  # a kind of ask with statements of its own, on its own page: see `trust`
ASKS_A_WEEK = 2  # of one person, from all of Convergent
DAYS_TO_ANSWER = 7
STAFF_AT_LEAST = SMALLEST_STAFF
FEW = 3  # what fewer named, or all but fewer, is not counted out

DIFFERENTLY: Mapping[str, Word] = {
    "lesson": _("something in my lessons"),
    "look": _("how I look at student work"),
    "plan": _("how I plan"),
    "together": _("how I work with colleagues"),
    "families": _("how I talk with families"),
    "other": _("something else"),
    "nothing": _("nothing"),
}
IN_THE_WAY: Mapping[str, Word] = {
    "time": _("too little time"),
    "cover": _("cover for colleagues who are absent"),
    "demands": _("other demands"),
    "materials": _("what I need is missing"),
    "unclear": _("it is not clear what to do"),
    "other": _("something else"),
    "nothing": _("nothing"),
}
