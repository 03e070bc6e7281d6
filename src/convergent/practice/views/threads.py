"""What the two of a pair write to each other: reading, writing, searching, sharing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, say_otherwise, typed, was_overtaken
from convergent.practice.access.coaching import own_cycles
from convergent.practice.access.threads import (
    own_pieces,
    piece_shared,
    shared_with,
    shares_by,
    visible_threads,
    why_change_piece,
    why_share,
    why_write,
)
from convergent.practice.actions.threads import (
    change_piece,
    note_reading_of_share,
    note_reading_of_thread,
    note_search,
    share_piece,
    take_piece_away,
    take_share_back,
    write_piece,
)
from convergent.practice.forms.coaching import (
    MeetingForm,
    PieceForm,
    SearchForm,
    ShareForm,
    initial_piece,
)
from convergent.practice.models import CoachingCycle
from convergent.practice.presenters.coaching import who_learns
from convergent.practice.presenters.thread import readers_of_thread, thread_page
from convergent.practice.queries.threads import found_in_threads
from convergent.priorities.queries.priorities import priorities_at


@opens_to(OpensTo.STAFF)
def cycle(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    return _shown(request, _thread(viewer, pk), viewer)


@opens_to(OpensTo.STAFF, methods=("POST",))
def write(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _thread(viewer, pk)
    required(why_write(viewer, found))
    form = _form(request, found, viewer)
    if form.is_valid() and attempted(form, lambda: write_piece(found, form.written(), by=viewer)):
        say_done(request, _("Kept, for the two of you."))
        return redirect("coaching_cycle", pk=found.pk)
    return _shown(request, found, viewer, form=form)


def _thread(viewer: Viewer, pk: str) -> CoachingCycle:
    threads = visible_threads(viewer).select_related("teacher", "coach", "place")
    return get_object_or_404(threads, pk=pk)


def _form(request: HttpRequest, found: CoachingCycle, viewer: Viewer, **named: Any) -> PieceForm:
    is_teacher = found.teacher_id == viewer.person.pk
    held = list(priorities_at(viewer, found.place, day=viewer.today)) if is_teacher else []
    return PieceForm(typed(request), is_teacher=is_teacher, priorities=held, **named)


def _shown(
    request: HttpRequest,
    found: CoachingCycle,
    viewer: Viewer,
    *,
    form: PieceForm | None = None,
) -> HttpResponse:
    if found.teacher_id != viewer.person.pk and found.began_on is not None:
        note_reading_of_thread(found, by=viewer)
    page = thread_page(found, viewer)
    if page.may_write:
        form = form or _form(request, found, viewer)
    meeting = MeetingForm(initial={"day": viewer.today}) if page.is_pair and found.runs else None
    learns = who_learns(viewer) if found.is_asked else ""
    context = {"page": page, "form": form, "meeting": meeting, "learns": learns}
    return render(request, "practice/coaching_cycle.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def piece(request: HttpRequest, pk: str) -> HttpResponse:
    """One text: its author changes it or takes it away; the teacher shares it."""
    viewer = viewer_of_request(request)
    related = ("cycle__place", "cycle__teacher", "cycle__coach", "by")
    found = get_object_or_404(own_pieces(viewer).select_related(*related), pk=pk)
    may_change, may_share = why_change_piece(viewer, found), why_share(viewer, found)
    required(may_change or may_share)
    if request.method == "POST":
        required(may_share if "person" in request.POST else may_change)
    is_sharing = "person" in request.POST
    form = _changing(request, found, viewer, is_sharing=is_sharing) if may_change else None
    sharing = None
    if may_share:
        data = request.POST if is_sharing else None
        sharing = ShareForm(data, viewer=viewer, words=viewer.words)
    if request.method == "POST" and _done(request, found, viewer, form=form, sharing=sharing):
        return redirect("coaching_cycle", pk=found.cycle_id)
    context = {
        "piece": found,
        "form": form,
        "sharing": sharing,
        "readers": readers_of_thread(found.cycle, viewer),
    }
    return render(request, "practice/coaching_piece.html", context)


def _changing(request: HttpRequest, found: Any, viewer: Viewer, *, is_sharing: bool) -> PieceForm:
    if not is_sharing and "take_away" not in request.POST:
        return _form(request, found.cycle, viewer, initial=initial_piece(found))
    is_teacher = found.cycle.teacher_id == viewer.person.pk
    return PieceForm(initial=initial_piece(found), is_teacher=is_teacher)


def _done(
    request: HttpRequest,
    found: Any,
    viewer: Viewer,
    *,
    form: PieceForm | None,
    sharing: ShareForm | None,
) -> bool:
    if "take_away" in request.POST:
        return _taken_away(request, found, viewer)
    if sharing is not None and sharing.is_bound:
        return _shared(request, found, viewer, sharing)
    if form is None or not form.is_valid():
        return False
    version = form.cleaned_data["version"]
    changed = attempted(
        form, lambda: change_piece(found, form.written(), version=version, by=viewer)
    )
    if not changed:
        was_overtaken(form, own_pieces(viewer).get(pk=found.pk).version)
        return False
    say_done(request, _("Changed."))
    return True


def _taken_away(request: HttpRequest, found: Any, viewer: Viewer) -> bool:
    try:
        take_piece_away(found, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    else:
        say_done(request, _("Taken away. It is kept nowhere."))
    return True


def _shared(request: HttpRequest, found: Any, viewer: Viewer, form: ShareForm) -> bool:
    person = form.is_valid() and form.cleaned_data["person"]
    if not person or not attempted(form, lambda: share_piece(found, person, by=viewer)):
        return False
    said = _("%(name)s can read this piece until you take it back.")
    say_done(request, said % {"name": person.name})
    return True


@opens_to(OpensTo.STAFF, methods=("POST",))
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    related = ("piece__cycle", "person")
    found = get_object_or_404(shares_by(viewer).select_related(*related), pk=pk)
    take_share_back(found, by=viewer)
    say_done(request, _("%(name)s reads it no more.") % {"name": found.person.name})
    return redirect("coaching_cycle", pk=found.piece.cycle_id)


@opens_to(OpensTo.STAFF)
def shared(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = get_object_or_404(shared_with(viewer).select_related("piece__cycle"), pk=pk)
    note_reading_of_share(found, by=viewer)
    context = {"share": found, "piece": piece_shared(found, viewer)}
    return render(request, "practice/coaching_shared.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def search(request: HttpRequest) -> HttpResponse:
    """Sent by POST, so that the words stand in no address, no history and no log."""
    viewer = viewer_of_request(request)
    required(own_cycles(viewer).filter(began_on__isnull=False).first())
    form, found = SearchForm(typed(request)), []
    if form.is_valid():
        note_search(by=viewer)
        found = found_in_threads(viewer, form.cleaned_data["words"])
    return render(request, "practice/coaching_search.html", {"form": form, "found": found})
