"""What was agreed about visits, who evaluates whom, what is looked for, and who is invited."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from convergent.errors import BadInput
from convergent.people.access.require import required
from convergent.people.access.routes import OpensTo, opens_to, viewer_of_request
from convergent.people.views.frame import attempted, say_done, say_otherwise, typed
from convergent.practice.access.agreements import (
    schools_with_evaluators_named_by,
    visible_agreements,
    why_agree,
)
from convergent.practice.actions.agreements import (
    confirm_agreement,
    invite,
    name_evaluator,
    write_agreement,
)
from convergent.practice.actions.look_fors import write_look_fors
from convergent.practice.forms.agreements import (
    AgreementForm,
    EvaluatorForm,
    InvitationForm,
    LookForsForm,
    initial_look_fors,
)
from convergent.practice.presenters.agreements import agreement_lines, evaluation_lines
from convergent.practice.presenters.patterns import seen_lines
from convergent.practice.queries.look_fors import look_fors_of
from convergent.priorities.access.priorities import visible_priorities
from convergent.priorities.access.work import why_work_on


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def agreements(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    may = why_agree(viewer) is not None
    if request.method == "POST":
        required(why_agree(viewer))
    form = AgreementForm(typed(request), words=viewer.words, initial={"starts_on": viewer.today})
    if form.is_valid() and attempted(form, lambda: write_agreement(form.terms(), by=viewer)):
        say_done(request, _("Written. It holds when both sides have confirmed it."))
        return redirect("visit_agreements")
    lines = agreement_lines(viewer, viewer.words)
    context = {"lines": lines, "form": form if may else None}
    return render(request, "practice/agreements.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    required(why_agree(viewer))
    found = get_object_or_404(visible_agreements(viewer), pk=pk)
    try:
        confirmed = confirm_agreement(found, by=viewer)
    except BadInput as refusal:
        say_otherwise(request, str(refusal))
        return redirect("visit_agreements")
    holds = _("Both sides have confirmed it. It holds from its first day.")
    say_done(
        request, holds if confirmed.is_confirmed else _("Confirmed. It waits for the other side.")
    )
    return redirect("visit_agreements")


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def evaluators(request: HttpRequest, pk: str) -> HttpResponse:
    viewer = viewer_of_request(request)
    school = get_object_or_404(schools_with_evaluators_named_by(viewer), pk=pk)
    form = EvaluatorForm(typed(request), viewer=viewer, words=viewer.words, school=school)
    if form.is_valid():
        told = form.cleaned_data
        done = attempted(
            form,
            lambda: (name_evaluator(school, told["person"], told["evaluator"], by=viewer), True),
        )
        if done:
            say_done(request, _("It holds from today on."))
            return redirect("evaluators", pk=school.pk)
    context = {"school": school, "lines": evaluation_lines(school, viewer), "form": form}
    return render(request, "practice/evaluators.html", context)


@opens_to(OpensTo.STAFF, methods=("GET", "POST"))
def look_fors(request: HttpRequest, pk: str) -> HttpResponse:
    """What visitors look for, for one priority, and how often it was seen: for everybody. Whoever
    works on it words it."""
    viewer = viewer_of_request(request)
    found = get_object_or_404(visible_priorities(viewer).select_related("place"), pk=pk)
    may = why_work_on(viewer, found) is not None
    if request.method == "POST":
        required(why_work_on(viewer, found))
    held = look_fors_of(found)
    form = LookForsForm(typed(request), initial=initial_look_fors(held))
    if form.is_valid() and attempted(
        form, lambda: write_look_fors(found, **form.cleaned_data, by=viewer)
    ):
        say_done(request, _("Visits from now on look for this. Earlier ones keep their words."))
        return redirect("look_fors", pk=found.pk)
    seen = seen_lines(held, found.place, viewer) if held else None
    context = {"priority": found, "held": held, "seen": seen, "form": form if may else None}
    return render(request, "practice/look_fors.html", context)


@opens_to(OpensTo.STAFF, methods=("POST",))
def invitation(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of_request(request)
    form = InvitationForm(request.POST, viewer=viewer, words=viewer.words)
    if form.is_valid() and attempted(form, lambda: invite(**form.cleaned_data, by=viewer)):
        said = _("%(name)s can visit you now, and only you two read what comes of it.")
        say_done(request, said % {"name": form.cleaned_data["guest"].name})
        return redirect("visits")
    return render(request, "practice/invite.html", {"form": form})
