"""What a meeting decides, and its end: minutes to everybody on the team."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed, was_overtaken
from convergent.priorities.actions.commitments import commit_to
from convergent.priorities.actions.meetings import decide
from convergent.priorities.actions.minutes import close_meeting, is_mailed
from convergent.priorities.forms.deciding import DecideForm
from convergent.priorities.forms.meetings import CloseForm
from convergent.priorities.models import Meeting
from convergent.priorities.presenters.meeting import closing_lead, meeting_page
from convergent.priorities.queries.days import days_of
from convergent.priorities.queries.meetings import priorities_of
from convergent.priorities.views.meetings import open_meeting

WEEK = timedelta(days=7)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def decision(request: HttpRequest, pk: str) -> HttpResponse:
    """A decision with the evidence that it rests on, and who does what by when."""
    viewer = viewer_of_request(request)
    found = open_meeting(viewer, pk)
    form = DecideForm(
        typed(request),
        meeting=found,
        viewer=viewer,
        words=viewer.words,
        priorities=priorities_of(viewer, found.team),
        due_on=_next_time(found, viewer),
    )
    if form.is_valid() and attempted(form, lambda: _decide(found, form, viewer)):
        say_done(request, _("Kept. What somebody promised is in her Today from now on."))
        return redirect("meeting", pk=found.pk)
    return render(request, "priorities/decide.html", {"form": form, "meeting": found})


@transaction.atomic
def _decide(found: Meeting, form: DecideForm, viewer: Viewer) -> bool:
    """All of the form, or nothing of it."""
    decided = form.decided()
    made = decide(found, decided, by=viewer) if decided else None
    for promised in form.promised():
        commit_to(found, promised, decision=made, by=viewer)
    return True


def _next_time(found: Meeting, viewer: Viewer) -> date:
    """When the team meets after this meeting; without a rhythm, a week later."""
    day = max(timezone.localtime(found.starts_at).date(), viewer.today)
    if found.rhythm is None or found.rhythm.ended_on is not None:
        return day + WEEK
    return next(days_of(found.rhythm, since=day + timedelta(days=1)), day + WEEK)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def close(request: HttpRequest, pk: str) -> HttpResponse:
    """The minutes as they will be sent, and who was there."""
    viewer = viewer_of_request(request)
    found = open_meeting(viewer, pk)
    form = CloseForm(typed(request), meeting=found)
    closed = attempted(form, lambda: _close(found, form, viewer)) if form.is_valid() else None
    if closed is not None:
        say_done(request, _closed(closed))
        return redirect("meeting", pk=found.pk)
    found.refresh_from_db()
    was_overtaken(form, found.version)
    sends = is_mailed(found, viewer)
    context = {
        "form": form,
        "page": meeting_page(found, viewer=viewer),
        "sends": sends,
        "lead": closing_lead(found, viewer, is_mailed=sends),
    }
    return render(request, "priorities/meeting_close.html", context)


def _close(found: Meeting, form: CloseForm, viewer: Viewer) -> Meeting:
    version = form.cleaned_data["version"]
    return close_meeting(found, there=form.there(), version=version, by=viewer)


def _closed(meeting: Meeting) -> str:
    if meeting.minutes_sent_on is None:
        return _("Closed. What you decided is on its page.")
    return _("Closed. The minutes are on their way to everybody on the team.")
