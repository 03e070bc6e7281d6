"""One visit, and what the two of them say about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.days import moment_text
from convergent.people.viewer import Viewer
from convergent.people.views.frame import attempted, say_done, say_otherwise, was_overtaken
from convergent.practice.access.visits import (
    visible_feedback,
    visible_visits,
    why_feedback,
    why_say_feedback,
)
from convergent.practice.actions.feedback import answer_feedback, follow_up, write_feedback
from convergent.practice.actions.visits import note_reading_of
from convergent.practice.forms.feedback import AnswerForm, FeedbackForm, initial_feedback
from convergent.practice.models import Feedback, Visit
from convergent.practice.presenters.visit import sides_of, visit_page


@opens_to(OpensTo.STAFF)
def visit(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    return _shown(request, _visit(viewer, pk), viewer)


@opens_to(OpensTo.STAFF, methods=("POST",))
def feedback(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _visit(viewer, pk)
    required(why_say_feedback(viewer, found))
    form = FeedbackForm(request.POST)
    share = "share" in request.POST
    written = form.is_valid() and attempted(
        form,
        lambda: write_feedback(
            found, form.said(), share=share, version=form.cleaned_data["version"], by=viewer
        ),
    )
    if not written:
        was_overtaken(form, visible_feedback(viewer).get(visit=found).version)
        return _shown(request, found, viewer, form=form)
    say_done(request, _what_becomes_of(written, found, viewer))
    return redirect("visit", pk=found.pk)


def _what_becomes_of(written: Feedback, found: Visit, viewer: Viewer) -> str:
    if written.shares_at is None:
        return _("Kept as a draft. Only you read it.")
    return _("From %(when)s on, %(name)s reads it. Until then you can change it.") % {
        "name": found.teacher.name,
        "when": moment_text(written.shares_at, viewer),
    }


@opens_to(OpensTo.STAFF, methods=("POST",))
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _visit(viewer, pk)
    required(why_feedback(viewer, found))
    form = AnswerForm(request.POST, is_teacher=found.teacher_id == viewer.person.pk)
    if form.is_valid() and attempted(
        form, lambda: answer_feedback(found, **form.cleaned_data, by=viewer)
    ):
        other = found.visitor if found.teacher_id == viewer.person.pk else found.teacher
        say_done(request, _("%(name)s can read it now.") % {"name": other.name})
        return redirect("visit", pk=found.pk)
    return _shown(request, found, viewer, answering=form)


@opens_to(OpensTo.STAFF, methods=("POST",))
def followed(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    found = _visit(viewer, pk)
    try:
        follow_up(found, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
    else:
        said = _("You and %(name)s have looked at it again.")
        say_done(request, said % {"name": found.teacher.name})
    return redirect("visit", pk=found.pk)


def _visit(viewer: Viewer, pk: str) -> Visit:
    related = ("visitor", "teacher", "place", "agreement")
    return get_object_or_404(visible_visits(viewer).select_related(*related), pk=pk)


def _shown(
    request: HttpRequest,
    found: Visit,
    viewer: Viewer,
    *,
    form: FeedbackForm | None = None,
    answering: AnswerForm | None = None,
) -> HttpResponse:
    for side in sides_of(found, viewer):
        note_reading_of(side, by=viewer)
    page = visit_page(found, viewer)
    if page.feedback is not None and page.is_own and not page.is_out:
        form = form or FeedbackForm(initial=initial_feedback(page.feedback))
    if page.is_out:
        answering = answering or AnswerForm(is_teacher=page.is_teacher)
    context = {"page": page, "form": form, "answering": answering}
    return render(request, "practice/visit.html", context)
