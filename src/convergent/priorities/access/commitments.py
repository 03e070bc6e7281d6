"""A commitment is seen and ended by whoever keeps it, and by whoever sees the team's meetings. One
of supervisor and principal to each other has their school in place of a team, and is for the two.

Whoever promised it keeps it while she holds that role. After that it is for whoever holds the
role next; from a role that many hold, or that is vacant, it is nobody's, and the team sees so.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from convergent.people.access.reasons import Reason
from convergent.people.models import RoleTerm
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import ids_of_teams_met, why_meet
from convergent.priorities.access.partnership import ids_of_partnerships, why_partner
from convergent.priorities.models import Commitment
from convergent.priorities.models.commitments import HELD_BY_MANY, CommitmentQuerySet


def _inheriting(viewer: Viewer) -> list[object]:
    """Roles of the viewer that pass from one holder to the next."""
    return [term.role_id for term in viewer.terms if term.role.kind not in HELD_BY_MANY]


def commitments_kept_by(viewer: Viewer) -> CommitmentQuerySet:
    """Those that are the viewer's to do: promised by her, or by a predecessor in her role."""
    promiser = RoleTerm.objects.on(viewer.today).filter(
        person=OuterRef("person"), role=OuterRef("role")
    )
    own = Q(person=viewer.person, role__in=viewer.role_ids)
    inherited = Q(role__in=_inheriting(viewer)) & ~Exists(promiser)
    return Commitment.objects.filter(own | inherited)


def why_keep(viewer: Viewer, commitment: Commitment) -> Reason | None:
    if commitment.role_id not in viewer.role_ids:
        return None
    if commitment.person_id == viewer.person.pk:
        return Reason.OWN
    if commitment.role_id not in _inheriting(viewer) or _is_kept(commitment, viewer):
        return None
    return Reason.HOLDS_ROLE


def _is_kept(commitment: Commitment, viewer: Viewer) -> bool:
    held = RoleTerm.objects.on(viewer.today)
    return held.filter(person=commitment.person_id, role=commitment.role_id).exists()


def visible_commitments(viewer: Viewer) -> CommitmentQuerySet:
    kept = commitments_kept_by(viewer).values("pk")
    of_teams = Q(team__in=(*ids_of_teams_met(viewer), *ids_of_partnerships(viewer)))
    return Commitment.objects.filter(Q(pk__in=kept) | of_teams)


def why_commitment(viewer: Viewer, commitment: Commitment) -> Reason | None:
    own, team = why_keep(viewer, commitment), commitment.team
    return own or why_meet(viewer, team) or why_partner(viewer, team)
