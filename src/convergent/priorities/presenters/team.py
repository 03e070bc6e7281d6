"""How a team meets: when next, what is open, what it follows through; and all teams of a viewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text, moment_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.priorities.access.meetings import teams_met_by, visible_meetings
from convergent.priorities.models import Commitment, Meeting, MeetingRhythm
from convergent.priorities.presenters.commitments import (
    CommitmentLine,
    commitment_lines,
    follow_through_text,
)
from convergent.priorities.queries.commitments import follow_through, open_at
from convergent.priorities.queries.meetings import (
    SHOWN,
    NextMeeting,
    next_meetings,
    rhythm_of,
)


@dataclass(frozen=True)
class PastLine:
    meeting: Meeting
    when: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    team: Place
    rhythm: MeetingRhythm | None
    rhythm_text: str
    next: NextMeeting | None
    next_text: str
    open: tuple[CommitmentLine, ...]
    follow_through: str
    past: tuple[PastLine, ...]


def team_page(team: Place, *, viewer: Viewer) -> TeamPage:
    rhythm, due = rhythm_of(team), next_meetings(viewer, [team]).get(team.pk)
    return TeamPage(
        team=team,
        rhythm=rhythm,
        rhythm_text=rhythm_text(rhythm) if rhythm else "",
        next=due,
        next_text=moment_text(due.starts_at, viewer) if due else "",
        open=commitment_lines(open_at(team), viewer),
        follow_through=follow_through_text(follow_through(team, day=viewer.today)),
        past=tuple(_past(team, viewer)),
    )


def rhythm_text(rhythm: MeetingRhythm) -> str:
    """“Every Tuesday at 3:15 p.m., for 45 minutes”."""
    said = ngettext(
        "Every %(weekday)s at %(time)s, for %(minutes)s minutes",
        "Every %(weeks)s weeks on %(weekday)s at %(time)s, for %(minutes)s minutes",
        rhythm.every_weeks,
    )
    return said % {
        "weekday": date_format(rhythm.first_on, "l"),
        "time": time_format(rhythm.starts_at, "TIME_FORMAT"),
        "minutes": rhythm.minutes,
        "weeks": rhythm.every_weeks,
    }


def _past(team: Place, viewer: Viewer) -> list[PastLine]:
    """Held or called off, newest first, with what came of each."""
    over = visible_meetings(viewer).filter(team=team).exclude(state=Meeting.State.PREPARED)
    counted = over.annotate(
        decided=Count("decisions", distinct=True),
        promised=Count("commitments", distinct=True),
        done=Count(
            "commitments", distinct=True, filter=Q(commitments__state=Commitment.State.DONE)
        ),
    )
    return [
        PastLine(one, moment_text(one.starts_at, viewer), _came_of(one))
        for one in counted.order_by("-starts_at")[:SHOWN]
    ]


def _came_of(meeting: Meeting) -> str:
    if meeting.state == Meeting.State.CALLED_OFF:
        return _("called off")
    decided, promised, done = meeting.decided, meeting.promised, meeting.done  # type: ignore[attr-defined]
    said = [
        ngettext("%(count)s decision", "%(count)s decisions", decided) % {"count": decided}
        if decided
        else _("nothing decided")
    ]
    if promised:
        said.append(
            ngettext(
                "%(done)s of %(count)s commitment done",
                "%(done)s of %(count)s commitments done",
                promised,
            )
            % {"done": done, "count": promised}
        )
    return " · ".join(said)


@dataclass(frozen=True)
class TeamLine:
    team: Place
    when: str
    open: str
    is_prepared: bool


def team_lines(viewer: Viewer) -> tuple[TeamLine, ...]:
    """Teams on which the viewer is first; then those that she answers for."""
    own = {term.role.place_id for term in viewer.terms}
    teams = list(teams_met_by(viewer).filter(closed_on=None).select_related("parent"))
    teams.sort(key=lambda team: (team.pk not in own, team.name_key))
    due = next_meetings(viewer, teams)
    waiting = _open_counts(teams)
    return tuple(_line(team, due.get(team.pk), waiting[team.pk], viewer) for team in teams)


def _open_counts(teams: Sequence[Place]) -> Counter[UUID]:
    found = Commitment.objects.still_open().filter(team__in=[team.pk for team in teams])
    return Counter(found.values_list("team_id", flat=True))


def _line(team: Place, due: NextMeeting | None, waiting: int, viewer: Viewer) -> TeamLine:
    return TeamLine(
        team=team,
        when=day_text(timezone.localtime(due.starts_at).date(), viewer) if due else "",
        open=ngettext("One commitment is open.", "%(count)s commitments are open.", waiting)
        % {"count": waiting}
        if waiting
        else "",
        is_prepared=due is not None and due.meeting is not None,
    )
