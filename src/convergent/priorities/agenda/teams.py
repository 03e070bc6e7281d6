"""What I promised, when my teams meet, and what nobody on a team of mine has in hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convergent.people.days import day_text
from convergent.people.models import Place, PlaceKind
from convergent.people.today import Action, AgendaItem, Group, on_today
from convergent.people.viewer import Viewer
from convergent.priorities.access.commitments import commitments_kept_by
from convergent.priorities.access.meetings import ids_of_teams_met, teams_led_by
from convergent.priorities.models import Commitment
from convergent.priorities.presenters.commitments import carried_text, when_due
from convergent.priorities.queries.meetings import (
    NextMeeting,
    next_meetings,
    teams_facilitated_by,
)

AHEAD, NEAR, EACH = timedelta(days=7), timedelta(days=1), 2


@on_today
def what_i_promised(viewer: Viewer) -> Iterator[AgendaItem]:
    """Until it is done; also what a predecessor in my role promised."""
    found = commitments_kept_by(viewer).still_open()
    for one in found.select_related("team", "person").order_by("due_on", "what"):
        page = reverse("commitment", args=[one.pk])
        yield AgendaItem(
            group=Group.WAITING,
            day=one.due_on,
            when=when_due(one, viewer),
            title=one.what,
            detail=_promised(one, viewer),
            url=page,
            late=one.due_on < viewer.today,
            weight=1 if one.due_on <= viewer.today + AHEAD else 0,
            actions=(
                Action(_("Done"), reverse("commitment_done", args=[one.pk]), "post", primary=True),
                Action(_("Move"), page),
            ),
        )


def _promised(one: Commitment, viewer: Viewer) -> str:
    is_own = one.person_id == viewer.person.pk
    if is_own and one.team.kind == PlaceKind.SCHOOL:
        said = _("You promised it at %(school)s, on a visit") % {"school": one.team.name}
    elif is_own:
        said = _("You promised it to the %(team)s") % {"team": one.team.name}
    else:
        said = _("%(name)s promised it to the %(team)s, in the role that you hold now") % {
            "name": one.person.name,
            "team": one.team.name,
        }
    return " · ".join(part for part in (said, carried_text(one.times_carried)) if part)


@on_today
def my_teams_meet(viewer: Viewer) -> Iterator[AgendaItem]:
    """The next meeting of each team that I am on, within a week; or one that nobody closed."""
    teams = {
        term.role.place_id: term.role.place
        for term in viewer.terms
        if term.role.place.kind == PlaceKind.TEAM
    }
    found = next_meetings(viewer, teams.values()) if teams else {}
    near = {pk: due for pk, due in found.items() if _day(due) <= viewer.today + AHEAD}
    waiting = _open_counts(near) if near else Counter[UUID]()
    for pk, due in near.items():
        yield _meeting(teams[pk], due, waiting[pk], viewer)


def _day(due: NextMeeting) -> date:
    return timezone.localtime(due.starts_at).date()


def _open_counts(teams: Iterable[UUID]) -> Counter[UUID]:
    found = Commitment.objects.still_open().filter(team__in=list(teams))
    return Counter(found.values_list("team_id", flat=True))


def _meeting(team: Place, due: NextMeeting, waiting: int, viewer: Viewer) -> AgendaItem:
    day, at = _day(due), time_format(timezone.localtime(due.starts_at).time(), "TIME_FORMAT")
    is_over, is_near = day < viewer.today, day <= viewer.today + NEAR
    return AgendaItem(
        group=Group.WAITING if is_near else Group.NEXT,
        day=day,
        when=_("today") if day == viewer.today else day_text(day, viewer),
        title=_("%(team)s, %(time)s") % {"team": team.name, "time": at},
        detail=_("It is not closed yet: close it, and the minutes go out.")
        if is_over
        else _on_top(waiting),
        url=reverse("meetings_team", args=[team.pk]),
        late=is_over,
        weight=2 if is_near else 0,
        actions=(_deed(team, due),),
    )


def _on_top(waiting: int) -> str:
    if not waiting:
        return _("No commitment is open.")
    said = ngettext(
        "One open commitment is on top of the agenda.",
        "%(count)s open commitments are on top of the agenda.",
        waiting,
    )
    return said % {"count": waiting}


def _deed(team: Place, due: NextMeeting) -> Action:
    if due.meeting is not None:
        page = reverse("meeting", args=[due.meeting.pk])
        return Action(_("Open the agenda"), page, primary=True)
    return Action(_("Prepare the agenda"), reverse("meeting_prepare", args=[team.pk]), "post")


@on_today
def promises_that_nobody_keeps(viewer: Viewer) -> Iterator[AgendaItem]:
    """For whoever leads the team, or the place that it belongs to, or facilitates its meeting."""
    left = Commitment.objects.kept_by_nobody(viewer.today).still_open()
    near = left.filter(team__in=ids_of_teams_met(viewer)).select_related("team", "person")
    found = list(near.order_by("due_on", "what"))
    answered_for = _teams_answered_for(viewer) if found else set()
    for one in [one for one in found if one.team_id in answered_for][:EACH]:
        page = reverse("commitment", args=[one.pk])
        yield AgendaItem(
            group=Group.WAITING,
            day=one.due_on,
            when=when_due(one, viewer),
            title=_("Nobody has it now: %(what)s") % {"what": one.what},
            detail=_("%(name)s had promised it to the %(team)s")
            % {"name": one.person.name, "team": one.team.name},
            url=page,
            late=one.due_on < viewer.today,
            actions=(Action(_("Say who takes it up"), page, primary=True),),
        )


def _teams_answered_for(viewer: Viewer) -> set[UUID]:
    teams = (teams_led_by(viewer), teams_facilitated_by(viewer))
    return {pk for found in teams for pk in found.values_list("pk", flat=True)}
