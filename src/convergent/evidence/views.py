"""Pictures, their claims, and the pieces behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.evidence.access import (
    pieces_withdrawn_by,
    places_claimed_by,
    places_pictured_for,
    visible_claims,
    visible_verdicts,
    why_lead_picture,
)
from convergent.evidence.actions.claims import end_claim, take_up_claim, write_claim
from convergent.evidence.actions.pictures import go_on_record, note_beside, read_picture
from convergent.evidence.actions.pieces import add_piece, withdraw_piece
from convergent.evidence.forms import ClaimForm, NoteForm, PieceForm
from convergent.evidence.library import statement_of
from convergent.evidence.models import ClaimVerdict
from convergent.evidence.presenters.claim import claim_page
from convergent.evidence.presenters.claims import claims_page
from convergent.evidence.presenters.picture import PicturePage, picture_page
from convergent.evidence.presenters.saved import picture_book, picture_csv, picture_svg
from convergent.evidence.season import season_for
from convergent.learning.pictures.paper import as_png
from convergent.learning.views.downloads import saved
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.models import Place
from convergent.people.shown import remember_place
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, say_otherwise, typed

KEPT_AS: Mapping[str, Callable[[PicturePage, Viewer], bytes]] = {
    "csv": lambda page, _viewer: picture_csv(page),
    "xlsx": picture_book,
    "svg": lambda page, viewer: picture_svg(page, viewer).encode(),
    "png": lambda page, viewer: as_png(picture_svg(page, viewer)),
}


@opens_to(OpensTo.STAFF)
def picture(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    place = _place(viewer, pk)
    remember_place(request, place)
    return render(request, "evidence/picture.html", {"page": picture_page(place, viewer)})


@opens_to(OpensTo.STAFF)
def picture_file(request: HttpRequest, pk: str, kind: str) -> HttpResponse:
    """The same as the page shows this viewer."""
    viewer = viewer_of_request(request)
    place = _place(viewer, pk)
    if kind not in KEPT_AS:
        raise Http404
    given = KEPT_AS[kind](picture_page(place, viewer), viewer)
    return saved(given, f"{place.name} {_('picture')}", kind)


@opens_to(OpensTo.STAFF, methods=("POST",))
def read(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    place = _place(viewer, pk)
    read_picture(place, by=viewer)
    say_done(request, _("Those who supervise the school see it now as you see it."))
    return redirect("picture", pk=place.pk)


@opens_to(OpensTo.STAFF, methods=("POST",))
def record(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    place = _place(viewer, pk)
    agrees = "agrees" in request.POST
    go_on_record(place, agrees=agrees, by=viewer)
    said = (
        _("When all of the few have agreed, what they say is shown as theirs.")
        if agrees
        else _("Taken back.")
    )
    say_done(request, said)
    return redirect("picture", pk=place.pk)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def claims(request: HttpRequest, pk: str) -> HttpResponse:
    """What is claimed at a place: from the library, or in words of one's own."""
    viewer = viewer_of_request(request)
    place = get_object_or_404(places_claimed_by(viewer), pk=pk)
    form = ClaimForm(typed(request), place=place, viewer=viewer)
    if form.is_valid() and attempted(form, lambda: write_claim(place, form.stated(), by=viewer)):
        say_done(request, _("It is in the picture."))
        return redirect("claims", pk=place.pk)
    context = {"page": claims_page(place, viewer), "form": form}
    return render(request, "evidence/claims.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def take(request: HttpRequest, pk: str, code: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    place = get_object_or_404(places_claimed_by(viewer), pk=pk)
    try:
        take_up_claim(place, code, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    else:
        say_done(request, _("It is in the picture. What rules can draw in follows in a minute."))
    return redirect("claims", pk=place.pk)


@opens_to(OpensTo.STAFF, methods=("POST",))
def end(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(visible_claims(viewer).select_related("place"), pk=pk)
    required(why_lead_picture(viewer, found.place))
    end_claim(found, by=viewer)
    say_done(request, _("Ended. What was found of it stays under its years."))
    return redirect("claims", pk=found.place_id)


@opens_to(OpensTo.STAFF)
def claim(request: HttpRequest, pk: str, place: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    page = claim_page(_verdict(viewer, pk, place), viewer)
    form = NoteForm(initial={"text": page.note}) if page.leads else None
    return render(request, "evidence/claim.html", {"page": page, "form": form})


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def add(request: HttpRequest, pk: str, place: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _verdict(viewer, pk, place)
    form = PieceForm(typed(request), place=found.place)
    if form.is_valid() and attempted(
        form, lambda: add_piece(found.claim, found.place, form.seen(), by=viewer)
    ):
        say_done(request, _("Added. You can withdraw it at any time."))
        return redirect("picture", pk=found.place_id)
    context = {
        "place": found.place,
        "claim": found.claim,
        "statement": statement_of(found.claim),
        "form": form,
    }
    return render(request, "evidence/piece.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def note(request: HttpRequest, pk: str, place: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _verdict(viewer, pk, place)
    required(why_lead_picture(viewer, found.place))
    form = NoteForm(request.POST)
    if not form.is_valid():
        page = claim_page(found, viewer)
        return render(request, "evidence/claim.html", {"page": page, "form": form})
    note_beside(found.claim, found.place, form.cleaned_data["text"], by=viewer)
    say_done(request, _("It stands beside the claim."))
    return redirect("claim", pk=found.claim_id, place=found.place_id)


@opens_to(OpensTo.STAFF, methods=("POST",))
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(pieces_withdrawn_by(viewer), pk=pk)
    done = withdraw_piece(found, by=viewer)
    say_done(request, _("Withdrawn. Nothing of it is kept but that there was one."))
    return redirect("picture", pk=done.place_id)


def _place(viewer: Viewer, pk: str) -> Place:
    return get_object_or_404(places_pictured_for(viewer).select_related("parent"), pk=pk)


def _verdict(viewer: Viewer, claim: str, place: str) -> ClaimVerdict:
    """Of this school year."""
    related = ("claim__place", "claim__priority", "place__district")
    found = visible_verdicts(viewer).select_related(*related)
    return get_object_or_404(found, place=place, claim=claim, school_year=season_for(viewer).year)
