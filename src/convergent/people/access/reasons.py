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
    LEADS_TEAM = "leads-team"
    LEADS_IT = "leads-it"
    ON_TEAM = "on-team"
    AUTHOR = "author"
    HOLDS_ROLE = "holds-role"
    TEACHES = "teaches"
    VISITED = "visited"
    WENT_ALONG = "went-along"
    REPRESENTS = "represents"
    COACHES = "coaches"
    INVITED = "invited"
    HAS_IT_IN_HAND = "has-it-in-hand"
    SHARED_WITH = "shared-with"
    OPENED = "opened"
    RESEARCHES = "researches"

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
    Reason.LEADS_TEAM: _("leads the team"),
    Reason.LEADS_IT: _("leads the priority"),
    Reason.ON_TEAM: _("is on its team"),
    Reason.AUTHOR: _("wrote it"),
    Reason.HOLDS_ROLE: _("holds the role now"),
    Reason.TEACHES: _("teaches the class"),
    Reason.VISITED: _("was visited"),
    Reason.WENT_ALONG: _("went along"),
    Reason.REPRESENTS: _("represents the teachers’ union"),
    Reason.COACHES: _("coaches at the school"),
    Reason.INVITED: _("was invited"),
    Reason.HAS_IT_IN_HAND: _("has it in hand"),
    Reason.SHARED_WITH: _("it was shared with this person"),
    Reason.OPENED: _("two named people opened it, for a reason"),
    Reason.RESEARCHES: _("does research for the district"),
}
