"""What can be done about a claim: ask, look, bring, test; each where it is done already."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.asking.access import why_digest
from convergent.evidence.models import Claim
from convergent.people.models import Place, PlaceKind
from convergent.people.role_kinds import ASSISTANT_PRINCIPAL, COACH, PRINCIPAL, SUPERVISOR
from convergent.people.viewer import Viewer
from convergent.priorities.access.work import why_work_on
from convergent.priorities.queries.meetings import team_to_bring_to
from convergent.priorities.queries.priorities import priorities_at

VISIT = (PRINCIPAL, ASSISTANT_PRINCIPAL, COACH, SUPERVISOR)


@dataclass(frozen=True)
class Deed:
    label: str
    url: str
    detail: str = ""


def deeds_at(place: Place, viewer: Viewer) -> list[Deed]:
    """For any claim of the place."""
    team = team_to_bring_to(viewer, place)
    found = []
    if team is not None:
        page = reverse("meetings_team", args=[team.pk])
        asked = _("after its next meeting two questions go out")
        found.append(Deed(_("Ask the %(team)s") % {"team": team.name}, page, asked))
    elif why_digest(viewer, place) is not None:
        page = reverse("digest", args=[place.pk])
        found.append(Deed(_("See what people answered"), page))
    if viewer.holds(*VISIT) and place.kind == PlaceKind.SCHOOL:
        found.append(Deed(_("Look in a classroom"), reverse("visit_new")))
    if team is not None:
        page = reverse("meeting_bring", args=[team.pk, place.pk])
        found.append(Deed(_("Bring results to the %(team)s") % {"team": team.name}, page))
    return found


def test_of(claim: Claim, place: Place, viewer: Viewer) -> Deed | None:
    """A cycle of the claim's own priority, else of one of the place."""
    own = [claim.priority] if claim.priority else []
    for one in (*own, *priorities_at(viewer, place, day=viewer.today)):
        if one.ended_on is None and why_work_on(viewer, one) is not None:
            return Deed(_("Test it with a cycle"), reverse("cycle_begin", args=[one.pk]))
    return None
