"""Schools, networks, units and teams, and who leads what there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.people.access.changes import places_changeable_by
from convergent.people.access.directory import visible_places
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.actions.leading import drop_lead, name_lead, pass_lead
from convergent.people.actions.places import HAVE_TEAMS, form_team
from convergent.people.forms import LeadForm, TeamForm
from convergent.people.models import Place, PlaceKind, Responsibility
from convergent.people.presenters.place import place_page
from convergent.people.presenters.schools import schools_page
from convergent.people.queries.students import students_at
from convergent.people.shown import remember_place, year_of
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed, was_overtaken


@opens_to(OpensTo.STAFF)
def schools(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = schools_page(viewer, words=viewer.words, day=year_of(request, viewer).day)
    return render(request, "people/schools.html", {"page": page})


@opens_to(OpensTo.STAFF)
def place(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(visible_places(viewer).select_related("parent"), pk=pk)
    remember_place(request, found)
    year = year_of(request, viewer)
    page = place_page(found, viewer=viewer, words=viewer.words, day=year.day)
    students = students_at(found, viewer, day=year.day) if found.kind == PlaceKind.SCHOOL else None
    return render(request, "people/place.html", {"page": page, "students": students, "year": year})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def add_team(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    parent = get_object_or_404(places_changeable_by(viewer).filter(kind__in=HAVE_TEAMS), pk=pk)
    form = TeamForm(typed(request))
    if form.is_valid():
        team = attempted(form, lambda: form_team(parent, **form.cleaned_data, by=viewer))
        if team:
            say_done(request, _("%(name)s is there. Now add who belongs to it.") % {"name": team})
            return redirect("place", pk=team.pk)
    return render(request, "people/team_add.html", {"form": form, "place": parent})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def add_lead(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(places_changeable_by(viewer), pk=pk)
    form = _form(request, viewer, found)
    if form.is_valid():
        lead = attempted(form, lambda: name_lead(found, **form.lead(), by=viewer))
        if lead:
            say_done(request, _("Everybody at %(place)s can see it.") % {"place": found.name})
            return redirect("place", pk=found.pk)
    return render(request, "people/lead.html", {"form": form, "place": found})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def change_lead(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    leads = Responsibility.objects.filter(
        place__in=places_changeable_by(viewer), ends_on__isnull=True
    )
    lead = get_object_or_404(leads.select_related("place", "term"), pk=pk)
    form = _form(request, viewer, lead.place, lead)
    drops = bool(request.POST.get("drop"))
    if drops and attempted(form, lambda: _drop(lead, form, viewer)):
        say_done(request, _("“%(title)s” is off the list.") % {"title": lead.title})
        return redirect("place", pk=lead.place_id)
    if (
        not drops
        and form.is_valid()
        and attempted(form, lambda: pass_lead(lead, **form.passing(), by=viewer))
    ):
        say_done(request, _("Saved. Everybody at %(place)s can see it.") % {"place": lead.place})
        return redirect("place", pk=lead.place_id)
    lead.refresh_from_db()
    overtaken = was_overtaken(form, lead.version)
    context = {"form": form, "place": lead.place, "lead": lead, "overtaken": overtaken}
    return render(request, "people/lead.html", context)


def _drop(lead: Responsibility, form: LeadForm, viewer: Viewer) -> Responsibility:
    form.full_clean()
    version = form.cleaned_data.get("version")
    return drop_lead(lead, by=viewer, last_day=viewer.today - timedelta(days=1), version=version)


def _form(
    request: HttpRequest, viewer: Viewer, place: Place, lead: Responsibility | None = None
) -> LeadForm:
    form = LeadForm(
        typed(request), viewer=viewer, place=place, words=viewer.words, initial=_initial(lead)
    )
    if lead is not None:
        for name in ("title", "decides"):
            form.fields[name].disabled = True
    return form


def _initial(lead: Responsibility | None) -> dict[str, Any]:
    if lead is None:
        return {}
    return {
        "title": lead.title,
        "decides": lead.decides,
        "term": lead.term,
        "version": lead.version,
    }
