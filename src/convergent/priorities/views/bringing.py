"""Evidence that somebody looks at, brought to the next meeting of a team."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.directory import visible_places
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.views.frame import say_done, say_otherwise
from convergent.priorities.actions.meetings import bring_evidence, prepare_meeting
from convergent.priorities.models import MeetingItem
from convergent.priorities.queries.results import result_of
from convergent.priorities.views.teams import team_of


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def bring(request: HttpRequest, pk: str, place: str) -> HttpResponse:
    """Shows what everybody on the team will read: what the whole district may see, no more."""
    viewer = viewer_of_request(request)
    team = team_of(viewer, pk)
    about = get_object_or_404(visible_places(viewer).select_related("parent"), pk=place)
    news = result_of(viewer, about, asked=request.GET.get("subject", ""))
    if news is None:
        say_otherwise(request, _("What everybody may see of it is too little to talk about."))
        return redirect("meetings_team", pk=team.pk)
    if request.method == "GET":
        return render(request, "priorities/bring.html", {"team": team, "news": news})
    try:
        meeting = prepare_meeting(team, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
        return redirect("rhythm", pk=team.pk)
    item = MeetingItem(
        kind=MeetingItem.Kind.EVIDENCE,
        title=news.sentence,
        source=news.source,
        address=news.address,
    )
    bring_evidence(meeting, item, by=viewer)
    say_done(request, _("It is on the agenda."))
    return redirect("meeting", pk=meeting.pk)
