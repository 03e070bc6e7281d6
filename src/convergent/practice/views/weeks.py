"""A teacher leader's own week, laid out and put right in a tap; and what came between."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place
from convergent.people.views.frame import id_of, say_done, say_otherwise
from convergent.practice.access.weeks import terms_led_in, visible_interference, why_week
from convergent.practice.actions.weeks import (
    lay_out_week,
    note_interference,
    put_right,
    set_days,
    take_back_interference,
)
from convergent.practice.models import Interference
from convergent.practice.presenters.interference import interference_page
from convergent.practice.presenters.week import not_placed_text, week_page
from convergent.practice.queries.weeks import WEEKDAYS, monday_of

MINUTES = (30, 45, 60, 90, 180)
PUT_RIGHT_SINCE = timedelta(weeks=5)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def week(request: HttpRequest) -> HttpResponse:
    """The week; sent, it is laid out anew from today on."""
    viewer = viewer_of_request(request)
    required(why_week(viewer))
    if request.method == "POST":
        say_done(request, not_placed_text(lay_out_week(by=viewer)))
        return redirect("coaching_week")
    context = {
        "page": week_page(viewer),
        "causes": Interference.Cause.choices,
        "lengths": MINUTES,
        "schools": [term.role.place for term in terms_led_in(viewer)],
    }
    return render(request, "practice/week.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def between(request: HttpRequest) -> HttpResponse:
    """One tap: its cause is the button."""
    viewer = viewer_of_request(request)
    required(why_week(viewer))
    sent = request.POST
    place = get_object_or_404(Place, pk=id_of(sent.get("place", "")))
    minutes = sent.get("minutes", "")
    try:
        noted = note_interference(
            place,
            cause=sent.get("cause", ""),
            minutes=int(minutes) if minutes.isdecimal() else 0,
            by=viewer,
        )
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
        return redirect("coaching_week")
    said = _("Noted, and whoever leads the school reads it. Lay the rest of your week out anew?")
    say_done(request, said, undo=reverse("interference_back", args=[noted.pk]))
    return redirect("coaching_week")


@opens_to(OpensTo.STAFF, methods=("POST",))
def back(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(visible_interference(viewer), pk=pk)
    take_back_interference(found, by=viewer)
    say_done(request, _("Taken back."))
    return redirect("coaching_week")


@opens_to(OpensTo.STAFF, methods=("POST",))
def days(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    required(why_week(viewer))
    sent = [id_of(one) for one in request.POST.getlist("place")]
    known = Place.objects.in_bulk(sent)
    required((len(sent) == WEEKDAYS and len(known) == len(set(sent))) or None)
    set_days([known[one] for one in sent], by=viewer)
    say_done(request, _("Kept. Lay your week out anew to see it."))
    return redirect("coaching_week")


@opens_to(OpensTo.STAFF, methods=("POST",))
def correct(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    required(why_week(viewer))
    since = monday_of(viewer.today) - PUT_RIGHT_SINCE
    try:
        put_right(id_of(str(pk)), work=request.POST.get("work", ""), first=since, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
        return redirect("coaching_week")
    say_done(request, _("Put right."))
    return redirect("coaching_week")


@opens_to(OpensTo.STAFF)
def interference(request: HttpRequest) -> HttpResponse:
    page = interference_page(viewer_of_request(request))
    return render(request, "practice/interference.html", {"page": page})
