"""One meeting: its agenda, its notes, and what may be changed before it is closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, say_otherwise, typed, was_overtaken
from convergent.priorities.access.meetings import visible_clashes, visible_meetings
from convergent.priorities.actions.meeting_notes import Kept, settle, write_notes
from convergent.priorities.actions.meetings import (
    add_item,
    call_off,
    change_meeting,
    take_item_off,
)
from convergent.priorities.forms.meetings import ItemForm, MeetingForm, NotesForm
from convergent.priorities.models import Meeting, MeetingItem
from convergent.priorities.presenters.meeting import BESIDE, meeting_page, wrote_last


@opens_to(OpensTo.STAFF)
def meeting(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    return _shown(request, meeting_of(viewer, pk), viewer)


@opens_to(OpensTo.STAFF, methods=("POST",))
def notes(request: HttpRequest, pk: str) -> HttpResponse:
    """Keeps what was typed, by itself at each pause or when asked to."""
    viewer = viewer_of_request(request)
    found = meeting_of(viewer, pk)
    form = NotesForm(request.POST)
    kept = _written(found, form, viewer) if form.is_valid() else None
    if request.headers.get("HX-Target") == "kept":
        context = {"form": form, "kept": kept, "other": _other(kept, viewer), "meeting": found}
        context["beside"] = BESIDE[kept.beside.kind] if kept and kept.beside else ""
        return render(request, "priorities/notes_kept.html", context)
    if kept is None:
        return _shown(request, found, viewer, form=form)
    _say(request, kept)
    return redirect("meeting", pk=found.pk)


def _say(request: HttpRequest, kept: Kept) -> None:
    if kept.beside:
        say_otherwise(request, str(BESIDE[kept.beside.kind]))
    elif kept.clashes:
        say_otherwise(request, _("Two of you changed the same lines. Both are kept; see below."))
    else:
        say_done(request, _("The notes are kept."))


def _written(found: Meeting, form: NotesForm, viewer: Viewer) -> Kept | None:
    told = {name: form.cleaned_data[name] for name in ("text", "base")}
    return attempted(form, lambda: write_notes(found, **told, by=viewer))


def _other(kept: Kept | None, viewer: Viewer) -> Any:
    return wrote_last(kept.notes, viewer) if kept and kept.is_merged else None


def _shown(
    request: HttpRequest, found: Meeting, viewer: Viewer, *, form: NotesForm | None = None
) -> HttpResponse:
    page = meeting_page(found, viewer=viewer)
    text = page.notes.text if page.notes else ""
    context = {"page": page, "form": form or NotesForm(initial={"text": text, "base": text})}
    return render(request, "priorities/meeting.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def change(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = open_meeting(viewer, pk)
    if "call_off" in request.POST:
        return _call_off(request, found, viewer)
    form = MeetingForm(typed(request), meeting=found)
    if form.is_valid() and attempted(form, lambda: _change(found, form, viewer)):
        say_done(request, _("Changed, for everybody on the team."))
        return redirect("meeting", pk=found.pk)
    found.refresh_from_db()
    context = {"form": form, "meeting": found, "overtaken": was_overtaken(form, found.version)}
    return render(request, "priorities/meeting_change.html", context)


def _change(found: Meeting, form: MeetingForm, viewer: Viewer) -> Meeting:
    told = form.cleaned_data
    names = ("minutes", "protocol", "question", "version")
    return change_meeting(
        found,
        starts_at=form.starts_at(),
        parts=form.parts(),
        **{name: told[name] for name in names},
        by=viewer,
    )


def _call_off(request: HttpRequest, found: Meeting, viewer: Viewer) -> HttpResponse:
    try:
        call_off(found, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
        return redirect("meeting", pk=found.pk)
    say_done(request, _("It is called off. Open commitments come to the next meeting."))
    return redirect("meetings_team", pk=found.team_id)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def add(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = open_meeting(viewer, pk)
    form = ItemForm(typed(request))
    if form.is_valid() and attempted(form, lambda: add_item(found, **form.cleaned_data, by=viewer)):
        say_done(request, _("It is on the agenda."))
        return redirect("meeting", pk=found.pk)
    return render(request, "priorities/meeting_add.html", {"form": form, "meeting": found})


@opens_to(OpensTo.STAFF, methods=("POST",))
def take_off(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    items = MeetingItem.objects.filter(meeting__in=visible_meetings(viewer))
    item = get_object_or_404(items.select_related("meeting"), pk=pk)
    try:
        take_item_off(item, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    else:
        say_done(request, _("It is off the agenda."))
    return redirect("meeting", pk=item.meeting_id)


@opens_to(OpensTo.STAFF, methods=("POST",))
def settled(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    clash = get_object_or_404(
        visible_clashes(viewer).select_related("meeting__team__parent"), pk=pk
    )
    settle(clash, by=viewer)
    say_done(request, _("The notes stay as you left them."))
    return redirect("meeting", pk=clash.meeting_id)


def meeting_of(viewer: Viewer, pk: str) -> Meeting:
    found = visible_meetings(viewer).select_related("team__parent", "rhythm")
    return get_object_or_404(found, pk=pk)


def open_meeting(viewer: Viewer, pk: str) -> Meeting:
    """One that is not closed or called off; anything else is not there to be changed."""
    found = visible_meetings(viewer).filter(state=Meeting.State.PREPARED)
    return get_object_or_404(found.select_related("team__parent"), pk=pk)
