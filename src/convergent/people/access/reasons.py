"""Why somebody may: the word that goes into the audit and the sentence that people read."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Reason(StrEnum):
    WORKS_HERE = "works in the district"
    OWN = "it is about oneself"
    STEWARD = "keeps the district's records"
    SUPERINTENDENT = "leads the district"
    SUPERVISES = "supervises the school"
    LEADS_SCHOOL = "leads the school"
    LEADS_UNIT = "leads the unit"
    AUTHOR = "wrote it"
    HOLDS_ROLE = "holds the role now"
    TEACHES = "teaches the class"

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
