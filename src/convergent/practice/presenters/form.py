"""What stands around the form of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from convergent import clock
from convergent.people.access.require import required
from convergent.people.models import Person, RoleTerm
from convergent.people.viewer import Viewer
from convergent.practice.access.visiting import Standing, agreed_kinds, standing_towards
from convergent.practice.models import JointVisit, Kind, LookForVersion
from convergent.practice.presenters.applies import readers_of_the_form, to_the_visitor
from convergent.practice.queries.joint import who_could_come_along
from convergent.practice.queries.look_fors import look_fors_for
from convergent.practice.queries.mornings import goes_out_at


@dataclass(frozen=True)
class FormPage:
    term: RoleTerm
    joint: JointVisit | None
    applies: str
    readers: str
    notice: str
    sets: tuple[LookForVersion, ...]
    version: LookForVersion | None
    beside: tuple[Person, ...]
    goes_out_at: datetime

    @property
    def teacher(self) -> Person:
        return self.term.person

    @property
    def other_sets(self) -> tuple[LookForVersion, ...]:
        return tuple(one for one in self.sets if one != self.version)

    def begins(self) -> datetime:
        """Now; of the other side of a joint visit, at this hour of its day."""
        now = timezone.localtime(clock.now()).replace(microsecond=0)
        if self.joint is None:
            return now
        return now.replace(
            year=self.joint.day.year, month=self.joint.day.month, day=self.joint.day.day
        )


def form_page(
    term: RoleTerm, viewer: Viewer, *, joint: JointVisit | None, chosen: str = ""
) -> FormPage:
    standing = standing_towards(viewer, term)
    required(standing)
    return _page(term, viewer, standing, joint=joint, chosen=chosen)  # type: ignore[arg-type]


def _page(
    term: RoleTerm, viewer: Viewer, standing: Standing, *, joint: JointVisit | None, chosen: str
) -> FormPage:
    name, agreement = term.person.name, standing.agreed.agreement
    sets = tuple(look_fors_for(viewer, [term.role.place]))
    beside = () if joint else tuple(_along(viewer, term, standing))
    return FormPage(
        term=term,
        joint=joint,
        applies=to_the_visitor(standing, name),
        readers=readers_of_the_form(name, together=bool(joint or beside)),
        notice=agreement.notice,
        sets=sets,
        version=next((one for one in sets if str(one.pk) == chosen), sets[0] if sets else None),
        beside=beside,
        goes_out_at=goes_out_at(term.role.place, viewer, after_days=agreement.feedback_days),
    )


def _along(viewer: Viewer, term: RoleTerm, standing: Standing) -> list[Person]:
    group = standing.agreed.agreement.group
    agreed = {(one.agreement.group, one.kind) for one in agreed_kinds(viewer)}
    return who_could_come_along(viewer, term) if (group, Kind.JOINT) in agreed else []
