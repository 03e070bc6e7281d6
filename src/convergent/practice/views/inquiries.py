"""Inquiries of a team: asked, looked at, tried, rechecked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.directory import visible_places
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.people.views.frame import (
    attempted,
    id_of,
    say_done,
    say_otherwise,
    typed,
    was_overtaken,
)
from convergent.practice.access.inquiries import visible_inquiries
from convergent.practice.actions.inquiries import (
    ask_otherwise,
    begin_inquiry,
    begin_trying,
    look_at,
    take_evidence_off,
)
from convergent.practice.actions.inquiries import recheck as recheck_inquiry
from convergent.practice.forms.inquiries import (
    LookForm,
    QuestionForm,
    RecheckForm,
    TryForm,
    initial_of_question,
)
from convergent.practice.models import Inquiry, InquiryEvidence
from convergent.practice.presenters.inquiries import (
    inquiries_page,
    inquiry_page,
    readers_of_inquiry,
)
from convergent.practice.queries.inquiries import to_look_at
from convergent.priorities.access.meetings import visible_meetings
from convergent.priorities.models import Meeting
from convergent.priorities.queries.meetings import priorities_of
from convergent.priorities.queries.news import News
from convergent.priorities.queries.results import result_of
from convergent.priorities.views.teams import team_of

State = Inquiry.State
A_WHILE = timedelta(weeks=4)


@opens_to(OpensTo.STAFF)
def inquiries(request: HttpRequest) -> HttpResponse:
    page = inquiries_page(viewer_of_request(request))
    return render(request, "practice/inquiries.html", {"page": page})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def begin(request: HttpRequest, pk: str) -> HttpResponse:
    """From a page of evidence it takes along what everybody may see there; from a meeting it
    comes onto the agenda."""
    viewer = viewer_of_request(request)
    team = team_of(viewer, pk)
    news, meeting = _from_page(request, viewer), _from_meeting(request, viewer, team)
    form = QuestionForm(typed(request), priorities=priorities_of(viewer, team))
    if form.is_valid():
        begun = attempted(form, lambda: _begin(team, form, meeting, news, viewer))
        if begun:
            say_done(request, _("Begun. Now look at something together."))
            return redirect("inquiry", pk=begun.pk)
    context = {"form": form, "team": team, "news": news, "readers": readers_of_inquiry(team)}
    return render(request, "practice/inquiry_question.html", context)


def _from_page(request: HttpRequest, viewer: Viewer) -> News | None:
    if "place" not in request.GET:
        return None
    places = visible_places(viewer).select_related("parent")
    place = get_object_or_404(places, pk=id_of(request.GET["place"]))
    return result_of(viewer, place, asked=request.GET.get("subject", ""))


def _from_meeting(request: HttpRequest, viewer: Viewer, team: Place) -> Meeting | None:
    if "meeting" not in request.GET:
        return None
    found = visible_meetings(viewer).filter(team=team, state=Meeting.State.PREPARED)
    return get_object_or_404(found, pk=id_of(request.GET["meeting"]))


@transaction.atomic
def _begin(
    team: Place, form: QuestionForm, meeting: Meeting | None, news: News | None, viewer: Viewer
) -> Inquiry:
    begun = begin_inquiry(team, form.asked(), meeting=meeting, by=viewer)
    if news is not None:
        look_at(begun, news, by=viewer)
    return begun


@opens_to(OpensTo.STAFF)
def inquiry(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = inquiry_page(_inquiry(viewer, pk), viewer=viewer)
    return render(request, "practice/inquiry.html", {"page": page})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def change(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _inquiry(viewer, pk, State.OPEN)
    form = QuestionForm(
        typed(request),
        priorities=priorities_of(viewer, found.team),
        initial=initial_of_question(found),
    )
    if form.is_valid() and attempted(
        form,
        lambda: ask_otherwise(found, form.asked(), version=form.cleaned_data["version"], by=viewer),
    ):
        say_done(request, _("Changed, for everybody on the team."))
        return redirect("inquiry", pk=found.pk)
    context = {"team": found.team, "readers": readers_of_inquiry(found.team), "inquiry": found}
    return _shown(request, found, form, "practice/inquiry_question.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def look(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _inquiry(viewer, pk, State.OPEN)
    form = LookForm(typed(request), news=to_look_at(viewer, found.team))
    if form.is_valid() and attempted(form, lambda: _look(found, form, viewer)):
        say_done(request, _("It is kept with the inquiry."))
        return redirect("inquiry", pk=found.pk)
    page = inquiry_page(found, viewer=viewer)
    return render(request, "practice/inquiry_look.html", {"page": page, "form": form})


@transaction.atomic
def _look(found: Inquiry, form: LookForm, viewer: Viewer) -> list[InquiryEvidence]:
    return [look_at(found, one, by=viewer) for one in form.looked_at()]


@opens_to(OpensTo.STAFF, methods=("POST",))
def take_off(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    brought = InquiryEvidence.objects.filter(inquiry__in=visible_inquiries(viewer))
    evidence = get_object_or_404(brought.select_related("inquiry"), pk=pk)
    try:
        take_evidence_off(evidence, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    else:
        say_done(request, _("It is taken away."))
    return redirect("inquiry", pk=evidence.inquiry_id)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def try_out(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _inquiry(viewer, pk, State.OPEN)
    first = {"version": found.version, "recheck_on": viewer.today + A_WHILE}
    form = TryForm(typed(request), initial=first)
    if form.is_valid() and attempted(
        form,
        lambda: begin_trying(found, form.tried(), version=form.cleaned_data["version"], by=viewer),
    ):
        say_done(request, _("It runs. The day stands on everybody’s Today."))
        return redirect("inquiry", pk=found.pk)
    context = {"page": inquiry_page(found, viewer=viewer)}
    return _shown(request, found, form, "practice/inquiry_try.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def recheck(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _inquiry(viewer, pk, State.TRYING)
    form = RecheckForm(typed(request), initial={"version": found.version})
    if form.is_valid() and attempted(
        form, lambda: recheck_inquiry(found, **form.cleaned_data, by=viewer)
    ):
        say_done(request, _("Kept. It stays in the team’s history."))
        return redirect("inquiry", pk=found.pk)
    context = {"page": inquiry_page(found, viewer=viewer)}
    return _shown(request, found, form, "practice/inquiry_recheck.html", context)


def _shown(
    request: HttpRequest, found: Inquiry, form: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    found.refresh_from_db()
    was_overtaken(form, found.version)
    return render(request, template, {"form": form, **context})


def _inquiry(viewer: Viewer, pk: str, state: Inquiry.State | None = None) -> Inquiry:
    """One that is in that state; in another, what could be done then is not there."""
    related = ("team__parent", "priority", "by")
    found = get_object_or_404(visible_inquiries(viewer).select_related(*related), pk=pk)
    required(found if state in {None, found.state} else None)
    return found
