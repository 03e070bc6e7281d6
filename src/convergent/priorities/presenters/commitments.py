"""A commitment as lists show it, and how a team follows through, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.models import Person
from convergent.people.viewer import Viewer
from convergent.priorities.models import Commitment
from convergent.priorities.queries.commitments import FollowThrough, keepers_of


@dataclass(frozen=True)
class CommitmentLine:
    commitment: Commitment
    when: str
    keeper: str
    detail: str
    is_late: bool


def commitment_lines(
    commitments: Sequence[Commitment], viewer: Viewer
) -> tuple[CommitmentLine, ...]:
    """`commitments` come with their person, role and priority."""
    keepers = keepers_of(commitments, day=viewer.today)
    return tuple(_line(one, keepers[one.pk], viewer) for one in commitments)


def _line(commitment: Commitment, keepers: tuple[Person, ...], viewer: Viewer) -> CommitmentLine:
    return CommitmentLine(
        commitment=commitment,
        when=when_due(commitment, viewer),
        keeper=get_text_list([one.name for one in keepers], _("and")),
        detail=_detail(commitment, keepers),
        is_late=commitment.is_open and commitment.due_on < viewer.today,
    )


def when_due(commitment: Commitment, viewer: Viewer) -> str:
    """“by Thursday, November 19”; once that has passed, “since”; once it is ended, what it is."""
    if commitment.state == Commitment.State.LET_GO:
        return _("let go")
    if commitment.state == Commitment.State.DONE:
        day = day_text(commitment.ended_on or viewer.today, viewer)
        return _("done on %(day)s") % {"day": day}
    if commitment.due_on == viewer.today:
        return _("today")
    is_late = commitment.due_on < viewer.today
    said = _("since %(day)s") if is_late else _("by %(day)s")
    return said % {"day": day_text(commitment.due_on, viewer)}


def _detail(commitment: Commitment, keepers: tuple[Person, ...]) -> str:
    """Who had promised it where that is somebody else; how often it moved; why it was let go."""
    said = []
    if commitment.person not in keepers:
        said.append(_("promised by %(name)s") % {"name": commitment.person.name})
    if carried := carried_text(commitment.times_carried):
        said.append(carried)
    if commitment.why:
        said.append(commitment.why)
    return " · ".join(said)


def carried_text(times: int) -> str:
    if not times:
        return ""
    return ngettext("carried over once", "carried over %(count)s times", times) % {"count": times}


def follow_through_text(found: FollowThrough) -> str:
    """One sentence about the team; nobody’s alone."""
    if not found.promised:
        return _("Nothing that was promised has fallen due in the last half year.")
    return ngettext(
        "Of %(count)s commitment that fell due in the last half year, %(done)s is done, "
        "%(in_time)s of them by the day that was promised.",
        "Of %(count)s commitments that fell due in the last half year, %(done)s are done, "
        "%(in_time)s of them by the day that was promised.",
        found.promised,
    ) % {"count": found.promised, "done": found.done, "in_time": found.in_time}
