"""My schools, the page of one, and a contact: planned, written down, corrected, taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.days import day_text
from convergent.people.models import Place
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, typed, was_overtaken
from convergent.support.access import (
    schools_of_the_two,
    schools_supported_by,
    visible_contacts,
    visible_plans,
    why_write,
)
from convergent.support.actions.contacts import (
    call_off,
    correct_contact,
    keep_contact,
    plan_contact,
    take_back,
    withdraw,
    words_for,
)
from convergent.support.actions.plans import plan_support
from convergent.support.forms import CallOffForm, ContactForm, NewContactForm, NextForm, PlanForm
from convergent.support.models import USUAL_A_MONTH, Contact
from convergent.support.presenters.school import contact_page, school_page
from convergent.support.presenters.schools import first_page, schools_page
from convergent.support.queries import principals_of


@opens_to(OpensTo.STAFF)
def schools(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    only = first_page(viewer)
    if only:
        return redirect(only)
    return render(request, "support/schools.html", {"page": schools_page(viewer)})


@opens_to(OpensTo.STAFF)
def school(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(schools_of_the_two(viewer), pk=pk)
    return render(request, "support/school.html", {"page": school_page(found, viewer)})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def plan(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(schools_supported_by(viewer), pk=pk)
    now = visible_plans(viewer).filter(school=found, ended_on=None).first()
    initial = {
        "a_month": now.a_month if now else USUAL_A_MONTH,
        "reason": now.reason if now else "",
    }
    form = PlanForm(typed(request), initial=initial)
    if form.is_valid() and attempted(
        form, lambda: plan_support(found, **form.cleaned_data, by=viewer)
    ):
        say_done(request, _("From today on, that is the plan."))
        return redirect("support_school", pk=found.pk)
    return _form(request, form, found, title=_("How often you mean to be there"), deed=_("Keep it"))


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def next_visit(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(schools_supported_by(viewer), pk=pk)
    form = NextForm(typed(request))
    made = form.is_valid() and attempted(
        form, lambda: plan_contact(found, **form.cleaned_data, by=viewer)
    )
    if made:
        day = day_text(made.day, viewer)
        say_done(request, _("Planned for %(day)s. The principal reads it too.") % {"day": day})
        return redirect("contact", pk=made.pk)
    return _form(request, form, found, title=_("Plan a visit"), deed=_("Plan it"))


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def write(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(schools_supported_by(viewer), pk=pk)
    form = NewContactForm(typed(request), **_offered(found, viewer))
    return _keep(request, form, found, viewer)


@opens_to(OpensTo.STAFF)
def contact(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _contact(viewer, pk)
    page = contact_page(found, viewer, words=words_for(found, by=viewer))
    return render(request, "support/contact.html", {"page": page})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def keep(request: HttpRequest, pk: str) -> HttpResponse:
    """What is planned is written down; what is written down is corrected."""
    viewer = viewer_of_request(request)
    found = _own(viewer, pk)
    if found.is_planned:
        given = _offered(found.school, viewer)
        day = min(found.day, viewer.today)
        form: ContactForm = NewContactForm(typed(request), initial={"day": day}, **given)
        return _keep(request, form, found.school, viewer, planned=found)
    form = ContactForm(
        typed(request), initial=_initial(found, viewer), **_offered(found.school, viewer)
    )
    if form.is_valid() and attempted(form, lambda: _correct(found, form, viewer)):
        say_done(request, _("Corrected."))
        return redirect("contact", pk=found.pk)
    was_overtaken(form, found.version)
    return _form(request, form, found.school, title=_("Correct it"), deed=_("Keep it"))


def _correct(found: Contact, form: ContactForm, viewer: Viewer) -> Contact:
    version = form.cleaned_data["version"]
    return correct_contact(found, form.told(), version=version, by=viewer)


def _keep(
    request: HttpRequest,
    form: ContactForm,
    school: Place,
    viewer: Viewer,
    *,
    planned: Contact | None = None,
) -> HttpResponse:
    kept = form.is_valid() and attempted(
        form, lambda: keep_contact(school, form.told(), planned=planned, by=viewer)
    )
    if kept:
        undo = reverse("contact_withdraw", args=[kept.pk])
        say_done(request, _("Kept. It counts toward the plan."), undo=undo)
        return redirect("support_school", pk=school.pk)
    return _form(request, form, school, title=_("What you did together"), deed=_("Keep it"))


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def off(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _own(viewer, pk)
    form = CallOffForm(typed(request))
    if form.is_valid() and attempted(form, lambda: call_off(found, **form.cleaned_data, by=viewer)):
        undo = reverse("contact_again", args=[found.pk])
        say_done(request, _("It did not take place. Plan the next one."), undo=undo)
        return redirect("support_school", pk=found.school_id)
    return _form(request, form, found.school, title=_("It did not take place"), deed=_("Say so"))


@opens_to(OpensTo.STAFF, methods=("POST",))
def away(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = withdraw(_own(viewer, pk), by=viewer)
    undo = reverse("contact_again", args=[found.pk])
    said = _("Withdrawn. It counts nowhere any more; what you promised each other stays.")
    say_done(request, said, undo=undo)
    return redirect("support_school", pk=found.school_id)


@opens_to(OpensTo.STAFF, methods=("POST",))
def again(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = take_back(_own(viewer, pk), by=viewer)
    say_done(request, _("It stands again as before."))
    return redirect("contact", pk=found.pk)


def _contact(viewer: Viewer, pk: str) -> Contact:
    related = ("school", "supervisor", "principal", "priority")
    return get_object_or_404(visible_contacts(viewer).select_related(*related), pk=pk)


def _own(viewer: Viewer, pk: str) -> Contact:
    found = _contact(viewer, pk)
    required(why_write(viewer, found))
    return found


def _offered(school: Place, viewer: Viewer) -> dict[str, Any]:
    principal = principals_of([school], viewer.today).get(school.pk)
    name = principal.name if principal and principal != viewer.person else ""
    return {"school": school, "principal": name, "viewer": viewer}


def _initial(found: Contact, viewer: Viewer) -> dict[str, Any]:
    return {
        "version": found.version,
        "day": found.day,
        "minutes": found.minutes,
        "kinds": found.kinds.split(),
        "words": words_for(found, by=viewer),
        "priority": str(found.priority_id or ""),
        "diverted_by": found.diverted_by,
    }


def _form(request: HttpRequest, form: Any, school: Place, **words: str) -> HttpResponse:
    return render(request, "support/form.html", {"form": form, "school": school, **words})
