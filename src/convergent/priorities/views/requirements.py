"""What is asked of places, and how they meet it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from convergent.people.access.directory import visible_places
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place
from convergent.people.shown import remember_place, year_of
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed, was_overtaken
from convergent.priorities.access.priorities import HOLD_PRIORITIES, places_prioritised_by
from convergent.priorities.access.requirements import (
    places_required_by,
    visible_requirements,
    why_require,
)
from convergent.priorities.actions.requirements import (
    change_requirement,
    hand_in,
    meet_requirement,
    withdraw_requirement,
    write_requirement,
)
from convergent.priorities.forms import MeetForm, RequirementForm
from convergent.priorities.forms.requirements import initial_of
from convergent.priorities.models import DueDate, Requirement
from convergent.priorities.presenters.requirement import requirement_page
from convergent.priorities.presenters.requirements import requirements_page
from convergent.priorities.queries.priorities import priorities_at
from convergent.priorities.queries.requirements import asked_at, places_asked

CALENDAR = "text/calendar; charset=utf-8"


@opens_to(OpensTo.STAFF)
def place(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _place(viewer, pk)
    remember_place(request, found)
    page = requirements_page(found, viewer=viewer, day=year_of(request, viewer).day)
    return render(request, "priorities/requirements.html", {"page": page})


@opens_to(OpensTo.STAFF)
def requirement(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = requirement_page(_requirement(viewer, pk), viewer=viewer)
    return render(request, "priorities/requirement.html", {"page": page})


@opens_to(OpensTo.STAFF)
def calendar(request: HttpRequest, pk: str) -> HttpResponse:
    """A file for any program for calendars."""
    from convergent.priorities.presenters.calendar import calendar_of  # no page needs its library

    viewer = viewer_of_request(request)
    found = _place(viewer, pk)
    asked = asked_at(viewer, found)
    links = {
        one.requirement.pk: request.build_absolute_uri(
            reverse("requirement", args=[one.requirement.pk])
        )
        for one in asked
    }
    answer = HttpResponse(calendar_of(found, asked, link_of=links), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(found.name) or "due"}.ics"'
    return answer


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def write(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(places_required_by(viewer), pk=pk)
    form = RequirementForm(typed(request), place=found)
    if form.is_valid():
        written = attempted(form, lambda: write_requirement(found, form.demand(), by=viewer))
        if written:
            say_done(request, _("It is on the list of whoever has to meet it."))
            return redirect("requirement", pk=written.pk)
    return render(request, "priorities/requirement_form.html", {"form": form, "place": found})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def change(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _own(viewer, pk)
    form = RequirementForm(
        typed(request), place=found.place, requirement=found, initial=initial_of(found)
    )
    if "withdraw" in request.POST:
        withdraw_requirement(found, by=viewer)
        say_done(request, _("It is asked no more. How it was met can still be read."))
        return redirect("requirements_place", pk=found.place_id)
    if form.is_valid() and attempted(
        form,
        lambda: change_requirement(
            found, form.demand(), version=form.cleaned_data["version"], by=viewer
        ),
    ):
        say_done(request, _("Changed, for whoever has to meet it."))
        return redirect("requirement", pk=found.pk)
    found.refresh_from_db()
    was_overtaken(form, found.version)
    context = {"form": form, "place": found.place, "requirement": found}
    return render(request, "priorities/requirement_form.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def meet(request: HttpRequest, pk: str, at: str) -> HttpResponse:
    """By which priority a place meets it: offered to whoever leads the place."""
    viewer = viewer_of_request(request)
    found = _requirement(viewer, pk)
    place = get_object_or_404(places_prioritised_by(viewer).select_related("parent"), pk=at)
    required(places_asked(found).filter(pk=place.pk).first())
    required(None if found.withdrawn_on else found)
    priorities = list(priorities_at(viewer, place, day=viewer.today))
    answer = found.answers.filter(place=place).first()
    form = MeetForm(typed(request), place=place, priorities=priorities, answer=answer)
    if form.is_valid() and attempted(
        form, lambda: meet_requirement(found, place, **form.told(), by=viewer)
    ):
        say_done(request, _("Met by what you work on anyway."))
        return redirect("requirements_place", pk=place.pk)
    answer = found.answers.filter(place=place).first()
    context = {
        "form": form,
        "requirement": found,
        "place": place,
        "priorities": priorities,
        "stored": answer if answer and was_overtaken(form, answer.version) else None,
    }
    return render(request, "priorities/meet.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def handed_in(request: HttpRequest, pk: str, at: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    dues = DueDate.objects.filter(requirement__in=visible_requirements(viewer), withdrawn_on=None)
    due = get_object_or_404(dues.select_related("requirement__place"), pk=pk)
    place = get_object_or_404(places_prioritised_by(viewer), pk=at)
    hand_in(due, place, by=viewer)
    say_done(request, _("“%(what)s” is handed in.") % {"what": due.what})
    return redirect("requirement", pk=due.requirement_id)


def _place(viewer: Viewer, pk: str) -> Place:
    places = visible_places(viewer).filter(kind__in=HOLD_PRIORITIES)
    return get_object_or_404(places.select_related("parent", "district"), pk=pk)


def _requirement(viewer: Viewer, pk: str) -> Requirement:
    found = visible_requirements(viewer).select_related("place")
    return get_object_or_404(found.prefetch_related("dues", "data"), pk=pk)


def _own(viewer: Viewer, pk: str) -> Requirement:
    """One that the viewer may change."""
    found = _requirement(viewer, pk)
    required(why_require(viewer, found.place))
    required(None if found.withdrawn_on else found)
    return found
