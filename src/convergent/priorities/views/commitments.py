"""What becomes of a commitment: done in one tap, carried over, passed on, or let go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.days import day_text
from convergent.people.forms.leads import main_terms_at
from convergent.people.viewer import Viewer
from convergent.people.views.frame import (
    attempted,
    id_of,
    say_done,
    say_otherwise,
    typed,
    was_overtaken,
)
from convergent.priorities.access.commitments import visible_commitments
from convergent.priorities.access.meetings import visible_meetings, why_meet
from convergent.priorities.access.partnership import why_partner
from convergent.priorities.actions.commitments import carry_over, finish, let_go, take_up_again
from convergent.priorities.forms.deciding import CarryForm, LetGoForm
from convergent.priorities.models import Commitment
from convergent.priorities.presenters.commitments import commitment_lines


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def commitment(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _commitment(viewer, pk)
    lets_go = "let_go" in request.POST
    carry = CarryForm(
        None if lets_go else typed(request),
        terms=main_terms_at(found.team, viewer),
        words=viewer.words,
        initial={"version": found.version, "due_on": max(found.due_on, viewer.today)},
    )
    going = LetGoForm(
        typed(request) if lets_go else None, initial={"version": found.version}, prefix="go"
    )
    done = _let_go(found, going, viewer) if lets_go else _carry(found, carry, viewer)
    if done:
        say_done(request, done)
        return redirect(_after(found, viewer))
    found = _commitment(viewer, pk)
    was_overtaken(carry, found.version)
    context = {
        "line": commitment_lines([found], viewer)[0],
        "carry": carry,
        "going": going,
        "page_of_team": _page_of(found, viewer),
    }
    return render(request, "priorities/commitment.html", context)


def _carry(found: Commitment, form: CarryForm, viewer: Viewer) -> str:
    if not form.is_valid():
        return ""
    carried = attempted(form, lambda: carry_over(found, **form.cleaned_data, by=viewer))
    if not carried:
        return ""
    return _("It is to be done by %(day)s.") % {"day": day_text(carried.due_on, viewer)}


def _let_go(found: Commitment, form: LetGoForm, viewer: Viewer) -> str:
    told = form.cleaned_data if form.is_valid() else None
    gone = told and attempted(form, lambda: let_go(found, **told, by=viewer))
    return _("Nobody has to do it any more. Why stays beside it.") if gone else ""


def _after(found: Commitment, viewer: Viewer) -> str:
    """The team’s page, or the school’s; for somebody who is not on the team, Today."""
    return _page_of(found, viewer) or reverse("today")


def _page_of(found: Commitment, viewer: Viewer) -> str:
    """Where it is talked about: its team’s page, or the page of supervisor and principal."""
    if why_meet(viewer, found.team) is not None:
        return reverse("meetings_team", args=[found.team_id])
    if why_partner(viewer, found.team) is not None:
        return reverse("support_school", args=[found.team_id])
    return ""


@opens_to(OpensTo.STAFF, methods=("POST",))
def done(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _commitment(viewer, pk)
    try:
        finish(found, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    else:
        undo = reverse("commitment_again", args=[found.pk])
        say_done(request, _("Done: %(what)s") % {"what": found.what}, undo=undo)
    return redirect(_back(request, found, viewer))


@opens_to(OpensTo.STAFF, methods=("POST",))
def again(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _commitment(viewer, pk)
    take_up_again(found, by=viewer)
    say_done(request, _("Taken back. It is still to be done."))
    return redirect(_back(request, found, viewer))


def _back(request: HttpRequest, found: Commitment, viewer: Viewer) -> str:
    """To the meeting, or the page of the team or school, on which it was tapped; else to Today."""
    if "here" in request.POST:
        return _after(found, viewer)
    sent = request.POST.get("meeting", "")
    if sent and visible_meetings(viewer).filter(pk=id_of(sent)).exists():
        return reverse("meeting", args=[sent])
    return reverse("today")


def _commitment(viewer: Viewer, pk: str) -> Commitment:
    related = ("team__parent", "person", "role__place", "priority", "meeting")
    return get_object_or_404(visible_commitments(viewer).select_related(*related), pk=pk)
