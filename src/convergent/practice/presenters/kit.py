"""What a device keeps, encrypted, so that visits work without a network: whom its person may visit
and what applies, what to look for, and which next steps are open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from convergent.people.viewer import Viewer
from convergent.practice.access.visiting import Standing, standings_towards
from convergent.practice.access.visits import visible_feedback
from convergent.practice.models import LookForVersion
from convergent.practice.presenters.applies import readers_of_the_form, to_the_visitor
from convergent.practice.presenters.visits import due_line, reach_line
from convergent.practice.queries.look_fors import look_fors_for
from convergent.practice.queries.reach import Reached, long_unreached, reach_of, schools_to_visit
from convergent.records.sealed import public_key

Told = dict[str, Any]


def kit_of(viewer: Viewer) -> Told:
    schools = schools_to_visit(viewer)
    reached = reach_of(viewer, schools)
    sets = list(look_fors_for(viewer, schools))
    steps = _open_steps(viewer)
    standings = standings_towards(viewer, [one.term for one in reached])
    name, public = public_key()
    return {
        "day": viewer.today.isoformat(),
        "person": viewer.person.name,
        "key": {"id": name, "public": public},
        "sets": [_set(one) for one in sets],
        "teachers": [
            _teacher(one, standings[one.term.pk], viewer)
            | {"sets": _sets_at(one, sets), "step": steps.get(one.term.person_id, "")}
            for one in _in_order(reached, viewer)
            if one.term.pk in standings
        ],
    }


def _in_order(reached: Sequence[Reached], viewer: Viewer) -> list[Reached]:
    due = [one for one in reached if _is_due(one, viewer)]
    return [*due, *(one for one in long_unreached(reached) if one not in due)]


def _is_due(one: Reached, viewer: Viewer) -> bool:
    return one.follow_up_on is not None and one.follow_up_on <= viewer.today


def _teacher(one: Reached, standing: Standing, viewer: Viewer) -> Told:
    term = one.term
    line = due_line(one, viewer) if _is_due(one, viewer) else reach_line(one, viewer)
    return {
        "id": str(term.person_id),
        "name": term.person.name,
        "school": term.role.place.name,
        "said": line.said,
        "due": line.is_due,
        "applies": to_the_visitor(standing, term.person.name),
        "notice": _notice(standing),
        "readers": readers_of_the_form(term.person.name, together=False),
    }


def _notice(standing: Standing) -> str:
    notice = standing.agreed.agreement.notice
    return _("Notice: %(notice)s.") % {"notice": notice} if notice else ""


def _set(version: LookForVersion) -> Told:
    look_fors = [{"id": str(one.pk), "text": one.text} for one in version.look_fors.all()]
    return {"id": str(version.pk), "name": version.set.name, "look_fors": look_fors}


def _sets_at(one: Reached, sets: Sequence[LookForVersion]) -> list[str]:
    """Those of the priorities of the school and of the places above it."""
    above = {UUID(pk) for pk in one.term.role.place.path.strip("/").split("/")}
    return [str(each.pk) for each in sets if each.set.priority.place_id in above]


def _open_steps(viewer: Viewer) -> dict[UUID, str]:
    """The newest next step of each teacher that the viewer has shared and not followed up."""
    said = visible_feedback(viewer).filter(
        visit__visitor=viewer.person, shares_at__isnull=False, followed_up_on=None
    )
    found = said.order_by("visit__day", "pk").values_list("visit__teacher_id", "next_step")
    return {teacher: step for teacher, step in found if step}
