"""The three statements of somebody who was asked, and what is told of a place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.views.frame import attempted, say_done, typed
from convergent.trust.access import own_pulse_asks, places_with_pulse_for, running_wave
from convergent.trust.actions import answer_pulse, set_pulse_aside
from convergent.trust.forms import PulseForm
from convergent.trust.presenters import first_place, next_text, pulse_page
from convergent.trust.statements import PEOPLE_AT_LEAST, version_on


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
@never_cache
def pulse(request: HttpRequest) -> HttpResponse:
    """Its address names nobody and no ask, so that no log of addresses tells who answered when."""
    viewer = viewer_of_request(request)
    ask = own_pulse_asks(viewer).select_related("place").first()
    wave = running_wave(viewer)
    if request.method == "POST":
        ask = get_object_or_404(own_pulse_asks(viewer))
    form = PulseForm(typed(request), version_on(wave.opens_on)) if ask and wave else None
    if ask and form and form.is_valid():
        said = form.said()
        if attempted(form, lambda: answer_pulse(ask, said, by=viewer)):
            say_done(
                request,
                _("Thank you. Your answer is counted, and nothing that is kept leads to it."),
            )
            return redirect("today")
    context = {
        "ask": ask,
        "wave": wave,
        "form": form,
        "least": PEOPLE_AT_LEAST,
        "next_on": next_text(viewer),
        "place": first_place(list(places_with_pulse_for(viewer)), viewer),
    }
    return render(request, "trust/pulse.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def aside(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    set_pulse_aside(get_object_or_404(own_pulse_asks(viewer)), by=viewer)
    say_done(request, _("Set aside. You can still answer until the month is over."))
    return redirect("today")


@opens_to(OpensTo.STAFF)
def pulse_place(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    places = list(places_with_pulse_for(viewer).order_by("kind", "name_key"))
    place = get_object_or_404(places_with_pulse_for(viewer), pk=pk)
    page = pulse_page(place, others=places, viewer=viewer)
    return render(request, "trust/place.html", {"page": page})
