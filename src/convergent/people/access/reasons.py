"""Why somebody may: the code that goes into the audit, and the words that people read."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    WORKS_HERE = "works-here"
    OWN = "own"
    STEWARD = "steward"
    SUPERINTENDENT = "superintendent"
    SUPERVISES = "supervises"
    LEADS_SCHOOL = "leads-school"
    LEADS_UNIT = "leads-unit"
    AUTHOR = "author"
    HOLDS_ROLE = "holds-role"
    TEACHES = "teaches"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


SENTENCES = {
    Reason.WORKS_HERE: _("works in the district"),
    Reason.OWN: _("it is about this person"),
    Reason.STEWARD: _("keeps the district's records"),
    Reason.SUPERINTENDENT: _("leads the district"),
    Reason.SUPERVISES: _("supervises the school"),
    Reason.LEADS_SCHOOL: _("leads the school"),
    Reason.LEADS_UNIT: _("leads the unit"),
    Reason.AUTHOR: _("wrote it"),
    Reason.HOLDS_ROLE: _("holds the role now"),
    Reason.TEACHES: _("teaches the class"),
}
