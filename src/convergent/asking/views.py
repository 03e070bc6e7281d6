"""The two questions, and what was answered in a month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.asking.access import places_digested_for, visible_answers, visible_asks
from convergent.asking.actions import answer, ask_again, set_aside
from convergent.asking.forms import AnswerForm
from convergent.asking.models import Ask
from convergent.asking.presenters import (
    after_what,
    asked_until,
    digest_page,
    months_before,
    stored_answer,
)
from convergent.errors import BadInput
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.views.frame import attempted, say_done, say_otherwise, typed


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(visible_asks(viewer).select_related("place"), pk=pk)
    given = visible_answers(viewer).filter(ask=found).first()
    form = AnswerForm(typed(request), initial=stored_answer(given))
    if form.is_valid() and attempted(form, lambda: answer(found, form.answered(), by=viewer)):
        say_done(request, _("Thank you. Your words are yours alone."), undo=_again(found))
        return redirect("today")
    context = {
        "ask": found,
        "form": form,
        "after": after_what(found, viewer),
        "until": asked_until(found),
    }
    return render(request, "asking/ask.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def aside(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(visible_asks(viewer), pk=pk)
    try:
        set_aside(found, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    else:
        say_done(request, _("Set aside. You are not asked about it again."), undo=_again(found))
    return redirect("today")


@opens_to(OpensTo.STAFF, methods=("POST",))
def again(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(visible_asks(viewer), pk=pk)
    try:
        ask_again(found, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    else:
        say_done(request, _("Taken back. Nothing of it is kept."))
    return redirect("today")


@opens_to(OpensTo.STAFF)
def digest(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    places = list(places_digested_for(viewer))
    place = get_object_or_404(places_digested_for(viewer), pk=pk)
    months = {f"{one:%Y-%m}": one for one in months_before(viewer.today)}
    newest = next(iter(months.values()))
    month = months.get(request.GET.get("month", ""), newest)
    page = digest_page(place, month, others=places, viewer=viewer)
    return render(request, "asking/digest.html", {"page": page})


def _again(found: Ask) -> str:
    return reverse("ask_again", args=[found.pk])
