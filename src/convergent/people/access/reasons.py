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
    Reason.WORKS_HERE: _("because you work in this district"),
    Reason.OWN: _("because it is about you"),
    Reason.STEWARD: _("because you keep the district's records"),
    Reason.SUPERINTENDENT: _("because you lead the district"),
    Reason.SUPERVISES: _("because you supervise this school"),
    Reason.LEADS_SCHOOL: _("because you lead this school"),
    Reason.LEADS_UNIT: _("because you lead this unit"),
    Reason.AUTHOR: _("because you wrote it"),
    Reason.HOLDS_ROLE: _("because you hold this role now"),
    Reason.TEACHES: _("because you teach this class"),
}
