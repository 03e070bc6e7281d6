"""Places that no export knows: the teams that a school or a unit forms for itself."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from convergent.audit.actions import note_change
from convergent.errors import BadInput
from convergent.people.access.changes import why_change_place
from convergent.people.access.require import required
from convergent.people.models import Place, PlaceKind, Role
from convergent.people.names import folded
from convergent.people.role_kinds import TEAM_LEAD, TEAM_MEMBER
from convergent.people.viewer import Viewer

HAVE_TEAMS = {PlaceKind.DISTRICT, PlaceKind.NETWORK, PlaceKind.SCHOOL, PlaceKind.UNIT}


@transaction.atomic
def form_team(parent: Place, *, name: str, by: Viewer) -> Place:
    """A new team within a place; a load leaves it as it is."""
    why = why_change_place(by, parent)
    required(why)
    if parent.kind not in HAVE_TEAMS:
        raise BadInput(_("A team cannot have teams of its own."))
    if parent.children.filter(name_key=folded(name), closed_on=None).exists():
        raise BadInput(_("There is a team of that name already. Choose another name."))
    team = Place(kind=PlaceKind.TEAM, name=name, name_key=folded(name), parent=parent)
    team.district = parent.district or parent
    team.path = f"{parent.path}{team.pk.hex}/"
    note_change("form team", team, by=by.person.pk, why=str(why), name=name, parent=parent.pk)
    team.save()
    Role.objects.bulk_create(Role(place=team, kind=kind) for kind in (TEAM_MEMBER, TEAM_LEAD))
    return team
